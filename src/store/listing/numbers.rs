//! Numbers over many rows, read from indexes alone.

use std::collections::BTreeMap;

use super::recipients::progress;
use crate::base::count::number as count;
use crate::base::time::{HOUR, Timestamp};
use crate::model::status::Progress;
use crate::store::{Error, Tx};

statements! {
    PROGRESS = concat!(
        "SELECT p, COUNT(*), MAX(e), SUM(n) FROM (SELECT ", progress!(), " AS p, r.expires_at AS e, \
         CASE WHEN r.expires_at IS NULL THEN 1 ELSE 0 END AS n FROM recipient r JOIN invitation i ON i.id = r.invitation \
         WHERE r.invitation = $2) AS t GROUP BY p");
    STAGES = "SELECT COUNT(*), \
              COUNT(CASE WHEN opened_at IS NOT NULL OR started_at IS NOT NULL OR used > 0 THEN 1 END), \
              COUNT(CASE WHEN started_at IS NOT NULL OR used > 0 THEN 1 END), COUNT(CASE WHEN used > 0 AND handed_at IS NULL THEN 1 END), \
              COUNT(CASE WHEN started_at < $2 AND used = 0 AND removed_at IS NULL AND revoked_at IS NULL \
              AND held_at IS NULL AND (expires_at IS NULL OR expires_at > $3) THEN 1 END) \
              FROM recipient WHERE CAST($1 AS TEXT) IS NULL OR invitation = $1";
    STAGES_OF = "SELECT COUNT(*), \
              COUNT(CASE WHEN opened_at IS NOT NULL OR started_at IS NOT NULL OR used > 0 THEN 1 END), \
              COUNT(CASE WHEN started_at IS NOT NULL OR used > 0 THEN 1 END), COUNT(CASE WHEN used > 0 AND handed_at IS NULL THEN 1 END), \
              COUNT(CASE WHEN started_at < $2 AND used = 0 AND removed_at IS NULL AND revoked_at IS NULL \
              AND held_at IS NULL AND (expires_at IS NULL OR expires_at > $3) THEN 1 END) \
              FROM recipient WHERE invitation = $1";
    SENT = "SELECT state, COUNT(DISTINCT recipient) FROM outbox WHERE invitation = $1 AND kind = 'invite' GROUP BY state";
    DID = "SELECT action, COUNT(DISTINCT recipient) FROM event WHERE invitation = $1 \
           AND action IN ('logged_in', 'downloaded') GROUP BY action";
    PER_HOUR = "SELECT enrolled_at / 3600000000, COUNT(*) FROM device WHERE enrolled_at >= $1 GROUP BY 1 ORDER BY 1";
    PER_HOUR_OF = "SELECT enrolled_at / 3600000000, COUNT(*) FROM device WHERE invitation = $2 AND enrolled_at >= $1 \
                   GROUP BY 1 ORDER BY 1";
    DEVICES = "SELECT COUNT(*) FROM device WHERE invitation = $1";
    INVITATIONS = "SELECT COUNT(*) FROM invitation WHERE removed_at IS NULL";
    ENDING = "SELECT invitation, COUNT(*), MIN(expires_at) FROM recipient WHERE expires_at > $1 AND expires_at <= $2 \
              AND removed_at IS NULL AND revoked_at IS NULL AND held_at IS NULL AND (uses IS NULL OR used < uses) \
              GROUP BY invitation ORDER BY 3, invitation LIMIT 20";
    ACTIONS = "SELECT DISTINCT action FROM event ORDER BY action";
    TOOK = "SELECT e.enrolled_at - r.started_at FROM recipient r JOIN enrollment e ON e.recipient = r.uid \
            WHERE r.invitation = $1 AND r.used > 0 AND e.enrolled_at >= r.started_at ORDER BY 1 LIMIT 1 OFFSET $2";
}

/// How far the recipients of an invitation came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Recipients by how far they came, in order.
    pub progress: Vec<(Progress, u32)>,
    /// The latest end of their links; none: never, or there are none.
    pub expires_at: Option<Timestamp>,
}

/// How many reached each stage; each includes those after it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stages {
    /// Recipients in all.
    pub recipients: u32,
    /// Opened the link, approximately: scanners do so too.
    pub opened: u32,
    /// Pressed Start.
    pub started: u32,
    /// Enrolled a device.
    pub enrolled: u32,
    /// Started an hour ago or earlier, and no device is enrolled.
    pub stuck: u32,
}

/// An invitation whose links end soon: its id, how many, and the first end.
pub type Ending = (String, u32, Timestamp);

