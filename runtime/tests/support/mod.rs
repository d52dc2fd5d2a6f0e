//! A fake executor for tests of the runtime: goroutines are Rust closures, and each scenario is a process of its own
//! (`TEST --scenario NAME`) that must print `ok` and leave with the code it expects.
//!
//! Closures run on goroutine stacks of a KB or two: no formatting, no std locks there.

#![allow(dead_code)]

use minigo_runtime::g::{G, WaitReason};
use minigo_runtime::hooks::{Ended, Hooks};
use minigo_runtime::{proc, systemstack};
use std::fmt::Write;
use std::process::{Command, exit};

/// What a goroutine runs.
pub type Body = Box<dyn FnOnce()>;

/// The body of a goroutine that ends at once, without a box.
pub const ENDS: usize = 0;
/// The body of one that parks for ever, without a box.
pub const PARKS: usize = 1;

unsafe fn run(gp: *mut G) -> Ended {
    // SAFETY: the running G; `go` stored a boxed body in the first word, benches one of the small words.
    unsafe {
        match (*gp).exec[0] {
            ENDS => return Ended::Returned,
            PARKS => minigo_runtime::park::park_forever(WaitReason::Sleep),
            body => Box::from_raw(body as *mut Body)(),
        }
        if (*gp).goexiting {
            Ended::Goexit
        } else {
            Ended::Returned
        }
    }
}

unsafe fn traceback(_gp: *mut G, out: &mut dyn Write) {
    let _ = out.write_str("main.fake()\n\t/fake.go:1 +0x1\n");
}

unsafe fn gfree(_gp: *mut G) {}

/// Starts the scheduler with a main goroutine that runs `body`.
pub fn start(body: impl FnOnce() + 'static) -> ! {
    let hooks = Hooks {
        run,
        traceback,
        pcinfo: |_| None,
        panics: |_, _| (),
        gfree,
    };
    let body = move || {
        // SAFETY: on the main goroutine's stack.
        unsafe { proc::main_init_done() };
        body();
    };
    let body = Box::into_raw(Box::new(Box::new(body) as Body)) as usize;
    // SAFETY: the main G is new.
    proc::start(hooks, move |gp| unsafe { (*gp).exec[0] = body })
}

/// A goroutine.
pub fn go(f: impl FnOnce() + 'static) {
    // SAFETY: on a G's stack; boxing happens on g0.
    unsafe {
        let body = systemstack(|| Box::into_raw(Box::new(Box::new(f) as Body)));
        proc::newproc(1, |gp| (*gp).exec[0] = body as usize);
    }
}

/// Lets others run.
pub fn gosched() {
    // SAFETY: on a G's stack.
    unsafe { proc::gosched() }
}

/// Allocates on g0, where that is allowed.
pub fn on_g0<R>(f: impl FnOnce() -> R) -> R {
    // SAFETY: closures of tests neither park nor unwind.
    unsafe { systemstack(f) }
}

/// Prints what a scenario that went well prints.
pub fn say_ok() {
    on_g0(|| println!("ok"))
}

/// Ends the process with a dump unless `cond`.
pub fn check(cond: bool, what: &'static str) {
    if !cond {
        minigo_runtime::throw(what);
    }
}

/// Name, body, exit code, and how standard error must begin.
pub type Scenario = (&'static str, fn(), i32, &'static str);

/// A setting to run scenarios under: what to call it, and variables of the environment.
pub type Setting = (String, Vec<(&'static str, String)>);

/// One for each number of Ps and kind of stack, each with its own seed; `MINIGO_ROUNDS` as often.
pub fn settings() -> Vec<Setting> {
    let rounds: u64 = std::env::var("MINIGO_ROUNDS")
        .ok()
        .and_then(|v| v.parse().ok())
        .unwrap_or(1);
    let mut all = Vec::new();
    for round in 0..rounds {
        for procs in [1, 2, 4, 8, 16] {
            for stacks in ["small", "guarded"] {
                let seed = 1 + round * 1000 + procs;
                all.push((
                    format!("procs={procs} seed={seed} stacks={stacks}"),
                    vec![
                        ("GOMAXPROCS", procs.to_string()),
                        ("MINIGO_SEED", seed.to_string()),
                        ("MINIGO_STACKS", stacks.to_string()),
                    ],
                ));
            }
        }
    }
    all
}

/// Body of a test's `main`: runs one scenario (`--scenario NAME`), or each under `settings`, or those whose names contain
/// the argument. `more` adds pairs of a scenario's name and a setting.
pub fn run_all(scenarios: &[Scenario], settings: &[Setting], more: &[(&str, Setting)]) -> ! {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if args.first().is_some_and(|a| a == "--scenario") {
        let &(_, f, code, _) = scenarios
            .iter()
            .find(|s| s.0 == args[1])
            .expect("a known scenario");
        start(move || {
            f();
            if code == 0 {
                say_ok();
            }
        });
    }
    if args.iter().any(|a| a == "--list") {
        exit(0);
    }
    let filter = args
        .iter()
        .find(|a| !a.starts_with('-'))
        .cloned()
        .unwrap_or_default();
    let me = std::env::current_exe().expect("own path");
    let (mut n, mut bad) = (0, 0);
    let mut one = |&(name, _, code, text): &Scenario, (label, env): &Setting| {
        let out = Command::new("timeout")
            .arg("60")
            .arg(&me)
            .args(["--scenario", name])
            .envs(env.iter().map(|(k, v)| (k, v)))
            .output()
            .expect("timeout starts");
        let so = String::from_utf8_lossy(&out.stdout);
        let se = String::from_utf8_lossy(&out.stderr);
        n += 1;
        if out.status.code() != Some(code) || so != "ok\n" || !se.starts_with(text) {
            bad += 1;
            println!("FAIL {name} {label}: {:?}\n{so}{se}", out.status);
        }
    };
    for scenario in scenarios.iter().filter(|s| s.0.contains(&filter)) {
        for setting in settings {
            one(scenario, setting);
        }
        for (_, setting) in more.iter().filter(|m| m.0 == scenario.0) {
            one(scenario, setting);
        }
    }
    println!("{n} runs, {bad} failed");
    exit((bad > 0) as i32);
}
