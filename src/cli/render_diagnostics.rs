//! Findings for people and for programs. Secrets are never shown, addresses only with `--pii full`.

use std::collections::BTreeMap;

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};
use serde::Serialize;

use super::excerpt;
use crate::base::diag::{Diagnostic, Lines, Severity, Span};
use crate::base::mask::Pii;
use crate::report::finding::{Finding, FindingPlace};
use crate::spec::{self, SourceFile};

/// Findings with the texts they stand in, made fit to be seen.
pub struct Shown<'a> {
    diagnostics: Vec<Diagnostic>,
    sources: BTreeMap<&'a str, Source>,
}

struct Source {
    text: String,
    lines: Lines,
}

impl<'a> Shown<'a> {
    /// Masks `files` as `pii` says; the bytes of every span stay where they are.
    pub fn new(files: &'a [SourceFile], diagnostics: &'a [Diagnostic], pii: Pii) -> Self {
        let mut sources = BTreeMap::new();
        for file in files {
            if !diagnostics.iter().any(|d| names(d, &file.path)) {
                continue;
            }
            let secrets = diagnostics
                .iter()
                .filter_map(|d| Some((d.code, d.span.as_ref()?)))
                .filter(|(_, span)| span.file == file.path)
                .map(|(code, span)| (code, span.start..span.end))
                .filter(|(code, range)| {
                    let text = file.text.get(range.clone()).unwrap_or_default();
                    let number = pii != Pii::Full && excerpt::is_number(code, text);
                    number || excerpt::is_secret(code)
                })
                .map(|(_, range)| range);
            let people = match spec::kind_of(&file.path) {
                _ if pii == Pii::Full => Vec::new(),
                Some(spec::Kind::List) => excerpt::cells(&file.text),
                Some(spec::Kind::Invitations | spec::Kind::Accounts) => excerpt::names(&file.text),
                _ => Vec::new(),
            };
            let text = excerpt::masked(&file.text, secrets.chain(people), pii);
            let lines = Lines::of(&text);
            sources.insert(file.path.as_str(), Source { text, lines });
        }
        let diagnostics = diagnostics.iter().map(|d| told(d, pii)).collect();
        Self {
            diagnostics,
            sources,
        }
    }

    fn locate(&self, span: &Span) -> Located {
        let source = self.sources.get(span.file.as_str());
        let at = |byte: usize| source.map_or((1, 1), |s| s.lines.locate(&s.text, byte));
        let (line, column) = at(span.start);
        let (end_line, end_column) = at(span.end);
        Located {
            file: span.file.clone(),
            line,
            column,
            end_line,
            end_column,
        }
    }
}

/// A finding whose own words name no address, unless that is asked for. Hints hold examples alone.
fn told(diagnostic: &Diagnostic, pii: Pii) -> Diagnostic {
    let masked = |text: &String| excerpt::masked(text, std::iter::empty(), pii);
    let related = diagnostic.related.iter();
    Diagnostic {
        message: masked(&diagnostic.message),
        label: diagnostic.label.as_ref().map(masked),
        related: related
            .map(|(span, text)| (span.clone(), masked(text)))
            .collect(),
        ..diagnostic.clone()
    }
}

fn names(diagnostic: &Diagnostic, path: &str) -> bool {
    let related = diagnostic.related.iter().map(|(span, _)| span);
    diagnostic
        .span
        .iter()
        .chain(related)
        .any(|span| span.file == path)
}

/// Errors shown to people in one run; a program is told all of them.
const MOST_ERRORS: usize = 100;
/// Warnings of one code shown to people in one run.
const MOST_ALIKE: usize = 5;
/// A longer line is named, not shown.
const LONGEST_LINE: usize = 1_000;
/// Places of one file further apart, in bytes, are shown one after the other.
const NEAR: usize = 2_000;

/// The findings for people: excerpt, caret, code, remedy; colours are stripped by the stream.
pub fn human(shown: &Shown<'_>) -> String {
    let renderer = Renderer::styled();
    let mut out = String::new();
    let (mut errors, mut warnings) = (0, BTreeMap::<&str, usize>::new());
    for diagnostic in &shown.diagnostics {
        let (count, most) = match diagnostic.severity {
            Severity::Error => (&mut errors, MOST_ERRORS),
            Severity::Warning => (warnings.entry(diagnostic.code).or_default(), MOST_ALIKE),
        };
        *count += 1;
        if *count <= most {
            out.push_str(&renderer.render(&[group(shown, diagnostic)]));
            out.push_str("\n\n");
        }
    }
    let more = warnings.into_values().map(|n| n.saturating_sub(MOST_ALIKE));
    let more = more.sum::<usize>() + errors.saturating_sub(MOST_ERRORS);
    if more > 0 {
        out.push_str(&format!(
            "… and {more} more: --format json lists all of them\n"
        ));
    }
    if let Some(first) = shown.diagnostics.first() {
        let (errors, warnings) = tally(&shown.diagnostics);
        out.push_str(&format!(
            "{}; more about one: enroll explain {}\n",
            summary(errors, warnings),
            first.code
        ));
    }
    out
}

