//! Reading input: from a terminal with rustyline, from anything else line by line. The only file that names rustyline.

use std::borrow::Cow;
use std::cell::RefCell;
use std::io::Read;
use std::mem::ManuallyDrop;
use std::os::fd::FromRawFd;
use std::path::PathBuf;
use std::rc::Rc;

use minigo_compiler::session::Session;
use minigo_syntax::input::{Colour, colours, split};
use rustyline::completion::Completer;
use rustyline::error::ReadlineError;
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::Hinter;
use rustyline::history::FileHistory;
use rustyline::validate::Validator;
use rustyline::{
    Cmd, CompletionType, ConditionalEventHandler, Config, Context, Editor, Event, EventContext,
    EventHandler, Helper, KeyEvent, Movement, RepeatCount,
};

use super::commands;

const PROMPT: &str = ">> ";
const CONTINUED: &str = ".. ";
const INDENT: &str = "    ";
/// Inputs that the history keeps.
const HISTORY: usize = 10_000;

/// What was read.
pub enum Input {
    Text(String),
    /// The user gave the line up.
    Nothing,
    End,
}

/// Where input comes from.
pub enum Reader {
    Terminal(Box<Terminal>),
    Pipe,
}

pub struct Terminal {
    editor: Editor<Assistant, FileHistory>,
    history: Option<PathBuf>,
    session: SharedSession,
}

/// The session while a line is being read, for completion.
type SharedSession = Rc<RefCell<Option<*mut Session>>>;

impl Reader {
    pub fn new(terminal: bool, color: bool) -> Reader {
        let session = SharedSession::default();
        let config = Config::builder()
            .completion_type(CompletionType::List)
            .auto_add_history(false)
            .max_history_size(HISTORY)
            .map(|c| c.build());
        let editor = config.and_then(Editor::<Assistant, FileHistory>::with_config);
        match editor {
            Ok(mut editor) if terminal => {
                editor.set_helper(Some(Assistant {
                    color,
                    session: session.clone(),
                }));
                let closing = EventHandler::Conditional(Box::new(Dedent));
                editor.bind_sequence(KeyEvent::from('}'), closing);
                let history = history_file();
                if let Some(path) = &history {
                    // There is none the first time.
                    let _ = editor.load_history(path);
                }
                Reader::Terminal(Box::new(Terminal {
                    editor,
                    history,
                    session,
                }))
            }
            _ => Reader::Pipe,
        }
    }

    /// Reads one input, as many lines as it takes.
    pub fn read(&mut self, session: &mut Session) -> Input {
        match self {
            Reader::Terminal(t) => {
                *t.session.borrow_mut() = Some(session);
                let input = t.read();
                *t.session.borrow_mut() = None;
                input
            }
            Reader::Pipe => read_pipe(),
        }
    }
}

/// `$MINIGO_HISTORY`, or a file where the user's programs keep their state.
fn history_file() -> Option<PathBuf> {
    if let Some(path) = std::env::var_os("MINIGO_HISTORY") {
        return (!path.is_empty()).then(|| path.into());
    }
    let state = match std::env::var_os("XDG_STATE_HOME") {
        Some(dir) if !dir.is_empty() => PathBuf::from(dir),
        _ => PathBuf::from(std::env::var_os("HOME")?).join(".local/state"),
    };
    Some(state.join("minigo/history"))
}

/// Whether more lines belong to the text.
fn unfinished(text: &str) -> Option<u32> {
    if text.trim_start().starts_with(':') {
        return None;
    }
    let s = split(text);
    s.unfinished.then_some(s.depth)
}

impl Terminal {
    fn read(&mut self) -> Input {
        let mut text = String::new();
        loop {
            let line = match unfinished(&text) {
                Some(depth) if !text.is_empty() => {
                    let indent = INDENT.repeat(depth as usize);
                    self.editor.readline_with_initial(CONTINUED, (&indent, ""))
                }
                _ => self.editor.readline(PROMPT),
            };
            match line {
                Ok(line) => {
                    // An empty line ends what cannot be finished otherwise, like `x +`.
                    let give_up = line.trim().is_empty() && split(&text).depth == 0;
                    if !text.is_empty() {
                        text.push('\n');
                    }
                    text.push_str(line.trim_end());
                    if unfinished(&text).is_none() || give_up {
                        break;
                    }
                }
                Err(ReadlineError::Eof) if text.is_empty() => return Input::End,
                Err(ReadlineError::Eof | ReadlineError::Interrupted) => return Input::Nothing,
                Err(e) => {
                    eprintln!("minigo: {e}");
                    return Input::End;
                }
            }
        }
        if !text.trim().is_empty() {
            let _ = self.editor.add_history_entry(text.as_str());
            if let Some(path) = &self.history {
                if let Some(dir) = path.parent() {
                    let _ = std::fs::create_dir_all(dir);
                }
                // A history that cannot be kept is no reason to stop.
                let _ = self.editor.save_history(path);
            }
        }
        Input::Text(text)
    }
}

