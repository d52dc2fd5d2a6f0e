//! GODEBUG=schedtrace=N and scheddetail=1: the scheduler's state as Go prints it, a racy snapshot under `sched.lock`.
//!
//! Numbers that have no counterpart here (`mallocing`, `dying`) are 0. Called on sysmon's g0.

use crate::g::{G, readgstatus};
use crate::m::M;
use crate::os_linux::{nanotime, write_all};
use crate::p::for_each_p;
use crate::proc::{for_each_g, gomaxprocs_now, sched};
use crate::runq::{globrunqlen, runqlen};
use std::fmt::{self, Display, Write};
use std::sync::atomic::Ordering::*;

/// A number, or `nil`.
struct OrNil<T>(Option<T>);

impl<T: Display> Display for OrNil<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Some(v) => v.fmt(f),
            None => f.write_str("nil"),
        }
    }
}

fn goid(gp: *mut G) -> OrNil<u64> {
    // SAFETY: Gs are never freed.
    OrNil((!gp.is_null()).then(|| unsafe { (*gp).goid }))
}

fn mid(mp: *mut M) -> OrNil<i64> {
    // SAFETY: Ms are never freed.
    OrNil((!mp.is_null()).then(|| unsafe { (*mp).id }))
}

/// Writes one line, or with `detail` one for each P, M and G, to standard error.
pub fn schedtrace(detail: bool) {
    let s = sched();
    let mut out = String::new();
    s.lock.lock();
    // A string takes any text.
    let _ = trace(&mut out, detail);
    s.lock.unlock();
    write_all(2, out.as_bytes());
}

fn trace(out: &mut String, detail: bool) -> fmt::Result {
    let s = sched();
    write!(
        out,
        "SCHED {}ms: gomaxprocs={} idleprocs={} threads={} spinningthreads={} needspinning={} idlethreads={} runqueue={}",
        (nanotime() - s.starttime.load(Relaxed)) / 1_000_000,
        gomaxprocs_now(),
        s.npidle.load(Relaxed),
        crate::m::mcount(),
        s.nmspinning.load(Relaxed),
        s.needspinning.load(Relaxed),
        s.nmidle.load(Relaxed),
        globrunqlen()
    )?;
    if !detail {
        let (mut lens, mut ticks) = (String::new(), String::new());
        for_each_p(|pp| {
            let _ = write!(lens, " {}", runqlen(pp));
            // SAFETY: Ps are never freed.
            let _ = write!(ticks, " {}", unsafe { (*pp).schedtick.load(Relaxed) });
        });
        return writeln!(out, " [{lens} ] schedticks=[{ticks} ]");
    }
    writeln!(
        out,
        " gcwaiting={} nmidlelocked={} stopwait={} sysmonwait={}",
        s.gcwaiting.load(Relaxed),
        s.nmidlelocked.load(Relaxed),
        s.stopwait.load(Relaxed),
        s.sysmonwait.load(Relaxed)
    )?;
    for_each_p(|pp| {
        // SAFETY: a racy snapshot of words of a P, which is never freed.
        let _ = unsafe {
            writeln!(
                out,
                "  P{}: status={} schedtick={} syscalltick={} m={} runqsize={} gfreecnt={} timerslen={}",
                (*pp).id,
                (*pp).status.load(Relaxed),
                (*pp).schedtick.load(Relaxed),
                (*pp).syscalltick.load(Relaxed),
                mid((*pp).m.load(Relaxed)),
                runqlen(pp),
                (*pp).gfree.len,
                crate::time::timers_len(pp)
            )
        };
    });
    crate::m::for_each_m(|mp| {
        // SAFETY: a racy snapshot of words of an M, which is never freed.
        let _ = unsafe {
            let pp = (&raw const (*mp).p).read_volatile();
            writeln!(
                out,
                "  M{}: p={} curg={} mallocing=0 throwing=0 preemptoff= locks={} dying=0 spinning={} blocked={} lockedg={}",
                (*mp).id,
                OrNil((!pp.is_null()).then(|| (*pp).id)),
                goid((&raw const (*mp).curg).read_volatile()),
                (*mp).locks,
                (*mp).spinning.load(Relaxed),
                (*mp).blocked.load(Relaxed),
                goid((*mp).lockedg.load(Relaxed))
            )
        };
    });
    for_each_g(&mut |gp| {
        // SAFETY: a racy snapshot of words of a G, which is never freed.
        let _ = unsafe {
            writeln!(
                out,
                "  G{}: status={}({}) m={} lockedm={}",
                (*gp).goid,
                readgstatus(gp),
                (*gp).waitreason.text(),
                mid((&raw const (*gp).m).read_volatile()),
                mid((*gp).lockedm)
            )
        };
    });
    Ok(())
}
