//! What the grammar is too weak to say of labels and jumps. These are errors beside type errors: Go reports them for
//! files that parse, so whoever checks a function's body calls this and sorts the errors in with its own.
//!
//! Source: the language's sections on labelled, break, continue, goto and fallthrough statements; the words and the
//! positions are those of Go's compiler. Another place that a message tells of stands
//! beside it (`SyntaxError::place`).

use crate::SyntaxError;
use crate::nodes::*;
use crate::source::Span;

/// Checks labels, goto, break, continue and fallthrough of one function's body. Function literals in it are bodies of
/// their own and not looked into. The errors stand in the order of the text.
pub fn check_branches(body: &Block) -> Vec<SyntaxError> {
    let mut w = Walk::default();
    w.blocks.push(Scope {
        parent: None,
        start: body.span.start(),
        vars: Vec::new(),
    });
    w.list(
        &body.stmts,
        0,
        Around {
            in_loop: false,
            breakable: false,
            fall: Fall::No,
        },
    );
    w.resolve();
    w.errors.sort_by_key(|e| e.span.lo);
    w.errors
}

/// A block of the function.
struct Scope {
    parent: Option<usize>,
    start: Span,
    /// The variables it declares, in order.
    vars: Vec<VarDecl>,
}

/// A declaration of variables: a goto must not jump over it.
struct VarDecl {
    lo: u32,
    /// Where messages say that it is.
    place: Span,
    names: String,
}

struct Label {
    ident: Ident,
    scope: usize,
    used: bool,
}

struct Goto {
    label: Ident,
    scope: usize,
}

/// What a fallthrough here would do.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fall {
    /// Out of place.
    No,
    /// At the end of a clause that another follows.
    Next,
    /// At the end of the last clause.
    Last,
    /// In a clause of a type switch.
    TypeSwitch,
}

/// The statements around a list.
#[derive(Clone, Copy)]
struct Around {
    in_loop: bool,
    breakable: bool,
    fall: Fall,
}

/// What a label stands at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Labelled {
    Loop,
    Choice,
    Other,
}

#[derive(Default)]
struct Walk {
    blocks: Vec<Scope>,
    labels: Vec<Label>,
    gotos: Vec<Goto>,
    /// The labelled statements around the present one.
    enclosing: Vec<(Symbol, Labelled)>,
    errors: Vec<SyntaxError>,
}

impl Walk {
    fn error(&mut self, span: Span, message: String) {
        self.errors.push(SyntaxError::other(span, message));
    }

    /// An error whose message ends in `place`.
    fn error_with(&mut self, span: Span, message: String, place: Span) {
        self.errors.push(SyntaxError {
            place: Some(place),
            ..SyntaxError::other(span, message)
        });
    }

    fn inner(&mut self, start: Span, stmts: &[Stmt], scope: usize, around: Around) {
        self.blocks.push(Scope {
            parent: Some(scope),
            start,
            vars: Vec::new(),
        });
        let inner = self.blocks.len() - 1;
        self.list(stmts, inner, around);
    }

    fn list(&mut self, stmts: &[Stmt], scope: usize, around: Around) {
        for (i, s) in stmts.iter().enumerate() {
            let last = i + 1 == stmts.len();
            let fall = match around.fall {
                Fall::Next | Fall::Last if !last => Fall::No,
                fall => fall,
            };
            self.stmt(s, scope, Around { fall, ..around }, None);
        }
    }

