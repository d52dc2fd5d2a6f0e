//! Channels, select, semaphores, timers and the poller under the fake executor of `support`. `chan --bench` prints the
//! cost of the commonest operations instead.
//!
//! Nothing here depends on how long something takes, only on what came before what.

mod support;

use minigo_runtime::chan::{self, CloseResult, Hchan, RecvResult, SendResult};
use minigo_runtime::g::WaitReason;
use minigo_runtime::netpoll::{self, Mode, PollDesc, PollError};
use minigo_runtime::select::{Scase, Selected, selectgo};
use minigo_runtime::sema::{self, NotifyList};
use minigo_runtime::time::{self, Timer};
use minigo_runtime::{GcType, os_linux as os, proc, systemstack};
use std::ptr::null_mut;
use std::sync::atomic::{AtomicI64, AtomicU32, AtomicUsize, Ordering::*};
use support::{Scenario, check, go, gosched, on_g0, say_ok, start};

/// Lets others run now and then: two that wake each other keep a P to themselves until they are preempted.
fn poll() {
    if rand(32) == 0 {
        gosched();
    }
}

fn rand(n: usize) -> usize {
    (proc::cheaprand() as usize) % n
}

/// A channel of words. Nothing collects, so it lives for ever.
#[derive(Clone, Copy)]
struct Chan(*mut Hchan);

static WORD: GcType = GcType::noscan(8, 8);

impl Chan {
    const NIL: Chan = Chan(null_mut());

    fn new(cap: i64) -> Chan {
        // SAFETY: WORD is static; with a P.
        Chan(unsafe { chan::makechan(&WORD, cap) }.unwrap_or(null_mut()))
    }
    fn send(self, v: usize) -> SendResult {
        // SAFETY: native stacks do not move.
        unsafe { chan::chansend(self.0, (&raw const v).cast(), true) }
    }
    fn recv(self) -> Option<usize> {
        let mut v = usize::MAX;
        // SAFETY: as above.
        match unsafe { chan::chanrecv(self.0, (&raw mut v).cast(), true) } {
            RecvResult::Received => Some(v),
            _ => {
                check(v == 0, "a closed channel gives the zero value");
                None
            }
        }
    }
    fn try_recv(self) -> RecvResult {
        // SAFETY: the value is dropped.
        unsafe { chan::chanrecv(self.0, null_mut(), false) }
    }
    fn try_send(self, v: usize) -> SendResult {
        // SAFETY: as above.
        unsafe { chan::chansend(self.0, (&raw const v).cast(), false) }
    }
    fn close(self) -> CloseResult {
        // SAFETY: a channel.
        unsafe { chan::closechan(self.0) }
    }
    fn case(self, send: bool, v: &mut usize) -> Scase {
        Scase {
            c: self.0,
            elem: (v as *mut usize).cast(),
            send,
        }
    }
}

fn select<const N: usize>(mut cases: [Scase; N], block: bool) -> Selected {
    let mut order = [0u16; 64];
    // SAFETY: both arrays are locals, which do not move.
    unsafe { selectgo(cases.as_mut_ptr(), order.as_mut_ptr(), N, block) }
}

fn pingpong(rounds: usize) {
    let (ping, pong) = (Chan::new(0), Chan::new(0));
    go(move || {
        while let Some(v) = ping.recv() {
            pong.send(v + 1);
        }
        pong.close();
    });
    for i in 0..rounds {
        ping.send(i);
        check(pong.recv() == Some(i + 1), "pong");
    }
    ping.close();
    check(pong.recv().is_none(), "pong closes");
}

/// Producers and consumers over one channel: every value arrives once, each producer's in order.
fn many(cap: i64, producers: usize, consumers: usize, each: usize) {
    let (c, done, gone) = (Chan::new(cap), Chan::new(0), Chan::new(0));
    for p in 0..producers {
        go(move || {
            for i in 0..each {
                c.send(p << 32 | i);
                if rand(16) == 0 {
                    gosched();
                }
            }
            gone.send(p);
        });
    }
    for _ in 0..consumers {
        go(move || {
            let mut last = [-1i64; 16];
            let (mut sum, mut n) = (0usize, 0usize);
            while let Some(v) = c.recv() {
                let (p, i) = (v >> 32, (v & 0xffff_ffff) as i64);
                check(i > last[p], "a producer's values keep their order");
                last[p] = i;
                sum += i as usize;
                n += 1;
            }
            done.send(n);
            done.send(sum);
        });
    }
    for _ in 0..producers {
        gone.recv();
    }
    check(c.close() == CloseResult::Done, "close");
    check(c.close() == CloseResult::Closed, "close twice");
    let mut total = 0;
    for _ in 0..2 * consumers {
        total += done.recv().unwrap_or(0);
    }
    let want = producers * each + producers * each * (each - 1) / 2;
    check(total == want, "count and sum of what was received");
}

