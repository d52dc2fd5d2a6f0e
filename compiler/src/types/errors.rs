//! Reporting: the one door through which the checker's errors go, and its filter against follow-on errors.

use minigo_syntax::Span;

use super::check::Checker;
use crate::diagnostic::{Code, Diagnostic, Severity};

/// More errors than this are not collected: nobody reads them.
const MAX_ERRORS: usize = 1000;

impl Checker {
    /// A diagnostic under construction.
    pub(super) fn new_error(&self, code: Code, span: Span, message: String) -> Diagnostic {
        Diagnostic {
            code,
            severity: Severity::Error,
            span,
            message,
            labels: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Reports an error at the start of `span`.
    pub(super) fn error(&mut self, span: Span, code: Code, message: impl Into<String>) {
        let d = self.new_error(code, span, message.into());
        self.report(d);
    }

    /// Reports a diagnostic, unless it is a consequence of one already reported.
    pub(super) fn report(&mut self, mut d: Diagnostic) {
        if !self.diagnostics.is_empty() {
            let hidden = |s: &str| d.message.find(s).is_some_and(|i| i > 0);
            if hidden("invalid operand") || hidden("invalid type") {
                return;
            }
        }
        if let Some(at) = self.env.errpos {
            d.span = at;
        }
        if self.diagnostics.len() < MAX_ERRORS {
            self.add_hints(&mut d);
            self.diagnostics.push(d);
        }
    }
}
