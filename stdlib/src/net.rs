//! Natives of package net: calls on sockets, which are always non-blocking. Waiting is internal/poll's business.

use minigo_vm::native::{NativeCtx, Registry};

use crate::syscall::{errno, result};

/// Adds this package's natives, and those of package syscall that are about sockets.
pub(crate) fn register(r: &mut Registry) {
    register_raw(r);
    register_options(r);
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
    r.syscall("net.shutdown", |c| {
        // SAFETY: no pointers.
        let n = unsafe { libc::shutdown(c.int(0) as i32, c.int(1) as i32) };
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
    r.syscall("net.ifaddrs", ifaddrs);
}

/// Adds those that set and get options.
fn register_options(r: &mut Registry) {
    r.syscall("syscall.setsockopt", |c| {
        let value = c.int(3) as i32;
        let (fd, level, option) = (c.int(0) as i32, c.int(1) as i32, c.int(2) as i32);
        // SAFETY: the option is an int.
        let n = unsafe { libc::setsockopt(fd, level, option, (&raw const value).cast(), 4) };
        c.set_int(0, failure(n));
    });
    r.syscall("net.setMembership", |c| {
        let (fd, ip, index) = (c.int(0) as i32, c.byte_slice(1), c.int(4) as i32);
        let n = if let Ok(ip4) = <[u8; 4]>::try_from(&*ip) {
            let group = libc::ip_mreqn {
                imr_multiaddr: libc::in_addr {
                    s_addr: u32::from_ne_bytes(ip4),
                },
                imr_address: libc::in_addr { s_addr: 0 },
                imr_ifindex: index,
            };
            let size = size_of_val(&group) as libc::socklen_t;
            // SAFETY: the option is such a structure.
            unsafe {
                let p = (&raw const group).cast();
                libc::setsockopt(fd, libc::IPPROTO_IP, libc::IP_ADD_MEMBERSHIP, p, size)
            }
        } else {
            let group = libc::ipv6_mreq {
                ipv6mr_multiaddr: libc::in6_addr {
                    s6_addr: <[u8; 16]>::try_from(&*ip).unwrap_or_default(),
                },
                ipv6mr_interface: index as u32,
            };
            let size = size_of_val(&group) as libc::socklen_t;
            // SAFETY: as above.
            unsafe {
                let p = (&raw const group).cast();
                libc::setsockopt(fd, libc::IPPROTO_IPV6, libc::IPV6_ADD_MEMBERSHIP, p, size)
            }
        };
        c.set_int(0, failure(n));
    });
    r.syscall("syscall.getsockopt", |c| {
        let (fd, level, option) = (c.int(0) as i32, c.int(1) as i32, c.int(2) as i32);
        let (mut value, mut size) = (0i32, 4);
        // SAFETY: the option is an int, of at most that size.
        let n = unsafe { libc::getsockopt(fd, level, option, (&raw mut value).cast(), &mut size) };
        c.set_int(0, i64::from(value));
        c.set_int(1, failure(n));
    });
}

/// Adds those for sockets of any family, whose addresses come as bytes.
fn register_raw(r: &mut Registry) {
    r.syscall("net.newSocket", |c| {
        let (domain, kind, proto) = (c.int(0) as i32, c.int(1) as i32, c.int(2) as i32);
        let kind = kind | libc::SOCK_CLOEXEC | libc::SOCK_NONBLOCK;
        // SAFETY: no pointers.
        result(c, || unsafe {
            i64::from(libc::socket(domain, kind, proto))
        });
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
    r.syscall("net.rawSendmsg", |c| {
        let (fd, p) = (c.int(0) as i32, c.byte_slice(1));
        let (oob, a) = (c.byte_slice(4), c.byte_slice(7));
        let mut iov = iovec(p);
        let m = message(&mut iov, oob, a);
        result(c, || {
            // SAFETY: the header's buffers are valid for their lengths; the system only reads them.
            unsafe { libc::sendmsg(fd, &m, libc::MSG_NOSIGNAL) as i64 }
        });
    });
    r.syscall("net.rawRecvmsg", |c| {
        let (fd, p) = (c.int(0) as i32, c.byte_slice(1));
        let (oob, a) = (c.byte_slice(4), c.byte_slice(7));
        let mut iov = iovec(p);
        let mut m = message(&mut iov, oob, a);
        // SAFETY: the header's buffers are valid for their lengths.
        let n = unsafe { libc::recvmsg(fd, &mut m, libc::MSG_CMSG_CLOEXEC) };
        let e = if n < 0 { i64::from(errno()) } else { 0 };
        c.set_int(0, n.max(0) as i64);
        c.set_int(1, m.msg_controllen as i64);
        c.set_int(2, i64::from(m.msg_flags));
        c.set_int(3, i64::from(m.msg_namelen));
        c.set_int(4, e);
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

/// `ifaddrs(buf) (n, errno)`: a record of 22 bytes for each address, as the declaration says.
fn ifaddrs(c: &mut NativeCtx) {
    let mut records: Vec<u8> = Vec::new();
    let mut list: *mut libc::ifaddrs = std::ptr::null_mut();
    // SAFETY: the system makes the list, which is given back below.
    let e = failure(unsafe { libc::getifaddrs(&mut list) });
    let mut at = list;
    while !at.is_null() {
        // SAFETY: an entry of the list, whose name is a string and whose addresses are null or of their family's size.
        unsafe {
            let entry = &*at;
            at = entry.ifa_next;
            if entry.ifa_addr.is_null() {
                continue;
            }
            let index = libc::if_nametoindex(entry.ifa_name);
            let (bytes, mask): (&[u8], &[u8]) = match i32::from((*entry.ifa_addr).sa_family) {
                libc::AF_INET => (
                    in4(&*entry.ifa_addr.cast()),
                    entry
                        .ifa_netmask
                        .cast::<libc::sockaddr_in>()
                        .as_ref()
                        .map_or(&[], in4),
                ),
                libc::AF_INET6 => (
                    &(*entry.ifa_addr.cast::<libc::sockaddr_in6>())
                        .sin6_addr
                        .s6_addr,
                    entry
                        .ifa_netmask
                        .cast::<libc::sockaddr_in6>()
                        .as_ref()
                        .map_or(&[], |m| &m.sin6_addr.s6_addr),
                ),
                _ => continue,
            };
            let ones: u32 = mask.iter().map(|b| b.leading_ones()).sum();
            records.extend(index.to_le_bytes());
            records.extend([bytes.len() as u8, ones as u8]);
            records.extend(bytes);
            records.resize(records.len() + 16 - bytes.len(), 0);
        }
    }
    if !list.is_null() {
        // SAFETY: the list made above.
        unsafe { libc::freeifaddrs(list) };
    }
    let buf = c.byte_slice(0);
    let n = buf.len().min(records.len());
    buf[..n].copy_from_slice(&records[..n]);
    c.set_int(0, records.len() as i64);
    c.set_int(1, e);
}

/// The bytes of an IPv4 address.
fn in4(a: &libc::sockaddr_in) -> &[u8] {
    // SAFETY: four bytes, in the order of the network.
    unsafe { std::slice::from_raw_parts((&raw const a.sin_addr.s_addr).cast(), 4) }
}

/// The errno of a call that gave `n`.
fn failure(n: i32) -> i64 {
    if n < 0 { i64::from(errno()) } else { 0 }
}

fn iovec(p: &mut [u8]) -> libc::iovec {
    libc::iovec {
        iov_base: p.as_mut_ptr().cast(),
        iov_len: p.len(),
    }
}

/// The header of a message with one part, control data and an address; none of the two where they are empty. It is
/// valid as long as all three are.
fn message(iov: &mut libc::iovec, oob: &mut [u8], addr: &mut [u8]) -> libc::msghdr {
    // SAFETY: all zeros is a valid header.
    let mut m: libc::msghdr = unsafe { std::mem::zeroed() };
    m.msg_iov = iov;
    m.msg_iovlen = 1;
    if !oob.is_empty() {
        m.msg_control = oob.as_mut_ptr().cast();
        m.msg_controllen = oob.len() as _;
    }
    if !addr.is_empty() {
        m.msg_name = addr.as_mut_ptr().cast();
        m.msg_namelen = addr.len() as u32;
    }
    m
}