/// Selects that both send and receive on the same channels, with nil ones among them. An unbuffered select does not meet
/// itself, and all that is sent is received.
fn selects() {
    const N: usize = 12;
    const EACH: usize = 2_000;
    let (a, b, d) = (Chan::new(0), Chan::new(3), Chan::new(0));
    static BALANCE: AtomicI64 = AtomicI64::new(0);
    for _ in 0..N {
        go(move || {
            for i in 0..EACH {
                let (mut x, mut y, mut z, mut w) = (i, 0, i, 0);
                let cases = [
                    a.case(true, &mut x),
                    Chan::NIL.case(true, &mut x),
                    a.case(false, &mut y),
                    b.case(true, &mut z),
                    b.case(false, &mut w),
                    Chan::NIL.case(false, &mut w),
                ];
                let change = match select(cases, i % 8 != 0) {
                    Selected::Sent(0 | 3) => (i + 1) as i64,
                    Selected::Received { index: 2, ok: true } => -((y + 1) as i64),
                    Selected::Received { index: 4, ok: true } => -((w + 1) as i64),
                    Selected::Default => 0,
                    _ => minigo_runtime::throw("a case that cannot be"),
                };
                BALANCE.fetch_add(change, Relaxed);
            }
            d.send(1);
        });
    }
    // Somebody may be left without a partner: give and take until all are done.
    let mut finished = 0;
    while finished < N {
        let (mut v, mut u, mut zero, mut one) = (0, 0, 0, 0);
        let cases = [
            a.case(false, &mut v),
            b.case(false, &mut u),
            a.case(true, &mut zero),
            d.case(false, &mut one),
        ];
        let change = match select(cases, true) {
            Selected::Received { index: 0, ok: true } => -((v + 1) as i64),
            Selected::Received { index: 1, ok: true } => -((u + 1) as i64),
            Selected::Sent(2) => 1,
            Selected::Received { index: 3, ok: true } => {
                finished += 1;
                0
            }
            _ => minigo_runtime::throw("a case that cannot be"),
        };
        BALANCE.fetch_add(change, Relaxed);
    }
    b.close();
    while let Some(v) = b.recv() {
        BALANCE.fetch_sub((v + 1) as i64, Relaxed);
    }
    check(a.try_recv() == RecvResult::WouldBlock, "nobody is left");
    check(BALANCE.load(SeqCst) == 0, "what was sent was received");
}

/// The sums of what two-sided selects send and receive agree.
fn select_sums() {
    const N: usize = 8;
    const EACH: usize = 3_000;
    let (cs, done) = (
        [Chan::new(0), Chan::new(1), Chan::new(0)],
        Chan::new(N as i64),
    );
    static SUM: AtomicI64 = AtomicI64::new(0);
    for k in 0..N {
        go(move || {
            let sender = k % 2 == 0;
            let mut closed = 0;
            let mut cs = cs;
            let mut n = 0;
            while if sender { n < EACH } else { closed < 3 } {
                let mut v = [n + 1; 3];
                let cases = [
                    cs[0].case(sender, &mut v[0]),
                    cs[1].case(sender, &mut v[1]),
                    cs[2].case(sender, &mut v[2]),
                ];
                match select(cases, true) {
                    Selected::Sent(_) => {
                        SUM.fetch_add((n + 1) as i64, Relaxed);
                        n += 1;
                    }
                    Selected::Received { index, ok: true } => {
                        SUM.fetch_sub(v[index] as i64, Relaxed);
                    }
                    Selected::Received { index, ok: false } => {
                        check(v[index] == 0, "zero of a closed channel");
                        cs[index] = Chan::NIL;
                        closed += 1;
                    }
                    _ => minigo_runtime::throw("a case that cannot be"),
                }
            }
            done.send(k);
        });
    }
    let mut senders = 0;
    while senders < N / 2 {
        if done.recv().unwrap_or(1) % 2 == 0 {
            senders += 1;
        }
    }
    for c in cs {
        c.close();
    }
    for _ in 0..N / 2 {
        done.recv();
    }
    check(SUM.load(SeqCst) == 0, "what was sent was received");
}

