//! Natives of package net: calls on TCP sockets, which are always non-blocking. Waiting is internal/poll's business.

use minigo_vm::native::{NativeCtx, Registry};

use crate::syscall::{errno, result};

/// Adds this package's natives.
pub(crate) fn register(r: &mut Registry) {
    register_raw(r);
    r.syscall("net.socket", |c| {
        let family = if c.int(0) == 4 {
            libc::AF_INET
        } else {
            libc::AF_INET6
        };
        let kind = libc::SOCK_STREAM | libc::SOCK_CLOEXEC | libc::SOCK_NONBLOCK;
        // SAFETY: no pointers.
        result(c, || i64::from(unsafe { libc::socket(family, kind, 0) }));
    });
    r.syscall("net.bind", |c| {
        let fd = c.int(0) as i32;
        let on = 1i32;
        // SAFETY: the option is an int.
        unsafe {
            libc::setsockopt(
                fd,
                libc::SOL_SOCKET,
                libc::SO_REUSEADDR,
                (&raw const on).cast(),
                4,
            );
        }
        let e = with_address(c, |p, n| {
            // SAFETY: `p` is an address of `n` bytes.
            unsafe { libc::bind(fd, p, n) }
        });
        c.set_int(0, e);
    });
    r.syscall("net.connect", |c| {
        let fd = c.int(0) as i32;
        let e = with_address(c, |p, n| {
            // SAFETY: as above.
            unsafe { libc::connect(fd, p, n) }
        });
        c.set_int(0, e);
    });
    r.syscall("net.listen", |c| {
        // SAFETY: no pointers.
        let n = unsafe { libc::listen(c.int(0) as i32, c.int(1) as i32) };
        c.set_int(0, failure(n));
    });
    r.syscall("net.accept", |c| {
        let fd = c.int(0) as i32;
        let flags = libc::SOCK_CLOEXEC | libc::SOCK_NONBLOCK;
        // SAFETY: the peer's address is not asked for.
        result(c, || {
            // SAFETY: the peer's address is not asked for.
            i64::from(unsafe {
                libc::accept4(fd, std::ptr::null_mut(), std::ptr::null_mut(), flags)
            })
        });
    });
    r.syscall("net.sockaddr", sockaddr);
    r.syscall("net.shutdown", |c| {
        // SAFETY: no pointers.
        let n = unsafe { libc::shutdown(c.int(0) as i32, c.int(1) as i32) };
        c.set_int(0, failure(n));
    });
    r.syscall("net.setsockopt", |c| {
        let value = c.int(3) as i32;
        let (fd, level, option) = (c.int(0) as i32, c.int(1) as i32, c.int(2) as i32);
        // SAFETY: the option is an int.
        let n = unsafe { libc::setsockopt(fd, level, option, (&raw const value).cast(), 4) };
        c.set_int(0, failure(n));
    });
    r.syscall("net.setlinger", |c| {
        let sec = c.int(1) as i32;
        let linger = libc::linger {
            l_onoff: i32::from(sec >= 0),
            l_linger: sec.max(0),
        };
        let size = size_of_val(&linger) as libc::socklen_t;
        // SAFETY: the option is a linger structure of that size.
        let n = unsafe {
            libc::setsockopt(
                c.int(0) as i32,
                libc::SOL_SOCKET,
                libc::SO_LINGER,
                (&raw const linger).cast(),
                size,
            )
        };
        c.set_int(0, failure(n));
    });
    r.syscall("net.sockerror", |c| {
        let (mut value, mut size) = (0i32, 4);
        // SAFETY: the option is an int.
        let n = unsafe {
            libc::getsockopt(
                c.int(0) as i32,
                libc::SOL_SOCKET,
                libc::SO_ERROR,
                (&raw mut value).cast(),
                &mut size,
            )
        };
        let e = if n < 0 { failure(n) } else { i64::from(value) };
        c.set_int(0, e);
    });
}

