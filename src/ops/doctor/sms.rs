//! Text messages: the provider answers and lets us in. No message is sent.

use std::path::Path;

use super::Finding;
use crate::model::settings::{Settings, Sms};
use crate::ops::sms;

/// Asks the provider; nothing where none is named.
pub async fn check(settings: &Settings, root: &Path) -> Option<Finding> {
    let (good, remedy) = match settings.sms.as_ref()? {
        Sms::Twilio(_) => (
            "lets the account in",
            "look at account and token under `sms`",
        ),
        Sms::Http(_) => ("answers", "look at url under `sms`"),
        // The mail server that carries it has been asked.
        Sms::Email(_) => return None,
    };
    Some(match sms::transport(settings, root) {
        Err(error) => Finding::bad("sms", error.to_string(), error.hint()),
        Ok(transport) => match transport.open().await {
            Ok(channel) => {
                channel.close().await;
                Finding::good("sms", format!("{} {good}", transport.name()))
            }
            Err(why) => {
                let text = format!("{}: {why}", transport.name());
                Finding::bad("sms", text, Some(remedy.to_owned()))
            }
        },
    })
}
