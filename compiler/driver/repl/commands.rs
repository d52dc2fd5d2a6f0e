//! What begins with a colon.

use minigo_bytecode::FuncId;

use super::{Ending, Repl};
use crate::build::report;
use crate::{doc, inputs};

/// The commands' names, for completion.
pub const NAMES: &[&str] = &[
    ":dis",
    ":doc",
    ":goroutines",
    ":help",
    ":load",
    ":quit",
    ":reset",
    ":save",
    ":time",
    ":type",
];

const HELP: &str = "\
Declarations, statements and expressions run at once; the value of an expression is shown with its type.
Packages import themselves: fmt.Println(strings.ToUpper(\"hi\")). Names may be declared again; what was compiled before
keeps the old ones. Functions and types may refer to names that are declared later: they wait for them.
Ctrl-C stops what runs, Ctrl-D leaves, Ctrl-R searches the history, Tab completes.

  :type EXPR       the type of an expression, which is not run
  :doc NAME        documentation: strings, strings.Cut, strings.Builder.Len, len
  :dis FUNC        bytecode of a function
  :time INPUT      run an input and say how long it took
  :goroutines      where the goroutines are that input has started
  :load FILE       run the declarations and statements of a file
  :save FILE       write all inputs that went well to a file
  :reset           forget all names
  :help            this
  :quit            leave
";

impl Repl {
    /// The newest function of that name. A mention makes that it is compiled, as calls of small ones do not.
    fn compiled_function(&mut self, name: &str) -> Option<FuncId> {
        let name = name.strip_prefix("main.").unwrap_or(name);
        let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '(' | ')' | '*');
        if name.chars().all(plain) {
            let compiled = self.session.compile("(dis)", &format!("_ = {name}"), false);
            self.session.uncount();
            if let Ok(units) = compiled {
                self.run_units(&units);
            }
        }
        self.session.function(name)
    }

    pub(super) fn command(&mut self, command: &str) -> Ending {
        let (name, rest) = command
            .split_once(char::is_whitespace)
            .unwrap_or((command, ""));
        let rest = rest.trim();
        let needs = |what: &str| {
            eprintln!("minigo: :{name} needs {what}");
            Ending::Failed
        };
        match name {
            "help" | "h" | "?" => print!("{HELP}"),
            "reset" => {
                self.session.reset();
                self.done.clear();
                self.pending.clear();
            }
            "goroutines" => return self.call(self.session.goroutines(), ""),
            "type" if rest.is_empty() => return needs("an expression"),
            "type" => match self.session.type_of(rest) {
                Ok(t) => println!("{t}"),
                Err(diagnostics) => {
                    report(self.session.checker(), &diagnostics, self.output);
                    return Ending::Failed;
                }
            },
            "doc" if rest.is_empty() => return needs("a name, as in :doc strings.Cut"),
            "doc" => match doc::text(rest) {
                Ok(text) => print!("{text}"),
                Err(e) => return complain(&e),
            },
            "dis" if rest.is_empty() => return needs("the name of a function"),
            "dis" => match self.compiled_function(rest) {
                Some(f) => {
                    let program = self.session.program();
                    let mut text = String::new();
                    minigo_bytecode::disasm::func(program, &program.funcs[f.0 as usize], &mut text);
                    print!("{text}");
                }
                None => return complain(&format!("no function {rest}")),
            },
            "time" if rest.is_empty() => return needs("something to run"),
            "time" => return self.timed(rest),
            "load" if rest.is_empty() => return needs("a file"),
            "load" => match std::fs::read_to_string(rest) {
                Ok(text) => {
                    let ending = self.execute_as(rest, &text, false);
                    if ending == Ending::Done {
                        self.done.push(text.trim_end().to_string());
                    }
                    return ending;
                }
                Err(e) => return complain(&format!("{rest}: {}", inputs::reason(&e))),
            },
            "save" if rest.is_empty() => return needs("a file"),
            "save" => {
                let mut text = self.done.join("\n");
                text.push('\n');
                if let Err(e) = std::fs::write(rest, text) {
                    return complain(&format!("{rest}: {}", inputs::reason(&e)));
                }
            }
            _ => return complain(&format!("no command :{name}; :help lists them")),
        }
        Ending::Done
    }
}

fn complain(text: &str) -> Ending {
    eprintln!("minigo: {text}");
    Ending::Failed
}