fn group<'s>(shown: &'s Shown<'_>, diagnostic: &'s Diagnostic) -> Group<'s> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level
        .primary_title(&*diagnostic.message)
        .id(diagnostic.code);
    let mut group = Group::with_title(title);
    if let Some(span) = &diagnostic.span {
        let primary = (span, diagnostic.label.as_deref(), AnnotationKind::Primary);
        let related = diagnostic.related.iter();
        let related = related.map(|(span, text)| (span, Some(&**text), AnnotationKind::Context));
        let near =
            |other: &Span| other.file == span.file && other.start.abs_diff(span.start) < NEAR;
        let (near, far): (Vec<_>, Vec<_>) = related.partition(|(other, ..)| near(other));
        let together: Vec<Spot<'_>> = std::iter::once(primary).chain(near).collect();
        group = group.element(shown.excerpt(&together));
        for spot in far {
            group = group.element(shown.excerpt(&[spot]));
        }
    }
    match &diagnostic.hint {
        Some(hint) => group.element(Level::HELP.message(&**hint)),
        None => group,
    }
}

/// A place with its text and weight.
type Spot<'s> = (&'s Span, Option<&'s str>, AnnotationKind);

impl Shown<'_> {
    /// The lines of `spots`, which stand in one file, near each other. What cannot be shown is named.
    fn excerpt<'s>(&'s self, spots: &[Spot<'s>]) -> Element<'s> {
        let first = spots[0].0;
        let Some(source) = self.sources.get(first.file.as_str()) else {
            return Origin::path(&*first.file).into();
        };
        let start = spots.iter().map(|(s, ..)| s.start).min().unwrap_or(0);
        let end = spots.iter().map(|(s, ..)| s.end).max().unwrap_or(0);
        let window = source.lines.whole(&source.text, start..end);
        let text = &source.text[window.clone()];
        if text.lines().any(|line| line.len() > LONGEST_LINE) {
            let place = self.locate(first);
            let origin = Origin::path(&*first.file).line(place.line as usize);
            return origin.char_column(place.column as usize).into();
        }
        let (line, _) = source.lines.locate(&source.text, window.start);
        let mut snippet = Snippet::source(text)
            .path(&*first.file)
            .line_start(line as usize);
        for (span, label, kind) in spots {
            let spot = kind.span(span.start - window.start..span.end - window.start);
            snippet = snippet.annotation(match label {
                Some(label) => spot.label(*label),
                None => spot,
            });
        }
        snippet.into()
    }
}

fn tally(diagnostics: &[Diagnostic]) -> (usize, usize) {
    let errors = diagnostics
        .iter()
        .filter(|d| d.severity == Severity::Error)
        .count();
    (errors, diagnostics.len() - errors)
}

fn summary(errors: usize, warnings: usize) -> String {
    let counted = |n: usize, noun: &str| match n {
        1 => format!("1 {noun}"),
        _ => format!("{n} {noun}s"),
    };
    match (errors, warnings) {
        (0, n) => counted(n, "warning"),
        (n, 0) => counted(n, "error"),
        (e, w) => format!("{}, {}", counted(e, "error"), counted(w, "warning")),
    }
}

/// The document of `--format json`. Keys are only ever added while `version` is 1.
#[derive(Serialize)]
struct Document<'a> {
    format: &'static str,
    version: u32,
    valid: bool,
    errors: usize,
    warnings: usize,
    diagnostics: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    severity: Severity,
    code: &'a str,
    message: &'a str,
    #[serde(flatten)]
    place: Option<Located>,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    #[serde(flatten)]
    place: Located,
}

#[derive(Serialize)]
struct Located {
    file: String,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
}

/// One versioned JSON document.
pub fn json(shown: &Shown<'_>) -> String {
    let (errors, warnings) = tally(&shown.diagnostics);
    let document = Document {
        format: "enroll.diagnostics",
        version: 1,
        valid: errors == 0,
        errors,
        warnings,
        diagnostics: shown.diagnostics.iter().map(|d| entry(shown, d)).collect(),
    };
    // Texts and numbers alone always have a JSON form.
    serde_json::to_string_pretty(&document).unwrap_or_default()
}

fn entry<'a>(shown: &Shown<'_>, d: &'a Diagnostic) -> Entry<'a> {
    let related = d.related.iter().map(|(span, text)| Related {
        message: text,
        place: shown.locate(span),
    });
    Entry {
        severity: d.severity,
        code: d.code,
        message: &d.message,
        place: d.span.as_ref().map(|span| shown.locate(span)),
        label: d.label.as_deref(),
        hint: d.hint.as_deref(),
        related: related.collect(),
    }
}

/// Every finding with its place, for the files that CI systems read.
pub fn findings(shown: &Shown<'_>) -> Vec<Finding> {
    let place = |span: &Span| {
        let located = shown.locate(span);
        FindingPlace {
            file: located.file,
            line: located.line,
            column: located.column,
            end_line: located.end_line,
            end_column: located.end_column,
        }
    };
    let finding = |d: &Diagnostic| Finding {
        severity: d.severity,
        code: d.code.to_owned(),
        message: d.message.clone(),
        hint: d.hint.clone(),
        place: d.span.as_ref().map(place),
    };
    shown.diagnostics.iter().map(finding).collect()
}
