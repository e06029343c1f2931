//! The macros every file of the store is written with.

/// Names SQL texts as constants and lists them, so that a test can prepare each on both databases.
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $sql:expr;)+) => {
        $($(#[$doc])* const $name: &str = $sql;)+
        /// Every statement of this file with its name.
        pub const STATEMENTS: &[(&str, &str)] = &[$((stringify!($name), $name)),+];
    };
}

/// Runs one body on whichever database the transaction belongs to; `$c` is its connection.
macro_rules! on {
    ($tx:expr, $c:ident => $body:expr) => {
        match $tx {
            $crate::store::Tx::Sqlite(tx) => match tx.connection() {
                Ok($c) => $body,
                Err(error) => Err(error),
            },
            $crate::store::Tx::Postgres(tx) => match tx.connection() {
                Ok($c) => $body,
                Err(error) => Err(error),
            },
        }
    };
}

/// Runs one statement with its values and answers how many rows it changed.
macro_rules! execute {
    ($tx:expr, $sql:expr $(, $value:expr)* $(,)?) => {
        on!($tx, c => sqlx::query($sql)
            $(.bind($value))*
            .execute(c)
            .await
            .map(|done| done.rows_affected()))
    };
}