/// Closing wakes everybody: receivers with the zero value, senders with a failure, selects by the right case.
fn closing() {
    for round in 0..200 {
        let (c, done) = (Chan::new(if round % 2 == 0 { 0 } else { 1 }), Chan::new(0));
        for k in 0..6 {
            go(move || {
                match k {
                    0 | 1 => {
                        while c.recv().is_some() {
                            poll();
                        }
                    }
                    2 | 3 => {
                        let mut v = 0;
                        while let Selected::Received { ok: true, .. } =
                            select([c.case(false, &mut v)], true)
                        {
                            poll();
                        }
                    }
                    4 => {
                        while c.send(1) == SendResult::Sent {
                            poll();
                        }
                    }
                    _ => {
                        let mut v = 7;
                        while let Selected::Sent(0) = select([c.case(true, &mut v)], true) {
                            poll();
                        }
                    }
                }
                done.send(k);
            });
        }
        for _ in 0..round % 7 {
            gosched();
        }
        check(c.close() == CloseResult::Done, "close");
        for _ in 0..6 {
            done.recv();
        }
        check(c.try_send(1) == SendResult::Closed, "send on closed");
    }
    check(Chan::NIL.close() == CloseResult::Nil, "close of nil");
    check(
        Chan::NIL.try_send(1) == SendResult::WouldBlock,
        "nil is never ready",
    );
    // SAFETY: WORD is static; nil is allowed.
    unsafe {
        check(chan::makechan(&WORD, -1).is_none(), "negative size");
        check(chan::makechan(&WORD, i64::MAX).is_none(), "too large");
        check(
            chan::chanlen(null_mut()) == 0 && chan::chancap(null_mut()) == 0,
            "len of nil",
        );
    }
    let b = Chan::new(2);
    b.send(5);
    // SAFETY: a channel.
    unsafe {
        check(
            chan::chanlen(b.0) == 1 && chan::chancap(b.0) == 2,
            "len and cap",
        )
    };
    b.close();
    check(
        b.recv() == Some(5) && b.recv().is_none(),
        "the buffer outlives the close",
    );
}

/// A mutex made of a semaphore keeps its section exclusive, with and without hand-off; a list notifies everybody.
fn semas() {
    static SEMA: AtomicU32 = AtomicU32::new(1);
    static OTHER: [AtomicU32; 64] = [const { AtomicU32::new(0) }; 64];
    static INSIDE: AtomicUsize = AtomicUsize::new(0);
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let done = Chan::new(0);
    const N: usize = 20;
    const EACH: usize = 500;
    for k in 0..N {
        go(move || {
            for i in 0..EACH {
                // SAFETY: static words.
                unsafe {
                    sema::semacquire(&SEMA, (k + i) % 3 == 0, WaitReason::SyncMutexLock);
                    check(INSIDE.fetch_add(1, SeqCst) == 0, "one inside");
                    COUNT.fetch_add(1, Relaxed);
                    if i % 7 == 0 {
                        gosched();
                    }
                    INSIDE.fetch_sub(1, SeqCst);
                    sema::semrelease(&SEMA, i % 5 == 0);
                }
            }
            done.send(k);
        });
    }
    for k in 0..256 {
        go(move || {
            // SAFETY: static words. Many addresses share a root.
            unsafe { sema::semacquire(&OTHER[k % 64], false, WaitReason::Semacquire) };
            done.send(k);
        });
    }
    for k in 0..256 {
        // SAFETY: static words.
        unsafe { sema::semrelease(&OTHER[k * 7 % 64], false) };
        if k % 16 == 0 {
            gosched();
        }
    }
    for _ in 0..N + 256 {
        done.recv();
    }
    check(COUNT.load(SeqCst) == N * EACH, "all were inside");

    // SAFETY: zeroed memory is an empty list.
    let list = unsafe { systemstack(|| Box::into_raw(Box::new(std::mem::zeroed::<NotifyList>()))) }
        as usize;
    for k in 0..50 {
        // SAFETY: a live list.
        let ticket = unsafe { sema::notify_list_add(list as *mut NotifyList) };
        go(move || {
            // SAFETY: a live list.
            unsafe { sema::notify_list_wait(list as *mut NotifyList, ticket) };
            done.send(k);
        });
    }
    for k in 0..25 {
        // SAFETY: a live list.
        unsafe { sema::notify_list_notify_one(list as *mut NotifyList) };
        if k % 2 == 0 {
            gosched();
        }
    }
    // SAFETY: a live list.
    unsafe { sema::notify_list_notify_all(list as *mut NotifyList) };
    for _ in 0..50 {
        done.recv();
    }
}

