//! Keys in the order of the contract. Between blank lines only: what stands apart stays apart.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::spec::Kind;
use crate::spec::keys::{self, Keys};
use crate::spec::yaml::{Entry, Slot, Value};

/// What the keys of a value are.
#[derive(Clone, Copy)]
enum Shape {
    /// Those of a table.
    Keys(&'static Keys),
    /// Ids of things that have the keys of a table.
    Ids(&'static Keys),
    /// None: a list of things that have the keys of a table.
    List(&'static Keys),
}

/// Pieces that take each other's places: where they stand, and the order they get.
type Moves = BTreeMap<usize, (usize, Vec<Range<usize>>)>;

/// `text` with its keys in order.
pub fn ordered(text: &str, root: &Slot, kind: Option<Kind>) -> String {
    let shape = match kind {
        Some(Kind::Root) => Shape::Keys(&keys::ROOT),
        Some(Kind::Sites) => Shape::Ids(&keys::SITE),
        Some(Kind::Policies) => Shape::Ids(&keys::POLICY),
        Some(Kind::Accounts) => Shape::Ids(&keys::ACCOUNT),
        Some(Kind::Invitations) => Shape::Ids(&keys::INVITATION),
        Some(Kind::Text | Kind::List | Kind::Image | Kind::Message | Kind::Texts) | None => {
            return text.to_owned();
        }
    };
    let mut text = text.to_owned();
    if !text.ends_with('\n') {
        text.push('\n');
    }
    let mut moves = Moves::new();
    visit(&text, root, shape, &mut moves);
    let mut out = String::with_capacity(text.len());
    emit(&text, 0..text.len(), &moves, &mut out);
    out
}

fn visit(text: &str, slot: &Slot, shape: Shape, moves: &mut Moves) {
    // Behind an alias stands what was visited where it is.
    if slot.span != slot.node.span {
        return;
    }
    match (&slot.node.value, shape) {
        (Value::Map(entries), Shape::Keys(table)) => {
            arrange(text, slot, entries, table, moves);
            for entry in entries {
                if let Some(shape) = below(table, &entry.key) {
                    visit(text, &entry.slot, shape, moves);
                }
            }
        }
        (Value::Map(entries), Shape::Ids(table)) => {
            for entry in entries {
                visit(text, &entry.slot, Shape::Keys(table), moves);
            }
        }
        (Value::List(items), Shape::List(table)) => {
            for item in items {
                visit(text, item, Shape::Keys(table), moves);
            }
        }
        _ => {}
    }
}

/// What stands under a key.
fn below(table: &Keys, key: &str) -> Option<Shape> {
    Some(match (table.name, key) {
        ("enroll", "organization") => Shape::Keys(&keys::ORGANIZATION),
        ("enroll", "portal") => Shape::Keys(&keys::PORTAL),
        ("enroll", "mail") => Shape::Keys(&keys::MAIL),
        ("enroll", "sms") => Shape::Keys(&keys::SMS),
        ("enroll", "directory") => Shape::Ids(&keys::DIRECTORY),
        ("enroll", "mdm") => Shape::Keys(&keys::MDM),
        ("enroll", "defaults") => Shape::Keys(&keys::DEFAULTS),
        ("enroll", "limits") => Shape::Keys(&keys::LIMITS),
        ("enroll", "open_enrollment") => Shape::Keys(&keys::OPEN),
        ("enroll", "webhooks") => Shape::List(&keys::WEBHOOK),
        ("organization" | "site", "help") => Shape::Keys(&keys::HELP),
        ("organization", "brand") => Shape::Keys(&keys::BRAND),
        ("portal" | "mdm", "tls") => Shape::Keys(&keys::TLS),
        ("directory", "attributes") => Shape::Keys(&keys::ATTRIBUTES),
        ("mdm", "push") => Shape::Keys(&keys::PUSH),
        ("mdm", "scep") => Shape::Keys(&keys::SCEP),
        ("mdm", "acme") => Shape::Keys(&keys::ACME),
        ("mdm", "access_rights") => Shape::Keys(&keys::RIGHTS),
        ("limits", "paths") => Shape::Ids(&keys::PATH_RULE),
        ("open_enrollment", _) => Shape::List(&keys::OPEN_ROW),
        ("invitation", "to") => Shape::List(&keys::RECIPIENT),
        _ => return None,
    })
}

/// Notes which entries of a map take each other's places.
fn arrange(text: &str, slot: &Slot, entries: &[Entry], table: &Keys, moves: &mut Moves) {
    let rank = |entry: &Entry| {
        let mut all = table.built.iter();
        all.position(|key| *key == entry.key).unwrap_or(usize::MAX)
    };
    let flow = text[slot.span.start..].starts_with('{');
    let runs = match flow {
        true => in_brackets(text, entries),
        false => in_lines(text, entries),
    };
    for run in runs {
        let (first, last) = (&run[0].1, &run[run.len() - 1].1);
        let place = first.start..last.end;
        let mut sorted: Vec<&(usize, Range<usize>)> = run.iter().collect();
        sorted.sort_by_key(|(n, _)| rank(&entries[*n]));
        if sorted.iter().zip(&run).all(|(a, b)| a.0 == b.0) {
            continue;
        }
        // What is between two pieces stays where it is.
        let mut pieces = Vec::with_capacity(run.len() * 2);
        for (n, (_, piece)) in sorted.iter().enumerate() {
            pieces.push(piece.clone());
            if let Some((_, next)) = run.get(n + 1) {
                pieces.push(run[n].1.end..next.start);
            }
        }
        moves.insert(place.start, (place.end, pieces));
    }
}

/// Entries with their number that may be exchanged.
type Run = Vec<(usize, Range<usize>)>;

/// `{ a: 1, b: 2 }`: every entry, unless a comment stands between them.
fn in_brackets(text: &str, entries: &[Entry]) -> Vec<Run> {
    let all: Run = (0..)
        .zip(entries.iter().map(|e| e.key_span.start..e.slot.end))
        .collect();
    let (Some(first), Some(last)) = (all.first(), all.last()) else {
        return Vec::new();
    };
    let commented = text[first.1.start..last.1.end].contains(['#', '\n']);
    if commented { Vec::new() } else { vec![all] }
}

/// One entry a line, or several: what follows without a gap. Comments right above a key belong to it.
fn in_lines(text: &str, entries: &[Entry]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut end = None;
    for (n, entry) in entries.iter().enumerate() {
        let line = text[..entry.key_span.start]
            .rfind('\n')
            .map_or(0, |at| at + 1);
        let indent = &text[line..entry.key_span.start];
        if !indent.bytes().all(|b| b == b' ') {
            return Vec::new();
        }
        // What stands above the first key of a file is about the file.
        let floor = end.unwrap_or(if indent.is_empty() { line } else { 0 });
        let start = with_comments(text, line, floor, indent);
        let tail = &text[entry.slot.end..];
        let stop = entry.slot.end + tail.find('\n').map_or(tail.len(), |at| at + 1);
        match runs.last_mut().filter(|_| end == Some(start)) {
            Some(run) => run.push((n, start..stop)),
            None => runs.push(vec![(n, start..stop)]),
        }
        end = Some(stop);
    }
    runs
}

/// Where the comments of the same indentation right above the line at `line` begin, not before `floor`.
fn with_comments(text: &str, line: usize, floor: usize, indent: &str) -> usize {
    let mut at = line;
    for above in text[floor..line].split_inclusive('\n').rev() {
        let own = above
            .strip_prefix(indent)
            .is_some_and(|rest| rest.starts_with('#'));
        if !own {
            break;
        }
        at -= above.len();
    }
    at
}

/// Writes a stretch of the text, its pieces where they go.
fn emit(text: &str, range: Range<usize>, moves: &Moves, out: &mut String) {
    let mut at = range.start;
    while let Some((start, (end, pieces))) = moves
        .range(at..range.end)
        .find(|(_, (end, _))| *end <= range.end)
    {
        out.push_str(&text[at..*start]);
        for piece in pieces {
            emit(text, piece.clone(), moves, out);
        }
        at = *end;
    }
    out.push_str(&text[at..range.end]);
}
