//! Runs of `apply`: what was agreed to, when, at which commit.

use super::{Error, Tx};
use crate::base::time::Timestamp;
use crate::model::id::RunId;
use crate::model::message::DeliveryState;

statements! {
    CREATE = "INSERT INTO run (id, at, git_commit, fingerprint, plan, changes, messages, plan_file) \
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    OF_FINGERPRINT = "SELECT id FROM run WHERE fingerprint = $1 ORDER BY at DESC, id DESC LIMIT 1";
    OF_FILE = "SELECT id FROM run WHERE plan_file = $1";
    PLAN_OF = "SELECT plan FROM run WHERE id = $1";
    OUTCOME = "SELECT state, COUNT(*) FROM outbox WHERE run = $1 GROUP BY state";
}

/// A run as it is written.
#[derive(Clone, Debug)]
pub struct NewRun<'a> {
    /// Its id.
    pub id: &'a RunId,
    /// When.
    pub at: Timestamp,
    /// Commit of the repository, if it is in git.
    pub commit: Option<&'a str>,
    /// Fingerprint of the plan.
    pub fingerprint: &'a str,
    /// The plan as JSON, addresses masked.
    pub plan: &'a str,
    /// Changes it made.
    pub changes: usize,
    /// Messages it wrote.
    pub messages: usize,
    /// Id of the plan file it came from, if it did.
    pub plan_file: Option<&'a str>,
}

impl Tx {
    /// Writes a run.
    ///
    /// # Errors
    /// What the database says.
    pub async fn create_run(&mut self, run: &NewRun<'_>) -> Result<(), Error> {
        let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        execute!(
            self,
            CREATE,
            &run.id.0,
            run.at.0,
            run.commit,
            run.fingerprint,
            run.plan,
            number(run.changes),
            number(run.messages),
            run.plan_file
        )?;
        Ok(())
    }

    /// The latest run of a plan with this fingerprint.
    ///
    /// # Errors
    /// What the database says.
    pub async fn run_of(&mut self, fingerprint: &str) -> Result<Option<RunId>, Error> {
        let id: Option<String> = on!(self, c => sqlx::query_scalar(OF_FINGERPRINT)
            .bind(fingerprint)
            .fetch_optional(c)
            .await)?;
        Ok(id.map(RunId))
    }

    /// The run that this plan file led to.
    ///
    /// # Errors
    /// What the database says.
    pub async fn run_of_file(&mut self, plan_file: &str) -> Result<Option<RunId>, Error> {
        let id: Option<String> = on!(self, c => sqlx::query_scalar(OF_FILE)
            .bind(plan_file)
            .fetch_optional(c)
            .await)?;
        Ok(id.map(RunId))
    }

    /// The plan that a run made true, as it was stored.
    ///
    /// # Errors
    /// What the database says.
    pub async fn plan_of_run(&mut self, run: &str) -> Result<Option<String>, Error> {
        Ok(on!(self, c => sqlx::query_scalar(PLAN_OF)
            .bind(run)
            .fetch_optional(c)
            .await)?)
    }

    /// Where the messages of a run stand, by state.
    ///
    /// # Errors
    /// What the database says.
    pub async fn outcome_of(&mut self, run: &RunId) -> Result<Vec<(DeliveryState, u64)>, Error> {
        let rows: Vec<(String, i64)> =
            on!(self, c => sqlx::query_as(OUTCOME).bind(&run.0).fetch_all(c).await)?;
        let read = |(word, count): (String, i64)| {
            let state = DeliveryState::from_word(&word)
                .ok_or_else(|| Error::Corrupt(format!("delivery state {word}")))?;
            Ok((state, count.unsigned_abs()))
        };
        let mut all: Vec<_> = rows.into_iter().map(read).collect::<Result<_, Error>>()?;
        all.sort();
        Ok(all)
    }
}
