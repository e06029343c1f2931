//! `/enroll/profile`: the last step. The form reserves a use; the download serves what is reserved.

use axum::http::Method;
use axum::response::Response;

use super::account_driven;
use crate::base::time::MINUTE;
use crate::flow::{Step, steps};
use crate::model::enrollment::{EnrollmentState, Refusal};
use crate::model::policy::Ownership;
use crate::model::settings::OtherPage;
use crate::ops::visit::{self, Denied, Visit};
use crate::ops::{admission, profile};
use crate::portal::ask::Ask;
use crate::portal::error::Error;
use crate::portal::show;
use crate::render::Access;
use crate::render::dates::When;
use crate::render::hand_over::HandOver;
use crate::render::steps::{Late, Profile};

pub(in crate::portal) async fn show(ask: Ask) -> Result<Response, Error> {
    let visit = ask.visit()?;
    if visit.session.signing_in.is_some() {
        return account_driven::back(&ask, visit).await;
    }
    if let Some(page) = ask.app().settings.mdm.manager.page() {
        return show::page(&ask, Some(Step::Profile), hand_over(visit, page));
    }
    let place = steps(&visit.facts).iter().position(|s| *s == Step::Trust);
    let page = Profile {
        access: access(&ask, visit.ownership()),
        downloaded: visit.session.downloaded_at.is_some(),
        trust_step: place.map(|index| index + 1),
        late: late(&ask, visit),
        grace: grace(&ask, visit),
        checking: ask.fields.get("check") == "15",
    };
    show::page(&ask, Some(Step::Profile), page)
}

pub(in crate::portal) async fn send(ask: Ask) -> Result<Response, Error> {
    let visit = ask.visit()?;
    if let Some(page) = ask.app().settings.mdm.manager.page() {
        let to = visit::lead(ask.app(), visit, page).await?;
        return Ok(show::see_other(to.as_str()));
    }
    if ask.fields.get("answer") == "installed" {
        let next = visit::installed(ask.app(), visit).await?;
        return Ok(show::see_other(next.path()));
    }
    visit::reserve(ask.app(), visit).await?;
    Ok(show::see_other("/enroll/profile/download"))
}

/// The page that leads to another system.
fn hand_over(visit: &Visit, page: &OtherPage) -> HandOver {
    let state = visit.enrollment.as_ref().map(|row| row.enrollment.state);
    HandOver {
        product: page.of.name(),
        host: page.url.host_str().unwrap_or_default().to_owned(),
        again: state == Some(EnrollmentState::HandedOver),
    }
}

/// Serves the profile of the reservation; without one, the page with the button.
pub(in crate::portal) async fn download(ask: Ask) -> Result<Response, Error> {
    let visit = ask.visit()?;
    let Some(row) = visit
        .enrollment
        .as_ref()
        .filter(|row| row.revoked_at.is_none() && admission::holds(row, ask.now))
        .filter(|_| ask.elsewhere().is_none())
    else {
        return Err(Denied::Elsewhere(Step::Profile).into());
    };
    let told = (visit.session.accepted(), &ask.organization);
    let bytes = profile::profile(ask.app(), row, told).await?;
    if ask.method == Method::GET {
        visit::profile_downloaded(ask.app(), visit).await?;
    }
    let name = "attachment; filename=\"enroll.mobileconfig\"";
    Ok(show::profile(bytes, name))
}

/// What the organization can do to a device of this ownership.
pub(super) fn access(ask: &Ask, ownership: Option<Ownership>) -> Access {
    let mdm = &ask.app().settings.mdm;
    Access::of(match ownership {
        Some(Ownership::Personal) => mdm.rights_personal,
        _ => mdm.rights_institution,
    })
}

/// What to say when the device is not heard of, or was turned away.
fn late(ask: &Ask, visit: &Visit) -> Option<Late> {
    let refusal = visit
        .enrollment
        .as_ref()
        .and_then(|row| row.enrollment.refusal.as_ref());
    match refusal {
        Some(Refusal::OldSystem { found, minimum }) => {
            return Some(Late::Old {
                has: found.as_ref().map(ToString::to_string),
                needs: minimum.to_string(),
            });
        }
        Some(Refusal::OtherDevice) => return Some(Late::Other),
        Some(Refusal::TooManyDevices { allowed }) => {
            return Some(Late::Many { allowed: *allowed });
        }
        Some(Refusal::AlreadyEnrolled) => return Some(Late::Enrolled),
        Some(Refusal::Revoked | Refusal::NoUseLeft) | None => {}
    }
    match ask.now.since(visit.session.downloaded_at?) / MINUTE {
        15.. => Some(Late::Silent {
            reference: show::reference(&visit.session.id.0),
        }),
        8.. => Some(Late::Gone),
        _ => None,
    }
}

/// Until when a reservation outlives its link.
fn grace(ask: &Ask, visit: &Visit) -> Option<When> {
    let standing = visit.rules.invited()?;
    let over = standing.link.expires_at.is_some_and(|end| end <= ask.now);
    standing
        .link
        .own_reservation
        .filter(|_| over)
        .map(|until| ask.when(until))
}
