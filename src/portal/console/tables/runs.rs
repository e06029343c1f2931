//! Runs of `apply`, the newest first.

use super::super::list::Listed;
use super::super::look::{Error, Looked};
use crate::base::mask::Pii;
use crate::model::status::RunRow;
use crate::ops::console::lists;
use crate::render::console::{Cell, Filter};
use crate::report::csv;
use crate::report::view::{self, RunView};
use crate::store::listing::{Listing, Paging};

/// Runs of `apply`, the newest first.
pub(in super::super) struct Runs;

impl Listed for Runs {
    type Row = RunRow;
    type View = RunView;

    const NAME: &'static str = "runs";
    const TITLE: &'static str = "Runs of apply";
    const EMPTY: &'static str = "Nothing was applied yet.";
    const FILTERS: &'static [&'static str] = &[];
    const COLUMNS: &'static [(&'static str, bool)] = &[
        ("When", true),
        ("Run", false),
        ("Commit", false),
        ("Changes", false),
        ("Messages", false),
        ("Plan", false),
    ];
    const DESCENDING: bool = true;

    async fn read(look: &Looked, paging: &Paging) -> Result<Listing<RunRow>, Error> {
        Ok(lists::runs(look.app(), paging).await?)
    }

    fn view(row: &RunRow, pii: Pii, salt: &[u8]) -> RunView {
        let _ = (pii, salt);
        view::run(row)
    }

    fn csv(rows: &[RunView]) -> String {
        csv::runs(rows)
    }

    fn cells(look: &Looked, row: &RunRow, view: &RunView) -> Vec<Cell> {
        vec![
            look.time(row.at),
            Cell::text(view.id.clone())
                .to(format!("/console/audit?run={}", view.id))
                .mono(),
            Cell::or_dash(
                view.commit
                    .as_ref()
                    .map(|c| c.chars().take(7).collect::<String>()),
            )
            .mono(),
            Cell::text(view.changes.to_string()),
            Cell::text(view.messages.to_string()),
            Cell::text(view.fingerprint.chars().take(19).collect::<String>()).mono(),
        ]
    }

    async fn filters(look: &Looked) -> Result<Vec<Filter>, Error> {
        let _ = look;
        Ok(Vec::new())
    }
}
