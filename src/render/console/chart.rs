//! Charts as SVG without styles of their own: the stylesheet colours them. Each is drawn for wide and for narrow
//! screens, and says its numbers in words and as a table.

use std::fmt::Write;

use serde::Serialize;

use crate::render::escape::escaped;

/// A chart with its numbers.
#[derive(Clone, Debug, Serialize)]
pub struct Chart {
    /// Its title.
    pub title: String,
    /// What the rows are.
    pub name: &'static str,
    /// What is counted.
    pub unit: &'static str,
    /// The numbers.
    pub rows: Vec<Figure>,
    /// Drawn for wide screens.
    pub wide: String,
    /// Drawn for narrow screens.
    pub narrow: String,
}

/// One number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Figure {
    /// What it counts.
    pub label: String,
    /// The number.
    pub value: u32,
    /// The number as the table says it.
    pub shown: String,
}

impl Figure {
    /// A number.
    pub fn new(label: impl Into<String>, value: u32) -> Self {
        Self {
            label: label.into(),
            value,
            shown: value.to_string(),
        }
    }
}

/// `value` in percent of `all`.
pub fn percent(value: u32, all: u32) -> u64 {
    match all {
        0 => 0,
        all => (u64::from(value) * 100 + u64::from(all) / 2) / u64::from(all),
    }
}

fn opened(id: &str, size: &str, title: &str, rows: &[Figure]) -> String {
    let said: Vec<String> = rows
        .iter()
        .map(|row| format!("{}: {}", row.label, row.value))
        .collect();
    format!(
        "<svg viewBox=\"{size}\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\"><title id=\"{id}-t\">{}</title>\
         <desc id=\"{id}-d\">{}.</desc>",
        escaped(title),
        escaped(&said.join(", "))
    )
}

/// Stages, each at most as many as the one before; the last one is the goal.
pub fn funnel(title: &str, id: &str, stages: &[(&str, u32)]) -> Chart {
    let all = stages.iter().map(|stage| stage.1).max().unwrap_or(0);
    let rows: Vec<Figure> = stages
        .iter()
        .map(|(label, value)| Figure {
            shown: format!("{value} ({} %)", percent(*value, all)),
            ..Figure::new(*label, *value)
        })
        .collect();
    Chart {
        title: title.to_owned(),
        name: "Stage",
        unit: "Recipients",
        wide: stages_wide(title, id, &rows, all),
        narrow: stages_narrow(title, &format!("{id}-n"), &rows, all),
        rows,
    }
}

/// Tenths of the width that a value takes, as SVG writes it.
fn length(value: u32, all: u32, full: u64) -> String {
    let tenths = u64::from(value) * full * 10 / u64::from(all.max(1));
    format!("{}.{}", tenths / 10, tenths % 10)
}

fn class(at: usize, rows: &[Figure]) -> &'static str {
    match at + 1 == rows.len() {
        true => "last",
        false => "bar",
    }
}

fn stages_wide(title: &str, id: &str, rows: &[Figure], all: u32) -> String {
    let mut svg = opened(id, &format!("0 0 560 {}", rows.len() * 30), title, rows);
    for (at, row) in rows.iter().enumerate() {
        let y = at * 30 + 3;
        let _ = write!(
            svg,
            "<text x=\"138\" y=\"{t}\" text-anchor=\"end\">{label}</text>\
             <rect x=\"150\" y=\"{y}\" width=\"300\" height=\"20\" rx=\"5\" class=\"track\"/>\
             <rect x=\"150\" y=\"{y}\" width=\"{width}\" height=\"20\" rx=\"5\" class=\"{class}\"/>\
             <text x=\"462\" y=\"{t}\" class=\"value\">{value}<tspan class=\"share\" dx=\"8\">{share} %</tspan></text>",
            t = y + 14,
            label = escaped(&row.label),
            width = length(row.value, all, 300),
            class = class(at, rows),
            value = row.value,
            share = percent(row.value, all),
        );
    }
    svg + "</svg>"
}

fn stages_narrow(title: &str, id: &str, rows: &[Figure], all: u32) -> String {
    let mut svg = opened(id, &format!("0 0 320 {}", rows.len() * 44), title, rows);
    for (at, row) in rows.iter().enumerate() {
        let y = at * 44;
        let _ = write!(
            svg,
            "<text x=\"0\" y=\"{t}\">{label}</text>\
             <text x=\"320\" y=\"{t}\" text-anchor=\"end\" class=\"value\">{value}<tspan class=\"share\" dx=\"6\">{share} %</tspan></text>\
             <rect x=\"0\" y=\"{b}\" width=\"320\" height=\"12\" rx=\"5\" class=\"track\"/>\
             <rect x=\"0\" y=\"{b}\" width=\"{width}\" height=\"12\" rx=\"5\" class=\"{class}\"/>",
            t = y + 14,
            b = y + 21,
            label = escaped(&row.label),
            width = length(row.value, all, 320),
            class = class(at, rows),
            value = row.value,
            share = percent(row.value, all),
        );
    }
    svg + "</svg>"
}

