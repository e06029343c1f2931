//! Waves: the messages of one kind that one run of `apply` wants leave 1, then 10, then 100, then the rest, so that
//! a mistake meets few people. And the pause, which holds for every sender.
//!
//! A message is written with the number of its wave; how far the waves of its run are open stands in one row, so that
//! opening the next touches no message. That a wave has ended is read from the messages, so it does not matter who sent
//! them or died while sending.

use super::{Error, Tx};
use crate::base::time::Timestamp;
use crate::model::id::{MessageId, RunId};
use crate::model::message::{DeliveryState, MessageKind};
use crate::model::pause::Pause;

statements! {
    BEGIN = "INSERT INTO wave (run, kind, opened, last) VALUES ($1, $2, 1, $3)";
    GOING_ON = "SELECT run, kind, opened FROM wave";
    // The channels are named so that the index answers without reading the messages that wait.
    IS_UNFINISHED = "SELECT CASE WHEN EXISTS (SELECT 1 FROM outbox WHERE run = $1 AND kind = $2 \
                     AND state IN ('queued', 'claimed', 'transmitting') AND channel IN ('email', 'sms') \
                     AND wave <= $3) THEN 1 ELSE 0 END";
    OPEN = "UPDATE wave SET opened = $3 + 1 WHERE run = $1 AND kind = $2 AND opened = $3";
    END = "DELETE FROM wave WHERE run = $1 AND kind = $2 AND opened = $3 AND last = $3";
    OF = "SELECT run, kind, wave FROM outbox WHERE id = $1 AND run IS NOT NULL AND wave > 0";
    COUNT = "SELECT state, COUNT(*) FROM outbox WHERE run = $1 AND kind = $2 AND wave = $3 GROUP BY state";
    FORGIVEN = "SELECT state, COUNT(*) FROM outbox WHERE run = $1 AND kind = $2 AND wave = $3 \
                AND state IN ('rejected', 'bounced', 'in_doubt') \
                AND updated_at <= (SELECT COALESCE(resumed_at, 0) FROM sending) GROUP BY state";
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
    /// Those whose fate nobody knows, since somebody resumed sending last.
    pub doubtful: u64,
}

/// The wave of the message that is the `place`-th of its kind in a run, from 1.
pub fn number(place: u64) -> i64 {
    match place {
        0..=1 => 1,
        2..=11 => 2,
        12..=111 => 3,
        _ => 4,
    }
}

impl Tx {
    /// Opens the first wave of the `count` messages of a kind that a run wrote.
    ///
    /// # Errors
    /// What the database says.
    pub async fn begin_waves(
        &mut self,
        run: &RunId,
        kind: MessageKind,
        count: u64,
    ) -> Result<(), Error> {
        execute!(self, BEGIN, &run.0, kind.word(), number(count))?;
        Ok(())
    }

    /// The open waves whose messages were all tried.
    ///
    /// # Errors
    /// What the database says.
    pub async fn tried_waves(&mut self) -> Result<Vec<Wave>, Error> {
        let rows: Vec<(String, String, i64)> =
            on!(self, c => sqlx::query_as(GOING_ON).fetch_all(c).await)?;
        let mut tried = Vec::new();
        for (run, kind, number) in rows {
            if !self.is_unfinished(&run, &kind, number).await? {
                tried.push(Wave { run, kind, number });
            }
        }
        Ok(tried)
    }

    async fn is_unfinished(&mut self, run: &str, kind: &str, opened: i64) -> Result<bool, Error> {
        let some: i32 = on!(self, c => sqlx::query_scalar(IS_UNFINISHED)
            .bind(run)
            .bind(kind)
            .bind(opened)
            .fetch_one(c)
            .await)?;
        Ok(some == 1)
    }

    /// Ends a wave that was tried: the messages of the next may leave, and after the last there is nothing to remember.
    /// False: somebody else ended it.
    ///
    /// # Errors
    /// What the database says.
    pub async fn end_wave(&mut self, wave: &Wave) -> Result<bool, Error> {
        let ended = execute!(self, END, &wave.run, &wave.kind, wave.number)?;
        let opened = execute!(self, OPEN, &wave.run, &wave.kind, wave.number)?;
        Ok(ended + opened == 1)
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
        let forgiven: Vec<(String, i64)> = on!(self, c => sqlx::query_as(FORGIVEN)
            .bind(&wave.run)
            .bind(&wave.kind)
            .bind(wave.number)
            .fetch_all(c)
            .await)?;
        let refused = [Rejected, Bounced];
        Ok(Standing {
            size: count(&rows, &DeliveryState::ALL) - count(&rows, &[Cancelled]),
            tried: count(&rows, &[Accepted, Rejected, Bounced, InDoubt]),
            refused: count(&rows, &refused).saturating_sub(count(&forgiven, &refused)),
            doubtful: count(&rows, &[InDoubt]).saturating_sub(count(&forgiven, &[InDoubt])),
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

/// Messages in one of these states.
fn count(rows: &[(String, i64)], states: &[DeliveryState]) -> u64 {
    let among = |word: &str| states.iter().any(|state| state.word() == word);
    let counted = rows.iter().filter(|(word, _)| among(word));
    counted.map(|(_, n)| n.unsigned_abs()).sum()
}
