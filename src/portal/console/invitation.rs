//! `/console/i/{id}`: where people stop, who they are, and the line in git.

use std::sync::Arc;

use axum::response::Response;

use super::cells::spoken;
use super::home::per_day;
use super::list::table;
use super::look::{Error, Look, Looked};
use super::tables::{Devices, Events, Recipients};
use crate::base::time::SECOND;
use crate::model::status::Progress;
use crate::ops::console::lists::{self, InvitationEntry};
use crate::ops::console::numbers::{self, Funnel};
use crate::portal::fields::Fields;
use crate::render::console::{Fact, Link, Table, View, funnel, percent};

pub(super) async fn show(look: Look) -> Result<Response, Error> {
    let id = look.segment(3).to_owned();
    let entry = lists::invitation(look.app(), &id).await?;
    let entry = entry.ok_or(Error::NotFound)?;
    let numbers = numbers::funnel(look.app(), &id).await?;
    let query = format!("invitation={id}");
    let inner = look.asking(&query);
    let (mut people, mut devices, mut events) = (
        table::<Recipients>(&inner).await?,
        table::<Devices>(&inner).await?,
        table::<Events>(&inner).await?,
    );
    for (table, title) in [
        (&mut people, "Recipients"),
        (&mut devices, "Enrolled devices"),
        (&mut events, "What happened"),
    ] {
        shorten(table, title);
    }
    let view = View {
        crumbs: vec![Link::new("/console/invitations", "Invitations")],
        about: Some(about(&entry)),
        actions: actions(&look, &entry),
        facts: facts(&look, &entry, &numbers),
        charts: vec![stages(&numbers), per_day(&look, &numbers.enrolled)],
        tables: vec![people, devices, events],
        heading: id,
        ..View::default()
    };
    look.page("/console/invitations", view).await
}

/// The page of an invitation shows the first rows; all of them are in the table's own page.
pub(super) fn shorten(table: &mut Table, title: &str) {
    table.title = title.to_owned();
    table.filters.clear();
}

impl Looked {
    /// The same request with another query.
    pub(super) fn asking(&self, query: &str) -> Self {
        Self {
            portal: Arc::clone(&self.portal),
            path: self.path.clone(),
            fields: Fields::parse(query.as_bytes()),
            organization: self.organization.clone(),
            now: self.now,
            cookie: self.cookie.clone(),
            viewer: self.viewer.clone(),
            address: self.address,
        }
    }
}

fn about(entry: &InvitationEntry) -> String {
    let site = entry.row.site.as_deref().unwrap_or("no site");
    let (place, policy) = (&entry.row.place, &entry.row.policy);
    format!("{place} · site {site} · policy {policy}")
}

fn actions(look: &Looked, entry: &InvitationEntry) -> Vec<Link> {
    let mut actions = Vec::new();
    if let Some(href) = look.in_git(&entry.row.place).filter(|_| !entry.row.removed) {
        actions.push(Link {
            away: true,
            ..Link::new(href, "Edit in git ↗")
        });
    }
    let id = &entry.row.id;
    let several = entry.row.recipients == 1 && entry.invitation.uses != Some(1);
    if several && !entry.row.removed && look.viewer.as_ref().is_some_and(|v| v.sees_all()) {
        actions.push(Link::new(format!("/console/i/{id}/poster"), "QR posters"));
    }
    let csv = format!("/console/recipients.csv?invitation={id}");
    actions.push(Link::new(csv, "Download CSV"));
    actions
}

fn facts(look: &Looked, entry: &InvitationEntry, numbers: &Funnel) -> Vec<Fact> {
    let row = &entry.row;
    let count = |stage| {
        let found = row.progress.iter().find(|(s, _)| *s == stage);
        found.map_or(0, |(_, n)| *n)
    };
    let (until, left) = match row.expires_at {
        Some(at) => {
            let when = look.when(at);
            (
                format!("{}, {}", when.day, when.time),
                Some(format!("{} · {}", when.zone, when.relative)),
            )
        }
        None => ("no end".to_owned(), None),
    };
    let median = numbers.median.map(|micros| {
        let seconds = micros / SECOND;
        format!("{} min {} s", seconds / 60, seconds % 60)
    });
    let share = percent(entry.enrolled, row.recipients);
    vec![
        Fact::new(
            "State",
            spoken(entry.state.word()),
            Some(format!("since {}", look.when(entry.created_at).log)),
        ),
        Fact::new("Works until", until, left),
        Fact::new(
            "Recipients",
            row.recipients,
            Some(format!(
                "{} revoked · {} came back",
                count(Progress::Revoked),
                numbers.returned
            )),
        ),
        Fact::new(
            "Enrolled",
            format!("{} of {}", entry.enrolled, row.recipients),
            Some(format!(
                "{share} % · {} stuck · {} devices",
                numbers.stages.stuck, row.devices
            )),
        ),
        Fact::new(
            "Median time to enroll",
            median.unwrap_or_else(|| "–".to_owned()),
            Some("from Start to check-in".to_owned()),
        ),
    ]
}

fn stages(numbers: &Funnel) -> crate::render::console::Chart {
    let mut all = vec![("Invited", numbers.stages.recipients)];
    if numbers.sent > 0 {
        all.extend([("Sent", numbers.sent), ("Delivered", numbers.delivered)]);
    }
    all.extend([
        ("Opened", numbers.stages.opened),
        ("Started", numbers.stages.started),
    ]);
    if numbers.logged_in > 0 {
        all.push(("Logged in", numbers.logged_in));
    }
    all.extend([
        ("Profile downloaded", numbers.downloaded),
        ("Enrolled", numbers.stages.enrolled),
    ]);
    funnel("Where people stop", "funnel", &all)
}
