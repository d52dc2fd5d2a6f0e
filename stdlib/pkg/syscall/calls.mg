package syscall

import (
	"runtime"
	"sync"
	"unsafe"
)

// calls.mg: calls that programs make by name and the library seldom.

const (
	atFdcwd           = -0x64
	atSymlinkNofollow = 0x100
)

// here is the folder that relative paths start from.
func here() uintptr {
	fd := atFdcwd
	return uintptr(fd)
}

// only is an error without the result before it.
func only(_ int, err error) error { return err }

// ---- files ----

func Stat(path string, st *Stat_t) error {
	return only(pathCall(SYS_STAT, 0, path, uintptr(unsafe.Pointer(st))))
}

func Lstat(path string, st *Stat_t) error {
	return only(pathCall(SYS_LSTAT, 0, path, uintptr(unsafe.Pointer(st))))
}

func Fstat(fd int, st *Stat_t) error {
	return only(call(SYS_FSTAT, uintptr(fd), uintptr(unsafe.Pointer(st))))
}

func Statfs(path string, buf *Statfs_t) error {
	return only(pathCall(SYS_STATFS, 0, path, uintptr(unsafe.Pointer(buf))))
}

func Fstatfs(fd int, buf *Statfs_t) error {
	return only(call(SYS_FSTATFS, uintptr(fd), uintptr(unsafe.Pointer(buf))))
}

func Access(path string, mode uint32) error {
	return only(pathCall(SYS_ACCESS, 0, path, uintptr(mode)))
}

// Faccessat knows no flags.
func Faccessat(dirfd int, path string, mode uint32, flags int) error {
	if flags != 0 {
		return EINVAL
	}
	return only(pathCall(SYS_FACCESSAT, 1, path, uintptr(dirfd), uintptr(mode)))
}

func Creat(path string, mode uint32) (fd int, err error) {
	return Open(path, O_CREAT|O_WRONLY|O_TRUNC, mode)
}

func Openat(dirfd int, path string, flags int, mode uint32) (fd int, err error) {
	return pathCall(SYS_OPENAT, 1, path, uintptr(dirfd), uintptr(flags), uintptr(mode))
}

func Chown(path string, uid int, gid int) error {
	return only(pathCall(SYS_CHOWN, 0, path, uintptr(uid), uintptr(gid)))
}

func Lchown(path string, uid int, gid int) error {
	return only(pathCall(SYS_LCHOWN, 0, path, uintptr(uid), uintptr(gid)))
}

func Fchown(fd int, uid int, gid int) error {
	return only(call(SYS_FCHOWN, uintptr(fd), uintptr(uid), uintptr(gid)))
}

func Fchownat(dirfd int, path string, uid int, gid int, flags int) error {
	return only(pathCall(SYS_FCHOWNAT, 1, path, uintptr(dirfd), uintptr(uid), uintptr(gid), uintptr(flags)))
}

func Fchmod(fd int, mode uint32) error { return only(call(SYS_FCHMOD, uintptr(fd), uintptr(mode))) }

// Fchmodat with flags needs a newer system than one without.
func Fchmodat(dirfd int, path string, mode uint32, flags int) error {
	if flags&^atSymlinkNofollow != 0 {
		return EINVAL
	}
	if flags == 0 {
		return only(pathCall(SYS_FCHMODAT, 1, path, uintptr(dirfd), uintptr(mode)))
	}
	const fchmodat2 = 452
	err := only(pathCall(fchmodat2, 1, path, uintptr(dirfd), uintptr(mode), uintptr(flags)))
	if err != ENOSYS {
		return err
	}
	// A link's own mode cannot be set; whatever is not a link can be named without the flag.
	var st Stat_t
	if err := fstatat(dirfd, path, &st, flags); err != nil {
		return err
	}
	if st.Mode&S_IFMT == S_IFLNK {
		return EOPNOTSUPP
	}
	return only(pathCall(SYS_FCHMODAT, 1, path, uintptr(dirfd), uintptr(mode)))
}

