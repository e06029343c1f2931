//! The digest: what happened in the last days, by mail to whoever looks after enrollment.
//!
//! Days end at six in the morning in the organization's zone, weeks on Monday. One end has one mail for each address,
//! whoever writes it and however often it is looked at; where nothing happened there is none. To add one more section:
//! a field of [`DigestFacts`], a statement in `store::digest`, a few lines in every `templates/mail/LANGUAGE/digest.md`.

use jiff::ToSpan;
use jiff::civil::{Time, Weekday};
use jiff::tz::TimeZone;

use super::message::{digest_calendar, write_digest};
use super::{App, Error, push, visit};
use crate::base::time::{DAY, Timestamp};
use crate::model::declared::Organization;
use crate::model::message::DeliveryState;
use crate::model::settings::Every;
use crate::render::message::{DigestFacts, Ending, Line, Lines};
use crate::store::Tx;
use crate::store::digest::Counts;

/// When everybody sleeps, and before work begins.
const HOUR: i8 = 6;
/// Certificates that end within this time are told of.
const SOON: i64 = 30 * DAY;

/// The days that ended last: from when to when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// Their beginning.
    pub from: Timestamp,
    /// Their end.
    pub to: Timestamp,
}

impl Days {
    /// The day or week that was over at `now`, in this zone; none: beyond the calendar.
    pub fn before(now: Timestamp, every: Every, zone: &TimeZone) -> Option<Self> {
        let local = now.jiff().to_zoned(zone.clone());
        let six = Time::constant(HOUR, 0, 0, 0);
        let mut end = local.date();
        if local.time() < six {
            end = end.checked_sub(1.day()).ok()?;
        }
        let span = match every {
            Every::Day => 1.day(),
            Every::Week => {
                let days = end.weekday().since(Weekday::Monday);
                end = end.checked_sub(i64::from(days).days()).ok()?;
                7.days()
            }
        };
        let at = |date: jiff::civil::Date| {
            let local = date.to_datetime(six).to_zoned(zone.clone()).ok()?;
            Some(Timestamp::from(local.timestamp()))
        };
        Some(Self {
            from: at(end.checked_sub(span).ok()?)?,
            to: at(end)?,
        })
    }
}

/// Puts the digest of the days that ended last into the outbox, unless it is there; answers the mails written.
///
/// # Errors
/// What the database says.
pub async fn enqueue_due(app: &App) -> Result<u64, Error> {
    let now = app.db.look().await?.now().await?;
    enqueue_at(app, now).await
}

/// The same for an instant.
///
/// # Errors
/// As [`enqueue_due`].
pub async fn enqueue_at(app: &App, now: Timestamp) -> Result<u64, Error> {
    let Some(wanted) = &app.settings.digest else {
        return Ok(0);
    };
    let mut tx = app.db.read().await?;
    let Some(organization) = tx.live_organization().await? else {
        return Ok(0);
    };
    let zone = TimeZone::get(&organization.time_zone).unwrap_or(TimeZone::UTC);
    let Some(days) = Days::before(now, wanted.every, &zone) else {
        return Ok(0);
    };
    let facts = facts(app, &mut tx, (&organization, days), now).await?;
    if facts.is_empty() {
        return Ok(0);
    }
    drop(tx);
    let mut tx = app.db.write().await?;
    let mut written = 0;
    for to in &wanted.to {
        let key = format!("digest {} {}", to.to_lowercase(), days.to);
        let row = write_digest(app, &organization, (to, key), facts.clone(), now)?;
        written += u64::from(tx.enqueue(&row, now).await?);
    }
    tx.commit().await?;
    Ok(written)
}

async fn facts(
    app: &App,
    tx: &mut Tx,
    (organization, days): (&Organization, Days),
    now: Timestamp,
) -> Result<DigestFacts, Error> {
    let calendar = digest_calendar(organization);
    let messages = tx.count_messages().await?;
    let soon = |ends: &Timestamp| ends.since(now) < SOON;
    let ending = certificates(app).into_iter().filter(|(_, at)| soon(at));
    Ok(DigestFacts {
        from: calendar.when(days.from, now),
        to: calendar.when(days.to, now),
        in_doubt: messages
            .get(&DeliveryState::InDoubt)
            .copied()
            .unwrap_or_default(),
        certificates: ending
            .map(|(name, at)| Ending {
                name,
                ends: calendar.when(at, now),
            })
            .collect(),
        failed: lines(tx.failed_messages(days.from, days.to).await?),
        requests: lines(requests(tx, now).await?),
        expired: lines(tx.unused_links(days.from, days.to).await?),
        enrolled: lines(tx.enrolled_devices(days.from, days.to).await?),
    })
}

fn lines(counts: Counts) -> Lines {
    let line = |(what, count)| Line { what, count };
    Lines::of(counts.into_iter().map(line).collect())
}

async fn requests(tx: &mut Tx, now: Timestamp) -> Result<Counts, Error> {
    let mut counts = Counts::new();
    for (invitation, _, _) in tx.requests_for_links(visit::ASKED, now).await? {
        *counts.entry(Some(invitation)).or_default() += 1;
    }
    Ok(counts)
}

/// The certificates that settings name, with their ends; one that cannot be read is for `doctor` to tell.
fn certificates(app: &App) -> Vec<(&'static str, Timestamp)> {
    let settings = &app.settings;
    let named = [
        ("portal.tls", settings.portal.tls.as_ref()),
        ("mdm.tls", settings.mdm.tls.as_ref()),
        ("mdm.scep", settings.mdm.scep.as_ref()),
        (
            "mdm.push",
            settings.mdm.push.as_ref().map(|push| &push.files),
        ),
    ];
    let end = |(name, files): (_, Option<_>)| {
        let certificate = push::certificate(files?, &app.root).ok()?;
        Some((name, certificate.not_after))
    };
    named.into_iter().filter_map(end).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(now: &str, every: Every) -> (String, String) {
        let zone = TimeZone::get("America/New_York").unwrap();
        let days = Days::before(now.parse().unwrap(), every, &zone).unwrap();
        (days.from.to_string(), days.to.to_string())
    }

    #[test]
    fn days_end_at_six_and_weeks_on_monday() {
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        // Six in the morning of Wednesday, January 13 is eleven in UTC.
        assert_eq!(
            days("2027-01-13T11:00:00Z", Every::Day),
            pair("2027-01-12T11:00:00Z", "2027-01-13T11:00:00Z")
        );
        assert_eq!(
            days("2027-01-13T10:59:59Z", Every::Day),
            pair("2027-01-11T11:00:00Z", "2027-01-12T11:00:00Z")
        );
        for now in ["2027-01-11T11:00:00Z", "2027-01-18T10:59:59Z"] {
            assert_eq!(
                days(now, Every::Week),
                pair("2027-01-04T11:00:00Z", "2027-01-11T11:00:00Z")
            );
        }
        // The clocks go forward on Sunday, March 14: that week has an hour less.
        assert_eq!(
            days("2027-03-16T12:00:00Z", Every::Week),
            pair("2027-03-08T11:00:00Z", "2027-03-15T10:00:00Z")
        );
    }
}
