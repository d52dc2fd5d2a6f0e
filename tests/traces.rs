//! What a program that dies shows of its goroutines, by GOTRACEBACK, and what GODEBUG shows of the scheduler.

mod support;

use std::collections::BTreeSet;
use std::io::Read;
use std::process::Stdio;
use std::time::Duration;
use support::{Outcome, minigo, root, run};

const LIMIT: Duration = Duration::from_secs(60);

fn waits(how: &str, level: &str) -> Outcome {
    let mut cmd = minigo();
    cmd.arg("run")
        .arg(root().join("tests/traces/waits.mg"))
        .arg(how);
    // One P: when main has yielded often enough, all the others wait.
    cmd.env("GOTRACEBACK", level).env("GOMAXPROCS", "1");
    run(&mut cmd, b"", LIMIT)
}

/// The states in the headers of all goroutines but the first.
fn states(dump: &str) -> BTreeSet<String> {
    dump.lines()
        .filter(|l| l.starts_with("goroutine "))
        .skip(1)
        .filter_map(|l| Some(l.split_once('[')?.1.trim_end_matches("]:").to_string()))
        .collect()
}

/// As Go names them.
fn all_waits() -> BTreeSet<String> {
    [
        "chan receive",
        "chan receive (nil chan)",
        "chan send (nil chan)",
        "sync.Mutex.Lock",
        "sync.RWMutex.RLock",
        "sync.RWMutex.Lock",
        "sync.WaitGroup.Wait",
        "sync.Cond.Wait",
        "select (no cases)",
        "select",
    ]
    .map(String::from)
    .into()
}

#[test]
fn a_panic_shows_what_gotraceback_asks_for() {
    let none = waits("panic", "none");
    assert_eq!(
        (none.code, none.stderr.as_str()),
        (Some(2), "panic: over\n")
    );
    for one in ["", "single"] {
        let got = waits("panic", one);
        assert_eq!(got.code, Some(2));
        assert!(
            got.stderr
                .starts_with("panic: over\n\ngoroutine 1 [running]:\nmain.main(")
        );
        assert_eq!(
            got.stderr.matches("\ngoroutine ").count(),
            1,
            "{}",
            got.stderr
        );
    }
    for all in ["all", "1"] {
        let got = waits("panic", all);
        assert_eq!(got.code, Some(2));
        assert!(
            got.stderr
                .starts_with("panic: over\n\ngoroutine 1 [running]:\n")
        );
        assert_eq!(states(&got.stderr), all_waits());
        assert!(got.stderr.contains("created by main.main in goroutine 1\n"));
    }
    let zero = waits("panic", "0");
    assert_eq!(
        (zero.code, zero.stderr.as_str()),
        (Some(2), "panic: over\n")
    );
}

#[test]
fn system_and_crash_show_the_runtimes_own() {
    let system = waits("panic", "system");
    assert_eq!(system.code, Some(2));
    let first = system.stderr.lines().nth(2).unwrap_or_default();
    assert!(
        first.starts_with("goroutine 1 gp=0x") && first.ends_with(" [running]:"),
        "{first}"
    );
    assert!(first.contains(" m=") && first.contains(" mp=0x"), "{first}");
    assert!(states(&system.stderr).contains("force gc (idle)"));
    assert!(system.stderr.contains(" m=nil [chan receive]:"));
    let crash = waits("panic", "crash");
    // SIGABRT, for a core dump.
    assert_eq!((crash.code, crash.timed_out), (None, false));
    assert!(states(&crash.stderr).contains("force gc (idle)"));
}

#[test]
fn a_deadlock_shows_all() {
    for level in ["", "single", "all"] {
        let got = waits("deadlock", level);
        assert_eq!(got.code, Some(2));
        let begins = "fatal error: all goroutines are asleep - deadlock!\n\n\
                      goroutine 1 [chan receive (nil chan)]:\nmain.main(";
        assert!(got.stderr.starts_with(begins), "{}", got.stderr);
        assert_eq!(states(&got.stderr), all_waits());
    }
    let none = waits("deadlock", "none");
    assert_eq!(
        none.stderr,
        "fatal error: all goroutines are asleep - deadlock!\n"
    );
    assert_eq!(none.code, Some(2));
}

#[test]
fn sigquit_shows_all() {
    for (signal, name) in [
        (libc::SIGQUIT, "SIGQUIT: quit"),
        (libc::SIGABRT, "SIGABRT: abort"),
    ] {
        let mut child = minigo()
            .arg("run")
            .arg(root().join("tests/traces/waits.mg"))
            .arg("sleep")
            .env("GOMAXPROCS", "1")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("minigo starts");
        let mut err = child.stderr.take().expect("stderr is piped");
        let mut ready = [0; 6];
        err.read_exact(&mut ready)
            .expect("the program says that it is ready");
        // SAFETY: our own child, not waited for yet.
        unsafe { libc::kill(child.id() as i32, signal) };
        let mut text = String::new();
        err.read_to_string(&mut text).expect("text");
        assert_eq!(child.wait().expect("an end").code(), Some(2));
        let mut lines = text.lines();
        assert_eq!(lines.next(), Some(name));
        let place = lines.next().unwrap_or_default();
        assert!(
            place.starts_with("PC=0x") && place.contains(" sigcode="),
            "{place}"
        );
        assert_eq!(lines.next(), Some(""));
        let mut want = all_waits();
        want.insert("sleep, locked to thread".into());
        // Beside the one that printed.
        assert!(want.is_subset(&states(&text)), "{text}");
        assert!(text.contains("\ngoroutine 1 [sleep]:\n"));
    }
}

