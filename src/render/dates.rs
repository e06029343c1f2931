//! Dates as people read them: absolute first, then relative, the zone's name always.

use jiff::Zoned;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use serde::Serialize;

use crate::base::time::{DAY, HOUR, MINUTE, SECOND, Timestamp};
use crate::words::{Argument, Language, Words};

/// A time zone to show instants in: the site's, else the organization's; and the words to do it with.
#[derive(Clone, Debug)]
pub struct Calendar {
    zone: TimeZone,
    words: Words,
}

impl Calendar {
    /// The zone of this IANA name, in English; UTC when there is none. The tables are part of the program.
    pub fn new(zone: &str) -> Self {
        let zone = TimeZoneDatabase::bundled().get(zone);
        Self {
            zone: zone.unwrap_or(TimeZone::UTC),
            words: Words::of(Language::En),
        }
    }

    /// The same in other words.
    #[must_use]
    pub fn speaking(self, words: &Words) -> Self {
        let words = words.clone();
        Self { words, ..self }
    }

    /// `at` in every form that pages and messages use, seen from `now`.
    pub fn when(&self, at: Timestamp, now: Timestamp) -> When {
        let (local, today) = (self.zoned(at), self.zoned(now));
        let offset = utc_offset(local.offset().seconds());
        let name = local.strftime("%Z").to_string();
        // Zones without letters of their own are called `-03`, which nobody reads as a zone.
        let zone = match name.starts_with(|c: char| c.is_alphabetic()) {
            true => name,
            false => offset.clone(),
        };
        let this_year = local.year() == today.year();
        let parts = parts(&local, this_year);
        let say = |key: &str| self.words.say(key, &parts).unwrap_or_default();
        When {
            iso: local.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
            day: say(if this_year {
                "date-day"
            } else {
                "date-day-year"
            }),
            weekday: say(if this_year {
                "date-weekday"
            } else {
                "date-full"
            }),
            date: say("date-full"),
            brief: say("date-brief"),
            time: say("time"),
            short: say("date-short"),
            log: format!("{} {zone}", local.strftime("%Y-%m-%d %H:%M")),
            zone,
            offset,
            relative: self.relative(&local, &today, at.since(now)),
            left: self.left(at.since(now)),
        }
    }

    /// Days are counted on the calendar, as people do: from Friday evening to Monday noon it is 3 days.
    fn relative(&self, local: &Zoned, today: &Zoned, micros: i64) -> String {
        let days = local.date().since(today.date());
        let days = days.map_or(0, |span| i64::from(span.get_days()));
        let span = micros.abs();
        let (unit, count) = match span {
            DAY.. => ("day", days.abs().max(1)),
            HOUR.. => ("hour", span / HOUR),
            MINUTE.. => ("minute", span / MINUTE),
            _ => ("moment", 0),
        };
        self.counted(if micros > 0 { "ahead" } else { "ago" }, unit, count)
    }

    fn left(&self, micros: i64) -> Option<String> {
        let (unit, count) = match micros {
            1..MINUTE => ("moment", 0),
            HOUR..DAY => ("hour", micros / HOUR),
            MINUTE..HOUR => ("minute", micros / MINUTE),
            _ => return None,
        };
        Some(self.counted("left", unit, count))
    }

    fn counted(&self, key: &str, unit: &str, count: i64) -> String {
        let arguments = [
            ("unit", Argument::Text(unit.to_owned())),
            ("count", Argument::Number(count)),
        ];
        self.words.say(key, &arguments).unwrap_or_default()
    }

    fn zoned(&self, at: Timestamp) -> Zoned {
        at.jiff().to_zoned(self.zone.clone())
    }
}

/// The variables of messages about dates.
fn parts(local: &Zoned, this_year: bool) -> [(&'static str, Argument); 10] {
    let number = |n: i8| Argument::Number(i64::from(n));
    let word = |is: bool, yes: &str, no: &str| Argument::Text(if is { yes } else { no }.to_owned());
    let hour = local.hour();
    [
        ("month", number(local.month())),
        ("weekday", number(local.weekday().to_monday_one_offset())),
        ("day", number(local.day())),
        ("year", Argument::Text(local.year().to_string())),
        ("hour", number(hour)),
        (
            "hour12",
            number(if hour % 12 == 0 { 12 } else { hour % 12 }),
        ),
        ("half", word(hour < 12, "am", "pm")),
        ("minute", Argument::Text(format!("{:02}", local.minute()))),
        ("full", word(local.minute() == 0, "hour", "minute")),
        ("within", word(this_year, "year", "later")),
    ]
}

/// One instant in every form that pages and messages use. The examples are English.
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
    /// `Fri 14 Mar, 5 PM`, for text messages; with the year when it is another one.
    pub short: String,
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
pub(super) const SAMPLE_NOW: Timestamp = Timestamp(1_741_444_920_000_000);

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
    fn the_same_date_in_other_languages() {
        let zone = || Calendar::new("America/New_York");
        let (end, now) = (at("2025-03-14T21:05:00Z"), at("2025-03-08T14:42:00Z"));
        let said = |language| {
            let when = zone().speaking(&Words::of(language)).when(end, now);
            [when.day, when.date, when.time, when.relative]
        };
        assert_eq!(
            said(Language::De),
            [
                "Fr., 14. März",
                "Freitag, 14. März 2025",
                "17:05",
                "in 6 Tagen"
            ]
        );
        assert_eq!(
            said(Language::Es),
            [
                "vie, 14 de marzo",
                "viernes, 14 de marzo de 2025",
                "17:05",
                "dentro de 6 días"
            ]
        );
        assert_eq!(said(Language::Ar)[3], "بعد 6 أيام");
    }

    #[test]
    fn dates_of_text_messages_leave_out_what_says_itself() {
        let (now, later) = (at("2025-03-08T14:42:00Z"), at("2026-03-14T21:05:00Z"));
        let said = |language, at| {
            let calendar = Calendar::new("America/New_York").speaking(&Words::of(language));
            calendar.when(at, now).short
        };
        let hour = at("2025-03-14T21:00:00Z");
        assert_eq!(said(Language::En, hour), "Fri 14 Mar, 5 PM");
        assert_eq!(said(Language::En, later), "Sat 14 Mar 2026, 5:05 PM");
        assert_eq!(said(Language::De, hour), "Fr, 14.3., 17 Uhr");
        assert_eq!(said(Language::De, later), "Sa, 14.3.2026, 17:05 Uhr");
        assert_eq!(said(Language::Es, hour), "14 mar, 17:00");
        assert_eq!(said(Language::Fr, hour), "14 mars, 17 h");
        assert_eq!(said(Language::Nl, hour), "vr 14 mrt, 17.00 uur");
        assert_eq!(said(Language::Pt, hour), "14 mar, 17h");
        assert_eq!(said(Language::Pl, later), "14.03.2026 godz. 17:05");
        assert_eq!(said(Language::ZhHans, later), "2026年3月14日17:05");
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
