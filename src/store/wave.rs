//! Waves: the messages of one kind that one run of `apply` wants leave 1, then 10, then 100, then the rest, so that
//! a mistake meets few people. And the pause, which holds for every sender.
//!
//! A message of a later wave is queued without `next_at`, which opening its wave sets. That a wave has ended is read
//! from the rows, so it does not matter who sent them or died while sending.

use super::{Error, Tx};
use crate::base::time::Timestamp;
use crate::model::id::{MessageId, RunId};
use crate::model::message::DeliveryState;
use crate::model::pause::Pause;

statements! {
    ASSIGN = "UPDATE outbox SET \
              wave = CASE WHEN place <= 1 THEN 1 WHEN place <= 11 THEN 2 WHEN place <= 111 THEN 3 ELSE 4 END, \
              next_at = CASE WHEN place <= 1 THEN next_at ELSE NULL END \
              FROM (SELECT id AS message, ROW_NUMBER() OVER (PARTITION BY kind ORDER BY id) AS place \
                    FROM outbox WHERE run = $1 AND state = 'queued' AND next_at <= $2) AS placed \
              WHERE id = message";
    NEXT_WAVES = "SELECT run, kind, MIN(wave) FROM outbox WHERE state = 'queued' AND next_at IS NULL \
                  AND run IS NOT NULL GROUP BY run, kind";
    UNFINISHED = "SELECT COUNT(*) FROM outbox WHERE run = $1 AND kind = $2 AND wave < $3 \
                  AND state IN ('queued', 'claimed', 'transmitting')";
    OPEN = "UPDATE outbox SET next_at = $4 WHERE run = $1 AND kind = $2 AND wave = $3 \
            AND state = 'queued' AND next_at IS NULL";
    OF = "SELECT run, kind, wave FROM outbox WHERE id = $1 AND run IS NOT NULL AND wave > 0";
    COUNT = "SELECT state, COUNT(*) FROM outbox WHERE run = $1 AND kind = $2 AND wave = $3 GROUP BY state";
    FORGIVEN = "SELECT COUNT(*) FROM outbox WHERE run = $1 AND kind = $2 AND wave = $3 \
                AND state IN ('rejected', 'bounced') \
                AND updated_at <= (SELECT COALESCE(resumed_at, 0) FROM sending)";
    PAUSED = "SELECT paused_at, paused_by, reason FROM sending WHERE paused_at IS NOT NULL";
    PAUSE = "UPDATE sending SET paused_at = $1, paused_by = $2, reason = $3 WHERE paused_at IS NULL";
    RESUME = "UPDATE sending SET paused_at = NULL, paused_by = NULL, reason = NULL, resumed_at = $1 \
              WHERE paused_at IS NOT NULL";
}

/// One wave of one run.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wave {
    /// The run.
    pub run: String,
    /// The kind of its messages, by its word.
    pub kind: String,
    /// 1 to 4.
    pub number: i64,
}

/// How a wave stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Messages in it, without those that were withdrawn.
    pub size: u64,
    /// Those that a server answered for good, or may have.
    pub tried: u64,
    /// Those refused for good or returned, since somebody resumed sending last.
    pub refused: u64,
}

impl Tx {
    /// Puts the messages of a run that are due into waves, each kind for itself; the first is open.
    ///
    /// # Errors
    /// What the database says.
    pub async fn assign_waves(&mut self, run: &RunId, now: Timestamp) -> Result<(), Error> {
        execute!(self, ASSIGN, &run.0, now.0)?;
        Ok(())
    }

    /// The waves whose turn has come: everything before them was tried, and they are still closed.
    ///
    /// # Errors
    /// What the database says.
    pub async fn waves_to_open(&mut self) -> Result<Vec<Wave>, Error> {
        let closed: Vec<(String, String, i64)> =
            on!(self, c => sqlx::query_as(NEXT_WAVES).fetch_all(c).await)?;
        let mut ready = Vec::new();
        for (run, kind, number) in closed {
            let unfinished: i64 = on!(self, c => sqlx::query_scalar(UNFINISHED)
                .bind(&run)
                .bind(&kind)
                .bind(number)
                .fetch_one(c)
                .await)?;
            if unfinished == 0 {
                ready.push(Wave { run, kind, number });
            }
        }
        Ok(ready)
    }

    /// Makes the messages of a wave due.
    ///
    /// # Errors
    /// What the database says.
    pub async fn open_wave(&mut self, wave: &Wave, now: Timestamp) -> Result<(), Error> {
        execute!(self, OPEN, &wave.run, &wave.kind, wave.number, now.0)?;
        Ok(())
    }

    /// The wave of a message; none for what no run wants.
    ///
    /// # Errors
    /// What the database says.
    pub async fn wave_of(&mut self, id: &MessageId) -> Result<Option<Wave>, Error> {
        let row: Option<(String, String, i64)> =
            on!(self, c => sqlx::query_as(OF).bind(&id.0).fetch_optional(c).await)?;
        Ok(row.map(|(run, kind, number)| Wave { run, kind, number }))
    }

    /// How a wave stands.
    ///
    /// # Errors
    /// What the database says.
    pub async fn standing(&mut self, wave: &Wave) -> Result<Standing, Error> {
        use DeliveryState::{Accepted, Bounced, Cancelled, InDoubt, Rejected};
        let rows: Vec<(String, i64)> = on!(self, c => sqlx::query_as(COUNT)
            .bind(&wave.run)
            .bind(&wave.kind)
            .bind(wave.number)
            .fetch_all(c)
            .await)?;
        let forgiven: i64 = on!(self, c => sqlx::query_scalar(FORGIVEN)
            .bind(&wave.run)
            .bind(&wave.kind)
            .bind(wave.number)
            .fetch_one(c)
            .await)?;
        let of = |states: &[DeliveryState]| -> u64 {
            let among = |word: &str| states.iter().any(|state| state.word() == word);
            let counted = rows.iter().filter(|(word, _)| among(word));
            counted.map(|(_, n)| n.unsigned_abs()).sum()
        };
        let all: u64 = rows.iter().map(|(_, n)| n.unsigned_abs()).sum();
        Ok(Standing {
            size: all - of(&[Cancelled]),
            tried: of(&[Accepted, Rejected, Bounced, InDoubt]),
            refused: of(&[Rejected, Bounced]).saturating_sub(forgiven.unsigned_abs()),
        })
    }

    /// The pause; none while sending goes on.
    ///
    /// # Errors
    /// What the database says.
    pub async fn pause(&mut self) -> Result<Option<Pause>, Error> {
        let row: Option<(i64, String, String)> =
            on!(self, c => sqlx::query_as(PAUSED).fetch_optional(c).await)?;
        Ok(row.map(|(since, by, reason)| Pause {
            since: Timestamp(since),
            by,
            reason,
        }))
    }

    /// Pauses sending for every process. False: it was paused before, and stays so for the old reason.
    ///
    /// # Errors
    /// What the database says.
    pub async fn set_pause(&mut self, pause: &Pause) -> Result<bool, Error> {
        let rows = execute!(self, PAUSE, pause.since.0, &pause.by, &pause.reason)?;
        Ok(rows == 1)
    }

    /// Ends the pause. False: there was none.
    ///
    /// # Errors
    /// What the database says.
    pub async fn end_pause(&mut self, now: Timestamp) -> Result<bool, Error> {
        let rows = execute!(self, RESUME, now.0)?;
        Ok(rows == 1)
    }
}
