//! Lists of people in CSV files (RFC 4180): a header row, then one person a row. Commas, semicolons or tabs
//! separate the cells, as spreadsheets of all countries write them. Whatever cannot be used is said of its cell.

use std::collections::BTreeMap;
use std::ops::Range;

use csv_core::{ReadFieldResult, ReaderBuilder};

use super::field::Field;
use super::suggest::did_you_mean;
use super::{codes, recipient, values};
use crate::base::diag::{Diagnostic, Lines, Place, Span};
use crate::model::invitation::Recipient;

/// The columns a list may have, in any order.
pub const COLUMNS: &[&str] = &["email", "name", "language", "phone", "user", "serial"];

/// One person of a list and the row they stand in.
pub struct Row {
    /// The person; the key is not set yet.
    pub recipient: Recipient,
    /// The cell of the address.
    pub span: Span,
}

/// Says why a value cannot be used, if it cannot.
type Check = fn(&str) -> Result<(), &'static str>;

/// One cell: its bytes in the file, quotes included, and its value.
struct Cell {
    range: Range<usize>,
    value: String,
}

/// A list while it is read.
struct List<'a> {
    /// The value of `csv`.
    field: &'a Field<'a>,
    path: &'a str,
    text: &'a str,
}

/// The people of the file that `field` names. Without a mistake in it, everybody is there.
pub fn people(field: &Field<'_>, lists: &BTreeMap<&str, &str>) -> Vec<Row> {
    let Some(path) = field.text() else {
        return Vec::new();
    };
    let Some(text) = lists.get(path) else {
        field
            .error(
                codes::UNKNOWN_REFERENCE,
                format!("there is no list `{path}`"),
            )
            .label(did_you_mean(path, lists.keys().copied()))
            .hint("lists are CSV files under people/: people/grade-6.csv");
        return Vec::new();
    };
    List { field, path, text }.rows()
}

impl List<'_> {
    fn rows(&self) -> Vec<Row> {
        if self.text.trim().is_empty() {
            self.refuse(0..0, "this list is empty", "");
            return Vec::new();
        }
        let mut table = cells(self.text, delimiter(self.text)).into_iter();
        let header = table.next().unwrap_or_default();
        let Some(columns) = self.columns(&header) else {
            return Vec::new();
        };
        let lines = Lines::of(self.text);
        let mut empty = true;
        let rows = table.filter_map(|row| {
            empty = false;
            self.row(&columns, &row, &lines)
        });
        let rows = rows.collect();
        if empty {
            self.refuse(0..0, "nobody stands in this list", "");
        }
        rows
    }

    /// The column of every cell of the header; none when it cannot be used.
    fn columns(&self, header: &[Cell]) -> Option<Vec<&'static str>> {
        let mut columns = Vec::new();
        for cell in header {
            let name = cell.value.to_lowercase();
            let Some(column) = COLUMNS.iter().find(|c| **c == name) else {
                let near = did_you_mean(&name, COLUMNS.iter().copied());
                self.refuse(cell.range.clone(), "this is no column of people", &near);
                continue;
            };
            if columns.contains(column) {
                self.refuse(cell.range.clone(), "the same column a second time", "again");
            }
            columns.push(*column);
        }
        if columns.len() < header.len() {
            return None;
        }
        if !columns.contains(&"email") && !columns.contains(&"phone") {
            self.refuse(0..0, "a column `email` or `phone` is missing", "");
            return None;
        }
        Some(columns)
    }

    fn row(&self, columns: &[&str], row: &[Cell], lines: &Lines) -> Option<Row> {
        let first = row.first()?;
        self.whole(columns, row, lines)?;
        let cell = |name: &str| {
            let at = columns.iter().position(|column| *column == name)?;
            row.get(at)
        };
        let filled = |name: &str| cell(name).filter(|cell| !cell.value.is_empty());
        let checks: [(&str, Check); 4] = [
            ("email", values::check_email),
            ("phone", values::check_phone),
            ("language", values::check_language),
            ("serial", values::check_serial),
        ];
        let mut good = true;
        for (name, check) in checks {
            if let Some((cell, Err(why))) = filled(name).map(|c| (c, check(&c.value))) {
                self.unusable(cell.range.clone(), why);
                good = false;
            }
        }
        let Some(address) = filled("email").or(filled("phone")) else {
            let at = cell("email").or(cell("phone")).unwrap_or(first);
            let why = match cell("email").and(cell("phone")) {
                Some(_) => "empty, and no phone",
                None => "empty",
            };
            self.unusable(at.range.clone(), why);
            return None;
        };
        let text = |name: &str| filled(name).map(|cell| cell.value.clone());
        if let Some(cell) = filled("phone").filter(|c| good && !values::is_assigned(&c.value)) {
            let span = Some(self.span(cell.range.clone()));
            let warning = Diagnostic::warning(codes::UNKNOWN_NUMBER, span, values::NOT_ASSIGNED);
            self.field
                .sheet
                .push(warning.hint("look at its digits again"));
        }
        let (line, column) = lines.locate(self.text, first.range.start);
        good.then(|| Row {
            span: self.span(address.range.clone()),
            recipient: Recipient {
                email: text("email"),
                phone: text("phone"),
                name: text("name"),
                language: text("language"),
                user: text("user"),
                serial: text("serial"),
                place: Place {
                    file: self.path.to_owned(),
                    line,
                    column,
                },
                ..recipient::empty()
            },
        })
    }

    /// Whether the row has a cell for each column and its quotes are right; none, reported, if not.
    fn whole(&self, columns: &[&str], row: &[Cell], lines: &Lines) -> Option<()> {
        let is_broken = |cell: &&Cell| !is_quoted_well(&self.text[cell.range.clone()]);
        if let Some(cell) = row.iter().find(is_broken) {
            let start = cell.range.start;
            let end = cell.range.end.min(lines.whole(self.text, start..start).end);
            self.unusable(start..end, "a quote that is not closed or not doubled");
            return None;
        }
        if row.len() != columns.len() {
            let (found, wanted) = (row.len(), columns.len());
            let (start, end) = (row.first()?.range.start, row.last()?.range.end);
            self.unusable(start..end, &format!("{found} cells under {wanted} columns"));
            return None;
        }
        Some(())
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span {
            file: self.path.to_owned(),
            start: range.start,
            end: range.end,
        }
    }

    /// The header is at fault.
    fn refuse(&self, range: Range<usize>, message: &str, label: &str) {
        let mut finding = Diagnostic::error(codes::BAD_LIST, Some(self.span(range)), message)
            .hint(format!("columns of a list: {}", COLUMNS.join(", ")));
        if !label.is_empty() {
            finding = finding.label(label);
        }
        self.field.sheet.push(finding);
    }

    /// A row is at fault.
    fn unusable(&self, range: Range<usize>, label: &str) {
        self.field.sheet.push(unusable(self.span(range), label));
    }
}

