//! Connections to a SQLite file, lent one at a time.
//!
//! Each runs on a thread of its own, and whatever is asked of it wakes two threads: on a small machine that costs more
//! than most statements. So nothing is asked that nobody needs: neither whether a connection is still there, as a file
//! does not hang up, nor a transaction where one statement is enough; and the connection used last, whose statements are
//! prepared, is lent first. To add one more way to begin: a function beside [`Connections::begin`].

use std::time::Duration;

use deadpool::managed::{self, Metrics, Object, Pool, PoolError, QueueMode, RecycleResult};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions as _, Connection as _, Error};

/// How long somebody waits for a connection, and the end for those that are lent.
const PATIENCE: Duration = Duration::from_secs(10);

/// How often the end looks whether they are back.
const LOOK: Duration = Duration::from_millis(5);

/// As many connections to one file as are needed at once.
#[derive(Clone, Debug)]
pub struct Connections(Pool<Opener>);

/// Opens one more.
#[derive(Debug)]
struct Opener(SqliteConnectOptions);

impl managed::Manager for Opener {
    type Type = SqliteConnection;
    type Error = Error;

    async fn create(&self) -> Result<SqliteConnection, Error> {
        self.0.connect().await
    }

    async fn recycle(&self, _: &mut SqliteConnection, _: &Metrics) -> RecycleResult<Error> {
        Ok(())
    }
}

/// A connection while it is lent; what was begun on it and not committed never happened.
#[derive(Debug)]
pub struct Loan {
    /// None once it is given back.
    connection: Option<Object<Opener>>,
    begun: bool,
}

impl Connections {
    /// At most so many connections by these options; the first is opened now.
    ///
    /// # Errors
    /// What SQLite says.
    pub(super) async fn open(options: SqliteConnectOptions, most: usize) -> Result<Self, Error> {
        let pool = Pool::builder(Opener(options))
            .max_size(most)
            .queue_mode(QueueMode::Lifo)
            .wait_timeout(Some(PATIENCE))
            .runtime(deadpool::Runtime::Tokio1)
            .build();
        let connections = Self(pool.map_err(|error| Error::Configuration(Box::new(error)))?);
        connections.lend().await?;
        Ok(connections)
    }

    /// A connection, for statements that are each for itself.
    ///
    /// # Errors
    /// What SQLite says, or that all are in use for too long.
    pub async fn lend(&self) -> Result<Loan, Error> {
        let connection = self.0.get().await.map_err(|error| match error {
            PoolError::Backend(error) => error,
            PoolError::Timeout(_) => Error::PoolTimedOut,
            PoolError::Closed | PoolError::NoRuntimeSpecified | PoolError::PostCreateHook(_) => {
                Error::PoolClosed
            }
        })?;
        Ok(Loan {
            connection: Some(connection),
            begun: false,
        })
    }

    /// A connection in a transaction that begins with `how`.
    ///
    /// # Errors
    /// As [`Connections::lend`].
    pub(super) async fn begin(&self, how: &'static str) -> Result<Loan, Error> {
        let mut loan = self.lend().await?;
        // Before it is true: whoever stops waiting for the answer ends what may have begun.
        loan.begun = true;
        sqlx::query(how).execute(loan.connection()?).await?;
        Ok(loan)
    }

    /// Closes those that are not lent, waits for the others and closes them.
    pub(super) async fn close(&self) {
        let all = async {
            loop {
                for connection in self.0.retain(|_, _| false).removed {
                    let _ = connection.close().await;
                }
                if self.0.status().size == 0 {
                    break;
                }
                tokio::time::sleep(LOOK).await;
            }
        };
        let _ = tokio::time::timeout(PATIENCE, all).await;
        self.0.close();
    }
}

impl Loan {
    /// The connection.
    ///
    /// # Errors
    /// It was given back.
    pub fn connection(&mut self) -> Result<&mut SqliteConnection, Error> {
        self.connection.as_deref_mut().ok_or(Error::PoolClosed)
    }

    /// Makes everything since the beginning true at once.
    ///
    /// # Errors
    /// What SQLite says; nothing happened then.
    pub(super) async fn commit(mut self) -> Result<(), Error> {
        if self.begun {
            sqlx::query("COMMIT").execute(self.connection()?).await?;
            self.begun = false;
        }
        Ok(())
    }
}

/// Without a runtime the connection is closed, which ends its transaction as well.
impl Drop for Loan {
    fn drop(&mut self) {
        let Some(mut connection) = self.connection.take().filter(|_| self.begun) else {
            return;
        };
        match tokio::runtime::Handle::try_current() {
            Ok(runtime) => drop(runtime.spawn(async move {
                let ended = sqlx::query("ROLLBACK").execute(&mut *connection).await;
                // Nothing had begun, or it cannot end: nobody shall find out on this connection.
                if ended.is_err() {
                    drop(Object::take(connection));
                }
            })),
            Err(_) => drop(Object::take(connection)),
        }
    }
}
