//! One file of the repository while it is read: its text, its tree and what was found wrong with it.

use std::cell::{Cell, RefCell};
use std::cmp::Ordering;
use std::ops::Range;

use super::yaml::{self, Slot};
use super::{Kind, SourceFile, codes, message};
use crate::base::diag::{Diagnostic, Lines, Place, Severity, Span};

const MOST_FINDINGS: usize = 1_000;

/// A parsed file. Findings gather inside, so that readers only return what they read.
pub struct Sheet<'s> {
    /// Path relative to the repository.
    pub path: &'s str,
    /// Its text.
    pub text: &'s str,
    /// Which kind of things it declares.
    pub kind: Kind,
    /// Its document; none: empty, or hidden by a syntax error.
    pub root: Option<Slot>,
    lines: Lines,
    findings: RefCell<Vec<Diagnostic>>,
    /// Errors and warnings, those left out included.
    counts: [Cell<usize>; 2],
}

impl<'s> Sheet<'s> {
    /// Parses `file`.
    pub fn read(file: &'s SourceFile, kind: Kind) -> Self {
        let (root, faults) = yaml::parse(match kind {
            Kind::Message => message::head(&file.text),
            _ => &file.text,
        });
        let sheet = Self {
            path: &file.path,
            text: &file.text,
            kind,
            root,
            lines: Lines::of(&file.text),
            findings: RefCell::default(),
            counts: Default::default(),
        };
        for fault in faults {
            let span = sheet.span(fault.span);
            let mut finding = Diagnostic::error(fault.code, Some(span), fault.message);
            finding.label = fault.label;
            finding.hint = fault.hint;
            if let Some((range, text)) = fault.related {
                finding = finding.related(sheet.span(range), text);
            }
            sheet.push(finding);
        }
        sheet
    }

    /// Keeps a finding. Of a thousand of one severity, the next one says so, and no more are kept.
    pub fn push(&self, finding: Diagnostic) {
        let count = &self.counts[usize::from(finding.severity == Severity::Warning)];
        count.set(count.get() + 1);
        match (count.get().cmp(&MOST_FINDINGS), finding.severity) {
            (Ordering::Less, _) => self.findings.borrow_mut().push(finding),
            (Ordering::Equal, severity) => {
                let message = format!(
                    "more than {MOST_FINDINGS} findings in this file; the rest is left out"
                );
                let end = Diagnostic {
                    severity,
                    ..Diagnostic::error(codes::YAML_BUDGET, finding.span, message)
                };
                self.findings.borrow_mut().push(end);
            }
            (Ordering::Greater, _) => {}
        }
    }

    /// No further error would be kept.
    pub fn is_full(&self) -> bool {
        self.counts[0].get() >= MOST_FINDINGS
    }

    /// Takes the findings out.
    pub fn take(&self) -> Vec<Diagnostic> {
        self.findings.take()
    }

    /// The text could not be parsed at all: what it declares is unknown.
    pub fn is_hidden(&self) -> bool {
        self.root.is_none() && !self.findings.borrow().is_empty()
    }

    /// The text says nothing at all. Asked before the findings are taken.
    pub fn is_blank(&self) -> bool {
        self.root.is_none() && self.findings.borrow().is_empty()
    }

    /// A stretch of this file.
    pub fn span(&self, range: Range<usize>) -> Span {
        Span {
            file: self.path.to_owned(),
            start: range.start,
            end: range.end,
        }
    }

    /// The place of byte `at`.
    pub fn place(&self, at: usize) -> Place {
        let (line, column) = self.lines.locate(self.text, at);
        Place {
            file: self.path.to_owned(),
            line,
            column,
        }
    }

    /// The whole lines from the one of `range`'s first byte to the one of its last.
    pub fn excerpt(&self, range: Range<usize>) -> Range<usize> {
        self.lines.whole(self.text, range)
    }
}
