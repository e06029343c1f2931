//! QR posters: `/console/i/{id}/poster` with the link of an invitation, for auditors, and `/console/poster` with the
//! front door. One, four or thirty on a sheet of letter or A4.

use axum::response::Response;

use super::look::{Error, Look, Looked};
use crate::model::id::{InvitationId, SiteId};
use crate::ops::console::poster::{self, Poster};
use crate::render::console::{Console, Item, Sheet};
use crate::render::qr;

pub(super) async fn of_invitation(look: Look) -> Result<Response, Error> {
    let id = InvitationId(look.segment(3).to_owned());
    let session = look.viewer()?.session.id.clone();
    let poster = poster::of_invitation(look.app(), &id, &session).await?;
    sheet(&look, poster, format!("/console/i/{id}"))
}

pub(super) async fn of_front_door(look: Look) -> Result<Response, Error> {
    let site = look.fields.given("site").map(SiteId::from);
    let poster = poster::of_front_door(look.app(), site.as_ref()).await?;
    sheet(&look, poster, "/console/reports".to_owned())
}

const SIZES: [(&str, &str); 2] = [("letter", "Letter"), ("a4", "A4")];
const PER: [u8; 3] = [1, 4, 30];

fn sheet(look: &Looked, poster: Poster, back: String) -> Result<Response, Error> {
    let wanted = look.fields.get("size");
    let size = SIZES.iter().find(|size| size.0 == wanted);
    let size = size.map_or(SIZES[0].0, |size| size.0);
    let wanted = look.fields.get("per").parse().unwrap_or(1);
    let per = if PER.contains(&wanted) { wanted } else { 1 };
    let site = look.fields.given("site");
    let site = site.map(|id| format!("&site={id}")).unwrap_or_default();
    let choice = |text: String, s: &str, p: u8, current| Item {
        href: format!("{}?size={s}&per={p}{site}", look.path),
        text,
        current,
    };
    let sizes = SIZES
        .iter()
        .map(|(s, name)| choice((*name).to_owned(), s, per, *s == size));
    let counts = PER
        .iter()
        .map(|p| choice(format!("{p} per sheet"), size, *p, *p == per));
    let help = &look.organization.help;
    let typed = match &poster.code {
        Some(_) => format!("{}/e", look.portal.origin()),
        None => poster.url.clone(),
    };
    let sheet = Sheet {
        size,
        per,
        labels: (0..per).collect(),
        choices: sizes.chain(counts).collect(),
        back,
        qr: qr::svg(&poster.url)?,
        address: typed.trim_start_matches("https://").to_owned(),
        code: poster.code,
        number: poster.number,
        site: poster.site,
        until: poster.expires_at.map(|at| {
            let when = look.when(at);
            format!("{}, {} {}", when.day, when.time, when.zone)
        }),
        uses: poster.uses,
        help: help.phone.clone().or_else(|| help.email.clone()),
        login: poster.login,
    };
    look.shown(&look.frame("Poster"), &Console::Sheet(Box::new(sheet)))
}
