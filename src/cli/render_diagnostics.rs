//! Findings for people and for programs. Secrets are never shown, addresses only with `--pii full`.

use std::collections::BTreeMap;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use serde::Serialize;

use super::excerpt;
use crate::base::diag::{Diagnostic, Lines, Severity, Span};
use crate::base::mask::Pii;
use crate::spec::SourceFile;

/// Findings with the texts they stand in, made fit to be seen.
pub struct Shown<'a> {
    diagnostics: &'a [Diagnostic],
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
                .filter(|d| excerpt::is_secret(d.code))
                .filter_map(|d| d.span.as_ref())
                .filter(|span| span.file == file.path)
                .map(|span| span.start..span.end);
            let text = excerpt::masked(&file.text, secrets, pii);
            let lines = Lines::of(&text);
            sources.insert(file.path.as_str(), Source { text, lines });
        }
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

fn names(diagnostic: &Diagnostic, path: &str) -> bool {
    let related = diagnostic.related.iter().map(|(span, _)| span);
    diagnostic
        .span
        .iter()
        .chain(related)
        .any(|span| span.file == path)
}

/// The findings for people: excerpt, caret, code, remedy; colours are stripped by the stream.
pub fn human(shown: &Shown<'_>) -> String {
    let renderer = Renderer::styled();
    let mut out = String::new();
    for diagnostic in shown.diagnostics {
        out.push_str(&renderer.render(&groups(shown, diagnostic)));
        out.push_str("\n\n");
    }
    let (errors, warnings) = tally(shown.diagnostics);
    if errors + warnings > 0 {
        let mut codes: Vec<&str> = shown.diagnostics.iter().map(|d| d.code).collect();
        codes.dedup();
        out.push_str(&format!(
            "{}; more about one: enroll explain {}\n",
            summary(errors, warnings),
            codes[0]
        ));
    }
    out
}

fn groups<'s>(shown: &'s Shown<'_>, diagnostic: &'s Diagnostic) -> Vec<Group<'s>> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level
        .primary_title(&*diagnostic.message)
        .id(diagnostic.code);
    let mut group = Group::with_title(title);
    if let Some(span) = &diagnostic.span {
        let (near, far): (Vec<_>, Vec<_>) = diagnostic
            .related
            .iter()
            .partition(|(other, _)| other.file == span.file);
        let primary = AnnotationKind::Primary.span(span.start..span.end);
        let primary = match &diagnostic.label {
            Some(label) => primary.label(&**label),
            None => primary,
        };
        if let Some(source) = shown.sources.get(span.file.as_str()) {
            let mut snippet = Snippet::source(&*source.text)
                .path(&*span.file)
                .annotation(primary);
            for (other, text) in near {
                let there = AnnotationKind::Context.span(other.start..other.end);
                snippet = snippet.annotation(there.label(&**text));
            }
            group = group.element(snippet);
        } else {
            group = group.element(annotate_snippets::Origin::path(&*span.file));
        }
        for (other, text) in far {
            if let Some(source) = shown.sources.get(other.file.as_str()) {
                let there = AnnotationKind::Context.span(other.start..other.end);
                let snippet = Snippet::source(&*source.text).path(&*other.file);
                group = group.element(snippet.annotation(there.label(&**text)));
            }
        }
    }
    if let Some(hint) = &diagnostic.hint {
        group = group.element(Level::HELP.message(&**hint));
    }
    vec![group]
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
    let (errors, warnings) = tally(shown.diagnostics);
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
