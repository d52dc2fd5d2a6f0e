//! An echo and a key-value server under 1,000 connections at once: no reply is lost or wrong, and the server's threads
//! do not grow with its connections. The programs are under tests/servers. A run takes a second; with
//! `MINIGO_SERVER_SECONDS` so many, and then, where there is a `go`, servers and clients that it compiled of the same
//! sources run beside minigo's in all four pairs, and the figures of each are printed.

mod support;

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};
use support::{minigo, root, run};

const CONNECTIONS: &str = "1000";

/// One load at a time: the figures are of a server that has the machine for itself.
static ALONE: Mutex<()> = Mutex::new(());

/// The program of tests/servers under minigo, or compiled by Go into `dir`.
fn program(name: &str, dir: Option<&Path>) -> Command {
    let source = root().join("tests/servers").join(name).with_extension("mg");
    let Some(dir) = dir else {
        let mut cmd = minigo();
        cmd.arg("run").arg(source);
        return cmd;
    };
    let (copy, binary) = (dir.join(format!("{name}.go")), dir.join(name));
    if !binary.exists() {
        std::fs::copy(&source, &copy).expect("a copy of the source");
        let mut go = Command::new("go");
        go.arg("build").arg("-o").arg(&binary).arg(&copy);
        let built = go.output().expect("go runs");
        let words = String::from_utf8_lossy(&built.stderr);
        assert!(built.status.success(), "{words}");
    }
    Command::new(binary)
}

/// A server that is killed if its test ends early.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Server {
    /// Closes its input, and gives what it says at its end.
    fn end(mut self, out: &mut impl Read) -> String {
        drop(self.0.stdin.take());
        let began = Instant::now();
        let status = loop {
            match self.0.try_wait().expect("the server can be waited for") {
                Some(status) => break status,
                None if began.elapsed() > Duration::from_secs(30) => panic!("the server goes on"),
                None => std::thread::sleep(Duration::from_millis(5)),
            }
        };
        let mut said = String::new();
        out.read_to_string(&mut said).expect("the server's output");
        assert!(status.success(), "the server: {status}, {said}");
        said
    }
}

/// Runs a server and the load on it; gives the figures of both.
fn load(kind: &str, seconds: f64, server: Option<&Path>, client: Option<&Path>) -> String {
    let mut serving = program(kind, server);
    serving.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut serving = Server(serving.spawn().expect("the server starts"));
    let mut out = BufReader::new(serving.0.stdout.take().expect("stdout is piped"));
    let mut addr = String::new();
    out.read_line(&mut addr).expect("the server's address");

    let mut cmd = program("load", client);
    cmd.args([kind, addr.trim(), CONNECTIONS, &seconds.to_string()]);
    let got = run(&mut cmd, b"", Duration::from_secs_f64(seconds + 120.0));
    assert_eq!(
        (got.code, String::from_utf8_lossy(&got.stdout).as_ref()),
        (Some(0), "lost=0 wrong=0\n"),
        "timed out: {}\n{}",
        got.timed_out,
        got.stderr
    );
    let said = serving.end(&mut out);
    let field = |name: &str| {
        said.split_whitespace()
            .find_map(|f| f.strip_prefix(name)?.strip_prefix('='))
    };
    assert_eq!(field("conns"), Some(CONNECTIONS), "{said}");
    let threads = field("threads").and_then(|t| t.parse::<u32>().ok());
    assert!(threads.is_some_and(|t| t < 100), "{said}");
    format!("{}  server: {}", got.stderr.trim(), said.trim())
}

fn serve(kind: &str) {
    let _alone = ALONE.lock().unwrap_or_else(|e| e.into_inner());
    let Ok(seconds) = std::env::var("MINIGO_SERVER_SECONDS") else {
        load(kind, 1.0, None, None);
        return;
    };
    let seconds: f64 = seconds.parse().expect("MINIGO_SERVER_SECONDS is a number");
    let go = Command::new("go").arg("version").output().is_ok();
    let dir: PathBuf = std::env::temp_dir().join(format!("minigo-servers-{}", std::process::id()));
    std::fs::create_dir_all(&dir).expect("temporary folder");
    let sides: &[Option<&Path>] = if go { &[None, Some(&dir)] } else { &[None] };
    let name = |side: &Option<&Path>| if side.is_some() { "Go" } else { "minigo" };
    for client in sides {
        for server in sides {
            let figures = load(kind, seconds, *server, *client);
            eprintln!(
                "{kind} server {}, client {}\n  {figures}",
                name(server),
                name(client)
            );
        }
    }
    let _ = std::fs::remove_dir_all(&dir);
}

#[test]
fn echo_loses_nothing() {
    serve("echo");
}

#[test]
fn keys_and_values_lose_nothing() {
    serve("kv");
}
