//! The two ways the runtime ends a program: `throw` (our bug) and `fatal` (the program's), and `exit`.

use crate::os_linux;
use std::fmt::{self, Write};
use std::sync::atomic::{AtomicU32, Ordering::*};

/// Standard error, unbuffered, for a dying process.
pub struct Stderr;

impl Write for Stderr {
    fn write_str(&mut self, s: &str) -> fmt::Result {
        os_linux::write_all(2, s.as_bytes());
        Ok(())
    }
}

static DYING: AtomicU32 = AtomicU32::new(0);

/// Ends the program because the runtime found its own state broken: text, dump of all goroutines, exit code 2.
#[cold]
#[inline(never)]
pub fn throw(text: &str) -> ! {
    throw_fmt(format_args!("{text}"))
}

/// [`throw`] with a formatted text.
#[cold]
#[inline(never)]
pub fn throw_fmt(text: fmt::Arguments<'_>) -> ! {
    die(text)
}

/// Ends the program for something it did and cannot recover from (`fatal error: all goroutines are asleep…`), exit code 2.
#[cold]
#[inline(never)]
pub fn fatal(text: &str) -> ! {
    die(format_args!("{text}"))
}

fn die(text: fmt::Arguments<'_>) -> ! {
    if DYING.fetch_add(1, SeqCst) > 0 {
        loop {
            os_linux::usleep(1_000_000);
        }
    }
    let _ = write!(Stderr, "fatal error: {text}\n");
    os_linux::exit(2)
}
