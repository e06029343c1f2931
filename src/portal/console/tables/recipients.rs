//! Recipients by invitation and address.

use super::super::cells::{delivery, progress, search, words};
use super::super::list::Listed;
use super::super::look::{Error, Looked};
use super::given;
use crate::base::mask::Pii;
use crate::model::id::InvitationId;
use crate::model::status::{Progress, RecipientRow};
use crate::ops::console::lists;
use crate::render::console::{Cell, Filter};
use crate::report::csv;
use crate::report::view::{self, RecipientView};
use crate::store::listing::recipients::Filter as Wanted;
use crate::store::listing::{Listing, Paging};

/// Recipients by invitation and address.
pub(in super::super) struct Recipients;

impl Listed for Recipients {
    type Row = RecipientRow;
    type View = RecipientView;

    const NAME: &'static str = "recipients";
    const TITLE: &'static str = "Recipients";
    const EMPTY: &'static str = "No recipient is like that.";
    const FILTERS: &'static [&'static str] = &["invitation", "progress", "address"];
    const COLUMNS: &'static [(&'static str, bool)] = &[
        ("Recipient", false),
        ("Invitation", false),
        ("State", false),
        ("Message", false),
        ("Devices", false),
        ("Works until", false),
    ];
    const DESCENDING: bool = false;

    async fn read(look: &Looked, paging: &Paging) -> Result<Listing<RecipientRow>, Error> {
        let word = look.fields.get("progress");
        // Whoever sees addresses masked cannot find out by asking for them.
        let all = look.viewer()?.sees_all();
        let filter = Wanted {
            invitation: given(look, "invitation").map(InvitationId),
            progress: Progress::ALL.into_iter().find(|p| p.word() == word),
            key: given(look, "address")
                .map(|a| a.to_lowercase())
                .filter(|_| all),
        };
        Ok(lists::recipients(look.app(), &filter, paging).await?)
    }

    fn view(row: &RecipientRow, pii: Pii, salt: &[u8]) -> RecipientView {
        view::recipient(row, pii, salt)
    }

    fn csv(rows: &[RecipientView]) -> String {
        csv::recipients(rows)
    }

    fn cells(look: &Looked, row: &RecipientRow, view: &RecipientView) -> Vec<Cell> {
        let name = row.name.clone();
        let all = look.viewer.as_ref().is_some_and(|viewer| viewer.sees_all());
        vec![
            Cell::text(view.who.clone())
                .to(format!("/console/r/{}", row.uid))
                .small(name.filter(|_| all)),
            Cell::text(view.invitation.clone()).to(format!("/console/i/{}", row.invitation)),
            progress(row.progress),
            row.delivery.map_or_else(|| Cell::text("–"), delivery),
            Cell::text(match row.uses {
                Some(uses) => format!("{} of {uses}", row.used),
                None => format!("{}, no limit", row.used),
            }),
            row.expires_at
                .map_or_else(|| Cell::text("no end"), |at| look.time(at)),
        ]
    }

    async fn filters(look: &Looked) -> Result<Vec<Filter>, Error> {
        let is = |name: &str| look.fields.get(name).to_owned();
        let all = look.viewer()?.sees_all();
        let mut filters = vec![
            search("invitation", "Invitation", &is("invitation")),
            words(
                "progress",
                "State",
                &is("progress"),
                Progress::ALL.map(Progress::word),
            ),
        ];
        if all {
            filters.push(search("address", "Address begins with", &is("address")));
        }
        Ok(filters)
    }
}
