//! Instants for people: absolute first, with the zone, then relative.

use crate::base::time::{DAY, HOUR, MINUTE, Timestamp};
use crate::model::invitation::Expiry;
use crate::plan::change::Until;

/// When the links of an invitation end: `works until Fri Mar 14 2025, 5:00 PM EDT (UTC-4), 11 days from now`.
pub fn until(until: &Until, now: Timestamp) -> String {
    match until.rule {
        Expiry::Never => "works until revoked".to_owned(),
        Expiry::After(micros) if until.sends => {
            format!("works until {} after the message", span(micros))
        }
        Expiry::After(micros) => format!("works until {} after the apply", span(micros)),
        Expiry::At(end) => {
            let verb = if end > now { "works until" } else { "ended" };
            let (at, ago) = (absolute(end, &until.zone), relative(end, now));
            format!("{verb} {at}, {ago}")
        }
    }
}

/// `Fri Mar 14 2025, 5:00 PM EDT (UTC-4)`; in UTC when the zone is unknown here.
pub fn absolute(at: Timestamp, zone: &str) -> String {
    let zone = jiff::tz::TimeZone::get(zone).unwrap_or(jiff::tz::TimeZone::UTC);
    let local = at.jiff().to_zoned(zone);
    let seconds = local.offset().seconds();
    let (hours, minutes) = (seconds / 3600, seconds.unsigned_abs() % 3600 / 60);
    let offset = match (hours, minutes) {
        _ if seconds == 0 => String::new(),
        (hours, 0) => format!(" (UTC{hours:+})"),
        (hours, minutes) => format!(" (UTC{hours:+}:{minutes:02})"),
    };
    format!("{}{offset}", local.strftime("%a %b %-d %Y, %-I:%M %p %Z"))
}

fn relative(at: Timestamp, now: Timestamp) -> String {
    let micros = at.since(now);
    if micros >= 0 {
        format!("{} from now", span(micros))
    } else {
        format!("{} ago", span(-micros))
    }
}

fn span(micros: i64) -> String {
    let (n, word) = match micros {
        m if m >= 2 * DAY => (m / DAY, "day"),
        m if m >= 2 * HOUR => (m / HOUR, "hour"),
        m => (m / MINUTE, "minute"),
    };
    let plural = if n == 1 { "" } else { "s" };
    format!("{n} {word}{plural}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_zone_of_the_day_counts() {
        let winter: Timestamp = "2025-03-07T22:00:00Z".parse().unwrap();
        let summer: Timestamp = "2025-03-14T21:00:00Z".parse().unwrap();
        assert_eq!(
            absolute(winter, "America/New_York"),
            "Fri Mar 7 2025, 5:00 PM EST (UTC-5)"
        );
        assert_eq!(
            absolute(summer, "America/New_York"),
            "Fri Mar 14 2025, 5:00 PM EDT (UTC-4)"
        );
        assert_eq!(
            absolute(summer, "Asia/Kolkata"),
            "Sat Mar 15 2025, 2:30 AM IST (UTC+5:30)"
        );
        assert_eq!(relative(summer, winter), "6 days from now");
        assert_eq!(span(14 * DAY), "14 days");
        assert_eq!(span(DAY), "24 hours");
    }
}