/// Sleepers wake, none before its time, and the idle process does nothing meanwhile.
fn sleeps() {
    let done = Chan::new(0);
    for k in 0..300i64 {
        go(move || {
            for _ in 0..3 {
                let ns = (k * 37 % 101) * 100_000;
                let start = os::nanotime();
                // SAFETY: on a G's stack.
                unsafe { time::time_sleep(ns) };
                check(os::nanotime() - start >= ns, "not before its time");
            }
            done.send(0);
        });
    }
    for _ in 0..300 {
        done.recv();
    }
}

static TICK: [u64; 1] = [1];
static TIME: GcType = GcType::new(8, 8, 8, TICK.as_ptr());

unsafe fn send_tick(c: *mut u8, _extra: *mut u8, _seq: usize, _delay: i64) {
    let v = 1usize;
    // SAFETY: a channel of words.
    unsafe { chan::chansend(c.cast(), (&raw const v).cast(), false) };
}

fn timer(ns: i64, period: i64) -> (Chan, *mut Timer) {
    // SAFETY: the types are static; with a P.
    unsafe {
        let c = chan::makechan(&TIME, 1).unwrap_or(null_mut());
        let when = os::nanotime() + ns;
        let t = time::new_timer(when, period, send_tick, c.cast(), null_mut(), true);
        (Chan(c), t)
    }
}

const LONG: i64 = 3_600_000_000_000;

/// Channel timers as of Go 1.23.
fn timers() {
    // SAFETY (all blocks below): timers made by `timer`, never freed.
    let (c, t) = timer(1_000, 0);
    check(c.recv().is_some(), "fires");
    // SAFETY: the timer and the channel live as long as the test.
    check(unsafe { !time::stop_timer(t) }, "had fired");
    // SAFETY: the timer and the channel live as long as the test.
    unsafe { time::reset_timer(t, os::nanotime() + 1_000, 0) };
    // SAFETY: a sleep longer than the timer's: nobody looks at the channel meanwhile.
    unsafe { time::time_sleep(200_000) };
    check(
        // SAFETY: the timer and the channel live as long as the test.
        unsafe { time::stop_timer(t) },
        "a value nobody took counts as stopped",
    );
    check(
        c.try_recv() == RecvResult::WouldBlock,
        "nothing of the old setting",
    );
    // SAFETY: the timer and the channel live as long as the test.
    unsafe { time::reset_timer(t, os::nanotime() - 1, 0) };
    check(c.try_recv() == RecvResult::Received, "due at once");
    check(
        // SAFETY: the timer and the channel live as long as the test.
        unsafe { chan::chanlen(c.0) == 0 && chan::chancap(c.0) == 0 },
        "looks unbuffered",
    );

    let (c, t) = timer(LONG, 0);
    check(c.try_recv() == RecvResult::WouldBlock, "not yet");
    check(
        // SAFETY: the timer and the channel live as long as the test.
        unsafe { time::reset_timer(t, os::nanotime() + 1_000, 0) },
        "was running",
    );
    check(c.recv().is_some(), "fires at the new time");

    let (c, t) = timer(10_000, 10_000);
    for _ in 0..20 {
        check(c.recv().is_some(), "ticks");
    }
    // SAFETY: the timer and the channel live as long as the test.
    unsafe { time::stop_timer(t) };
    check(
        c.try_recv() == RecvResult::WouldBlock,
        "a stopped ticker is silent",
    );

    // Selects over timers, a channel and each other, while somebody resets and stops them.
    let done = Chan::new(0);
    for k in 0..16usize {
        go(move || {
            let (a, ta) = timer(LONG, 0);
            let (b, tb) = timer(20_000 + k as i64 * 500, 30_000);
            let mut v = 0;
            for i in 0..100 {
                // SAFETY: the timer and the channel live as long as the test.
                unsafe { time::reset_timer(ta, os::nanotime() + rand(60_000) as i64, 0) };
                let cases = [a.case(false, &mut v), b.case(false, &mut v)];
                match select(cases, true) {
                    Selected::Received { index: 0, ok: true } => {
                        // SAFETY: the timer and the channel live as long as the test.
                        check(unsafe { !time::stop_timer(ta) }, "it had fired");
                    }
                    Selected::Received { index: 1, ok: true } => {
                        // SAFETY: the timer and the channel live as long as the test.
                        unsafe { time::stop_timer(ta) };
                    }
                    _ => minigo_runtime::throw("a case that cannot be"),
                }
                check(a.try_recv() == RecvResult::WouldBlock, "stopped");
                if i % 10 == 0 {
                    gosched();
                }
            }
            // SAFETY: the timer and the channel live as long as the test.
            unsafe { time::stop_timer(tb) };
            done.send(k);
        });
    }
    for _ in 0..16 {
        done.recv();
    }

    // A hand-over of the timer to another goroutine: one blocks, another resets.
    for _ in 0..100 {
        let (c, t) = timer(LONG, 0);
        let t = t as usize;
        go(move || {
            check(c.recv().is_some(), "woken by the reset");
            done.send(0);
        });
        if rand(2) == 0 {
            gosched();
        }
        // SAFETY: the timer and the channel live as long as the test.
        unsafe { time::reset_timer(t as *mut Timer, os::nanotime() + rand(20_000) as i64, 0) };
        done.recv();
    }

    // Made and stopped in great number: the heap must not keep them.
    for _ in 0..2_000 {
        // SAFETY: a timer that is not a channel's stands in the heap at once.
        unsafe {
            let t = time::new_timer(
                os::nanotime() + LONG,
                0,
                send_tick,
                null_mut(),
                null_mut(),
                false,
            );
            check(time::stop_timer(t), "was running");
        }
    }
}

