//! One page of a table at a time, in an order that an index has: what a page costs does not grow with the table.
//!
//! A page begins after the row whose id is named, which may have left meanwhile: then it begins at the start.
//! To add one more table: a file with a filter, an order and a method on [`Tx`] that takes [`Paging`].

pub mod devices;
pub mod events;
pub mod invitations;
pub mod messages;
pub mod numbers;
pub mod recipients;

use super::{Error, Tx};

/// Which part of a table to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paging {
    /// Id of the row before the first one; none: from the start.
    pub after: Option<String>,
    /// Rows at most.
    pub limit: u32,
    /// The other way round than usual.
    pub reversed: bool,
}

impl Paging {
    /// One row more than is shown, to know whether there are more.
    fn rows(&self) -> i64 {
        i64::from(self.limit) + 1
    }
}

/// A part of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing<T> {
    /// Its rows.
    pub rows: Vec<T>,
    /// What the next part comes after; none: this is the last one.
    pub next: Option<String>,
}

impl<T> Listing<T> {
    /// Cuts the row too many off; `id` names a row.
    fn of(mut rows: Vec<T>, paging: &Paging, id: impl Fn(&T) -> String) -> Self {
        let limit = usize::try_from(paging.limit).unwrap_or(usize::MAX);
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = more.then(|| rows.last().map(&id)).flatten();
        Self { rows, next }
    }

    /// The same part of other rows.
    pub fn map<U>(self, each: impl FnMut(T) -> U) -> Listing<U> {
        Listing {
            rows: self.rows.into_iter().map(each).collect(),
            next: self.next,
        }
    }
}

/// Where a page begins in a table ordered by time: instant and id of the row before.
type Start = (i64, String);

impl Tx {
    /// Where a page begins; `at` tells instant and id of the row of an id. A row that left is as good as none.
    async fn start(&mut self, at: &'static str, paging: &Paging) -> Result<Start, Error> {
        let before: Option<Start> = match &paging.after {
            Some(id) => on!(self, c => sqlx::query_as(at).bind(id).fetch_optional(c).await)?,
            None => None,
        };
        // Newest first is the usual order of things that happened.
        let end = match paging.reversed {
            false => i64::MAX,
            true => i64::MIN,
        };
        Ok(before.unwrap_or((end, String::new())))
    }
}
