//! Invitations with their numbers.

use super::super::cells::{choice, search, spoken, words};
use super::super::list::Listed;
use super::super::look::{Error, Looked};
use super::{given, sites};
use crate::base::mask::Pii;
use crate::model::invitation::Delivery;
use crate::ops::console::lists::{self, InvitationEntry, InvitationFilter, InvitationState};
use crate::render::console::bar;
use crate::render::console::{Cell, Filter};
use crate::report::csv;
use crate::report::view::{self, InvitationView};
use crate::store::listing::{Listing, Paging};

/// Invitations with their numbers.
pub(in super::super) struct Invitations;

impl Listed for Invitations {
    type Row = InvitationEntry;
    type View = InvitationView;

    const NAME: &'static str = "invitations";
    const TITLE: &'static str = "Invitations";
    const EMPTY: &'static str = "No invitation is like that.";
    const FILTERS: &'static [&'static str] = &["id", "site", "policy", "state"];
    const COLUMNS: &'static [(&'static str, bool)] = &[
        ("Invitation", false),
        ("State", false),
        ("Way", false),
        ("Recipients", false),
        ("Enrolled", false),
        ("Works until", false),
        ("Site", false),
        ("Policy", false),
        ("Applied first", true),
    ];
    const DESCENDING: bool = false;

    async fn read(look: &Looked, paging: &Paging) -> Result<Listing<InvitationEntry>, Error> {
        let state = look.fields.get("state");
        let filter = InvitationFilter {
            id: given(look, "id"),
            site: given(look, "site"),
            policy: given(look, "policy"),
            state: InvitationState::ALL.into_iter().find(|s| s.word() == state),
        };
        Ok(lists::invitations(look.app(), &filter, paging).await?)
    }

    fn view(row: &InvitationEntry, pii: Pii, salt: &[u8]) -> InvitationView {
        let _ = (pii, salt);
        view::invitation(&row.row)
    }

    fn csv(rows: &[InvitationView]) -> String {
        csv::invitations(rows)
    }

    fn cells(look: &Looked, row: &InvitationEntry, view: &InvitationView) -> Vec<Cell> {
        let id = &row.row.id.0;
        let kind = match row.state {
            InvitationState::Active => "ok",
            InvitationState::Revoked | InvitationState::Removed => "",
        };
        let way = match row.invitation.send {
            Delivery::None => "by hand",
            Delivery::Email => "email",
            Delivery::Sms => "text message",
            Delivery::Both => "email and text",
        };
        vec![
            Cell::text(id.clone()).to(format!("/console/i/{id}")),
            Cell::tag(spoken(row.state.word()), kind),
            Cell::text(way),
            Cell::text(view.recipients.to_string()),
            Cell {
                bar: Some(bar(row.enrolled, view.recipients)),
                ..Cell::text(format!("{} of {}", row.enrolled, view.recipients))
            },
            row.row
                .expires_at
                .map_or_else(|| Cell::text("no end"), |at| look.time(at)),
            Cell::or_dash(view.site.clone()),
            Cell::text(view.policy.clone()),
            look.time(row.created_at),
        ]
    }

    async fn filters(look: &Looked) -> Result<Vec<Filter>, Error> {
        let is = |name: &str| look.fields.get(name).to_owned();
        let states = InvitationState::ALL.map(InvitationState::word);
        Ok(vec![
            search("id", "Id contains", &is("id")),
            words("state", "State", &is("state"), states),
            choice("site", "Site", &is("site"), sites(look).await?),
            search("policy", "Policy", &is("policy")),
        ])
    }
}