/// All asleep for a while; `strace` of this scenario shows that nothing happens meanwhile.
fn idle() {
    go(|| {
        // SAFETY: on a G's stack.
        unsafe { time::time_sleep(LONG) };
    });
    // SAFETY: as above.
    unsafe { time::time_sleep(300_000_000) };
}

/// A read or write that never blocks the thread, as a file does it: try, and wait for the poller if it would block.
fn transfer(fd: i32, pd: *mut PollDesc, mode: Mode, buf: &mut [u8]) -> Result<usize, PollError> {
    // SAFETY: `pd` is open, the buffer valid; on a G's stack.
    unsafe {
        let e = netpoll::poll_reset(pd, mode);
        if e != PollError::None {
            return Err(e);
        }
        loop {
            let n = match mode {
                Mode::Read => libc::read(fd, buf.as_mut_ptr().cast(), buf.len()),
                Mode::Write => libc::write(fd, buf.as_ptr().cast(), buf.len()),
            };
            if n >= 0 {
                return Ok(n as usize);
            }
            let e = netpoll::poll_wait(pd, mode);
            if e != PollError::None {
                return Err(e);
            }
        }
    }
}

fn pipe() -> [(i32, *mut PollDesc); 2] {
    let mut fds = [0; 2];
    // SAFETY: room for two; then descriptors that do not block.
    unsafe {
        check(
            libc::pipe2(fds.as_mut_ptr(), libc::O_NONBLOCK | libc::O_CLOEXEC) == 0,
            "pipe2",
        );
        fds.map(|fd| (fd, netpoll::poll_open(fd).unwrap_or(null_mut())))
    }
}

fn close_fd(fd: i32, pd: *mut PollDesc) {
    // SAFETY: nobody uses it any more.
    unsafe {
        netpoll::poll_close(pd);
        libc::close(fd);
    }
}

