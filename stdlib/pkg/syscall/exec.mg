package syscall

// exec.mg: starting programs and waiting for them.

import (
	"errors"
	"sync"
	"sync/atomic"
)

// A SysProcAttr says more about how a process is to start.
type SysProcAttr struct {
	Chroot       string      // its root folder
	Credential   *Credential // who it is
	Ptrace       bool        // the parent traces it
	Setsid       bool        // it begins a session
	Setpgid      bool        // it is of process group Pgid, its own if that is 0
	Setctty      bool        // Ctty is the terminal of its session
	Noctty       bool        // it has no terminal
	Ctty         int         // a descriptor in the child, for Foreground in the parent
	Foreground   bool        // its group is in the foreground of Ctty
	Pgid         int
	Pdeathsig    Signal  // comes when the thread that started it ends
	Cloneflags   uintptr // for clone
	Unshareflags uintptr // for unshare
}

// A ProcAttr says how a process is to start. Files are its descriptors from 0 on; one of all ones is closed.
type ProcAttr struct {
	Dir   string
	Env   []string
	Files []uintptr
	Sys   *SysProcAttr
}

// ForkLock is held by who makes descriptors that are to be closed in programs it starts, and makes them so later.
// Programs that start here get only the descriptors they are given, and those that others left open.
var ForkLock sync.RWMutex

// childFiles is the limit of open files that programs get which are started: what it was before the process took all
// that it may have. Nil: its own.
var childFiles atomic.Pointer[Rlimit]

func init() {
	var limit Rlimit
	if Getrlimit(RLIMIT_NOFILE, &limit) == nil && limit.Cur != limit.Max {
		all := Rlimit{limit.Max, limit.Max}
		if Setrlimit(RLIMIT_NOFILE, &all) == nil {
			childFiles.Store(&limit)
		}
	}
}

// What attr[0] of forkExec may have; the numbers of the other elements.
const (
	childPtrace = 1 << iota
	childSetsid
	childSetpgid
	childForeground
	childCredential
	childKeepGroups
	childNoctty
	childSetctty
	childFilesLimit
)

// forkExec starts a program; paths are its file, its current folder and its root, the latter two empty for no change. It
// has descriptors fds[i] as i (-1: closed), and all signals but ignored ones at their defaults. attr is flags, process
// group, terminal, signal of the parent's end, user, group, flags of clone and of unshare, limits of open files, groups.
//
//minigo:syscall
func forkExec(paths, argv, env []string, fds, attr []int) (pid, errno int)

// ForkExec starts a program.
func ForkExec(argv0 string, argv []string, attr *ProcAttr) (pid int, err error) {
	if attr == nil {
		attr = &ProcAttr{}
	}
	sys := attr.Sys
	if sys == nil {
		sys = &SysProcAttr{}
	}
	if sys.Setctty && sys.Foreground {
		return 0, errors.New("both Setctty and Foreground set in SysProcAttr")
	}
	if sys.Setctty && sys.Ctty >= len(attr.Files) {
		return 0, errors.New("Setctty set but Ctty not valid in child")
	}
	for _, s := range []string{argv0, attr.Dir, sys.Chroot} {
		if _, err := BytePtrFromString(s); err != nil {
			return 0, err
		}
	}
	words := make([]int, 10)
	flag := func(set bool, bit int) {
		if set {
			words[0] |= bit
		}
	}
	flag(sys.Ptrace, childPtrace)
	flag(sys.Setsid, childSetsid)
	flag(sys.Setpgid || sys.Foreground, childSetpgid)
	flag(sys.Foreground, childForeground)
	flag(sys.Noctty, childNoctty)
	flag(sys.Setctty, childSetctty)
	words[1], words[2], words[3] = sys.Pgid, sys.Ctty, int(sys.Pdeathsig)
	words[6], words[7] = int(sys.Cloneflags), int(sys.Unshareflags)
	if files := childFiles.Load(); files != nil {
		words[0] |= childFilesLimit
		words[8], words[9] = int(files.Cur), int(files.Max)
	}
	if who := sys.Credential; who != nil {
		words[0] |= childCredential
		flag(who.NoSetGroups, childKeepGroups)
		words[4], words[5] = int(who.Uid), int(who.Gid)
		for _, gid := range who.Groups {
			words = append(words, int(gid))
		}
	}
	fds := make([]int, len(attr.Files))
	for i, fd := range attr.Files {
		fds[i] = int(fd)
	}
	pid, errno := forkExec([]string{argv0, attr.Dir, sys.Chroot}, argv, attr.Env, fds, words)
	if errno != 0 {
		return 0, Errno(errno)
	}
	return pid, nil
}

// StartProcess is ForkExec.
func StartProcess(argv0 string, argv []string, attr *ProcAttr) (pid int, handle uintptr, err error) {
	pid, err = ForkExec(argv0, argv, attr)
	return pid, 0, err
}

// A WaitStatus is how a process ended, as wait(2) has it.
type WaitStatus uint32

func (w WaitStatus) Exited() bool    { return w&0x7F == 0 }
func (w WaitStatus) Signaled() bool  { return w&0x7F != 0x7F && w&0x7F != 0 }
func (w WaitStatus) Stopped() bool   { return w&0xFF == 0x7F }
func (w WaitStatus) Continued() bool { return w == 0xFFFF }
func (w WaitStatus) CoreDump() bool  { return w.Signaled() && w&0x80 != 0 }

func (w WaitStatus) ExitStatus() int {
	if !w.Exited() {
		return -1
	}
	return int(w>>8) & 0xFF
}

func (w WaitStatus) Signal() Signal {
	if !w.Signaled() {
		return -1
	}
	return Signal(w & 0x7F)
}

func (w WaitStatus) StopSignal() Signal {
	if !w.Stopped() {
		return -1
	}
	return Signal(w>>8) & 0xFF
}

// TrapCause is the event of a traced process, -1 if it did not stop for one.
func (w WaitStatus) TrapCause() int {
	if w.StopSignal() != SIGTRAP {
		return -1
	}
	return int(w>>8) >> 8
}
