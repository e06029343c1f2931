//! When Jamf's invitations end.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, Unit, Zoned};

/// The end of an invitation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// It never ends.
    Never,
    /// A text that `expires` takes.
    At(String),
}

/// Of the three ways in which Jamf says it, the one that is clearest: seconds or milliseconds, a time with its offset, a
/// time of the server's zone. None: it cannot be read.
pub fn end(
    epoch: Option<&str>,
    utc: Option<&str>,
    text: Option<&str>,
    zone: &TimeZone,
) -> Option<End> {
    if text.is_some_and(|text| text.eq_ignore_ascii_case("unlimited")) {
        return Some(End::Never);
    }
    let epoch = epoch
        .and_then(|text| text.parse().ok())
        .filter(|n: &i64| *n > 0);
    let found = epoch
        .and_then(from_epoch)
        .or_else(|| utc.and_then(with_offset))
        .or_else(|| text.and_then(with_offset))
        .or_else(|| text.and_then(|text| at_server(text, zone)))?;
    let zoned = whole_minute(&found.to_zoned(zone.clone()));
    Some(End::At(zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()))
}

/// Jamf keeps the end a second before the one that was asked for.
fn whole_minute(zoned: &Zoned) -> Zoned {
    if zoned.second() < 58 {
        return zoned.clone();
    }
    let later = zoned
        .checked_add(2.seconds())
        .unwrap_or_else(|_| zoned.clone());
    let round = jiff::ZonedRound::new()
        .smallest(Unit::Minute)
        .mode(jiff::RoundMode::Trunc);
    later.round(round).unwrap_or_else(|_| zoned.clone())
}

fn from_epoch(number: i64) -> Option<Timestamp> {
    /// Seconds reach it in the year 5138.
    const MILLISECONDS: i64 = 100_000_000_000;
    match number < MILLISECONDS {
        true => Timestamp::from_second(number).ok(),
        false => Timestamp::from_millisecond(number).ok(),
    }
}

fn with_offset(text: &str) -> Option<Timestamp> {
    let known = ["%Y-%m-%dT%H:%M:%S%.f%z", "%Y-%m-%dT%H:%M:%S%.f%:z"];
    text.parse().ok().or_else(|| {
        known
            .iter()
            .find_map(|format| Timestamp::strptime(format, text).ok())
    })
}

fn at_server(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    let civil: DateTime = text.replacen(' ', "T", 1).parse().ok()?;
    Some(zone.to_zoned(civil).ok()?.timestamp())
}
