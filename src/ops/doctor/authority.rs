//! The given authority: its key opens, it may do what it is for, and it does not end soon. Of authorities of somebody else:
//! their certificates are there, and good.

use std::path::Path;

use super::Finding;
use crate::base::time::DAY;
use crate::cms::certificate::Certificate;
use crate::model::settings::Settings;
use crate::ops::{authorities, clock};

const SUBJECT: &str = "authority";
/// What it issues lives a year and never outlives it.
const SOON: i64 = 400;
const REPLACE: &str = "give the next one in `mdm.scep`: certificates of this one stay good, and devices renew under the next";

/// Nothing to look at where the authority is made and kept here.
pub fn check(settings: &Settings, root: &Path) -> Vec<Finding> {
    own(settings, root)
        .into_iter()
        .chain(outside(settings, root))
        .collect()
}

fn outside(settings: &Settings, root: &Path) -> Vec<Finding> {
    let outside = match authorities::outside(settings, root) {
        Ok(outside) => outside,
        Err(error) => return vec![Finding::bad(SUBJECT, error.to_string(), error.hint())],
    };
    let now = clock::now();
    let believed = outside.scep.iter().chain(&outside.acme);
    believed
        .map(|one| {
            let name = name(one);
            match one.not_after < now {
                true => Finding::bad(
                    SUBJECT,
                    format!("{name} has expired, and no device that it signs for is let in"),
                    Some("put its successor into the `ca` file of mdm.scep or mdm.acme".to_owned()),
                ),
                false => {
                    Finding::good(SUBJECT, format!("devices that {name} signs for are let in"))
                }
            }
        })
        .collect()
}

/// What people know a certificate by.
pub(super) fn name(certificate: &Certificate) -> String {
    let named = certificate.common_name();
    named.unwrap_or_else(|| certificate.serial_hex())
}

fn own(settings: &Settings, root: &Path) -> Option<Finding> {
    let given = settings.mdm.scep.as_ref()?;
    let authority = match authorities::given_scep(given, root) {
        Ok(authority) => authority,
        Err(error) => return Some(Finding::bad(SUBJECT, error.to_string(), error.hint())),
    };
    let certificate = authority.certificate();
    let days = certificate.not_after.since(clock::now()) / DAY;
    let name = certificate.common_name().unwrap_or_default();
    Some(if certificate.not_after < clock::now() {
        Finding::bad(
            SUBJECT,
            format!("{name} has expired"),
            Some(REPLACE.to_owned()),
        )
    } else if days < SOON {
        Finding::doubtful(SUBJECT, format!("{name} ends in {days} days"), REPLACE)
    } else {
        Finding::good(SUBJECT, format!("{name}, {days} days left"))
    })
}
