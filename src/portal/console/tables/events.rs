//! What happened, the newest first.

use super::super::cells::{kept, search, spoken, words};
use super::super::list::Listed;
use super::super::look::{Error, Looked};
use super::given;
use crate::base::mask::Pii;
use crate::model::status::EventRow;
use crate::ops::console::{lists, numbers};
use crate::render::console::{Cell, Filter};
use crate::report::csv;
use crate::report::happened::{self, EventView};
use crate::store::listing::events::Filter as Wanted;
use crate::store::listing::{Listing, Paging};

/// What happened, the newest first.
pub(in super::super) struct Events;

impl Listed for Events {
    type Row = EventRow;
    type View = EventView;

    const NAME: &'static str = "audit";
    const TITLE: &'static str = "Audit";
    const EMPTY: &'static str = "Nothing like that happened.";
    const FILTERS: &'static [&'static str] = &["invitation", "recipient", "run", "action", "actor"];
    const COLUMNS: &'static [(&'static str, bool)] = &[
        ("When", true),
        ("Who", false),
        ("What", false),
        ("Invitation", false),
        ("Recipient", false),
        ("Subject", false),
        ("Run", false),
        ("Particulars", false),
    ];
    const DESCENDING: bool = true;

    async fn read(look: &Looked, paging: &Paging) -> Result<Listing<EventRow>, Error> {
        let filter = Wanted {
            invitation: given(look, "invitation"),
            recipient: given(look, "recipient"),
            run: given(look, "run"),
            action: given(look, "action"),
            actor: given(look, "actor"),
        };
        Ok(lists::events(look.app(), &filter, paging).await?)
    }

    fn view(row: &EventRow, pii: Pii, salt: &[u8]) -> EventView {
        happened::event(row, pii, salt)
    }

    fn csv(rows: &[EventView]) -> String {
        csv::events(rows)
    }

    fn cells(look: &Looked, row: &EventRow, view: &EventView) -> Vec<Cell> {
        let detail = view.detail.to_string();
        vec![
            look.time(row.at),
            Cell::text(spoken(&view.actor)),
            Cell::text(spoken(&view.action)),
            match &view.invitation {
                Some(id) => Cell::text(id.clone()).to(format!("/console/i/{id}")),
                None => Cell::text("–"),
            },
            match (&row.recipient, &view.recipient) {
                (Some(uid), Some(number)) => {
                    Cell::text(number.clone()).to(format!("/console/r/{uid}"))
                }
                _ => Cell::text("–"),
            },
            Cell::or_dash(view.subject.clone()).mono(),
            match &view.run {
                Some(run) => Cell::text(run.clone())
                    .to(format!("/console/audit?run={run}"))
                    .mono(),
                None => Cell::text("–"),
            },
            Cell::text(if detail == "{}" {
                "–".to_owned()
            } else {
                detail
            }),
        ]
    }

    async fn filters(look: &Looked) -> Result<Vec<Filter>, Error> {
        let is = |name: &str| look.fields.get(name).to_owned();
        let actions = numbers::actions(look.app()).await?;
        let actors = ["apply", "portal", "device", "sender", "operator"];
        Ok(vec![
            search("invitation", "Invitation", &is("invitation")),
            words(
                "action",
                "What",
                &is("action"),
                actions.iter().map(String::as_str),
            ),
            words("actor", "Who", &is("actor"), actors),
            kept("recipient", &is("recipient")),
            kept("run", &is("run")),
        ])
    }
}
