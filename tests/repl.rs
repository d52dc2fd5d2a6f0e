//! The REPL, through a pseudo-terminal and through a pipe.
//!
//! `repl/dialogue.txt` is a session as a screen shows it. On the pipe the inputs give the outputs; on the terminal the
//! screen must be the file, line by line, prompts and indentation included.

mod support;

use std::fs::File;
use std::io::{Read, Write};
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use support::{minigo, root, run};

const LIMIT: Duration = Duration::from_secs(60);
const PROMPT: &str = ">> ";
const CONTINUED: &str = ".. ";

fn command() -> Command {
    let mut cmd = minigo();
    cmd.arg("repl")
        .env("TERM", "xterm")
        .env("NO_COLOR", "1")
        .env("MINIGO_HISTORY", "");
    cmd
}

fn dialogue() -> Vec<String> {
    let path = root().join("tests/repl/dialogue.txt");
    let text = std::fs::read_to_string(path).expect("the dialogue");
    text.lines().map(|l| l.trim_end().to_string()).collect()
}

/// What is typed in a line of the dialogue, if something is.
fn typed(line: &str) -> Option<&str> {
    line.strip_prefix(PROMPT)
        .or_else(|| line.strip_prefix(CONTINUED))
}

/// Goroutines' numbers and places in code are not the same each time.
fn normal(line: &str) -> String {
    let mut out = line.trim_end().to_string();
    if let Some(at) = out.find(" +0x") {
        out.truncate(at);
    }
    if let Some(at) = out.find("goroutine ").map(|i| i + "goroutine ".len()) {
        let digits = out[at..].bytes().take_while(u8::is_ascii_digit).count();
        if digits > 0 {
            out.replace_range(at..at + digits, "N");
        }
    }
    out
}

fn pipe(input: &str) -> (String, String) {
    let o = run(&mut command(), input.as_bytes(), LIMIT);
    assert_eq!(o.code, Some(0), "{}", o.stderr);
    (String::from_utf8_lossy(&o.stdout).into_owned(), o.stderr)
}

#[test]
fn the_dialogue_has_fifty_inputs() {
    let n = dialogue().iter().filter(|l| l.starts_with(PROMPT)).count();
    assert!(n >= 50, "{n}");
}

#[test]
fn the_dialogue_on_a_pipe() {
    let lines = dialogue();
    let input: String = lines
        .iter()
        .filter_map(|l| typed(l))
        .map(|l| format!("{l}\n"))
        .collect();
    let expected: Vec<&String> = lines.iter().filter(|l| typed(l).is_none()).collect();
    // One pipe for both streams keeps their order.
    let (mut from, to) = std::io::pipe().expect("a pipe");
    let mut child = command()
        .stdin(std::process::Stdio::piped())
        .stdout(to.try_clone().expect("a pipe"))
        .stderr(to)
        .spawn()
        .expect("minigo starts");
    let mut stdin = child.stdin.take().expect("piped");
    let writer = std::thread::spawn(move || {
        let _ = stdin.write_all(input.as_bytes());
    });
    let mut out = String::new();
    from.read_to_string(&mut out).expect("text");
    writer.join().expect("the input was written");
    assert!(child.wait().expect("it ends").success());
    let got: Vec<&str> = out.lines().collect();
    for (i, (g, e)) in got.iter().zip(&expected).enumerate() {
        assert_eq!(normal(g), **e, "line {} of the output:\n{out}", i + 1);
    }
    assert_eq!(got.len(), expected.len(), "{out}");
}

#[test]
fn the_dialogue_on_a_terminal() {
    let lines = dialogue();
    let mut t = Terminal::start(&mut command());
    for line in &lines {
        if let Some(text) = typed(line) {
            t.prompted();
            t.send(&format!("{}\r", text.trim_start()));
        }
    }
    t.prompted();
    t.send("\x04");
    assert_eq!(t.end(), Some(0));
    let screen: Vec<String> = t.screen.lines.iter().map(|l| normal(l)).collect();
    // The greeting, the dialogue, the last prompt.
    for (i, line) in lines.iter().enumerate() {
        assert_eq!(
            screen.get(i + 1).map(String::as_str),
            Some(line.trim_end()),
            "line {}:\n{}",
            i + 1,
            screen.join("\n")
        );
    }
}