/// Pipes: many pairs, deadlines, closing under a reader.
fn polls() {
    let done = Chan::new(0);
    const PAIRS: usize = 20;
    for _ in 0..PAIRS {
        let [(rfd, rpd), (wfd, wpd)] = pipe();
        let (rpd, wpd) = (rpd as usize, wpd as usize);
        go(move || {
            let mut total = 0;
            let mut buf = [0u8; 64];
            loop {
                match transfer(rfd, rpd as *mut PollDesc, Mode::Read, &mut buf) {
                    Ok(0) => break,
                    Ok(n) => total += n,
                    Err(_) => minigo_runtime::throw("read"),
                }
            }
            // SAFETY: nobody else uses it.
            unsafe { netpoll::poll_unblock(rpd as *mut PollDesc) };
            close_fd(rfd, rpd as *mut PollDesc);
            done.send(total);
        });
        go(move || {
            let mut buf = [7u8; 100];
            for i in 0..1_000 {
                let n = transfer(wfd, wpd as *mut PollDesc, Mode::Write, &mut buf);
                check(n == Ok(100), "write");
                if i % 100 == 0 {
                    gosched();
                }
            }
            // SAFETY: nobody else uses it.
            unsafe { netpoll::poll_unblock(wpd as *mut PollDesc) };
            close_fd(wfd, wpd as *mut PollDesc);
        });
    }
    for _ in 0..PAIRS {
        check(done.recv() == Some(100_000), "all bytes");
    }

    let [(rfd, rpd), (wfd, wpd)] = pipe();
    let mut buf = [0u8; 8];
    // SAFETY: open descriptors.
    unsafe {
        netpoll::poll_set_deadline(rpd, 1_000_000, Mode::Read);
        let e = transfer(rfd, rpd, Mode::Read, &mut buf);
        check(e == Err(PollError::Timeout), "the deadline ends the wait");
        netpoll::poll_set_deadline(rpd, 0, Mode::Read);
    }
    let rpd_word = rpd as usize;
    go(move || {
        let mut buf = [0u8; 8];
        let pd = rpd_word as *mut PollDesc;
        let e = transfer(rfd, pd, Mode::Read, &mut buf);
        check(
            e == Err(PollError::Timeout),
            "a deadline set under a reader",
        );
        done.send(0);
    });
    gosched();
    // SAFETY: open descriptors.
    unsafe {
        netpoll::poll_set_deadline(rpd, -1, Mode::Read);
        done.recv();
        netpoll::poll_set_deadline(rpd, LONG, Mode::Read);
    }
    go(move || {
        let mut buf = [0u8; 8];
        let pd = rpd_word as *mut PollDesc;
        let e = transfer(rfd, pd, Mode::Read, &mut buf);
        check(e == Err(PollError::Closing), "closed under a reader");
        done.send(0);
    });
    gosched();
    // SAFETY: open descriptors.
    unsafe {
        netpoll::poll_unblock(rpd);
        netpoll::poll_unblock(wpd);
    }
    done.recv();
    close_fd(rfd, rpd);
    close_fd(wfd, wpd);
}

/// A goroutine that the poller has given out counts as waiting until it is runnable: sysmon polls without counting as
/// one that runs, so that an M without work would else see nobody, and report a deadlock.
fn given_out_still_waits() {
    for _ in 0..50 {
        let [(rfd, rpd), (wfd, wpd)] = pipe();
        let done = Chan::new(0);
        let (read, end) = (rpd as usize, done);
        go(move || {
            let got = transfer(rfd, read as *mut PollDesc, Mode::Read, &mut [0u8; 1]);
            end.send(usize::from(got == Ok(1)));
        });
        for _ in 0..10 {
            gosched();
        }
        on_g0(|| {
            // SAFETY: one byte of a constant; then the list's goroutines are ours, on g0 with a P.
            unsafe {
                libc::write(wfd, c"x".as_ptr().cast(), 1);
                // Another M may have polled before us.
                let mut list = netpoll::netpoll(0);
                let n = list.len;
                check(n == 0 || netpoll::netpoll_any_waiters(), "a waiter is lost");
                proc::injectglist(&mut list);
                netpoll::netpoll_taken(n);
            }
        });
        check(done.recv() == Some(1), "read");
        // SAFETY: nobody waits on them any more.
        unsafe {
            netpoll::poll_unblock(rpd);
            netpoll::poll_unblock(wpd);
        }
        close_fd(rfd, rpd);
        close_fd(wfd, wpd);
    }
    // Another M may be about to say that it has woken the last one.
    while netpoll::netpoll_any_waiters() {
        gosched();
    }
}