/// Adds those for sockets of any family, whose addresses come as bytes.
fn register_raw(r: &mut Registry) {
    r.syscall("net.newSocket", |c| {
        let (domain, kind) = (c.int(0) as i32, c.int(1) as i32);
        let kind = kind | libc::SOCK_CLOEXEC | libc::SOCK_NONBLOCK;
        // SAFETY: no pointers.
        result(c, || i64::from(unsafe { libc::socket(domain, kind, 0) }));
    });
    r.syscall("net.rawBind", |c| {
        let a = c.byte_slice(1);
        // SAFETY: the system reads that many bytes.
        let n = unsafe { libc::bind(c.int(0) as i32, a.as_ptr().cast(), a.len() as u32) };
        c.set_int(0, failure(n));
    });
    r.syscall("net.rawConnect", |c| {
        let a = c.byte_slice(1);
        // SAFETY: as above.
        let n = unsafe { libc::connect(c.int(0) as i32, a.as_ptr().cast(), a.len() as u32) };
        c.set_int(0, failure(n));
    });
    r.syscall("net.rawSendto", |c| {
        let (fd, p, a) = (c.int(0) as i32, c.byte_slice(1), c.byte_slice(4));
        let (to, flags) = (a.as_ptr().cast(), libc::MSG_NOSIGNAL);
        result(c, || {
            // SAFETY: the system reads both for their lengths.
            unsafe {
                libc::sendto(fd, p.as_ptr().cast(), p.len(), flags, to, a.len() as u32) as i64
            }
        });
    });
    r.syscall("net.rawRecvfrom", |c| {
        let (fd, p, a) = (c.int(0) as i32, c.byte_slice(1), c.byte_slice(4));
        let mut iov = libc::iovec {
            iov_base: p.as_mut_ptr().cast(),
            iov_len: p.len(),
        };
        // SAFETY: all zeros is a valid header; both buffers are valid for their lengths.
        let (n, m) = unsafe {
            let mut m: libc::msghdr = std::mem::zeroed();
            m.msg_name = a.as_mut_ptr().cast();
            m.msg_namelen = a.len() as u32;
            m.msg_iov = &mut iov;
            m.msg_iovlen = 1;
            (libc::recvmsg(fd, &mut m, 0), m)
        };
        let e = if n < 0 { i64::from(errno()) } else { 0 };
        c.set_int(0, n.max(0) as i64);
        c.set_int(1, i64::from(m.msg_namelen));
        c.set_bool(2, m.msg_flags & libc::MSG_TRUNC != 0);
        c.set_int(3, e);
    });
    r.syscall("net.rawName", |c| {
        let (fd, peer, a) = (c.int(0) as i32, c.bool(1), c.byte_slice(2));
        let mut size = a.len() as libc::socklen_t;
        let p = a.as_mut_ptr().cast();
        // SAFETY: the system writes at most `size` bytes.
        let n = unsafe {
            if peer {
                libc::getpeername(fd, p, &mut size)
            } else {
                libc::getsockname(fd, p, &mut size)
            }
        };
        c.set_int(0, i64::from(size).min(a.len() as i64));
        c.set_int(1, failure(n));
    });
}

/// The errno of a call that gave `n`.
fn failure(n: i32) -> i64 {
    if n < 0 { i64::from(errno()) } else { 0 }
}

/// Calls `f` with the address in slots 1 to 4 (a slice of 4 or 16 bytes, a port); its errno.
fn with_address(
    c: &mut NativeCtx,
    f: impl Fn(*const libc::sockaddr, libc::socklen_t) -> i32,
) -> i64 {
    let port = (c.int(4) as u16).to_be();
    let ip = c.byte_slice(1);
    if let Ok(ip4) = <[u8; 4]>::try_from(&*ip) {
        // SAFETY: plain integers, all zero is valid.
        let mut a: libc::sockaddr_in = unsafe { std::mem::zeroed() };
        a.sin_family = libc::AF_INET as u16;
        a.sin_port = port;
        a.sin_addr.s_addr = u32::from_ne_bytes(ip4);
        return failure(f((&raw const a).cast(), size_of_val(&a) as u32));
    }
    let Ok(ip6) = <[u8; 16]>::try_from(&*ip) else {
        return i64::from(libc::EINVAL);
    };
    // SAFETY: as above.
    let mut a: libc::sockaddr_in6 = unsafe { std::mem::zeroed() };
    a.sin6_family = libc::AF_INET6 as u16;
    a.sin6_port = port;
    a.sin6_addr.s6_addr = ip6;
    failure(f((&raw const a).cast(), size_of_val(&a) as u32))
}

/// `sockaddr(fd, peer, ip) (n, port, errno)`.
fn sockaddr(c: &mut NativeCtx) {
    // SAFETY: plain integers, all zero is valid.
    let mut a: libc::sockaddr_in6 = unsafe { std::mem::zeroed() };
    let mut size = size_of_val(&a) as libc::socklen_t;
    let (fd, p) = (c.int(0) as i32, (&raw mut a).cast::<libc::sockaddr>());
    // SAFETY: `a` has room for addresses of both families.
    let n = unsafe {
        if c.bool(1) {
            libc::getpeername(fd, p, &mut size)
        } else {
            libc::getsockname(fd, p, &mut size)
        }
    };
    let e = failure(n);
    let ip = c.byte_slice(2);
    let mut len = 0;
    if e == 0 && ip.len() >= 16 {
        if i32::from(a.sin6_family) == libc::AF_INET {
            // SAFETY: the kernel wrote an address of this family.
            let a4 = unsafe { &*(&raw const a).cast::<libc::sockaddr_in>() };
            ip[..4].copy_from_slice(&a4.sin_addr.s_addr.to_ne_bytes());
            len = 4;
        } else {
            ip[..16].copy_from_slice(&a.sin6_addr.s6_addr);
            len = 16;
        }
    }
    // The port stands at the same place in both.
    let port = u16::from_be(a.sin6_port);
    c.set_int(0, len);
    c.set_int(1, i64::from(port));
    c.set_int(2, e);
}