    /// `label` is the one right before the statement.
    fn stmt(&mut self, s: &Stmt, scope: usize, around: Around, label: Option<Symbol>) {
        let kind = match &s.kind {
            StmtKind::For(_) | StmtKind::Range(_) => Labelled::Loop,
            StmtKind::Switch(_) | StmtKind::TypeSwitch(_) | StmtKind::Select(_) => Labelled::Choice,
            _ => Labelled::Other,
        };
        if let Some(label) = label {
            self.enclosing.push((label, kind));
        }
        let plain = Around {
            fall: Fall::No,
            ..around
        };
        let in_loop = Around {
            in_loop: true,
            breakable: true,
            fall: Fall::No,
        };
        let choice = |fall| Around {
            breakable: true,
            fall,
            ..around
        };
        match &s.kind {
            StmtKind::Labeled(label, inner) => {
                self.declare(*label, scope);
                self.stmt(inner, scope, around, Some(label.name));
            }
            StmtKind::Decl(d) => {
                if let Decl::Var(g) = &**d
                    && let Some(n) = g.specs.first().and_then(|s| s.names.first())
                {
                    self.blocks[scope].vars.push(VarDecl {
                        lo: n.span.lo,
                        place: n.span,
                        names: n.name.to_string(),
                    });
                }
            }
            StmtKind::Define(d) => {
                let names: Vec<String> = d
                    .lhs
                    .iter()
                    .map(|e| e.as_name().unwrap_or(Symbol::BLANK).to_string())
                    .collect();
                self.blocks[scope].vars.push(VarDecl {
                    lo: s.span.lo,
                    place: s.span.at(d.op_pos),
                    names: names.join(", "),
                });
            }
            StmtKind::Block(b) => self.inner(b.span, &b.stmts, scope, plain),
            StmtKind::If(i) => {
                self.inner(i.then.span, &i.then.stmts, scope, plain);
                if let Some(els) = &i.els {
                    self.inner(els.span, std::slice::from_ref(els), scope, plain);
                }
            }
            StmtKind::For(f) => self.inner(f.body.span, &f.body.stmts, scope, in_loop),
            StmtKind::Range(f) => self.inner(f.body.span, &f.body.stmts, scope, in_loop),
            StmtKind::Switch(sw) => {
                for (i, c) in sw.clauses.iter().enumerate() {
                    let last = i + 1 == sw.clauses.len();
                    self.inner(
                        c.span,
                        &c.body,
                        scope,
                        choice(if last { Fall::Last } else { Fall::Next }),
                    );
                }
            }
            StmtKind::TypeSwitch(sw) => {
                for c in &sw.clauses {
                    self.inner(c.span, &c.body, scope, choice(Fall::TypeSwitch));
                }
            }
            StmtKind::Select(sel) => {
                for c in &sel.clauses {
                    self.inner(c.span, &c.body, scope, choice(Fall::No));
                }
            }
            StmtKind::Goto(label) => self.gotos.push(Goto {
                label: *label,
                scope,
            }),
            StmtKind::Break(None) if !around.breakable => {
                self.error(s.span, "break is not in a loop, switch, or select".into());
            }
            StmtKind::Continue(None) if !around.in_loop => {
                self.error(s.span, "continue is not in a loop".into());
            }
            StmtKind::Break(Some(label)) => {
                self.labelled_jump(*label, "break", |kind| kind != Labelled::Other);
            }
            StmtKind::Continue(Some(label)) => {
                self.labelled_jump(*label, "continue", |kind| kind == Labelled::Loop);
            }
            StmtKind::Fallthrough => {
                let message = match around.fall {
                    Fall::Next => None,
                    Fall::No => Some("fallthrough statement out of place"),
                    Fall::Last => Some("cannot fallthrough final case in switch"),
                    Fall::TypeSwitch => Some("cannot fallthrough in type switch"),
                };
                if let Some(message) = message {
                    self.error(s.span, message.into());
                }
            }
            _ => {}
        }
        if label.is_some() {
            self.enclosing.pop();
        }
    }

    fn declare(&mut self, label: Ident, scope: usize) {
        if label.name.is_blank() {
            return;
        }
        if let Some(l) = self.labels.iter().find(|l| l.ident.name == label.name) {
            let first = l.ident.span;
            let message = format!("label {} already defined at", label.name);
            self.error_with(label.span, message, first);
            return;
        }
        self.labels.push(Label {
            ident: label,
            scope,
            used: false,
        });
    }

    fn labelled_jump(&mut self, label: Ident, what: &str, fits: impl Fn(Labelled) -> bool) {
        let Some(target) = self.labels.iter_mut().find(|l| l.ident.name == label.name) else {
            self.error(
                label.span,
                format!("{what} label not defined: {}", label.name),
            );
            return;
        };
        target.used = true;
        let around = self
            .enclosing
            .iter()
            .rev()
            .find(|(name, _)| *name == label.name);
        if !around.is_some_and(|&(_, kind)| fits(kind)) {
            self.error(label.span, format!("invalid {what} label {}", label.name));
        }
    }

    /// Finds the targets of gotos, and the labels that nothing uses.
    fn resolve(&mut self) {
        for goto in std::mem::take(&mut self.gotos) {
            let name = goto.label.name;
            let at = goto.label.span;
            let Some(label) = self.labels.iter_mut().find(|l| l.ident.name == name) else {
                self.error(at, format!("label {name} not defined"));
                continue;
            };
            label.used = true;
            let (target, scope) = (label.ident.span.lo, label.scope);
            let mut around = Some(goto.scope);
            while around.is_some_and(|s| s != scope) {
                around = around.and_then(|s| self.blocks[s].parent);
            }
            if around.is_none() {
                let start = self.blocks[scope].start;
                let message = format!("goto {name} jumps into block starting at");
                self.error_with(at, message, start);
                continue;
            }
            let vars = &self.blocks[scope].vars;
            let over = vars
                .iter()
                .rev()
                .find(|v| v.lo < target)
                .filter(|v| v.lo > at.lo);
            if let Some(v) = over {
                let message = format!("goto {name} jumps over declaration of {} at", v.names);
                let place = v.place;
                self.error_with(at, message, place);
            }
        }
        for label in std::mem::take(&mut self.labels) {
            if !label.used {
                let message = format!("label {} defined and not used", label.ident.name);
                self.error(label.ident.span, message);
            }
        }
    }
}