#[test]
fn a_pipe_prints_what_the_input_prints_and_nothing_else() {
    assert_eq!(pipe("fmt.Println(1+2)"), ("3\n".into(), String::new()));
    assert_eq!(pipe(""), (String::new(), String::new()));
    assert_eq!(pipe("x := 2\nx * 21\n").0, "42 // int\n");
    // The program may read what follows its input.
    let (out, _) = pipe("var name string\nn, err := fmt.Scanln(&name)\nGopher\nname\nn\n");
    assert_eq!(out, "\"Gopher\" // string\n1 // int\n");
}

#[test]
fn failures_end_their_goroutine_only() {
    let (out, err) = pipe(
        "debug.SetMaxStack(1 << 20)\nfunc loop(n int) int { return loop(n+1) + 1 }\nloop(0)\n\
         func() { defer panic(\"second\"); panic(\"first\") }()\nruntime.Goexit()\nos.Args\n",
    );
    assert_eq!(
        out, "1000000000 // int\n[]string{\"minigo\"} // []string\n",
        "{err}"
    );
    for text in [
        "fatal error: stack overflow",
        "panic: first",
        "panic: second",
    ] {
        assert!(err.contains(text), "{text}: {err}");
    }
}

#[test]
fn interrupts_stop_the_input_and_not_the_session() {
    let mut t = Terminal::start(&mut command());
    t.prompted();
    // With this there is no deadlock.
    t.send("go time.Sleep(time.Hour)\r");
    for stuck in [
        "fmt.Println(\"go\"); for {}",
        "fmt.Println(\"go\"); <-make(chan int)",
        "fmt.Println(\"go\"); select {}",
        "fmt.Println(\"go\"); time.Sleep(time.Hour)",
        "var c chan int; fmt.Println(\"go\"); c <- 1",
        // The interrupt may come as soon as `go` is to be seen: the deferred call is there by then.
        "func() { defer fmt.Println(\"deferred\"); fmt.Println(\"go\"); select { case <-time.After(time.Hour): } }()",
    ] {
        t.prompted();
        t.send(&format!("{stuck}\r"));
        t.wait_for(|s| s.last(1) == "go");
        t.send("\x03");
        t.wait_for(|s| s.last(1) == "interrupted");
    }
    assert!(t.screen.lines.iter().any(|l| l.ends_with("deferred")));
    t.prompted();
    t.send("6 * 7\r");
    t.wait_for(|s| s.last(1) == "42 // int");
    // At the prompt it gives up the line.
    t.prompted();
    t.send("nonsense\x03");
    t.prompted();
    t.send("\x04");
    assert_eq!(t.end(), Some(0));
}

