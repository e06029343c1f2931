//! Rows that a statement reads beside others, where there may be none.

use sqlx::{ColumnIndex, Decode, FromRow, Row, Type};

/// What a join found; none where `key` is null, a column of it that never is.
///
/// # Errors
/// What the database says.
pub(super) fn joined<'r, R, T>(row: &'r R, key: &'static str) -> Result<Option<T>, sqlx::Error>
where
    R: Row,
    &'static str: ColumnIndex<R>,
    Option<String>: Decode<'r, R::Database> + Type<R::Database>,
    T: FromRow<'r, R>,
{
    match row.try_get::<Option<String>, _>(key)? {
        Some(_) => T::from_row(row).map(Some),
        None => Ok(None),
    }
}
