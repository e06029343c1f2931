//! Messages, the newest first.

use super::super::cells::{delivery, kept, search, spoken, words};
use super::super::list::Listed;
use super::super::look::{Error, Looked};
use super::given;
use crate::base::mask::Pii;
use crate::model::message::{DeliveryState, MessageKind, MessageRow};
use crate::ops::console::lists;
use crate::render::console::{Cell, Filter};
use crate::report::csv;
use crate::report::view::{self, MessageView};
use crate::store::listing::messages::Filter as Wanted;
use crate::store::listing::{Listing, Paging};

/// Messages, the newest first.
pub(in super::super) struct Deliveries;

impl Listed for Deliveries {
    type Row = MessageRow;
    type View = MessageView;

    const NAME: &'static str = "deliveries";
    const TITLE: &'static str = "Deliveries";
    const EMPTY: &'static str = "No message is like that.";
    const FILTERS: &'static [&'static str] = &["invitation", "recipient", "state", "kind"];
    const COLUMNS: &'static [(&'static str, bool)] = &[
        ("Message", false),
        ("To", false),
        ("Invitation", false),
        ("State", false),
        ("Answer", false),
        ("Tries", false),
        ("Next try", false),
        ("Written", true),
    ];
    const DESCENDING: bool = true;

    async fn read(look: &Looked, paging: &Paging) -> Result<Listing<MessageRow>, Error> {
        let state = DeliveryState::from_word(look.fields.get("state"));
        let kind = MessageKind::from_word(look.fields.get("kind"));
        let filter = Wanted {
            invitation: given(look, "invitation"),
            recipient: given(look, "recipient"),
            state,
            kind,
        };
        Ok(lists::messages(look.app(), &filter, paging).await?)
    }

    fn view(row: &MessageRow, pii: Pii, salt: &[u8]) -> MessageView {
        view::message(row, pii, salt)
    }

    fn csv(rows: &[MessageView]) -> String {
        csv::messages(rows)
    }

    fn cells(look: &Looked, row: &MessageRow, view: &MessageView) -> Vec<Cell> {
        let said = look.viewer.as_ref().zip(row.reply.as_deref());
        let said = said.map(|(v, reply)| view::written(reply, v.pii(), v.salt.as_bytes()));
        let to = Cell::text(view.to.clone());
        vec![
            Cell::text(spoken(view.kind)).small(Some(view.channel.to_owned())),
            match &row.recipient {
                Some(uid) => to.to(format!("/console/r/{uid}")),
                None => to,
            },
            match &view.invitation {
                Some(id) => Cell::text(id.clone()).to(format!("/console/i/{id}")),
                None => Cell::text("–"),
            },
            delivery(row.state),
            Cell::or_dash(said),
            Cell::text(view.attempts.to_string()),
            row.next_at
                .map_or_else(|| Cell::text("–"), |at| look.time(at)),
            look.time(row.created_at),
        ]
    }

    async fn filters(look: &Looked) -> Result<Vec<Filter>, Error> {
        let is = |name: &str| look.fields.get(name).to_owned();
        Ok(vec![
            search("invitation", "Invitation", &is("invitation")),
            words(
                "state",
                "State",
                &is("state"),
                DeliveryState::ALL.map(DeliveryState::word),
            ),
            words(
                "kind",
                "Message",
                &is("kind"),
                MessageKind::ALL.map(MessageKind::word),
            ),
            kept("recipient", &is("recipient")),
        ])
    }
}