#[test]
fn waits_for_locks_descriptors_and_the_system_are_interrupted() {
    let mut t = Terminal::start(&mut command());
    for setup in [
        "go time.Sleep(time.Hour)",
        "var ( mu, other sync.Mutex; wg sync.WaitGroup; rw, rw2 sync.RWMutex; n int )",
        "mu.Lock(); wg.Add(1); rw.RLock(); rw2.Lock()",
        "c := sync.NewCond(&other)",
        "ln, _ := net.Listen(\"tcp\", \"127.0.0.1:0\")",
        "r, w, _ := os.Pipe()",
    ] {
        t.prompted();
        t.send(&format!("{setup}\r"));
    }
    for stuck in [
        "mu.Lock()",
        "wg.Wait()",
        "rw.Lock()",
        "rw.RLock()",
        "rw2.RLock()",
        "func() { other.Lock(); defer other.Unlock(); c.Wait() }()",
        "ln.Accept()",
        "r.Read(make([]byte, 1))",
        "os.Stdin.Read(make([]byte, 1))",
        "syscall.Read(0, make([]byte, 1))",
        "sort.Slice(make([]int, 9), func(i, j int) bool { for { mu.TryLock() } })",
    ] {
        t.prompted();
        t.send(&format!("fmt.Println(\"go\"); {stuck}\r"));
        t.wait_for(|s| s.last(1) == "go");
        // It may not wait yet: the interrupt is repeated until it has ended.
        t.send("\x03");
        t.wait_for(|s| s.last(1) == "interrupted");
    }
    // Who waits for a program: one that does not care for the interrupt itself.
    t.prompted();
    t.send("sh := exec.Command(\"sh\", \"-c\", \"trap '' INT; echo go; exec sleep 5\"); sh.Stdout = os.Stdout\r");
    t.prompted();
    t.send("sh.Run()\r");
    t.wait_for(|s| s.last(1) == "go");
    t.send("\x03");
    t.wait_for(|s| s.last(1) == "interrupted");
    for (input, shown) in [
        (
            "mu.Unlock(); mu",
            "sync.Mutex{state: 0, sema: 0} // sync.Mutex",
        ),
        ("wg.Done(); wg.Wait(); \"group\"", "\"group\" // string"),
        (
            "rw.RUnlock(); rw.Lock(); \"writer\"",
            "\"writer\" // string",
        ),
        (
            "rw.Unlock(); rw.RLock(); \"reader\"",
            "\"reader\" // string",
        ),
        (
            "rw2.Unlock(); rw2.Lock(); \"second\"",
            "\"second\" // string",
        ),
        ("w.WriteString(\"x\")", "1, nil // (int, error)"),
        ("r.Read(make([]byte, 1))", "1, nil // (int, error)"),
        // Who gave up does not take a signal that is for others.
        (
            "done := make(chan int, 1); go func() { other.Lock(); defer other.Unlock(); c.Wait(); done <- 7 }()",
            "",
        ),
        (
            "for i := 0; i < 100; i++ { time.Sleep(time.Millisecond); other.Lock(); c.Signal(); other.Unlock() }",
            "",
        ),
        ("<-done", "7 // int"),
    ] {
        t.prompted();
        t.send(&format!("{input}\r"));
        if !shown.is_empty() {
            t.wait_for(|s| s.last(1) == shown);
        }
    }
    t.prompted();
    t.send("\x04");
    assert_eq!(t.end(), Some(0));
}

#[test]
fn a_deadlock_is_reported_and_ends_a_pipe() {
    for stuck in [
        "select {}",
        "<-make(chan int)",
        "var wg sync.WaitGroup; wg.Add(1); go wg.Wait(); wg.Wait()",
    ] {
        let input = format!("1\n{stuck}\n2\n");
        let o = run(&mut command(), input.as_bytes(), LIMIT);
        assert_eq!(o.code, Some(2), "{}", o.stderr);
        assert_eq!(o.stdout, b"1 // int\n");
        let first = "fatal error: all goroutines are asleep - deadlock!\n\ngoroutine ";
        assert!(o.stderr.starts_with(first), "{}", o.stderr);
    }
    // A timer, and what it wakes, is none.
    let (out, _) = pipe(
        "ch := make(chan int)\ntime.AfterFunc(300*time.Millisecond, func() { ch <- 5 })\n<-ch\n",
    );
    assert!(out.ends_with("\n5 // int\n"), "{out}");
    let mut t = Terminal::start(&mut command());
    t.prompted();
    t.send("select {}\r");
    t.wait_for(|s| s.lines.iter().any(|l| l.contains("deadlock!")));
    t.prompted();
    t.send("1 + 1\r");
    t.wait_for(|s| s.last(1) == "2 // int");
}

#[test]
fn fatal_errors_end_their_goroutine_only() {
    let (out, err) = pipe(
        "var mu sync.Mutex\nmu.Unlock()\nmu.Lock(); mu.Unlock(); mu\nvar rw sync.RWMutex\nrw.RUnlock()\nrw.Unlock()\n\
         rw.Lock(); rw.Unlock(); rw.RLock(); rw.RUnlock(); 1\nvar f func()\ngo f()\n2\n",
    );
    assert_eq!(
        out, "sync.Mutex{state: 0, sema: 0} // sync.Mutex\n1 // int\n2 // int\n",
        "{err}"
    );
    for text in [
        "fatal error: sync: unlock of unlocked mutex",
        "fatal error: sync: RUnlock of unlocked RWMutex",
        "fatal error: sync: Unlock of unlocked RWMutex",
        "fatal error: go of nil func value",
    ] {
        assert!(err.contains(text), "{text}: {err}");
    }
}

