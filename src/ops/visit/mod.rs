//! A person's way through the portal, one file per thing they do: open a link, start, log in, choose, trust the
//! root, install the profile. Each use-case loads facts, lets `flow` derive the step, and writes facts back.
//!
//! The step is never stored. A link is judged again at every request: revocation has no grace. Must not know
//! pages, forms, cookies' names or HTTP. To add one more thing a person does: a fact in `model::session`, a row
//! in `flow`, a function here that sets the fact by [`change`].

mod choose;
mod denied;
mod elsewhere;
mod install;
mod lead;
mod load;
mod log_in;
mod open;
mod renew;
mod rules;
mod sign_in;
mod standing;
mod start;
mod stopped;
mod trust;

pub use choose::{accept_terms, assign, choose_owner, choose_site, search};
pub use denied::Denied;
pub use elsewhere::{Elsewhere, elsewhere};
pub use install::{installed, profile_downloaded, reserve};
pub use lead::lead;
pub use load::{Caller, Cookie, caller, load, organization, picture};
pub use log_in::{Sources, log_in, log_out};
pub use open::{Door, Landing, front_door, open, open_enrollment, site_name};
pub use renew::{ASKED, Request, ask_for_link, requests};
pub use rules::Rules;
pub use sign_in::{Callback, begin_sign_in, sign_in};
pub use standing::Standing;
pub use start::{Begin, Started, start};
pub use stopped::stopped;
pub use trust::{
    Root, certificate_downloaded, certificate_installed, go_on_untrusted, probe_path, probed, root,
};

use super::enrollment::Decision;
use super::{App, Error, random};
use crate::base::time::Timestamp;
use crate::flow::{self, Step};
use crate::model::declared::Organization;
use crate::model::device::Device;
use crate::model::id::{SessionId, SiteId};
use crate::model::policy::Ownership;
use crate::model::session::{Assigned, Entry, Session};
use crate::store::Tx;
use crate::store::enrollment::EnrollmentRow;
use crate::store::event::{Actor, Event};

/// Facts of a session of ours.
pub type Facts = flow::Facts<Ownership, SiteId>;

/// A session with the rules it is under and the facts that decide its step.
#[derive(Clone, Debug)]
pub struct Visit {
    /// What the person did so far.
    pub session: Session,
    /// The rules, as they are now.
    pub rules: Rules,
    /// What decides the step.
    pub facts: Facts,
    /// The enrollment this session reserved.
    pub enrollment: Option<EnrollmentRow>,
    /// The device, once it is enrolled.
    pub device: Option<Device>,
    /// The person was away too long and has to log in again.
    pub was_idle: bool,
    /// Now, by the database's clock.
    pub now: Timestamp,
}

impl Visit {
    /// The step to show.
    pub fn step(&self) -> Step {
        flow::next(&self.facts)
    }

    /// Lets pass who may see or send the page of this step.
    ///
    /// # Errors
    /// [`Denied::Elsewhere`] with the step to go to, [`Denied::Link`] when the link does not work any more.
    pub fn allow(&self, step: Step) -> Result<(), Denied> {
        if flow::may_show(step, &self.facts) {
            return Ok(());
        }
        match (self.step(), &self.rules) {
            (Step::Start, Rules::Invited(standing)) => Err(Denied::Link(Some(standing.clone()))),
            (next, _) => Err(Denied::Elsewhere(next)),
        }
    }

    /// Who owns the device, as far as it is decided.
    pub fn ownership(&self) -> Option<Ownership> {
        match self.facts.ownerships.as_slice() {
            [only] => Some(*only),
            several => self
                .facts
                .ownership
                .filter(|chosen| several.contains(chosen)),
        }
    }

    /// What the steps decided; none while something is open.
    pub fn decision(&self) -> Option<Decision> {
        let ownership = self.ownership()?;
        let terms = self
            .rules
            .terms_for(ownership, self.session.login.as_ref())?;
        let person = match &self.session.assigned {
            Some(Assigned::To(person)) => Some(person.as_ref().clone()),
            Some(Assigned::NoOne) => None,
            None => self
                .session
                .login
                .as_ref()
                .map(|login| login.person.clone()),
        };
        let invited = self.rules.invited().map(|standing| &standing.invited);
        Some(Decision {
            recipient: invited.map(|invited| invited.uid.clone()),
            invitation: invited.map(|invited| invited.invitation.id.clone()),
            policy: terms.policy.id.clone(),
            ownership,
            site: terms.site(&self.session),
            person,
            enrolled_by: self
                .session
                .login
                .as_ref()
                .map(|login| login.person.username.clone()),
        })
    }
}

/// Changes the facts of a session, whoever else does at this moment, and keeps the event.
///
/// # Errors
/// The session has ended, or what the database says.
pub async fn change(
    app: &App,
    id: &SessionId,
    action: Option<&'static str>,
    set: impl FnOnce(&mut Session, Timestamp),
) -> Result<(), Denied> {
    let mut tx = app.db.write().await?;
    change_in(&mut tx, id, action, set).await?;
    Ok(tx.commit().await?)
}

async fn change_in(
    tx: &mut Tx,
    id: &SessionId,
    action: Option<&'static str>,
    set: impl FnOnce(&mut Session, Timestamp),
) -> Result<(), Denied> {
    tx.lock_session(id).await?;
    let now = tx.now().await?;
    let mut kept = tx.session_by_id(id).await?.ok_or(Denied::Ended)?;
    kept.session.seen_at = now;
    set(&mut kept.session, now);
    tx.save_session(&kept.session, kept.version).await?;
    match action {
        Some(action) => Ok(record(tx, &kept.session, action, now).await?),
        None => Ok(()),
    }
}

/// Keeps what a person did.
async fn record(
    tx: &mut Tx,
    session: &Session,
    action: &'static str,
    now: Timestamp,
) -> Result<(), Error> {
    let uid = match &session.entry {
        Entry::Link(uid) => Some(uid),
        Entry::Open(_) => None,
    };
    let event = Event {
        recipient: uid.map(|uid| uid.0.as_str()),
        subject: Some(&session.id.0),
        ..Event::new(Actor::Portal, action)
    };
    Ok(tx.record(&random::uid(), now, &event).await?)
}

/// The name of the organization where nothing was applied yet.
fn nobody(app: &App) -> Organization {
    let name = app.settings.portal.url.host_str().unwrap_or("Enrollment");
    Organization {
        name: name.to_owned(),
        short: name.to_owned(),
        time_zone: "UTC".to_owned(),
        languages: vec!["en".to_owned()],
        help: Default::default(),
        color: None,
        logo: None,
        repository: None,
        retention: None,
        texts: std::collections::BTreeMap::new(),
    }
}
