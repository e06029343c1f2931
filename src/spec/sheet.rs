//! One file of the repository while it is read: its text, its tree and what was found wrong with it.

use std::cell::RefCell;
use std::ops::Range;

use super::yaml::{self, Slot};
use super::{Kind, SourceFile};
use crate::base::diag::{Diagnostic, Lines, Place, Span};

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
}

impl<'s> Sheet<'s> {
    /// Parses `file`.
    pub fn read(file: &'s SourceFile, kind: Kind) -> Self {
        let (root, faults) = yaml::parse(&file.text);
        let sheet = Self {
            path: &file.path,
            text: &file.text,
            kind,
            root,
            lines: Lines::of(&file.text),
            findings: RefCell::default(),
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

    /// Keeps a finding.
    pub fn push(&self, finding: Diagnostic) {
        self.findings.borrow_mut().push(finding);
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