/// Whether `line` is `form`, in which each `#` stands for a number and `*` for anything.
fn like(mut line: &str, form: &str) -> bool {
    let mut rest = form;
    while let Some(at) = rest.find(['#', '*']) {
        let Some(after) = line.strip_prefix(&rest[..at]) else {
            return false;
        };
        let digits = after.bytes().take_while(u8::is_ascii_digit).count();
        if rest.as_bytes()[at] == b'*' {
            let literal = &rest[at + 1..];
            let literal = &literal[..literal.find(['#', '*']).unwrap_or(literal.len())];
            match after.find(literal) {
                Some(i) if !literal.is_empty() => line = &after[i..],
                _ => return literal.is_empty(),
            }
        } else if digits == 0 {
            return false;
        } else {
            line = &after[digits..];
        }
        rest = &rest[at + 1..];
    }
    line == rest
}

/// `line` with a `#` for each number, which may have a fraction.
fn without_numbers(line: &str) -> String {
    let mut out = String::new();
    for c in line.chars() {
        let in_number = out.ends_with('#') && c == '.';
        match c {
            '0'..='9' if out.ends_with('#') => {}
            '0'..='9' => out.push('#'),
            _ if in_number => {}
            c => out.push(c),
        }
    }
    out
}

/// As Go's documentation of the variable has it, and its runtime prints it.
#[test]
fn gctrace_is_a_line_in_gos_form() {
    let mut cmd = minigo();
    cmd.arg("run").arg(root().join("tests/traces/collect.mg"));
    cmd.env("GODEBUG", "gctrace=1").env("GOMAXPROCS", "2");
    let got = run(&mut cmd, b"", LIMIT);
    assert_eq!(got.code, Some(0), "{}", got.stderr);
    let form = "gc # @#s #%: #+#+# ms clock, #+#/#/#+# ms cpu, #->#-># MB, # MB goal, # MB stacks, # MB globals, # P";
    let lines: Vec<&str> = got.stderr.lines().collect();
    for l in &lines {
        let bare = without_numbers(l);
        assert_eq!(bare.strip_suffix(" (forced)").unwrap_or(&bare), form, "{l}");
    }
    // Numbered one by one; those that runtime.GC asks for say so, those for the heap's growth do not.
    for (i, l) in lines.iter().enumerate() {
        assert!(l.starts_with(&format!("gc {} @", i + 1)), "{}", got.stderr);
        assert!(l.contains(", 2 P"), "{l}");
    }
    let forced = lines.iter().filter(|l| l.ends_with(" (forced)")).count();
    assert_eq!(forced, 3, "{}", got.stderr);
    assert!(lines.len() > forced, "{}", got.stderr);
    assert_eq!(
        String::from_utf8_lossy(&got.stdout),
        format!("collections: {}\n", lines.len())
    );
}

/// The level that the environment asks for is the least; a program may ask for more.
#[test]
fn a_program_may_ask_for_more() {
    let all = waits("settraceback", "");
    assert_eq!(all.code, Some(2));
    assert_eq!(states(&all.stderr), all_waits());
    let none = waits("settraceback", "none");
    assert_eq!(states(&none.stderr), all_waits());
    let system = waits("settraceback", "system");
    assert!(states(&system.stderr).contains("force gc (idle)"));
}

fn scheduler_lines(debug: &str) -> Vec<String> {
    let mut cmd = minigo();
    cmd.arg("run")
        .arg(root().join("tests/traces/waits.mg"))
        .arg("deadlock");
    cmd.env("GODEBUG", debug)
        .env("GOMAXPROCS", "2")
        .env("GOTRACEBACK", "none");
    let mut all = Vec::new();
    // The program may be over before the first line is due.
    for _ in 0..50 {
        let got = run(&mut cmd, b"", LIMIT);
        all.extend(
            got.stderr
                .lines()
                .filter(|l| !l.starts_with("fatal error"))
                .map(String::from),
        );
        if all.len() > 20 {
            break;
        }
    }
    all
}

#[test]
fn schedtrace_is_a_line_in_gos_form() {
    let form = "SCHED #ms: gomaxprocs=2 idleprocs=# threads=# spinningthreads=# needspinning=# idlethreads=# \
                runqueue=# [ # # ] schedticks=[ # # ]";
    let lines = scheduler_lines("schedtrace=1");
    assert!(!lines.is_empty());
    for l in lines {
        assert!(like(&l, form), "{l}");
    }
}

#[test]
fn scheddetail_has_a_line_for_each_p_m_and_g() {
    let forms = [
        "SCHED #ms: gomaxprocs=2 idleprocs=# threads=# spinningthreads=# needspinning=# idlethreads=# runqueue=# \
         gcwaiting=* nmidlelocked=# stopwait=# sysmonwait=*",
        "  P#: status=# schedtick=# syscalltick=# m=* runqsize=# gfreecnt=# timerslen=#",
        "  M#: p=* curg=* mallocing=# throwing=# preemptoff= locks=# dying=# spinning=* blocked=* lockedg=*",
        "  G#: status=#(*) m=* lockedm=*",
    ];
    let lines = scheduler_lines("schedtrace=1,scheddetail=1");
    for l in &lines {
        assert!(forms.iter().any(|f| like(l, f)), "{l}");
    }
    for f in forms {
        assert!(lines.iter().any(|l| like(l, f)), "no line {f}");
    }
}