impl Tx {
    /// Counts the recipients of an invitation.
    ///
    /// # Errors
    /// What the database says.
    pub async fn tally(&mut self, invitation: &str, now: Timestamp) -> Result<Tally, Error> {
        let rows: Vec<(String, i64, Option<i64>, i64)> = on!(self, c => sqlx::query_as(PROGRESS)
            .bind(now.0)
            .bind(invitation)
            .fetch_all(c)
            .await)?;
        let endless: i64 = rows.iter().map(|row| row.3).sum();
        let ends = rows.iter().filter_map(|row| row.2).max();
        let found: BTreeMap<&str, u32> = rows.iter().map(|r| (r.0.as_str(), count(r.1))).collect();
        let of = |stage: Progress| Some((stage, *found.get(stage.word())?));
        Ok(Tally {
            progress: Progress::ALL.into_iter().filter_map(of).collect(),
            expires_at: ends.filter(|_| endless == 0).map(Timestamp),
        })
    }

    /// Counts who reached each stage: of one invitation, or of all.
    ///
    /// # Errors
    /// What the database says.
    pub async fn stages(
        &mut self,
        invitation: Option<&str>,
        now: Timestamp,
    ) -> Result<Stages, Error> {
        let statement = if invitation.is_some() {
            STAGES_OF
        } else {
            STAGES
        };
        let row: (i64, i64, i64, i64, i64) = on!(self, c => sqlx::query_as(statement)
            .bind(invitation)
            .bind(now.plus(-HOUR).0)
            .bind(now.0)
            .fetch_one(c)
            .await)?;
        Ok(Stages {
            recipients: count(row.0),
            opened: count(row.1),
            started: count(row.2),
            enrolled: count(row.3),
            stuck: count(row.4),
        })
    }

    /// Recipients of an invitation by the state of their message, and by what they did in the portal (`logged_in`,
    /// `downloaded`).
    ///
    /// # Errors
    /// What the database says.
    pub async fn counted_steps(
        &mut self,
        invitation: &str,
    ) -> Result<BTreeMap<String, u32>, Error> {
        let mut all: Vec<(String, i64)> =
            on!(self, c => sqlx::query_as(SENT).bind(invitation).fetch_all(c).await)?;
        let did: Vec<(String, i64)> =
            on!(self, c => sqlx::query_as(DID).bind(invitation).fetch_all(c).await)?;
        all.extend(did);
        Ok(all.into_iter().map(|(word, n)| (word, count(n))).collect())
    }

    /// Devices that enrolled since `from`, by the hour (counted from 1970): of one invitation, or of all.
    ///
    /// # Errors
    /// What the database says.
    pub async fn enrolled_by_hour(
        &mut self,
        from: Timestamp,
        invitation: Option<&str>,
    ) -> Result<Vec<(Timestamp, u32)>, Error> {
        let rows: Vec<(i64, i64)> = match invitation {
            None => on!(self, c => sqlx::query_as(PER_HOUR).bind(from.0).fetch_all(c).await)?,
            Some(id) => on!(self, c => sqlx::query_as(PER_HOUR_OF)
                .bind(from.0)
                .bind(id)
                .fetch_all(c)
                .await)?,
        };
        let hour = |(hour, n)| (Timestamp(hour * HOUR), count(n));
        Ok(rows.into_iter().map(hour).collect())
    }

    /// Devices that came by an invitation.
    ///
    /// # Errors
    /// What the database says.
    pub async fn count_devices(&mut self, invitation: &str) -> Result<u32, Error> {
        let n: i64 =
            on!(self, c => sqlx::query_scalar(DEVICES).bind(invitation).fetch_one(c).await)?;
        Ok(count(n))
    }

    /// Invitations that stand in the repository.
    ///
    /// # Errors
    /// What the database says.
    pub async fn count_invitations(&mut self) -> Result<u32, Error> {
        let n: i64 = on!(self, c => sqlx::query_scalar(INVITATIONS).fetch_one(c).await)?;
        Ok(count(n))
    }

    /// Invitations with links that work and end until `until`, the first ones.
    ///
    /// # Errors
    /// What the database says.
    pub async fn ending(&mut self, now: Timestamp, until: Timestamp) -> Result<Vec<Ending>, Error> {
        let rows: Vec<(String, i64, i64)> = on!(self, c => sqlx::query_as(ENDING)
            .bind(now.0)
            .bind(until.0)
            .fetch_all(c)
            .await)?;
        let ending = |(id, n, at)| (id, count(n), Timestamp(at));
        Ok(rows.into_iter().map(ending).collect())
    }

    /// Words of everything that ever happened.
    ///
    /// # Errors
    /// What the database says.
    pub async fn actions(&mut self) -> Result<Vec<String>, Error> {
        Ok(on!(self, c => sqlx::query_scalar(ACTIONS).fetch_all(c).await)?)
    }

    /// The middle of the times from Start to the enrolled device, in microseconds, among `enrolled` recipients.
    ///
    /// # Errors
    /// What the database says.
    pub async fn median_time(
        &mut self,
        invitation: &str,
        enrolled: u32,
    ) -> Result<Option<i64>, Error> {
        Ok(on!(self, c => sqlx::query_scalar(TOOK)
            .bind(invitation)
            .bind(i64::from(enrolled / 2))
            .fetch_optional(c)
            .await)?)
    }
}
