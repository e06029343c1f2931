//! `/console` and `/console/reports`.

use axum::response::Response;

use super::look::{Error, Look, Looked};
use crate::base::time::{DAY, Timestamp};
use crate::model::link;
use crate::model::message::DeliveryState;
use crate::ops::console::numbers::{self, DAYS, Overview};
use crate::render::console::{Chart, Fact, Link, View, days, funnel};

/// The whole installation at a glance.
pub(super) async fn overview(look: Look) -> Result<Response, Error> {
    let seen = numbers::overview(look.app()).await?;
    let stages = [
        ("Invited", seen.stages.recipients),
        ("Opened", seen.stages.opened),
        ("Started", seen.stages.started),
        ("Enrolled", seen.stages.enrolled),
    ];
    let mut notes = Vec::new();
    if let Some(pause) = &seen.paused {
        let since = look.when(pause.since).log;
        notes.push(format!(
            "Sending is paused by the {} since {since}.",
            pause.by
        ));
    }
    let view = View {
        heading: "Overview".to_owned(),
        notes,
        facts: facts(&look, &seen),
        charts: vec![
            funnel("How far people came", "funnel", &stages),
            per_day(&look, &seen.enrolled),
        ],
        links: links(&look, &seen),
        ..View::default()
    };
    look.page("/console", view).await
}

fn facts(look: &Looked, seen: &Overview) -> Vec<Fact> {
    let week = look.now.plus(-7 * DAY);
    let day = look.now.plus(-DAY);
    let since = |from: Timestamp| -> u32 {
        let hours = seen.enrolled.iter().filter(|hour| hour.0 >= from);
        hours.map(|hour| hour.1).sum()
    };
    let of = |state| seen.messages.get(&state).copied().unwrap_or(0);
    let returned = of(DeliveryState::Bounced) + of(DeliveryState::Rejected);
    let to = |fact: Fact, href: &str| Fact {
        href: Some(href.to_owned()),
        ..fact
    };
    let doubt = of(DeliveryState::InDoubt);
    let doubt = (doubt > 0).then(|| format!("{doubt} in doubt"));
    let mut facts = vec![
        to(
            Fact::new(
                "Invitations",
                seen.invitations,
                Some("in the repository".to_owned()),
            ),
            "/console/invitations?state=active",
        ),
        Fact::new(
            "Enrolled in 7 days",
            since(week),
            Some(format!("{} in the last 24 hours", since(day))),
        ),
        to(
            Fact::new(
                "Stuck now",
                seen.stages.stuck,
                Some("started over an hour ago, no device".to_owned()),
            ),
            "/console/recipients?progress=started",
        ),
        to(
            Fact::new("Messages that came back", returned, doubt),
            "/console/deliveries?state=bounced",
        ),
    ];
    if let Some(run) = &seen.run {
        let changes = format!("{} changes, {} messages", run.changes, run.messages);
        let when = look.when(run.at).log;
        facts.push(to(
            Fact::new("Last apply", when, Some(changes)),
            "/console/runs",
        ));
    }
    facts
}

/// Devices by the day of the organization's zone, the last two weeks.
pub(super) fn per_day(look: &Looked, hours: &[(Timestamp, u32)]) -> Chart {
    let mut all: Vec<(String, String, u32)> = Vec::new();
    let day_of = |at: Timestamp| look.when(at).iso.chars().take(10).collect::<String>();
    for ago in (0..DAYS).rev() {
        let at = look.now.plus(-ago * DAY);
        let iso = day_of(at);
        let of_day = hours.iter().filter(|hour| day_of(hour.0) == iso);
        let short = iso.get(8..).unwrap_or_default().trim_start_matches('0');
        all.push((
            look.when(at).day,
            short.to_owned(),
            of_day.map(|hour| hour.1).sum(),
        ));
    }
    days("Enrollments per day", "days", &all)
}

fn links(look: &Looked, seen: &Overview) -> Vec<Link> {
    let ending = seen.ending.iter().map(|(id, links, at)| Link {
        about: Some(format!(
            "{links} open links, the first ends {}",
            look.when(*at).log
        )),
        ..Link::new(format!("/console/i/{id}"), format!("{id} ends soon"))
    });
    let asked = seen.requests.iter().filter_map(|event| {
        let uid = event.recipient.as_ref()?;
        Some(Link {
            about: Some(look.when(event.at).log),
            ..Link::new(
                format!("/console/r/{uid}"),
                format!("{} asks for a new link", link::number(uid)),
            )
        })
    });
    ending.chain(asked).collect()
}

/// What there is to take away.
pub(super) async fn reports(look: Look) -> Result<Response, Error> {
    let link = |href: &str, text: &str, about: &str| Link {
        about: Some(about.to_owned()),
        ..Link::new(href, text)
    };
    let view = View {
        heading: "Reports".to_owned(),
        about: Some(
            "The command enroll report writes the whole set as files; these are its tables."
                .to_owned(),
        ),
        links: vec![
            link(
                "/console/invitations.csv",
                "Invitations (CSV)",
                "a column for each stage",
            ),
            link(
                "/console/recipients.csv",
                "Recipients (CSV)",
                "one row each, how far they came",
            ),
            link(
                "/console/recipients.csv?progress=started",
                "Stuck recipients (CSV)",
                "started, no device yet",
            ),
            link(
                "/console/devices.csv",
                "Devices (CSV)",
                "with user and location where you may see them",
            ),
            link(
                "/console/deliveries.csv?state=bounced",
                "Returned messages (CSV)",
                "came back after they were accepted",
            ),
            link(
                "/console/audit.csv",
                "Audit (CSV)",
                "what happened, without addresses",
            ),
            link(
                "/console/poster",
                "Poster of the front door",
                "for open enrollment, letter or A4",
            ),
            link(
                "/console/openapi.json",
                "OpenAPI",
                "the same tables as JSON, for programs",
            ),
        ],
        ..View::default()
    };
    look.page("/console/reports", view).await
}