#[test]
fn declarations_wait_for_names_that_come_later() {
    let (out, err) = pipe(
        "func isEven(n int) bool { return n == 0 || isOdd(n-1) }\nisEven(4)\n\
         func isOdd(n int) bool { return n != 0 && isEven(n-1) }\nisEven(4), isOdd(4)\n",
    );
    assert_eq!(out, "true, false // bool, bool\n", "{err}");
    assert!(err.starts_with("note: isEven waits for isOdd, not declared yet\n"));
    assert!(err.contains("undefined: isEven"), "{err}");
    // Types, methods and several inputs; a later declaration of a name replaces the one that waits.
    let (out, err) = pipe(
        "type Tree struct { left, right *Node }\nfunc (t Tree) Sum() int { return t.left.sum() + t.right.sum() }\n\
         func a() int { return b() + 1 }\nfunc b() int { return c() + 1 }\nfunc b() int { return 10 * c() }\n\
         type Node struct { n int }\nfunc (n *Node) sum() int { return n.n }\nfunc c() int { return 4 }\n\
         a()\nTree{&Node{1}, &Node{2}}.Sum()\n",
    );
    assert_eq!(out, "41 // int\n3 // int\n", "{err}");
    // What the missing name hid is told when it comes, what never comes at the end.
    let (out, err) = pipe(
        "func f() int { return g() + \"a\" }\nfunc g() int { return 1 }\nfunc h() { nope() }\n2\n",
    );
    assert_eq!(out, "2 // int\n");
    assert!(
        err.contains("mismatched types int and untyped string"),
        "{err}"
    );
    assert!(err.ends_with("note: h waits for nope, not declared yet\nerror: undefined: nope\n  ┌─ [3]:1:12\n  │\n1 │ func h() { nope() }\n  │            ^^^^\n\n"), "{err}");
}

#[test]
fn small_functions_can_be_disassembled() {
    let (out, err) =
        pipe("func twice(n int) int { return 2 * n }\ntwice(1)\n:dis twice\n:dis nothing\n");
    assert!(
        out.starts_with("2 // int\nfunc main.twice params=1"),
        "{out}"
    );
    assert_eq!(err, "minigo: no function nothing\n");
}

#[test]
fn packages_keep_their_methods_between_inputs() {
    let (out, err) = pipe(
        "var mu sync.Mutex\nmu.Lock()\nvar wg sync.WaitGroup\nwg.Add(1)\nwg.Done(); wg.Wait()\n\
         next, stop := iter.Pull(func(yield func(int) bool) { yield(3) })\nnext()\nstop()\n",
    );
    assert_eq!(
        (out.as_str(), err.as_str()),
        ("3, true // (int, bool)\n", "")
    );
}

#[test]
fn names_members_and_commands_are_completed() {
    let mut t = Terminal::start(&mut command());
    for (input, shown) in [
        ("strings.ToUp\t(\"x\")\r", "\"X\" // string"),
        ("someValue := 5\r", ""),
        ("someV\t\r", "5 // int"),
        ("type point struct { Width int }\r", ""),
        ("var p point\r", ""),
        ("p.Wi\t\r", "0 // int"),
        (
            "func (p point) Perimeter() int { return 4 * p.Width }\r",
            "",
        ),
        ("p.Per\t()\r", "0 // int"),
        (":ty\t 1.5\r", "float64"),
    ] {
        t.prompted();
        t.send(input);
        if !shown.is_empty() {
            t.wait_for(|s| s.last(1) == shown);
        }
    }
    t.prompted();
    t.send("\x04");
    assert_eq!(t.end(), Some(0));
}

#[test]
fn what_is_typed_ahead_is_not_lost() {
    let mut t = Terminal::start(&mut command());
    t.prompted();
    t.send("func twice(n int) int {\rreturn 2 * n\r}\rtwice(4)\rtwice(50)\r");
    t.wait_for(|s| s.last(1) == "100 // int");
    assert!(t.screen.lines.iter().any(|l| l.trim_end() == "8 // int"));
}