/// Ten thousand goroutines that wait for descriptors need no more threads than a few.
fn ten_thousand_waits() {
    const N: usize = 10_000;
    static READ: AtomicUsize = AtomicUsize::new(0);
    // SAFETY: plain system calls on a valid structure.
    let room = unsafe {
        let mut lim: libc::rlimit = std::mem::zeroed();
        libc::getrlimit(libc::RLIMIT_NOFILE, &mut lim);
        lim.rlim_cur = lim.rlim_max;
        libc::setrlimit(libc::RLIMIT_NOFILE, &lim);
        lim.rlim_cur as usize
    };
    let n = N.min(room.saturating_sub(100));
    let fds: Vec<i32> = on_g0(|| {
        // SAFETY: a plain system call.
        (0..n)
            .map(|_| unsafe { libc::eventfd(0, libc::EFD_NONBLOCK) })
            .collect()
    });
    for &fd in &fds {
        go(move || {
            // SAFETY: an open descriptor of ours alone; eight bytes of this stack.
            unsafe {
                let Ok(pd) = netpoll::poll_open(fd) else {
                    return check(false, "the poller refuses an eventfd");
                };
                let mut v = 0u64;
                while libc::read(fd, (&raw mut v).cast(), 8) != 8 {
                    check(
                        netpoll::poll_wait(pd, Mode::Read) == PollError::None,
                        "poll_wait",
                    );
                    netpoll::poll_reset(pd, Mode::Read);
                }
                netpoll::poll_unblock(pd);
                netpoll::poll_close(pd);
            }
            READ.fetch_add(1, SeqCst);
        });
    }
    // All have run once when this G runs again after each P's queue; a few more rounds do no harm.
    for _ in 0..100 {
        gosched();
    }
    let most = proc::gomaxprocs_now() as i64 + 12;
    check(minigo_runtime::m::mcount() < most, "waits cost threads");
    for &fd in &fds {
        let one = 1u64;
        // SAFETY: eight bytes of a local.
        unsafe { libc::write(fd, (&raw const one).cast(), 8) };
    }
    while READ.load(SeqCst) < n {
        gosched();
    }
    check(minigo_runtime::m::mcount() < most, "wake-ups cost threads");
}

fn deadlock() {
    say_ok();
    let c = Chan::new(0);
    go(move || {
        Chan::NIL.recv();
    });
    let mut v = 0;
    select([c.case(false, &mut v), c.case(true, &mut 0)], true);
}

const SCENARIOS: &[Scenario] = &[
    ("pingpong", || pingpong(20_000), 0, ""),
    ("unbuffered", || many(0, 8, 8, 2_000), 0, ""),
    ("buffered", || many(7, 12, 5, 2_000), 0, ""),
    ("selects", selects, 0, ""),
    ("select_sums", select_sums, 0, ""),
    ("closing", closing, 0, ""),
    ("semas", semas, 0, ""),
    ("sleeps", sleeps, 0, ""),
    ("timers", timers, 0, ""),
    ("polls", polls, 0, ""),
    ("given_out_still_waits", given_out_still_waits, 0, ""),
    ("ten_thousand_waits", ten_thousand_waits, 0, ""),
    ("idle", idle, 0, ""),
    (
        "deadlock",
        deadlock,
        2,
        "fatal error: all goroutines are asleep - deadlock!\n",
    ),
];

fn bench() -> ! {
    start(|| {
        let timed = |name: &'static str, n: usize, f: fn(usize)| {
            let t = os::nanotime();
            f(n);
            let ns = (os::nanotime() - t) as f64 / n as f64;
            // SAFETY: prints on g0.
            unsafe { systemstack(|| println!("{name}: {ns:.1} ns")) };
        };
        timed("pingpong round trip, unbuffered", 1_000_000, pingpong);
        timed("buffered send and receive, one goroutine", 5_000_000, |n| {
            let c = Chan::new(8);
            for i in 0..n {
                c.send(i);
                c.recv();
            }
        });
        timed("select of two ready cases", 2_000_000, |n| {
            let (a, b) = (Chan::new(1), Chan::new(1));
            let mut v = 1;
            for _ in 0..n {
                select([a.case(true, &mut v), b.case(false, &mut 0)], true);
                a.recv();
            }
        });
        timed("semacquire and semrelease, free", 5_000_000, |n| {
            static S: AtomicU32 = AtomicU32::new(1);
            for _ in 0..n {
                // SAFETY: a static word.
                unsafe {
                    sema::semacquire(&S, false, WaitReason::Semacquire);
                    sema::semrelease(&S, false);
                }
            }
        });
    })
}

fn main() {
    if std::env::args().any(|a| a == "--bench") {
        bench();
    }
    support::run_all(SCENARIOS, &support::settings(), &[])
}
