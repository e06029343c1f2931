//! Mail: the server answers, proves who it is and lets us in. No message is sent.

use std::path::Path;
use std::time::Duration;

use super::Finding;
use crate::model::message::Channel;
use crate::model::settings::{Settings, Smtp, SmtpSecurity};
use crate::notify::Transport;
use crate::ops::deliver;

/// Somebody waits for the answer.
const PATIENCE: Duration = Duration::from_secs(15);

/// Opens the way out that the settings name.
pub async fn check(settings: &Settings, root: &Path) -> Finding {
    match deliver::transport(settings, root, Channel::Email) {
        Err(error) => Finding::bad("mail", error.to_string(), error.hint()),
        Ok(Transport::Folder(folder)) => match folder.probe() {
            Ok(()) => Finding::doubtful(
                "mail",
                "no mail server: messages become files in .enroll/outbox",
                "add `mail.smtp` before people depend on it",
            ),
            Err(e) => Finding::bad(
                "mail",
                format!(".enroll/outbox cannot be written: {e}"),
                Some("let this user write to that folder, or name a mail server".to_owned()),
            ),
        },
        Ok(Transport::Sms(_)) => Finding::bad("mail", "mail cannot leave as text messages", None),
        Ok(Transport::Smtp(mut server)) => {
            server.limits.connect = PATIENCE;
            server.limits.command = PATIENCE;
            match server.connect().await {
                Ok(session) => {
                    session.quit().await;
                    Finding::good("mail", welcome(settings, &server.name()))
                }
                Err(why) => Finding::bad(
                    "mail",
                    format!("{}: {why}", server.name()),
                    Some(remedy(settings)),
                ),
            }
        }
    }
}

fn welcome(settings: &Settings, name: &str) -> String {
    let smtp = settings.mail.smtp.as_ref();
    let secure = smtp.is_some_and(|smtp| smtp.security != SmtpSecurity::Loopback);
    let protection = if secure { "TLS" } else { "this machine" };
    match smtp.and_then(|smtp| smtp.user.as_ref()) {
        Some(user) => format!("{name} answers over {protection} and lets {user} in"),
        None => format!("{name} answers over {protection}"),
    }
}

fn remedy(settings: &Settings) -> String {
    let smtp: Option<&Smtp> = settings.mail.smtp.as_ref();
    match smtp.map(|smtp| smtp.security) {
        Some(SmtpSecurity::StartTls) => {
            "look at host, port and password under `mail`; a server that speaks TLS at once needs smtps://"
        }
        Some(SmtpSecurity::Implicit) => {
            "look at host, port and password under `mail`; a private root is named by `?ca=PATH` in the URL"
        }
        _ => "look at host and port under `mail.smtp`",
    }
    .to_owned()
}