#[test]
fn history_is_kept_and_searched() {
    let dir = std::env::temp_dir().join(format!("minigo-repl-{}", std::process::id()));
    let file: PathBuf = dir.join("state/history");
    let mut first = Terminal::start(command().env("MINIGO_HISTORY", &file));
    first.prompted();
    first.send("40 + 1\r");
    first.wait_for(|s| s.last(1) == "41 // int");
    first.prompted();
    first.send("\"other\"\r");
    first.prompted();
    first.send("\x04");
    assert_eq!(first.end(), Some(0));
    let mut second = Terminal::start(command().env("MINIGO_HISTORY", &file));
    second.prompted();
    second.send("\x12");
    second.wait_for(|s| s.last(0).contains("search"));
    second.send("40");
    second.wait_for(|s| s.last(0).contains("40 + 1"));
    second.send("\r");
    second.wait_for(|s| s.last(1) == "41 // int");
    second.prompted();
    second.send("\x04");
    assert_eq!(second.end(), Some(0));
    let _ = std::fs::remove_dir_all(dir);
}

#[test]
fn files_are_loaded_and_saved() {
    let dir = std::env::temp_dir().join(format!("minigo-load-{}", std::process::id()));
    std::fs::create_dir_all(&dir).expect("folder");
    let (lib, saved) = (dir.join("lib.mg"), dir.join("saved.mg"));
    let text = "package main\n\nimport \"fmt\"\n\nfunc twice(n int) int { return 2 * n }\n\nfunc main() { fmt.Println(twice(21)) }\n";
    std::fs::write(&lib, text).expect("file");
    let (lib, saved) = (lib.display(), saved.display());
    let (out, err) = pipe(&format!(
        ":load {lib}\nmain()\nk := twice(4)\n:save {saved}\n:reset\nk\n:load {saved}\nk\n"
    ));
    assert_eq!(out, "42\n42\n8 // int\n", "{err}");
    assert!(err.contains("undefined: k"), "{err}");
    let _ = std::fs::remove_dir_all(dir);
}

/// What a terminal shows: enough of its control sequences for line editors.
#[derive(Default)]
struct Screen {
    lines: Vec<String>,
    row: usize,
    col: usize,
    pending: Vec<u8>,
}

impl Screen {
    fn put(&mut self, c: char) {
        while self.lines.len() <= self.row {
            self.lines.push(String::new());
        }
        let mut cells: Vec<char> = self.lines[self.row].chars().collect();
        while cells.len() <= self.col {
            cells.push(' ');
        }
        cells[self.col] = c;
        self.lines[self.row] = cells.into_iter().collect();
        self.col += 1;
    }

    fn feed(&mut self, bytes: &[u8]) {
        self.pending.extend_from_slice(bytes);
        let valid = match std::str::from_utf8(&self.pending) {
            Ok(s) => s.len(),
            Err(e) => e.valid_up_to(),
        };
        let bytes: Vec<u8> = self.pending.drain(..valid).collect();
        let text: Vec<char> = String::from_utf8_lossy(&bytes).chars().collect();
        let mut i = 0;
        while i < text.len() {
            match text[i] {
                '\r' => self.col = 0,
                '\n' => {
                    self.row += 1;
                    while self.lines.len() <= self.row {
                        self.lines.push(String::new());
                    }
                }
                '\x08' => self.col = self.col.saturating_sub(1),
                '\x07' => {}
                '\x1b' => {
                    let mut end = i + 1;
                    if text.get(end) == Some(&'[') {
                        end += 1;
                        while end < text.len() && !text[end].is_ascii_alphabetic() {
                            end += 1;
                        }
                    }
                    if end >= text.len() {
                        let rest: String = text[i..].iter().collect();
                        self.pending.splice(0..0, rest.into_bytes());
                        return;
                    }
                    let args: String = text[i + 1..end].iter().filter(|c| **c != '[').collect();
                    self.control(text[end], &args);
                    i = end;
                }
                c => self.put(c),
            }
            i += 1;
        }
    }

    fn control(&mut self, c: char, args: &str) {
        let n = args.parse::<usize>().unwrap_or(0);
        match c {
            'A' => self.row = self.row.saturating_sub(n.max(1)),
            'B' => self.row += n.max(1),
            'C' => self.col += n.max(1),
            'D' => self.col = self.col.saturating_sub(n.max(1)),
            'G' => self.col = n.max(1) - 1,
            'K' | 'J' if n == 0 => {
                if let Some(line) = self.lines.get_mut(self.row) {
                    *line = line.chars().take(self.col).collect();
                }
                if c == 'J' {
                    self.lines.truncate(self.row + 1);
                }
            }
            _ => {}
        }
    }