/// The finding of a row that cannot be used.
pub fn unusable(span: Span, label: &str) -> Diagnostic {
    let message = format!("a row of {} cannot be used", span.file);
    Diagnostic::error(codes::BAD_LIST, Some(span), message)
        .label(label)
        .hint("nothing is sent until all rows are right")
}

/// The separator that the header row uses.
fn delimiter(text: &str) -> u8 {
    let header = text.lines().find(|line| !line.is_empty()).unwrap_or("");
    let used = |c: &&u8| header.as_bytes().contains(c);
    b",;\t".iter().find(used).copied().unwrap_or(b',')
}

/// Every row that is not blank, cell by cell.
fn cells(text: &str, delimiter: u8) -> Vec<Vec<Cell>> {
    let mut reader = ReaderBuilder::new().delimiter(delimiter).build();
    let mut value = vec![0; text.len() + 1];
    let (mut at, mut start, mut filled) = (0, 0, 0);
    let (mut rows, mut row) = (Vec::new(), Vec::new());
    loop {
        let rest = &text.as_bytes()[at..];
        let (result, read, wrote) = reader.read_field(rest, &mut value[filled..]);
        at += read;
        filled += wrote;
        match result {
            // The next call brings no more input, and so the end.
            ReadFieldResult::InputEmpty => {}
            ReadFieldResult::Field { record_end } => {
                let cell = String::from_utf8_lossy(&value[..filled]);
                row.push(Cell {
                    range: bare(text, start..at, delimiter),
                    value: cell.trim().to_owned(),
                });
                (start, filled) = (at, 0);
                if record_end {
                    rows.push(std::mem::take(&mut row));
                }
            }
            ReadFieldResult::OutputFull | ReadFieldResult::End => return rows,
        }
    }
}

/// The bytes of a cell without what separates it: line breaks before the first of a row, and what follows it.
fn bare(text: &str, range: Range<usize>, delimiter: u8) -> Range<usize> {
    let raw = &text[range.clone()];
    let end = match raw.strip_suffix(char::from(delimiter)) {
        Some(rest) => rest,
        None => raw.trim_end_matches(['\r', '\n']),
    };
    let value = end.trim_start_matches(['\r', '\n']);
    let start = range.start + end.len() - value.len();
    start..start + value.len()
}

/// A quote begins and ends the cell, and stands twice inside; or there is none.
fn is_quoted_well(raw: &str) -> bool {
    match raw.trim().strip_prefix('"') {
        None => !raw.contains('"'),
        Some(rest) => rest
            .strip_suffix('"')
            .is_some_and(|inner| !inner.replace("\"\"", "").contains('"')),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Vec<Vec<String>> {
        let rows = cells(text, delimiter(text));
        let texts = |row: Vec<Cell>| row.into_iter().map(|cell| cell.value).collect();
        rows.into_iter().map(texts).collect()
    }

    #[test]
    fn cells_are_those_of_rfc_4180() {
        let text = "email,name\r\na@b.c,\"Lee, \"\"Ada\"\"\"\r\n\r\nd@e.f,\"two\nlines\"\r\n,\r\n";
        let wanted = [
            ["email", "name"],
            ["a@b.c", "Lee, \"Ada\""],
            ["d@e.f", "two\nlines"],
            ["", ""],
        ];
        assert_eq!(values(text), wanted);
        assert_eq!(
            values("email;name\na@b.c;Lee, Ada"),
            [["email", "name"], ["a@b.c", "Lee, Ada"]]
        );
        assert_eq!(values("email\tname\na\tb\n")[1], ["a", "b"]);
    }

    #[test]
    fn a_cell_stands_where_its_bytes_are() {
        let text = "email,name\r\n\r\na@b.c,\"Lee\"\r\n";
        let rows = cells(text, b',');
        let shown: Vec<&str> = rows[1].iter().map(|c| &text[c.range.clone()]).collect();
        assert_eq!(shown, ["a@b.c", "\"Lee\""]);
    }

    #[test]
    fn quotes_are_closed_and_doubled() {
        for good in ["", "a", "\"\"", "\"a\"\"b\"", " \"a\" "] {
            assert!(is_quoted_well(good), "{good}");
        }
        for bad in ["\"", "\"a", "a\"b", "\"a\"b\"", "\"a\"b"] {
            assert!(!is_quoted_well(bad), "{bad}");
        }
    }
}
