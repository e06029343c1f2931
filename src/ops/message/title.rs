//! What the organization's own messages are called in a plan.

use std::collections::BTreeMap;

use super::{calendar, context, engine, origin, text};
use crate::base::time::Timestamp;
use crate::model::declared::Desired;
use crate::model::invitation::{Invitation, SiteRule};
use crate::model::link;
use crate::model::message::MessageKind;
use crate::model::text::OwnMessage;
use crate::ops::Error;
use crate::plan::Plan;
use crate::render::message;

/// For every invitation of the plan with a message of the organization's own: its name, its languages, and its
/// subject as it reads for somebody without a language of their own.
///
/// # Errors
/// A message cannot be filled.
pub(in crate::ops) fn titles(
    desired: &Desired,
    plan: &Plan,
) -> Result<BTreeMap<String, String>, Error> {
    let mut titles = BTreeMap::new();
    for change in plan.changes.iter().filter(|c| c.recipient.is_none()) {
        let invitation = desired.invitations.get(&change.id.as_str().into());
        let own = invitation.and_then(|i| Some((i, i.message.as_ref()?)));
        if let Some((invitation, own)) = own {
            let title = title(desired, invitation, own, plan.now)?;
            titles.insert(change.id.clone(), title);
        }
    }
    Ok(titles)
}

fn title(
    desired: &Desired,
    invitation: &Invitation,
    own: &OwnMessage,
    now: Timestamp,
) -> Result<String, Error> {
    let organization = &desired.organization;
    let site = match &invitation.site {
        SiteRule::Fixed(id) => desired.sites.get(id),
        SiteRule::None | SiteRule::Choose => None,
    };
    let wanted: Vec<&str> = invitation.language.as_deref().into_iter().collect();
    let text = text(MessageKind::Invite, Some(own), &wanted, organization);
    let calendar = calendar(organization, site, &text);
    let when = |at| calendar.when(at, now);
    let mut about = context(&desired.settings, organization, site, "");
    let code = "0".repeat(link::LENGTH);
    about.link = Some(format!("{}/e/{code}", origin(&desired.settings)));
    about.blanks.expires = invitation.expires.end(now).map(when);
    about.blanks.opens = invitation.opens.filter(|at| *at > now).map(when);
    about.blanks.uses = invitation.uses;
    about.blanks.site = site.map(|site| site.name.clone());
    about.blanks.invited = Some(when(now));
    let parts = message::write(engine()?, &text, &about)?;
    let languages: Vec<&str> = own.texts.keys().map(String::as_str).collect();
    let (name, languages) = (&own.name, languages.join(", "));
    Ok(format!("message {name} ({languages}): {}", parts.subject))
}