func Fchdir(fd int) error         { return only(call(SYS_FCHDIR, uintptr(fd))) }
func Chroot(path string) error    { return only(pathCall(SYS_CHROOT, 0, path)) }
func Fdatasync(fd int) error      { return only(call(SYS_FDATASYNC, uintptr(fd))) }
func Flock(fd int, how int) error { return only(call(SYS_FLOCK, uintptr(fd), uintptr(how))) }
func Sync()                       { call(SYS_SYNC) }
func Umask(mask int) (old int)    { old, _ = call(SYS_UMASK, uintptr(mask)); return old }

func Truncate(path string, length int64) error {
	return only(pathCall(SYS_TRUNCATE, 0, path, uintptr(length)))
}

func Fallocate(fd int, mode uint32, off int64, length int64) error {
	return only(call(SYS_FALLOCATE, uintptr(fd), uintptr(mode), uintptr(off), uintptr(length)))
}

func FcntlFlock(fd uintptr, cmd int, lock *Flock_t) error {
	return only(call(SYS_FCNTL, fd, uintptr(cmd), uintptr(unsafe.Pointer(lock))))
}

func Mkdirat(dirfd int, path string, mode uint32) error {
	return only(pathCall(SYS_MKDIRAT, 1, path, uintptr(dirfd), uintptr(mode)))
}

func Mknod(path string, mode uint32, dev int) error {
	return only(pathCall(SYS_MKNOD, 0, path, uintptr(mode), uintptr(dev)))
}

func Mknodat(dirfd int, path string, mode uint32, dev int) error {
	return only(pathCall(SYS_MKNODAT, 1, path, uintptr(dirfd), uintptr(mode), uintptr(dev)))
}

func Unlinkat(dirfd int, path string) error {
	return only(pathCall(SYS_UNLINKAT, 1, path, uintptr(dirfd)))
}

// twoPaths is a call on two paths, each in a folder, with flags behind them.
func twoPaths(trap uintptr, olddirfd int, oldpath string, newdirfd int, newpath string, flags uintptr) error {
	old, err := BytePtrFromString(oldpath)
	if err != nil {
		return err
	}
	err = only(pathCall(trap, 3, newpath, uintptr(olddirfd), uintptr(unsafe.Pointer(old)), uintptr(newdirfd), flags))
	runtime.KeepAlive(old)
	return err
}

func Renameat(olddirfd int, oldpath string, newdirfd int, newpath string) error {
	return twoPaths(SYS_RENAMEAT, olddirfd, oldpath, newdirfd, newpath, 0)
}

func Utimes(path string, tv []Timeval) error {
	if len(tv) != 2 {
		return EINVAL
	}
	return only(pathCall(SYS_UTIMES, 0, path, uintptr(unsafe.Pointer(&tv[0]))))
}

func Futimes(fd int, tv []Timeval) error {
	return Utimes("/proc/self/fd/"+decimal(fd), tv)
}

func Futimesat(dirfd int, path string, tv []Timeval) error {
	if len(tv) != 2 {
		return EINVAL
	}
	return only(pathCall(SYS_FUTIMESAT, 1, path, uintptr(dirfd), uintptr(unsafe.Pointer(&tv[0]))))
}

func Utime(path string, buf *Utimbuf) error {
	return only(pathCall(SYS_UTIME, 0, path, uintptr(unsafe.Pointer(buf))))
}

// UtimesNano sets access and modification time; of an Nsec of UTIME_OMIT nothing.
func UtimesNano(path string, ts []Timespec) error {
	if len(ts) != 2 {
		return EINVAL
	}
	return only(pathCall(SYS_UTIMENSAT, 1, path, here(), uintptr(unsafe.Pointer(&ts[0]))))
}

func Dup(oldfd int) (fd int, err error) { return call(SYS_DUP, uintptr(oldfd)) }
func Dup2(oldfd int, newfd int) error   { return only(call(SYS_DUP2, uintptr(oldfd), uintptr(newfd))) }
func Getcwd(buf []byte) (n int, err error) {
	return call(SYS_GETCWD, address(buf), uintptr(len(buf)))
}

func Dup3(oldfd int, newfd int, flags int) error {
	return only(call(SYS_DUP3, uintptr(oldfd), uintptr(newfd), uintptr(flags)))
}

func Getdents(fd int, buf []byte) (n int, err error) { return ReadDirent(fd, buf) }

