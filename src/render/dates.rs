//! Dates as people read them: absolute first, then relative, the zone's name always.

use jiff::Zoned;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use serde::Serialize;

use crate::base::time::{DAY, HOUR, MINUTE, SECOND, Timestamp};

/// A time zone to show instants in: the site's, else the organization's.
#[derive(Clone, Debug)]
pub struct Calendar(TimeZone);

impl Calendar {
    /// The zone of this IANA name; UTC when there is none. The tables are part of the program.
    pub fn new(zone: &str) -> Self {
        Self(
            TimeZoneDatabase::bundled()
                .get(zone)
                .unwrap_or(TimeZone::UTC),
        )
    }

    /// `at` in every form that pages and messages use, seen from `now`.
    pub fn when(&self, at: Timestamp, now: Timestamp) -> When {
        let (local, today) = (self.zoned(at), self.zoned(now));
        let year = if local.year() == today.year() {
            ""
        } else {
            ", %Y"
        };
        let offset = utc_offset(local.offset().seconds());
        let name = local.strftime("%Z").to_string();
        // Zones without letters of their own are called `-03`, which nobody reads as a zone.
        let zone = match name.starts_with(|c: char| c.is_alphabetic()) {
            true => name,
            false => offset.clone(),
        };
        When {
            iso: local.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
            day: local.strftime(&format!("%a, %B %-d{year}")).to_string(),
            weekday: local.strftime(&format!("%A, %B %-d{year}")).to_string(),
            date: local.strftime("%A, %B %-d, %Y").to_string(),
            brief: local.strftime("%B %-d, %Y").to_string(),
            time: local.strftime("%-I:%M %p").to_string(),
            log: format!("{} {zone}", local.strftime("%Y-%m-%d %H:%M")),
            zone,
            offset,
            relative: relative(&local, &today, at.since(now)),
            left: left(at.since(now)),
        }
    }

    fn zoned(&self, at: Timestamp) -> Zoned {
        at.jiff().to_zoned(self.0.clone())
    }
}

/// One instant in every form that pages and messages use (English).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct When {
    /// `2025-03-14T17:00:00-04:00`, for `<time datetime>`.
    pub iso: String,
    /// `Fri, March 14`, with the year when it is another one.
    pub day: String,
    /// `Friday, March 14`, with the year when it is another one.
    pub weekday: String,
    /// `Friday, March 14, 2025`.
    pub date: String,
    /// `March 14, 2025`.
    pub brief: String,
    /// `5:00 PM`.
    pub time: String,
    /// `2025-03-14 17:00 EDT`, for IT.
    pub log: String,
    /// `EDT`, or `UTC-3` where the zone has no letters.
    pub zone: String,
    /// `UTC-4`.
    pub offset: String,
    /// `6 days from now`, `3 days ago`, `less than a minute ago`.
    pub relative: String,
    /// `3 more hours`, when it lies less than a day ahead.
    pub left: Option<String>,
}

/// The samples' present: Saturday, March 8, 2025, 9:42 AM in New York.
const SAMPLE_NOW: Timestamp = Timestamp(1_741_444_920_000_000);

impl When {
    /// Friday, March 14, 5:00 PM in New York, six days ahead and beyond a change of clocks.
    pub fn sample() -> Self {
        Self::sample_at(SAMPLE_NOW.plus(541_080 * SECOND))
    }

    /// The present of all samples.
    pub fn sample_now() -> Self {
        Self::sample_at(SAMPLE_NOW)
    }

    /// Three days before.
    pub fn sample_past() -> Self {
        Self::sample_at(SAMPLE_NOW.plus(-3 * DAY))
    }

    fn sample_at(at: Timestamp) -> Self {
        Calendar::new("America/New_York").when(at, SAMPLE_NOW)
    }
}

