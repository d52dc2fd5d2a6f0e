//! Reporting: the one door through which the checker's errors go, and its filter against follow-on errors.

use minigo_syntax::Span;

use super::check::Checker;
use crate::diagnostic::{Code, Diagnostic, Severity};

/// More errors than this are not collected: nobody reads them.
const MAX_ERRORS: usize = 1000;

/// Whether programs with generics are refused after they have been checked.
const REFUSE_GENERICS: bool = true;

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
            self.diagnostics.push(d);
        }
    }

    /// A language feature that is not there yet. Shown only if the program is right otherwise: what it says would be
    /// in the way of the errors that matter.
    pub(super) fn unsupported(&mut self, span: Span, what: &str) {
        let message = format!("minigo does not support {what} yet");
        let d = self.new_error(Code::Unsupported, span, message);
        if self.refusals.len() < MAX_ERRORS {
            self.refusals.push(d);
        }
    }

    /// Notes a use of a generic function or type, as long as code generation does not know them.
    pub(super) fn refuse_generic(&mut self, span: Span, what: &str) {
        if REFUSE_GENERICS {
            self.unsupported(span, what);
        }
    }

    /// Turns what was refused into errors, if there are no others.
    pub(super) fn report_refusals(&mut self) {
        let list = std::mem::take(&mut self.refusals);
        if self.diagnostics.is_empty() {
            self.diagnostics = list;
        }
    }
}
