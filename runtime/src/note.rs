//! One-shot events on a futex: one sleeper, one waker, cleared by the sleeper before it is used again.

use crate::atomic::{AtomicU32, Ordering::*};
use crate::os_linux;

/// 0 clear, 1 woken.
pub struct Note {
    key: AtomicU32,
}

impl Note {
    /// A clear note.
    pub const fn new() -> Note {
        Note {
            key: AtomicU32::new(0),
        }
    }

    /// Makes the note ready for the next sleep. Nobody sleeps on it.
    pub fn clear(&self) {
        self.key.store(0, Relaxed);
    }

    /// Wakes the sleeper, now or when it comes. Throws when the note was already woken: two wakers would mean that
    /// somebody's wake-up was lost.
    pub fn wakeup(&self) {
        if self.key.swap(1, SeqCst) != 0 {
            crate::throw::throw("notewakeup - double wakeup");
        }
        os_linux::futex_wake(&self.key, 1);
    }

    /// Whether it has been woken.
    pub fn is_set(&self) -> bool {
        self.key.load(Acquire) != 0
    }

    /// Sleeps until woken.
    pub fn sleep(&self) {
        while self.key.load(Acquire) == 0 {
            os_linux::futex_wait(&self.key, 0, -1);
        }
    }

    /// Sleeps until woken or until `ns` nanoseconds have gone; says whether it was woken.
    pub fn sleep_for(&self, ns: i64) -> bool {
        if self.is_set() {
            return true;
        }
        let deadline = os_linux::nanotime() + ns;
        loop {
            let left = deadline - os_linux::nanotime();
            if left <= 0 {
                return self.is_set();
            }
            os_linux::futex_wait(&self.key, 0, left);
            if self.is_set() {
                return true;
            }
        }
    }
}

impl Default for Note {
    fn default() -> Self {
        Note::new()
    }
}