    /// The line `back` lines above the last one.
    fn last(&self, back: usize) -> &str {
        let n = self.lines.len();
        n.checked_sub(back + 1)
            .map_or("", |i| self.lines[i].trim_end())
    }

    fn prompts(&self) -> usize {
        let prompt = |l: &&String| l.starts_with(PROMPT) || l.starts_with(CONTINUED);
        self.lines.iter().filter(prompt).count()
    }
}

/// minigo on a terminal of its own.
struct Terminal {
    child: Child,
    master: File,
    screen: Screen,
    prompts: usize,
}

impl Terminal {
    fn start(cmd: &mut Command) -> Terminal {
        let (mut master, mut slave) = (-1, -1);
        let size = libc::winsize {
            ws_row: 60,
            ws_col: 200,
            ws_xpixel: 0,
            ws_ypixel: 0,
        };
        // SAFETY: two descriptors are written; the null pointers ask for defaults.
        let made = unsafe {
            libc::openpty(
                &mut master,
                &mut slave,
                std::ptr::null_mut(),
                std::ptr::null_mut(),
                &size,
            )
        };
        assert_eq!(made, 0, "no pseudo-terminal");
        // SAFETY: openpty has just opened them, nobody else has them.
        let (master, slave) =
            unsafe { (OwnedFd::from_raw_fd(master), OwnedFd::from_raw_fd(slave)) };
        let copy = || slave.try_clone().expect("a descriptor");
        cmd.stdin(copy()).stdout(copy()).stderr(copy());
        // SAFETY: only system calls between fork and exec.
        unsafe {
            cmd.pre_exec(|| {
                libc::setsid();
                libc::ioctl(0, libc::TIOCSCTTY, 0);
                Ok(())
            });
        }
        let child = cmd.spawn().expect("minigo starts");
        Terminal {
            child,
            master: File::from(master),
            screen: Screen::default(),
            prompts: 0,
        }
    }

    fn send(&mut self, text: &str) {
        self.master
            .write_all(text.as_bytes())
            .expect("the terminal takes it");
    }

    /// Reads until the screen is as wanted.
    #[track_caller]
    fn wait_for(&mut self, done: impl Fn(&Screen) -> bool) {
        let began = Instant::now();
        while !done(&self.screen) {
            assert!(
                began.elapsed() < LIMIT && self.read(1000),
                "it did not come to this:\n{}",
                self.screen.lines.join("\n")
            );
        }
    }

    /// Waits for a new prompt with nothing behind it.
    #[track_caller]
    fn prompted(&mut self) {
        let n = self.prompts + 1;
        self.wait_for(|s| {
            let last = s.lines.last().map_or("", String::as_str);
            let empty = last.get(3..).is_some_and(|rest| rest.trim().is_empty());
            s.prompts() >= n && empty && s.row + 1 == s.lines.len()
        });
        self.prompts = self.screen.prompts();
    }

    /// Reads what there is, waiting up to `ms` milliseconds; false at the end.
    fn read(&mut self, ms: i32) -> bool {
        let mut p = libc::pollfd {
            fd: self.master.as_raw_fd(),
            events: libc::POLLIN,
            revents: 0,
        };
        // SAFETY: one descriptor.
        if unsafe { libc::poll(&mut p, 1, ms) } == 0 {
            return true;
        }
        let mut buf = [0; 4096];
        match self.master.read(&mut buf) {
            Ok(n) if n > 0 => {
                self.screen.feed(&buf[..n]);
                true
            }
            _ => false,
        }
    }

    fn end(&mut self) -> Option<i32> {
        let began = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("the child") {
                return status.code();
            }
            assert!(began.elapsed() < LIMIT, "it does not end");
            self.read(10);
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn functions_compiled_in_place_are_shown() {
    let (out, err) = pipe("func add(a, b int) int { return a + b }\nadd(1, 2)\n:dis add\n");
    assert!(
        out.starts_with("3 // int\nfunc main.add params=2"),
        "{out}{err}"
    );
}
