//! `expires` and `opens`: durations, and dates in the zone of the site or the organization.

use jiff::civil::{DateTime, Time};
use jiff::tz::{AmbiguousOffset, Disambiguation, TimeZone};
use jiff::{Span, SpanRelativeTo, Timestamp as Instant, Unit, Zoned};

use super::codes;
use super::field::Field;
use crate::base::time::{DAY, Timestamp};
use crate::model::invitation::Expiry;

/// A link that lasts longer is worth a warning.
pub const LONG: i64 = 90 * DAY;

/// What a text about time means before a zone is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Moment {
    At(Instant),
    Date(jiff::civil::Date),
    Civil(DateTime),
}

/// Which end of a bare date counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// `opens`: the date's first instant.
    First,
    /// `expires`: the date's last second.
    Last,
}

/// `14d`, a date, or `never`; the zone is that of the site, else of the organization.
pub fn expires(field: &Field<'_>, zone: &TimeZone) -> Option<Expiry> {
    let text = field.text()?;
    if text == "never" {
        return Some(Expiry::Never);
    }
    if let Some(length) = duration(text) {
        if length <= 0 {
            let hint = "write a duration above zero, such as 14d or 12h";
            field
                .error(codes::BAD_DATE, "this is over before it begins")
                .hint(hint);
            return None;
        }
        if length > LONG {
            warn_long(field);
        }
        return Some(Expiry::After(length));
    }
    instant(field, zone, Edge::Last).map(Expiry::At)
}

/// `2d`: a time before an end, in microseconds.
pub fn ahead(field: &Field<'_>) -> Option<i64> {
    let text = field.text()?;
    let length = duration(text).filter(|length| *length > 0);
    if length.is_none() {
        field
            .error(codes::BAD_DATE, "this time before the end cannot be read")
            .label(ambiguity(text))
            .hint("write `2d`, `12h`, or a list: `[3d, 1d]`");
    }
    length
}

/// Says that a link lasts long.
pub fn warn_long(field: &Field<'_>) {
    field
        .warning(codes::LONG_LINK, "this link lasts longer than 90 days")
        .hint("a mailed link is a key: `enroll explain W041`");
}

/// A date, or a date with a time, as an instant.
pub fn instant(field: &Field<'_>, zone: &TimeZone, edge: Edge) -> Option<Timestamp> {
    let text = field.text()?;
    let Some(moment) = moment(text) else {
        let name = zone.iana_name().unwrap_or("UTC");
        let lasting = if edge == Edge::Last {
            ", or a time after sending, `14d`"
        } else {
            ""
        };
        field
            .error(codes::BAD_DATE, "this date cannot be read")
            .label(ambiguity(text))
            .hint(format!(
                "write `2027-03-14 17:00` ({name}), `2027-03-14`{lasting}"
            ));
        return None;
    };
    let zoned = match (moment, edge) {
        (Moment::At(instant), _) => return Some(instant.into()),
        (Moment::Civil(civil), _) => in_zone(civil, zone),
        (Moment::Date(date), Edge::First) => date.to_zoned(zone.clone()).ok(),
        (Moment::Date(date), Edge::Last) => in_zone(date.to_datetime(Time::MAX), zone)
            .and_then(|end| end.with().subsec_nanosecond(0).build().ok()),
    };
    if zoned.is_none() {
        let name = zone.iana_name().unwrap_or("UTC");
        field
            .error(
                codes::DST_GAP,
                format!("this time does not exist in {name}"),
            )
            .label("the clocks skip it")
            .hint("choose a time before or after the change of the clocks");
    }
    zoned.map(|z| z.timestamp().into())
}

/// An instant as files say it: a civil time where that means the same instant in `zone`, else in UTC.
pub fn written(at: Timestamp, zone: &TimeZone) -> String {
    let instant = at.jiff();
    let civil = instant.to_zoned(zone.clone()).datetime();
    let means_it = in_zone(civil, zone).is_some_and(|zoned| zoned.timestamp() == instant);
    let format = match (civil.second(), civil.subsec_nanosecond()) {
        (0, 0) => "%Y-%m-%d %H:%M",
        (_, 0) => "%Y-%m-%d %H:%M:%S",
        _ => return instant.to_string(),
    };
    match means_it {
        true => civil.strftime(format).to_string(),
        false => instant.to_string(),
    }
}

/// None in a gap. Of the two instants of a fold, the first.
fn in_zone(civil: DateTime, zone: &TimeZone) -> Option<Zoned> {
    let there = zone.to_ambiguous_zoned(civil);
    if matches!(there.offset(), AmbiguousOffset::Gap { .. }) {
        return None;
    }
    there.disambiguate(Disambiguation::Compatible).ok()
}

/// `14d`, `12h`: microseconds.
pub fn duration(text: &str) -> Option<i64> {
    let span: Span = text.parse().ok()?;
    if span.get_years() != 0 || span.get_months() != 0 {
        return None;
    }
    let micros = span
        .total((Unit::Microsecond, SpanRelativeTo::days_are_24_hours()))
        .ok()?;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "whole microseconds of a span, far below 2^53"
    )]
    let micros = micros as i64;
    Some(micros)
}

fn moment(text: &str) -> Option<Moment> {
    let shape: String = text
        .chars()
        .map(|c| if c.is_ascii_digit() { '0' } else { c })
        .collect();
    match shape.as_str() {
        "0000-00-00" => text.parse().ok().map(Moment::Date),
        // A civil time would silently drop an offset, hence the shapes.
        "0000-00-00 00:00" | "0000-00-00T00:00" | "0000-00-00 00:00:00" | "0000-00-00T00:00:00" => {
            text.parse().ok().map(Moment::Civil)
        }
        _ => text
            .parse::<Zoned>()
            .map(|zoned| zoned.timestamp())
            .or_else(|_| text.parse::<Instant>())
            .ok()
            .map(Moment::At),
    }
}

/// `03/04/2027` reads differently in different countries.
fn ambiguity(text: &str) -> &'static str {
    let has = |c: char| text.contains(c);
    if has('/') || has('.') && text.starts_with(|c: char| c.is_ascii_digit()) {
        "year first, then month and day, with dashes"
    } else if text.ends_with(['m', 'y']) || text.contains("month") {
        "months and years differ in length: count days or weeks"
    } else {
        ""
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::time::{HOUR, MINUTE};

    #[test]
    fn durations_are_weeks_days_hours() {
        assert_eq!(duration("14d"), Some(14 * DAY));
        assert_eq!(duration("2w"), Some(14 * DAY));
        assert_eq!(duration("12h"), Some(12 * HOUR));
        assert_eq!(duration("1h30m"), Some(90 * MINUTE));
        assert_eq!(duration("1 month"), None);
        assert_eq!(duration("90"), None);
    }

    #[test]
    fn an_offset_is_never_dropped() {
        let berlin = moment("2027-03-14T17:00+01:00");
        assert_eq!(berlin, moment("2027-03-14T16:00:00Z"));
        assert!(matches!(berlin, Some(Moment::At(_))));
        assert!(matches!(moment("2027-03-14 17:00"), Some(Moment::Civil(_))));
        assert_eq!(moment("03/14/2027 5pm"), None);
    }

    #[test]
    fn a_gap_has_no_instant_and_a_fold_its_first() {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        assert!(in_zone("2027-03-28T02:30".parse().unwrap(), &zone).is_none());
        let fold = in_zone("2027-10-31T02:30".parse().unwrap(), &zone).unwrap();
        assert_eq!(fold.timestamp().to_string(), "2027-10-31T00:30:00Z");
    }
}
