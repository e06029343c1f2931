//! What can go wrong with the database.

use crate::base::error::Kind;

/// A failure of the database.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The URL names neither SQLite nor PostgreSQL, or is malformed.
    #[error("the database URL is not understood: {0}")]
    Url(String),
    /// There is no database, or an empty one, where one is needed.
    #[error("there is no database at {0} yet")]
    Missing(String),
    /// The schema was made by a newer `enroll`.
    #[error("the database has schema {found}, this program knows {known}")]
    Newer {
        /// Version found.
        found: i64,
        /// Newest version known.
        known: i64,
    },
    /// The schema is older than this program's, and this is no moment to change it.
    #[error("the database has schema {found}, this program needs {known}")]
    Older {
        /// Version found.
        found: i64,
        /// Version needed.
        known: i64,
    },
    /// A row that another run was expected to leave alone has changed.
    #[error("{0} changed in the meantime")]
    Stale(String),
    /// A stored value cannot be read back: a fault of ours, or of another hand in the database.
    #[error("the database holds an unreadable value: {0}")]
    Corrupt(String),
    /// The database refused or did not answer.
    #[error("database: {0}")]
    Sql(#[from] sqlx::Error),
    /// A migration failed.
    #[error("database migration: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
}

impl Error {
    /// The kind, for exit code, HTTP status and retry.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Url(_) => Kind::Config,
            Self::Missing(_) => Kind::NotFound,
            Self::Stale(_) => Kind::Stale,
            Self::Sql(e) if is_busy(e) => Kind::Locked,
            Self::Sql(sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed) => {
                Kind::Unavailable
            }
            Self::Newer { .. }
            | Self::Older { .. }
            | Self::Corrupt(_)
            | Self::Sql(_)
            | Self::Migrate(_) => Kind::Operational,
        }
    }

    /// What helps.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Url(_) => {
                Some("write sqlite://.enroll/enroll.db or postgres://user@host/name".to_owned())
            }
            Self::Missing(_) => {
                Some("run `enroll apply` first: it creates the database".to_owned())
            }
            Self::Older { .. } => {
                Some("run `enroll apply`: it brings the database up to date".to_owned())
            }
            Self::Newer { .. } => Some("use the newer `enroll` that made it".to_owned()),
            Self::Stale(_) => Some("run `enroll plan` again and look at what changed".to_owned()),
            Self::Corrupt(_) | Self::Sql(_) | Self::Migrate(_) => None,
        }
    }
}

/// SQLITE_BUSY (5) after its time-out, or PostgreSQL's lock_not_available.
fn is_busy(error: &sqlx::Error) -> bool {
    let Some(error) = error.as_database_error() else {
        return false;
    };
    match error.code().as_deref() {
        Some("5") => error.message().contains("locked"),
        Some("55P03") => true,
        _ => false,
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Corrupt(error.to_string())
    }
}
