//! The push certificate: it can be used, is for the topic of the profile, and does not end soon.

use std::path::Path;

use super::Finding;
use crate::base::time::DAY;
use crate::model::settings::{Push, Settings};
use crate::ops::{Error, clock, push};

const SUBJECT: &str = "push";
/// Renewing takes an administrator of the Apple account it was made with.
const SOON: i64 = 45;
const RENEW: &str = "renew it at identity.apple.com with the same Apple account: a new one has another topic, \
     which no enrolled device listens to";

/// Nothing to look at where devices are not woken.
pub fn check(settings: &Settings, root: &Path) -> Option<Finding> {
    let push = settings.mdm.push.as_ref()?;
    Some(
        judge(push, settings.mdm.topic.as_deref(), root)
            .unwrap_or_else(|error| Finding::bad(SUBJECT, error.to_string(), error.hint())),
    )
}

fn judge(push: &Push, wanted: Option<&str>, root: &Path) -> Result<Finding, Error> {
    push::Service::new(push, root, None)?;
    let topic = push::topic(&push.files, root)?;
    if let Some(wanted) = wanted.filter(|wanted| *wanted != topic) {
        let text = format!("the certificate is for {topic}, and `mdm.topic` is {wanted}");
        let remedy = "enrolled devices listen to the topic they enrolled with: use its certificate";
        return Ok(Finding::bad(SUBJECT, text, Some(remedy.to_owned())));
    }
    let certificate = push::certificate(&push.files, root)?;
    let days = certificate.not_after.since(clock::now()) / DAY;
    Ok(if certificate.not_after < clock::now() {
        Finding::bad(
            SUBJECT,
            "the certificate has expired: no device can be woken",
            Some(RENEW.to_owned()),
        )
    } else if days < SOON {
        Finding::doubtful(
            SUBJECT,
            format!("the certificate ends in {days} days"),
            RENEW,
        )
    } else {
        Finding::good(
            SUBJECT,
            format!("certificate for {topic}, {days} days left"),
        )
    })
}