// ParseDirent appends up to max names from buf, which ReadDirent filled: how many bytes it read, how many it found.
func ParseDirent(buf []byte, max int, names []string) (consumed int, count int, newnames []string) {
	start := len(buf)
	for max != 0 && len(buf) >= 19 {
		length := int(buf[16]) | int(buf[17])<<8
		if length > len(buf) || length < 19 {
			break
		}
		record := buf[:length]
		buf = buf[length:]
		inode := false
		for _, b := range record[:8] {
			inode = inode || b != 0
		}
		name := record[19:]
		for i, c := range name {
			if c == 0 {
				name = name[:i]
				break
			}
		}
		if s := string(name); inode && s != "." && s != ".." {
			max--
			count++
			names = append(names, s)
		}
	}
	return start - len(buf), count, names
}

func Pipe2(p []int, flags int) error {
	if len(p) != 2 {
		return EINVAL
	}
	var fds [2]int32
	err := only(call(SYS_PIPE2, uintptr(unsafe.Pointer(&fds)), uintptr(flags)))
	if err == nil {
		p[0], p[1] = int(fds[0]), int(fds[1])
	}
	return err
}

func Sendfile(outfd int, infd int, offset *int64, count int) (written int, err error) {
	return call(SYS_SENDFILE, uintptr(outfd), uintptr(infd), uintptr(unsafe.Pointer(offset)), uintptr(count))
}

func Splice(rfd int, roff *int64, wfd int, woff *int64, length int, flags int) (n int64, err error) {
	moved, err := call(SYS_SPLICE, uintptr(rfd), uintptr(unsafe.Pointer(roff)), uintptr(wfd), uintptr(unsafe.Pointer(woff)), uintptr(length), uintptr(flags))
	return int64(moved), err
}

func Tee(rfd int, wfd int, length int, flags int) (n int64, err error) {
	copied, err := call(SYS_TEE, uintptr(rfd), uintptr(wfd), uintptr(length), uintptr(flags))
	return int64(copied), err
}

func SyncFileRange(fd int, off int64, n int64, flags int) error {
	return only(call(SYS_SYNC_FILE_RANGE, uintptr(fd), uintptr(off), uintptr(n), uintptr(flags)))
}

func Getxattr(path string, attr string, dest []byte) (size int, err error) {
	name, err := BytePtrFromString(attr)
	if err != nil {
		return -1, err
	}
	size, err = pathCall(SYS_GETXATTR, 0, path, uintptr(unsafe.Pointer(name)), address(dest), uintptr(len(dest)))
	runtime.KeepAlive(name)
	return size, err
}

func Setxattr(path string, attr string, data []byte, flags int) error {
	name, err := BytePtrFromString(attr)
	if err != nil {
		return err
	}
	_, err = pathCall(SYS_SETXATTR, 0, path, uintptr(unsafe.Pointer(name)), address(data), uintptr(len(data)), uintptr(flags))
	runtime.KeepAlive(name)
	return err
}

func Listxattr(path string, dest []byte) (size int, err error) {
	return pathCall(SYS_LISTXATTR, 0, path, address(dest), uintptr(len(dest)))
}

func Removexattr(path string, attr string) error {
	name, err := BytePtrFromString(attr)
	if err != nil {
		return err
	}
	_, err = pathCall(SYS_REMOVEXATTR, 0, path, uintptr(unsafe.Pointer(name)))
	runtime.KeepAlive(name)
	return err
}

func Mount(source string, target string, fstype string, flags uintptr, data string) error {
	pointers, err := SlicePtrFromStrings([]string{source, fstype, data})
	if err != nil {
		return err
	}
	_, err = pathCall(SYS_MOUNT, 1, target, uintptr(unsafe.Pointer(pointers[0])), uintptr(unsafe.Pointer(pointers[1])), flags, uintptr(unsafe.Pointer(pointers[2])))
	runtime.KeepAlive(pointers)
	return err
}

func Unmount(target string, flags int) error {
	return only(pathCall(SYS_UMOUNT2, 0, target, uintptr(flags)))
}

// fstatat describes a file in a folder.
func fstatat(dirfd int, path string, st *Stat_t, flags int) error {
	return only(pathCall(SYS_NEWFSTATAT, 1, path, uintptr(dirfd), uintptr(unsafe.Pointer(st)), uintptr(flags)))
}

// ---- memory ----

// mapped has what Mmap gave and Munmap has not taken back, by its last byte.
var (
	mapped     = map[*byte][]byte{}
	mappedLock sync.Mutex
)

