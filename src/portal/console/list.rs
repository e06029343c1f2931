//! A table, three times: as a page, as CSV, as JSON; the same filters in the address of each.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use schemars::JsonSchema;
use serde::Serialize;
use url::form_urlencoded::Serializer;

use super::look::{Error, Look, Looked};
use crate::base::mask::Pii;
use crate::render::console::{Cell, Column, Filter, Table, View};
use crate::store::listing::{Listing, Paging};

/// Rows of a page.
const PAGE: u32 = 50;
/// Rows of a JSON document at most, and of one reading for CSV.
const MOST: u32 = 1000;
/// Rows of a CSV file at most; a `Link` header leads on.
const FILE: usize = 100_000;

/// A table that the console lists.
pub(super) trait Listed {
    /// What the database has.
    type Row: Send;
    /// What programs get.
    type View: Serialize + JsonSchema + Send;

    /// Last part of its address.
    const NAME: &'static str;
    /// Its title.
    const TITLE: &'static str;
    /// What it says without rows.
    const EMPTY: &'static str;
    /// Names of its filters.
    const FILTERS: &'static [&'static str];

    /// Headings; the first one whose flag is set can be sorted by.
    const COLUMNS: &'static [(&'static str, bool)];
    /// The usual order is the descending one.
    const DESCENDING: bool;

    /// Reads a page.
    fn read(
        look: &Looked,
        paging: &Paging,
    ) -> impl Future<Output = Result<Listing<Self::Row>, Error>> + Send;

    /// A row for programs.
    fn view(row: &Self::Row, pii: Pii, salt: &[u8]) -> Self::View;

    /// Rows as CSV, with a header.
    fn csv(rows: &[Self::View]) -> String;

    /// A row of the page.
    fn cells(look: &Looked, row: &Self::Row, view: &Self::View) -> Vec<Cell>;

    /// The filters as the page offers them.
    fn filters(look: &Looked) -> impl Future<Output = Result<Vec<Filter>, Error>> + Send;
}

fn paging(look: &Looked, limit: u32) -> Paging {
    Paging {
        after: look.fields.given("after").map(str::to_owned),
        limit,
        reversed: look.fields.get("sort") == "reversed",
    }
}

/// The address of the same table with other parameters; `suffix` is `.csv`, `.json` or nothing.
fn address<L: Listed>(look: &Looked, suffix: &str, other: &[(&str, &str)]) -> String {
    let mut query = Serializer::new(String::new());
    let kept = L::FILTERS.iter().chain(&["sort"]);
    for name in kept.filter(|name| !other.iter().any(|(changed, _)| changed == *name)) {
        if let Some(value) = look.fields.given(name) {
            query.append_pair(name, value);
        }
    }
    query.extend_pairs(other.iter().filter(|(_, value)| !value.is_empty()));
    let query = query.finish();
    let mark = if query.is_empty() { "" } else { "?" };
    format!("/console/{}{suffix}{mark}{query}", L::NAME)
}

/// The table of a page.
pub(super) async fn table<L: Listed>(look: &Looked) -> Result<Table, Error> {
    let viewer = look.viewer()?;
    let paging = paging(look, PAGE);
    let listing = L::read(look, &paging).await?;
    let (pii, salt) = (viewer.pii(), viewer.salt.as_bytes());
    let row = |row: &L::Row| L::cells(look, row, &L::view(row, pii, salt));
    let turned = if paging.reversed { "" } else { "reversed" };
    let descending = L::DESCENDING != paging.reversed;
    let column = |(text, sorts): &(&'static str, bool)| Column {
        text,
        href: sorts.then(|| address::<L>(look, "", &[("sort", turned)])),
        sorted: sorts.then_some(match descending {
            true => "descending",
            false => "ascending",
        }),
    };
    Ok(Table {
        title: L::TITLE.to_owned(),
        action: format!("/console/{}", L::NAME),
        filters: L::filters(look).await?,
        columns: L::COLUMNS.iter().map(column).collect(),
        rows: listing.rows.iter().map(row).collect(),
        empty: L::EMPTY.to_owned(),
        size: PAGE,
        later: paging.after.is_some().then(|| address::<L>(look, "", &[])),
        next: listing
            .next
            .map(|id| address::<L>(look, "", &[("after", &id)])),
        csv: address::<L>(look, ".csv", &[]),
        json: address::<L>(look, ".json", &[]),
    })
}

/// The page of a table.
pub(super) async fn html<L: Listed>(look: Look) -> Result<Response, Error> {
    let view = View {
        heading: L::TITLE.to_owned(),
        tables: vec![table::<L>(&look).await?],
        ..View::default()
    };
    look.page(&format!("/console/{}", L::NAME), view).await
}

/// A document of rows.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Document<T> {
    /// Rows, in order.
    pub(super) rows: Vec<T>,
    /// Value of `after` for the rows that follow; none: these are the last ones.
    pub(super) next: Option<String>,
}

/// The table as JSON: `limit` rows, 50 unless given, 1,000 at most.
pub(super) async fn json<L: Listed>(look: Look) -> Result<Response, Error> {
    let viewer = look.viewer()?;
    let limit = look.fields.given("limit").and_then(|n| n.parse().ok());
    let paging = paging(&look, limit.unwrap_or(PAGE).clamp(1, MOST));
    let listing = L::read(&look, &paging).await?;
    let (pii, salt) = (viewer.pii(), viewer.salt.as_bytes());
    let document = Document {
        rows: listing
            .rows
            .iter()
            .map(|row| L::view(row, pii, salt))
            .collect(),
        next: listing.next,
    };
    Ok(axum::Json(document).into_response())
}

/// The whole table as CSV, read part by part.
pub(super) async fn csv<L: Listed>(look: Look) -> Result<Response, Error> {
    let viewer = look.viewer()?;
    let (pii, salt) = (viewer.pii(), viewer.salt.as_bytes());
    let mut paging = paging(&look, MOST);
    let mut views = Vec::new();
    let next = loop {
        let listing = L::read(&look, &paging).await?;
        views.extend(listing.rows.iter().map(|row| L::view(row, pii, salt)));
        match listing.next {
            Some(next) if views.len() < FILE => paging.after = Some(next),
            rest => break rest,
        }
    };
    let file = format!("attachment; filename=\"{}.csv\"", L::NAME);
    let headers = [
        (
            header::CONTENT_TYPE,
            "text/csv; charset=utf-8; header=present",
        ),
        (header::CONTENT_DISPOSITION, file.as_str()),
    ];
    let mut response = (headers, L::csv(&views)).into_response();
    if let Some(id) = next {
        let link = address::<L>(&look, ".csv", &[("after", &id)]);
        if let Ok(value) = HeaderValue::from_str(&format!("<{link}>; rel=\"next\"")) {
            response.headers_mut().insert(header::LINK, value);
        }
    }
    Ok(response)
}
