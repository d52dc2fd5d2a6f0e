//! Declarations that wait for others: functions and types may refer to names that a later input declares.
//!
//! Such an input is kept as text. Whenever an input went well, those that wait are tried again, together, since they may
//! refer to each other; an input that lacks a name is first tried together with them. They see the names of the moment
//! when they are compiled at last.

use minigo_compiler::diagnostic::Diagnostic;
use minigo_compiler::session::declared;

use super::{Ending, Repl};
use crate::build::report;

/// An input that waits.
pub struct Pending {
    text: String,
    /// What it declares.
    names: Vec<String>,
    /// Why it could not be compiled.
    diagnostics: Vec<Diagnostic>,
}

/// The names that are missing, if nothing else is wrong. What waits already may wait for methods, too: those of a type
/// that has just come follow it.
fn missing(diagnostics: &[Diagnostic], waits: bool) -> Option<Vec<String>> {
    let method = |text: &str| {
        let (_, name) = text
            .strip_suffix(')')?
            .rsplit_once(" has no field or method ")?;
        waits.then(|| name.to_string())
    };
    let mut out = Vec::new();
    for d in diagnostics {
        let found = d.message.strip_prefix("undefined: ").map(str::to_string);
        let name = found.or_else(|| method(&d.message))?;
        if name.contains(|c: char| !c.is_alphanumeric() && c != '_') {
            return None;
        }
        if !out.contains(&name) {
            out.push(name);
        }
    }
    (!out.is_empty()).then_some(out)
}

impl Repl {
    /// An input that declares a name anew takes the place of one that waits.
    pub(super) fn replaced(&mut self, text: &str) {
        if !self.pending.is_empty()
            && let Some(names) = declared(text)
        {
            self.pending
                .retain(|p| !p.names.iter().any(|n| names.contains(n)));
        }
    }

    /// An input could not be compiled: perhaps it can with those that wait, or must wait itself.
    pub(super) fn later(&mut self, name: &str, text: &str, diagnostics: Vec<Diagnostic>) -> Ending {
        let Some(missing) = missing(&diagnostics, false) else {
            report(self.session.checker(), &diagnostics, self.output);
            return Ending::Failed;
        };
        if let Some(ending) = self.together(name, text) {
            return ending;
        }
        let Some(names) = declared(text) else {
            report(self.session.checker(), &diagnostics, self.output);
            for p in &self.pending {
                if p.names.iter().any(|n| missing.contains(n)) {
                    p.say();
                }
            }
            return Ending::Failed;
        };
        let waits = Pending {
            text: text.trim_end().to_string(),
            names,
            diagnostics,
        };
        waits.say();
        self.pending.push(waits);
        Ending::Failed
    }

    /// Tries those that wait, after an input that went well.
    pub(super) fn settle(&mut self, name: &str) {
        if !self.pending.is_empty() {
            self.together(name, "");
        }
    }

    /// Compiles and runs `text` behind as many of those that wait as can be compiled with it; `None` if there are none.
    fn together(&mut self, name: &str, text: &str) -> Option<Ending> {
        let mut set: Vec<usize> = (0..self.pending.len()).collect();
        while !set.is_empty() {
            let (mut all, mut ends) = (String::new(), Vec::new());
            for &i in &set {
                all += &self.pending[i].text;
                all.push('\n');
                ends.push(all.len());
            }
            all += text;
            self.session.uncount();
            let diagnostics = match self.compile(name, &all, true) {
                Ok(units) => {
                    for &i in set.iter().rev() {
                        self.pending.remove(i);
                    }
                    let ending = self.run_units(&units);
                    if ending == Ending::Done {
                        self.done.push(all.trim_end().to_string());
                    }
                    return Some(ending);
                }
                Err(diagnostics) => diagnostics,
            };
            let start = |k: usize| if k == 0 { 0 } else { ends[k - 1] };
            let of = |k: usize| {
                let own = start(k)..ends[k];
                let mistakes = diagnostics.iter();
                mistakes.filter(move |d| own.contains(&(d.span.lo as usize)))
            };
            let bad: Vec<bool> = (0..set.len()).map(|k| of(k).next().is_some()).collect();
            if !bad.contains(&true) {
                return None;
            }
            // What is wrong with more than a name was hidden by the name that was missing.
            let mut lost = Vec::new();
            for (k, &i) in set.iter().enumerate() {
                let own: Vec<Diagnostic> = of(k).cloned().collect();
                if own.is_empty() {
                    continue;
                }
                let now = missing(&own, true);
                if now.is_none() {
                    report(self.session.checker(), &own, self.output);
                    lost.push(i);
                } else if now != missing(&self.pending[i].diagnostics, true) {
                    self.pending[i].diagnostics = own;
                }
            }
            let mut k = 0;
            set.retain(|_| {
                k += 1;
                !bad[k - 1]
            });
            for &i in lost.iter().rev() {
                self.pending.remove(i);
                set.iter_mut().filter(|s| **s > i).for_each(|s| *s -= 1);
            }
        }
        None
    }

    /// At the end of a pipe: what never came is a mistake.
    pub(super) fn report_pending(&mut self) {
        for p in std::mem::take(&mut self.pending) {
            if !self.terminal {
                report(self.session.checker(), &p.diagnostics, self.output);
            }
        }
    }
}

impl Pending {
    /// Tells what is waited for.
    fn say(&self) {
        let missing = missing(&self.diagnostics, true).unwrap_or_default();
        eprintln!(
            "note: {} waits for {}, not declared yet",
            self.names.join(", "),
            missing.join(", ")
        );
    }
}
