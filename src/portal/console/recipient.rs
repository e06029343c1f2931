//! `/console/r/{uid}`: what one recipient did, and with which devices.

use axum::response::Response;

use super::cells::spoken;
use super::invitation::shorten;
use super::list::table;
use super::look::{Error, Look};
use super::tables::{Deliveries, Events};
use crate::model::id::RecipientUid;
use crate::model::link;
use crate::ops::console::lists;
use crate::render::console::{Fact, Link, View};
use crate::report::view;

pub(super) async fn show(look: Look) -> Result<Response, Error> {
    let uid = RecipientUid(look.segment(3).to_owned());
    let found = lists::recipient(look.app(), &uid).await?;
    let (row, devices) = found.ok_or(Error::NotFound)?;
    let viewer = look.viewer()?;
    let (pii, salt) = (viewer.pii(), viewer.salt.as_bytes());
    let shown = view::recipient(&row, pii, salt);
    let inner = look.asking(&format!("recipient={uid}"));
    let (mut events, mut messages) = (
        table::<Events>(&inner).await?,
        table::<Deliveries>(&inner).await?,
    );
    shorten(&mut events, "What happened");
    shorten(&mut messages, "Messages");
    let mut facts = vec![
        Fact::new("State", spoken(shown.progress), shown.revoked.clone()),
        Fact::new("Message", spoken(shown.delivery.unwrap_or("none")), None),
        Fact::new(
            "Devices",
            row.used,
            Some(
                row.uses
                    .map_or("no limit".to_owned(), |n| format!("of {n}")),
            ),
        ),
    ];
    if let Some(at) = row.expires_at {
        let when = look.when(at);
        facts.push(Fact::new("Works until", when.log, Some(when.relative)));
    }
    for device in devices.iter().take(5) {
        let device = view::device(device, pii, salt);
        let name = device.product.unwrap_or_else(|| "Device".to_owned());
        let serial = device.serial.unwrap_or_default();
        let os = device.os_version.unwrap_or_default();
        facts.push(Fact::new(
            "Device",
            name,
            Some(format!("{serial} · iOS {os}")),
        ));
    }
    let id = &row.invitation;
    let edit = look.in_git(&row.place).map(|href| Link {
        away: true,
        ..Link::new(href, "Edit in git ↗")
    });
    let view = View {
        crumbs: vec![
            Link::new("/console/invitations", "Invitations"),
            Link::new(format!("/console/i/{id}"), id.to_string()),
        ],
        heading: shown.who,
        about: Some(format!("number {} · {}", link::number(&uid.0), row.place)),
        actions: edit.into_iter().collect(),
        facts,
        tables: vec![events, messages],
        ..View::default()
    };
    look.page("/console/recipients", view).await
}
