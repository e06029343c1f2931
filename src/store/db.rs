//! Opening a database and its transactions.

use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use sqlx::migrate::Migrator;
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPool, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{Postgres, Transaction};

use super::Error;
use super::sqlite::{Connections, Loan};
use crate::base::time::Timestamp;

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(10);

/// What somebody wants to do with a database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Look only: nothing on disk changes, a read-only role is enough.
    Read,
    /// Write to one that exists and is migrated.
    Write,
    /// Write; create and migrate it first where needed.
    Create,
}

/// An open database.
#[derive(Clone, Debug)]
pub enum Db {
    /// One writer at a time queues in this process; readers never wait for it (WAL).
    Sqlite {
        /// The single writing connection; the same as `readers` when opened for reading.
        writer: Connections,
        /// Reading connections.
        readers: Connections,
    },
    /// A pool of connections.
    Postgres(PgPool),
}

/// A transaction on either database; dropped without [`Tx::commit`], it never happened.
#[derive(Debug)]
pub enum Tx {
    /// SQLite.
    Sqlite(Loan),
    /// PostgreSQL.
    Postgres(Scope),
}

/// What the statements of a [`Tx`] on PostgreSQL are part of.
#[derive(Debug)]
pub enum Scope {
    /// All of them or none, and one snapshot.
    Transaction(Transaction<'static, Postgres>),
    /// Each is for itself.
    Statements(PoolConnection<Postgres>),
}

impl Scope {
    /// The connection; it is always there.
    #[expect(clippy::unnecessary_wraps, reason = "as that of SQLite")]
    pub(super) fn connection(&mut self) -> Result<&mut PgConnection, sqlx::Error> {
        Ok(match self {
            Self::Transaction(transaction) => transaction,
            Self::Statements(connection) => connection,
        })
    }

    async fn commit(self) -> Result<(), sqlx::Error> {
        match self {
            Self::Transaction(transaction) => transaction.commit().await,
            Self::Statements(_) => Ok(()),
        }
    }
}

impl Db {
    /// Opens the database that `url` names; a relative SQLite path is taken from `root`.
    ///
    /// # Errors
    /// [`Error::Missing`] when it does not exist (or is empty) and `access` does not create;
    /// [`Error::Newer`] when its schema is unknown, [`Error::Older`] when it is out of date; otherwise what the database says.
    pub async fn open(url: &str, root: &Path, access: Access) -> Result<Self, Error> {
        let db = if let Some(path) = url.strip_prefix("sqlite:") {
            open_sqlite(path.strip_prefix("//").unwrap_or(path), root, access).await?
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            let options = PgConnectOptions::from_str(url).map_err(|e| Error::Url(e.to_string()))?;
            Self::Postgres(
                PgPoolOptions::new()
                    .max_connections(16)
                    .acquire_timeout(ACQUIRE_TIMEOUT)
                    .connect_with(options)
                    .await?,
            )
        } else {
            return Err(Error::Url(
                url.split(':').next().unwrap_or_default().to_owned(),
            ));
        };
        db.prepare_schema(access).await?;
        Ok(db)
    }

    /// A transaction that writes: `BEGIN IMMEDIATE` on SQLite, so that it never fails half-way for the lock.
    ///
    /// # Errors
    /// What the database says; [`crate::base::error::Kind::Locked`] when another process holds it too long.
    pub async fn write(&self) -> Result<Tx, Error> {
        Ok(match self {
            Self::Sqlite { writer, .. } => Tx::Sqlite(writer.begin("BEGIN IMMEDIATE").await?),
            Self::Postgres(pool) => Tx::Postgres(Scope::Transaction(pool.begin().await?)),
        })
    }

    /// A transaction that reads one snapshot.
    ///
    /// # Errors
    /// What the database says.
    pub async fn read(&self) -> Result<Tx, Error> {
        const SNAPSHOT: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
        Ok(match self {
            Self::Sqlite { readers, .. } => Tx::Sqlite(readers.begin("BEGIN").await?),
            Self::Postgres(pool) => {
                Tx::Postgres(Scope::Transaction(pool.begin_with(SNAPSHOT).await?))
            }
        })
    }

    /// For one statement that reads, or several that need not agree: to begin and end a transaction costs as much as
    /// two more.
    ///
    /// # Errors
    /// What the database says.
    pub async fn look(&self) -> Result<Tx, Error> {
        Ok(match self {
            Self::Sqlite { readers, .. } => Tx::Sqlite(readers.lend().await?),
            Self::Postgres(pool) => Tx::Postgres(Scope::Statements(pool.acquire().await?)),
        })
    }

    /// Closes every connection; SQLite folds its journal into the file.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }

    async fn prepare_schema(&self, access: Access) -> Result<(), Error> {
        let known = SQLITE.iter().map(|m| m.version).max().unwrap_or_default();
        match self.schema().await? {
            Some(found) if found > known => Err(Error::Newer { found, known }),
            Some(found) if found == known => Ok(()),
            Some(found) if access != Access::Create => Err(Error::Older { found, known }),
            _ if access != Access::Create => Err(Error::Missing("this address".to_owned())),
            _ => self.migrate().await,
        }
    }

    /// The version of the schema; none when there is none.
    async fn schema(&self) -> Result<Option<i64>, Error> {
        const SQLITE_HAS: &str =
            "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = '_sqlx_migrations'";
        const POSTGRES_HAS: &str = "SELECT COUNT(*) FROM information_schema.tables \
             WHERE table_schema = current_schema() AND table_name = '_sqlx_migrations'";
        const VERSION: &str = "SELECT MAX(version) FROM _sqlx_migrations";
        let (has, version): (i64, Option<i64>) = match self {
            Self::Sqlite { readers, .. } => {
                let mut loan = readers.lend().await?;
                let has = sqlx::query_scalar(SQLITE_HAS);
                let has = has.fetch_one(loan.connection()?).await?;
                if has == 0 {
                    return Ok(None);
                }
                let version = sqlx::query_scalar(VERSION);
                (has, version.fetch_one(loan.connection()?).await?)
            }
            Self::Postgres(pool) => {
                let has = sqlx::query_scalar(POSTGRES_HAS).fetch_one(pool).await?;
                if has == 0 {
                    return Ok(None);
                }
                (has, sqlx::query_scalar(VERSION).fetch_one(pool).await?)
            }
        };
        Ok(version.filter(|_| has > 0))
    }

    /// Two processes may start at once: whoever loses the race finds the work done.
    async fn migrate(&self) -> Result<(), Error> {
        let run = || async {
            match self {
                Self::Sqlite { writer, .. } => {
                    Ok::<_, Error>(SQLITE.run(writer.lend().await?.connection()?).await?)
                }
                Self::Postgres(pool) => Ok(POSTGRES.run(pool).await?),
            }
        };
        for _ in 0..20 {
            if run().await.is_ok() {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        run().await
    }
}

async fn open_sqlite(path: &str, root: &Path, access: Access) -> Result<Db, Error> {
    let path = root.join(path);
    let missing = || Error::Missing(path.display().to_string());
    if access != Access::Create && !path.exists() {
        return Err(missing());
    }
    let base = SqliteConnectOptions::new()
        .filename(&path)
        .busy_timeout(BUSY_TIMEOUT)
        .foreign_keys(true);
    if access == Access::Read {
        // Without a journal nobody has the file open: reading it as immutable leaves the folder as it is,
        // while an ordinary reader would create the shared-memory file.
        let journal = path.with_extension("db-wal");
        let options = base.read_only(true).immutable(!journal.exists());
        let readers = Connections::open(options, 4).await?;
        return Ok(Db::Sqlite {
            writer: readers.clone(),
            readers,
        });
    }
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(sqlx::Error::Io)?;
    }
    let options = base
        .create_if_missing(access == Access::Create)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    let writer = Connections::open(options.clone(), 1).await?;
    let readers = Connections::open(options, 8).await?;
    Ok(Db::Sqlite { writer, readers })
}

impl Tx {
    /// Makes everything of this transaction true at once.
    ///
    /// # Errors
    /// What the database says; nothing happened then, or the connection was lost and nobody knows.
    pub async fn commit(self) -> Result<(), Error> {
        match self {
            Self::Sqlite(tx) => tx.commit().await?,
            Self::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }

    /// Now, by the database's clock: the only clock that decides about links and leases. SQLite's is this machine's, and
    /// is read without asking it: a statement costs more than most of those that need the time.
    ///
    /// # Errors
    /// What the database says.
    #[expect(
        clippy::disallowed_methods,
        reason = "the clock of a database that lives in this process"
    )]
    pub async fn now(&mut self) -> Result<Timestamp, Error> {
        const POSTGRES_NOW: &str =
            "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT)";
        match self {
            Self::Sqlite(_) => Ok(Timestamp::from(jiff::Timestamp::now())),
            Self::Postgres(tx) => {
                let micros: i64 = sqlx::query_scalar(POSTGRES_NOW)
                    .fetch_one(tx.connection()?)
                    .await?;
                Ok(Timestamp(micros))
            }
        }
    }

    /// Holds a row until the end of this transaction, by a statement that changes nothing. A transaction that writes holds
    /// all of SQLite from its beginning.
    pub(super) async fn hold(&mut self, sql: &'static str, id: &str) -> Result<(), Error> {
        if let Self::Postgres(tx) = self {
            sqlx::query(sql).bind(id).execute(tx.connection()?).await?;
        }
        Ok(())
    }

    /// Whether rows can be locked one by one (`FOR UPDATE SKIP LOCKED`); SQLite locks the whole file.
    pub fn locks_rows(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }
}