/// The next input on standard input, which is read no further than its last line.
fn read_pipe() -> Input {
    // SAFETY: the descriptor is open for the whole process; ManuallyDrop keeps it so.
    let mut stdin = ManuallyDrop::new(unsafe { std::fs::File::from_raw_fd(0) });
    let mut bytes = Vec::new();
    let mut byte = [0];
    loop {
        let more = match stdin.read(&mut byte) {
            Ok(n) => n == 1,
            Err(e) if e.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(_) => false,
        };
        if more {
            bytes.push(byte[0]);
        }
        if more && byte[0] != b'\n' {
            continue;
        }
        let text = String::from_utf8_lossy(&bytes);
        if !more && bytes.is_empty() {
            return Input::End;
        }
        if !more || unfinished(&text).is_none() {
            return Input::Text(text.into_owned());
        }
    }
}

/// A closing brace takes back the indentation before it.
struct Dedent;

impl ConditionalEventHandler for Dedent {
    fn handle(&self, _: &Event, _: RepeatCount, _: bool, ctx: &EventContext<'_>) -> Option<Cmd> {
        let before = &ctx.line()[..ctx.pos()];
        let indented = before.len() >= INDENT.len() && before.bytes().all(|b| b == b' ');
        let rest = " ".repeat(before.len().saturating_sub(INDENT.len()));
        indented.then(|| Cmd::Replace(Movement::BeginningOfLine, Some(rest + "}")))
    }
}

/// Colours and completion.
pub struct Assistant {
    color: bool,
    session: SharedSession,
}

impl Helper for Assistant {}
impl Validator for Assistant {}

impl Hinter for Assistant {
    type Hint = String;
}

impl Completer for Assistant {
    type Candidate = String;

    fn complete(
        &self,
        line: &str,
        pos: usize,
        _: &Context<'_>,
    ) -> rustyline::Result<(usize, Vec<String>)> {
        let before = &line[..pos];
        if before.starts_with(':') && !before.contains(' ') {
            let names = commands::NAMES.iter().filter(|n| n.starts_with(before));
            return Ok((0, names.map(|n| (*n).to_string()).collect()));
        }
        if before.trim().is_empty() {
            return Ok((pos, vec![INDENT.to_string()]));
        }
        let Some(session) = *self.session.borrow() else {
            return Ok((pos, Vec::new()));
        };
        let offset = match before.strip_prefix(':').and_then(|c| c.split_once(' ')) {
            Some((_, rest)) => before.len() - rest.len(),
            None => 0,
        };
        // SAFETY: `Reader::read` holds the session exclusively and does nothing with it while the editor reads.
        let (start, names) = unsafe { (*session).complete(&before[offset..]) };
        Ok((offset + start, names))
    }
}

impl Highlighter for Assistant {
    fn highlight<'l>(&self, line: &'l str, _: usize) -> Cow<'l, str> {
        if !self.color || line.starts_with(':') {
            return Cow::Borrowed(line);
        }
        let mut out = String::with_capacity(line.len() * 2);
        let mut at = 0;
        for (range, colour) in colours(line) {
            if range.start < at {
                continue;
            }
            out.push_str(&line[at..range.start]);
            out.push_str(match colour {
                Colour::Keyword => "\x1b[1;34m",
                Colour::Literal => "\x1b[36m",
                Colour::String => "\x1b[32m",
                Colour::Comment => "\x1b[2m",
            });
            out.push_str(&line[range.clone()]);
            out.push_str("\x1b[0m");
            at = range.end;
        }
        out.push_str(&line[at..]);
        Cow::Owned(out)
    }

    fn highlight_prompt<'b, 's: 'b, 'p: 'b>(&'s self, prompt: &'p str, _: bool) -> Cow<'b, str> {
        match self.color {
            true => Cow::Owned(format!("\x1b[1m{prompt}\x1b[0m")),
            false => Cow::Borrowed(prompt),
        }
    }

    fn highlight_char(&self, _: &str, _: usize, _: CmdKind) -> bool {
        self.color
    }
}