/// A number for each day, the earliest first; labels are written in full, and as `short` below the columns.
pub fn days(title: &str, id: &str, days: &[(String, String, u32)]) -> Chart {
    let rows = |from: usize| -> Vec<Figure> {
        let shown = days.iter().skip(from);
        shown
            .map(|(label, _, value)| Figure::new(label.clone(), *value))
            .collect()
    };
    let last_week = days.len().saturating_sub(7);
    let short: Vec<&str> = days.iter().map(|day| day.1.as_str()).collect();
    Chart {
        title: title.to_owned(),
        name: "Day",
        unit: "Devices",
        wide: columns(title, id, &rows(0), &short),
        narrow: columns(
            title,
            &format!("{id}-n"),
            &rows(last_week),
            short.get(last_week..).unwrap_or_default(),
        ),
        rows: rows(0),
    }
}

/// The smallest round number that is a top for `most` and has four parts.
fn top(most: u32) -> u32 {
    let mut step = 1_u64;
    loop {
        for part in [1_u32, 2, 5] {
            if u64::from(part) * step * 4 >= u64::from(most) {
                return u32::try_from(u64::from(part) * step * 4).unwrap_or(u32::MAX);
            }
        }
        step *= 10;
    }
}

fn columns(title: &str, id: &str, rows: &[Figure], short: &[&str]) -> String {
    let width = 40 + rows.len() * 34;
    let mut svg = opened(id, &format!("0 -16 {width} 192"), title, rows);
    let top = top(rows.iter().map(|row| row.value).max().unwrap_or(0));
    for part in 0..=4_u32 {
        let y = 150 - part * 150 / 4;
        let _ = write!(
            svg,
            "<line x1=\"34\" x2=\"{width}\" y1=\"{y}\" y2=\"{y}\" class=\"rule\"/>\
             <text x=\"26\" y=\"{t}\" text-anchor=\"end\" class=\"axis\">{n}</text>",
            t = y + 4,
            n = top / 4 * part,
        );
    }
    for (at, row) in rows.iter().enumerate() {
        let (x, height) = (40 + at * 34, u64::from(row.value) * 150 / u64::from(top));
        let _ = write!(
            svg,
            "<text x=\"{}\" y=\"168\" text-anchor=\"middle\" class=\"axis\">{}</text>",
            x + 12,
            escaped(short.get(at).copied().unwrap_or_default())
        );
        if row.value > 0 {
            let _ = write!(
                svg,
                "<rect x=\"{x}\" y=\"{y}\" width=\"24\" height=\"{h}\" rx=\"4\" class=\"bar\"/>\
                 <text x=\"{m}\" y=\"{v}\" text-anchor=\"middle\" class=\"axis value\">{value}</text>",
                y = 150 - height.max(2),
                h = height.max(2),
                m = x + 12,
                v = 144_u64.saturating_sub(height),
                value = row.value,
            );
        }
    }
    svg + "</svg>"
}

/// A share as a line in a cell, beside its numbers.
pub fn bar(value: u32, all: u32) -> String {
    format!(
        "<svg viewBox=\"0 0 100 6\" preserveAspectRatio=\"none\" aria-hidden=\"true\">\
         <rect width=\"100\" height=\"6\" class=\"track\"/><rect width=\"{}\" height=\"6\" class=\"last\"/></svg>",
        percent(value, all).min(100)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chart_says_its_numbers_and_carries_no_style() {
        let chart = funnel("Where <people> stop", "f", &[("Sent", 8), ("Enrolled", 6)]);
        assert!(
            chart
                .wide
                .contains("<desc id=\"f-d\">Sent: 8, Enrolled: 6.</desc>")
        );
        assert!(chart.wide.contains("width=\"225.0\"") && chart.wide.contains("75 %"));
        assert!(chart.wide.contains("Where &lt;people&gt; stop"));
        assert!(!(chart.wide.clone() + &chart.narrow).contains("style"));
        assert_eq!(chart.rows[1].shown, "6 (75 %)");
    }

    #[test]
    fn an_empty_chart_divides_by_nothing() {
        let none = funnel("x", "x", &[("Sent", 0), ("Enrolled", 0)]);
        assert!(none.wide.contains("width=\"0.0\""));
        let day = ("March 3".to_owned(), "3".to_owned(), 0);
        assert!(days("x", "x", &[day]).wide.contains("</svg>"));
        assert!(bar(0, 0).contains("width=\"0\""));
    }

    #[test]
    fn tops_are_round() {
        assert_eq!(
            [0, 1, 4, 5, 58, 81, 1000].map(top),
            [4, 4, 4, 8, 80, 200, 2000]
        );
    }
}