func Mmap(fd int, offset int64, length int, prot int, flags int) (data []byte, err error) {
	if length <= 0 {
		return nil, EINVAL
	}
	at, err := call(SYS_MMAP, 0, uintptr(length), uintptr(prot), uintptr(flags), uintptr(fd), uintptr(offset))
	if err != nil {
		return nil, err
	}
	word := uintptr(at)
	data = unsafe.Slice(*(**byte)(unsafe.Pointer(&word)), length)
	mappedLock.Lock()
	mapped[&data[length-1]] = data
	mappedLock.Unlock()
	return data, nil
}

// Munmap takes back the whole of what Mmap gave.
func Munmap(b []byte) error {
	if len(b) == 0 || len(b) != cap(b) {
		return EINVAL
	}
	mappedLock.Lock()
	defer mappedLock.Unlock()
	last := &b[cap(b)-1]
	whole := mapped[last]
	if whole == nil || &whole[0] != &b[0] {
		return EINVAL
	}
	if _, err := call(SYS_MUNMAP, address(whole), uintptr(len(whole))); err != nil {
		return err
	}
	delete(mapped, last)
	return nil
}

func Mprotect(b []byte, prot int) error {
	return only(call(SYS_MPROTECT, address(b), uintptr(len(b)), uintptr(prot)))
}

func Madvise(b []byte, advice int) error {
	return only(call(SYS_MADVISE, address(b), uintptr(len(b)), uintptr(advice)))
}

func Mlock(b []byte) error   { return only(call(SYS_MLOCK, address(b), uintptr(len(b)))) }
func Munlock(b []byte) error { return only(call(SYS_MUNLOCK, address(b), uintptr(len(b)))) }
func Mlockall(flags int) error {
	return only(call(SYS_MLOCKALL, uintptr(flags)))
}
func Munlockall() error { return only(call(SYS_MUNLOCKALL)) }

// ---- processes ----

func Geteuid() int { n, _ := call(SYS_GETEUID); return n }
func Getegid() int { n, _ := call(SYS_GETEGID); return n }
func Getpgrp() int { n, _ := call(SYS_GETPGRP); return n }

func Getpgid(pid int) (pgid int, err error) { return call(SYS_GETPGID, uintptr(pid)) }
func Setpgid(pid int, pgid int) error {
	return only(call(SYS_SETPGID, uintptr(pid), uintptr(pgid)))
}
func Setsid() (pid int, err error) { return call(SYS_SETSID) }

// Getgroups are the groups that the process belongs to besides its own.
func Getgroups() (gids []int, err error) {
	n, err := call(SYS_GETGROUPS)
	if err != nil || n == 0 {
		return nil, err
	}
	list := make([]uint32, n)
	if n, err = call(SYS_GETGROUPS, uintptr(n), uintptr(unsafe.Pointer(&list[0]))); err != nil {
		return nil, err
	}
	for _, gid := range list[:n] {
		gids = append(gids, int(gid))
	}
	return gids, nil
}

func Getpriority(which int, who int) (prio int, err error) {
	return call(SYS_GETPRIORITY, uintptr(which), uintptr(who))
}

func Setpriority(which int, who int, prio int) error {
	return only(call(SYS_SETPRIORITY, uintptr(which), uintptr(who), uintptr(prio)))
}

func Getrusage(who int, rusage *Rusage) error {
	return only(call(SYS_GETRUSAGE, uintptr(who), uintptr(unsafe.Pointer(rusage))))
}

func Getrlimit(resource int, rlim *Rlimit) error {
	return only(call(SYS_PRLIMIT64, 0, uintptr(resource), 0, uintptr(unsafe.Pointer(rlim))))
}

// Setrlimit sets a limit, which the programs that are started from then on have, too.
func Setrlimit(resource int, rlim *Rlimit) error {
	err := only(call(SYS_PRLIMIT64, 0, uintptr(resource), uintptr(unsafe.Pointer(rlim)), 0))
	if err == nil && resource == RLIMIT_NOFILE {
		childFiles.Store(nil)
	}
	return err
}