fn utc_offset(seconds: i32) -> String {
    let (sign, minutes) = (if seconds < 0 { '-' } else { '+' }, seconds.abs() / 60);
    match (minutes / 60, minutes % 60) {
        (0, 0) => "UTC".to_owned(),
        (hours, 0) => format!("UTC{sign}{hours}"),
        (hours, minutes) => format!("UTC{sign}{hours}:{minutes:02}"),
    }
}

/// Days are counted on the calendar, as people do: from Friday evening to Monday noon it is 3 days.
fn relative(local: &Zoned, today: &Zoned, micros: i64) -> String {
    let days = local
        .date()
        .since(today.date())
        .map_or(0, |span| i64::from(span.get_days()));
    let span = micros.abs();
    let amount = match span {
        DAY.. => counted(days.abs().max(1), "day"),
        HOUR.. => counted(span / HOUR, "hour"),
        MINUTE.. => counted(span / MINUTE, "minute"),
        _ => "less than a minute".to_owned(),
    };
    match micros > 0 {
        true => format!("{amount} from now"),
        false => format!("{amount} ago"),
    }
}

fn left(micros: i64) -> Option<String> {
    let (amount, unit) = match micros {
        1..MINUTE => return Some("less than a minute".to_owned()),
        HOUR..DAY => (micros / HOUR, "hour"),
        MINUTE..HOUR => (micros / MINUTE, "minute"),
        _ => return None,
    };
    let plural = if amount == 1 { "" } else { "s" };
    Some(format!("{amount} more {unit}{plural}"))
}

fn counted(amount: i64, unit: &str) -> String {
    let plural = if amount == 1 { "" } else { "s" };
    format!("{amount} {unit}{plural}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn the_date_of_an_invitation() {
        let when = When::sample();
        assert_eq!(when.day, "Fri, March 14");
        assert_eq!(when.date, "Friday, March 14, 2025");
        assert_eq!(when.time, "5:00 PM");
        assert_eq!((&*when.zone, &*when.offset), ("EDT", "UTC-4"));
        assert_eq!(when.iso, "2025-03-14T17:00:00-04:00");
        assert_eq!(when.relative, "6 days from now");
        assert_eq!(when.left, None);
    }

    #[test]
    fn both_sides_of_a_clock_change_name_their_own_zone() {
        let ny = Calendar::new("America/New_York");
        let now = at("2025-03-08T12:00:00Z");
        assert_eq!(ny.when(at("2025-03-08T14:42:00Z"), now).zone, "EST");
        assert_eq!(ny.when(at("2025-03-10T14:42:00Z"), now).zone, "EDT");
    }

    #[test]
    fn relative_times() {
        let ny = Calendar::new("America/New_York");
        let end = at("2025-03-14T21:00:00Z");
        let seen = |now: &str| ny.when(end, at(now)).relative;
        assert_eq!(seen("2025-03-17T18:03:00Z"), "3 days ago");
        assert_eq!(seen("2025-03-14T18:00:00Z"), "3 hours from now");
        assert_eq!(seen("2025-03-14T21:01:00Z"), "1 minute ago");
        assert_eq!(seen("2025-03-14T21:00:10Z"), "less than a minute ago");
        assert_eq!(
            ny.when(end, at("2025-03-14T18:00:00Z")).left.as_deref(),
            Some("3 more hours")
        );
    }

    #[test]
    fn zones_without_letters_and_other_years() {
        let when = Calendar::new("America/Sao_Paulo")
            .when(at("2026-01-02T12:00:00Z"), at("2025-12-30T12:00:00Z"));
        assert_eq!((&*when.zone, &*when.day), ("UTC-3", "Fri, January 2, 2026"));
        let india = Calendar::new("Asia/Kolkata")
            .when(at("2026-01-02T12:00:00Z"), at("2026-01-02T12:00:00Z"));
        assert_eq!((&*india.zone, &*india.offset), ("IST", "UTC+5:30"));
        assert_eq!(
            Calendar::new("No/Where")
                .when(Timestamp(0), Timestamp(0))
                .zone,
            "UTC"
        );
    }
}
