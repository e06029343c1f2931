//! The system that enrolls people on a page of its own: what its page lets them in with can be read.

use std::path::Path;

use super::Finding;
use crate::model::settings::Settings;
use crate::ops::key::read_secret;

const SUBJECT: &str = "hand-over";

/// Nothing to look at where devices enroll here.
pub fn check(settings: &Settings, root: &Path) -> Option<Finding> {
    let page = settings.mdm.manager.page()?;
    let secret = page.secret.as_ref().map(|source| read_secret(source, root));
    Some(match secret.transpose() {
        Ok(_) => {
            let to = page.address(None);
            Finding::good(
                SUBJECT,
                format!("people go on to {} at {to}", page.of.name()),
            )
        }
        Err(error) => Finding::bad(SUBJECT, error.to_string(), error.hint()),
    })
}
