//! One test, both databases.

use tempfile::TempDir;

use super::{folder, postgres};

/// A new, empty database, gone when dropped (PostgreSQL's goes with its cluster).
pub struct Database {
    url: String,
    _folder: Option<TempDir>,
}

impl Database {
    /// An SQLite file that does not exist yet.
    pub fn sqlite() -> Self {
        let folder = folder::fresh("sqlite-");
        Self {
            url: format!("sqlite://{}/enroll.db", folder.path().display()),
            _folder: Some(folder),
        }
    }

    /// An empty database of the shared PostgreSQL.
    pub fn postgres() -> Self {
        Self {
            url: postgres::fresh_database().into(),
            _folder: None,
        }
    }

    /// What `database:` in `enroll.yaml` would say.
    pub fn url(&self) -> &str {
        &self.url
    }
}

/// Makes the tests `NAME::sqlite` and `NAME::postgres` of one body, which gets the URL (`&str`) of a new,
/// empty database:
///
/// ```text
/// both_databases!(a_site_is_found_by_its_id, |url| async {
///     let db = Db::open(url).await.unwrap();
///     …
/// });
/// ```
macro_rules! both_databases {
    ($(#[$attribute:meta])* $name:ident, |$url:ident| async $body:block) => {
        $(#[$attribute])*
        async fn $name($url: &str) $body

        mod $name {
            #[tokio::test]
            async fn sqlite() {
                let database = $crate::support::database::Database::sqlite();
                super::$name(database.url()).await;
            }

            #[tokio::test]
            async fn postgres() {
                let database = $crate::support::database::Database::postgres();
                super::$name(database.url()).await;
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use sqlx::{Connection as _, PgConnection, SqliteConnection};

    both_databases!(both_speak_the_same_sql, |url| async {
        const ROUND_TRIP: &str = "CREATE TABLE site (id TEXT); INSERT INTO site VALUES ('berlin')";
        if url.starts_with("sqlite://") {
            let mut connection = SqliteConnection::connect(&format!("{url}?mode=rwc"))
                .await
                .unwrap();
            sqlx::raw_sql(ROUND_TRIP)
                .execute(&mut connection)
                .await
                .unwrap();
        } else {
            let mut connection = PgConnection::connect(url).await.unwrap();
            sqlx::raw_sql(ROUND_TRIP)
                .execute(&mut connection)
                .await
                .unwrap();
        }
    });
}