func Wait4(pid int, wstatus *WaitStatus, options int, rusage *Rusage) (wpid int, err error) {
	var status int32
	wpid, err = call(SYS_WAIT4, uintptr(pid), uintptr(unsafe.Pointer(&status)), uintptr(options), uintptr(unsafe.Pointer(rusage)))
	if wstatus != nil {
		*wstatus = WaitStatus(status)
	}
	return wpid, err
}

// Exec becomes another program.
func Exec(argv0 string, argv []string, envv []string) error {
	args, err := SlicePtrFromStrings(argv)
	if err != nil {
		return err
	}
	envs, err := SlicePtrFromStrings(envv)
	if err != nil {
		return err
	}
	if files := childFiles.Load(); files != nil {
		Setrlimit(RLIMIT_NOFILE, files)
	}
	_, err = pathCall(SYS_EXECVE, 0, argv0, uintptr(unsafe.Pointer(&args[0])), uintptr(unsafe.Pointer(&envs[0])))
	runtime.KeepAlive(args)
	runtime.KeepAlive(envs)
	return err
}

// ---- the system ----

func Uname(buf *Utsname) error      { return only(call(SYS_UNAME, uintptr(unsafe.Pointer(buf)))) }
func Sysinfo(info *Sysinfo_t) error { return only(call(SYS_SYSINFO, uintptr(unsafe.Pointer(info)))) }

func Gettimeofday(tv *Timeval) error {
	return only(call(SYS_GETTIMEOFDAY, uintptr(unsafe.Pointer(tv))))
}

func Time(t *Time_t) (tt Time_t, err error) {
	var tv Timeval
	if err := Gettimeofday(&tv); err != nil {
		return 0, err
	}
	if t != nil {
		*t = Time_t(tv.Sec)
	}
	return Time_t(tv.Sec), nil
}

func Times(tms *Tms) (ticks uintptr, err error) {
	n, err := call(SYS_TIMES, uintptr(unsafe.Pointer(tms)))
	return uintptr(n), err
}

func Nanosleep(time *Timespec, leftover *Timespec) error {
	_, _, errno := Syscall(SYS_NANOSLEEP, uintptr(unsafe.Pointer(time)), uintptr(unsafe.Pointer(leftover)), 0)
	if errno != 0 {
		return errno
	}
	return nil
}

// ---- watching ----

func EpollCreate(size int) (fd int, err error)  { return call(SYS_EPOLL_CREATE, uintptr(size)) }
func EpollCreate1(flag int) (fd int, err error) { return call(SYS_EPOLL_CREATE1, uintptr(flag)) }

func EpollCtl(epfd int, op int, fd int, event *EpollEvent) error {
	return only(call(SYS_EPOLL_CTL, uintptr(epfd), uintptr(op), uintptr(fd), uintptr(unsafe.Pointer(event))))
}

func EpollWait(epfd int, events []EpollEvent, msec int) (n int, err error) {
	r, _, errno := Syscall6(SYS_EPOLL_WAIT, uintptr(epfd), uintptr(unsafe.Pointer(unsafe.SliceData(events))), uintptr(len(events)), uintptr(msec), 0, 0)
	if errno != 0 {
		return -1, errno
	}
	return int(r), nil
}

func InotifyInit() (fd int, err error)           { return call(SYS_INOTIFY_INIT1, 0) }
func InotifyInit1(flags int) (fd int, err error) { return call(SYS_INOTIFY_INIT1, uintptr(flags)) }

func InotifyAddWatch(fd int, pathname string, mask uint32) (watchdesc int, err error) {
	return pathCall(SYS_INOTIFY_ADD_WATCH, 1, pathname, uintptr(fd), uintptr(mask))
}

func InotifyRmWatch(fd int, watchdesc uint32) (success int, err error) {
	return call(SYS_INOTIFY_RM_WATCH, uintptr(fd), uintptr(watchdesc))
}

// Select waits for descriptors; an interruption is an error.
func Select(nfd int, r *FdSet, w *FdSet, e *FdSet, timeout *Timeval) (n int, err error) {
	ready, _, errno := Syscall6(SYS_SELECT, uintptr(nfd), uintptr(unsafe.Pointer(r)), uintptr(unsafe.Pointer(w)), uintptr(unsafe.Pointer(e)), uintptr(unsafe.Pointer(timeout)), 0)
	if errno != 0 {
		return -1, errno
	}
	return int(ready), nil
}
