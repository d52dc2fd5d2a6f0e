package os

import (
	"errors"
	"runtime"
	"strconv"
	"sync"
	"syscall"
	"time"
	"unsafe"
)

// ErrProcessDone: the process has ended.
var ErrProcessDone = errors.New("os: process already finished")

// ErrNoHandle: the system has no handles of processes.
var ErrNoHandle = errors.New("os: process handle unavailable")

// A Process is a process that StartProcess made or FindProcess found.
type Process struct {
	Pid int

	mu    sync.RWMutex // held for reading while a signal is sent: Pid is not another process's before that
	state int
}

const (
	running = iota
	ended   // it was waited for, or was not there
	released
)

// A ProcAttr says how a process is to start. Files are its descriptors from 0 on;
// nil entries are closed.
type ProcAttr struct {
	Dir   string
	Env   []string
	Files []*File
	Sys   *syscall.SysProcAttr
}

// FindProcess is a handle of process pid.
func FindProcess(pid int) (*Process, error) {
	p := &Process{Pid: pid}
	if pid > 0 && syscall.Kill(pid, 0) == syscall.ESRCH {
		p.state = ended
	}
	return p, nil
}

// StartProcess starts the program name.
func StartProcess(name string, argv []string, attr *ProcAttr) (*Process, error) {
	if attr == nil {
		attr = &ProcAttr{}
	}
	if attr.Dir != "" && (attr.Sys == nil || attr.Sys.Chroot == "") {
		if _, err := Stat(attr.Dir); err != nil {
			e := err.(*PathError)
			e.Op = "chdir"
			return nil, e
		}
	}
	env := attr.Env
	if env == nil {
		env = Environ()
	}
	sys := &syscall.ProcAttr{Dir: attr.Dir, Env: env, Sys: attr.Sys}
	for _, f := range attr.Files {
		sys.Files = append(sys.Files, f.Fd())
	}
	pid, err := syscall.ForkExec(name, argv, sys)
	runtime.KeepAlive(attr)
	if err != nil {
		return nil, &PathError{"fork/exec", name, err}
	}
	return &Process{Pid: pid}, nil
}

// Wait waits for the end of the process.
func (p *Process) Wait() (*ProcessState, error) {
	if p == nil || p.Pid == -1 {
		return nil, syscall.EINVAL
	}
	p.mu.RLock()
	state := p.state
	p.mu.RUnlock()
	switch state {
	case ended:
		return nil, NewSyscallError("wait", syscall.ECHILD)
	case released:
		return nil, syscall.EINVAL
	}
	// The process stays a zombie, and its number its own, until nobody is about to signal it.
	if err := p.awaitEnd(); err != nil {
		return nil, NewSyscallError("waitid", err)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.state == ended {
		return nil, NewSyscallError("wait", syscall.ECHILD)
	}
	var status syscall.WaitStatus
	var usage syscall.Rusage
	pid, err := syscall.Wait4(p.Pid, &status, 0, &usage)
	if err != nil {
		return nil, NewSyscallError("wait", err)
	}
	p.state = ended
	return &ProcessState{pid: pid, status: status, rusage: &usage}, nil
}

// awaitEnd waits until the process has ended, and leaves it as it is.
func (p *Process) awaitEnd() error {
	const onePid, exited, keep = 1, 4, 0x1000000
	var info [16]uint64
	for {
		_, _, errno := syscall.Syscall6(syscall.SYS_WAITID, onePid, uintptr(p.Pid), uintptr(unsafe.Pointer(&info)), exited|keep, 0, 0)
		if errno == 0 {
			runtime.KeepAlive(&info)
			return nil
		}
		if errno != syscall.EINTR {
			return errno
		}
	}
}

// Signal sends sig.
func (p *Process) Signal(sig Signal) error {
	switch p.Pid {
	case -1:
		return errors.New("os: process already released")
	case 0:
		return errors.New("os: process not initialized")
	}
	p.mu.RLock()
	defer p.mu.RUnlock()
	switch p.state {
	case ended:
		return ErrProcessDone
	case released:
		return errors.New("os: process already released")
	}
	s, ok := sig.(syscall.Signal)
	if !ok {
		return errors.New("os: unsupported signal type")
	}
	err := syscall.Kill(p.Pid, s)
	if err == syscall.ESRCH {
		return ErrProcessDone
	}
	return err
}

func (p *Process) Kill() error { return p.Signal(Kill) }

// Release lets go of a process that nobody will wait for.
func (p *Process) Release() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.state = released
	p.Pid = -1
	return nil
}

// WithHandle calls f with a descriptor that stands for the process.
func (p *Process) WithHandle(f func(handle uintptr)) error {
	p.mu.RLock()
	defer p.mu.RUnlock()
	if p.state == released || p.Pid == -1 {
		return syscall.EINVAL
	}
	if p.state == ended {
		return ErrProcessDone
	}
	const pidfdOpen = 434
	fd, _, errno := syscall.Syscall(pidfdOpen, uintptr(p.Pid), 0, 0)
	switch errno {
	case 0:
	case syscall.ESRCH:
		return ErrProcessDone
	default:
		return ErrNoHandle
	}
	defer syscall.Close(int(fd))
	f(fd)
	return nil
}

// A ProcessState is how a process ended.
type ProcessState struct {
	pid    int
	status syscall.WaitStatus
	rusage *syscall.Rusage
}

func (p *ProcessState) Pid() int                  { return p.pid }
func (p *ProcessState) Exited() bool              { return p.status.Exited() }
func (p *ProcessState) Success() bool             { return p.status.ExitStatus() == 0 }
func (p *ProcessState) Sys() any                  { return p.status }
func (p *ProcessState) SysUsage() any             { return p.rusage }
func (p *ProcessState) UserTime() time.Duration   { return time.Duration(p.rusage.Utime.Nano()) }
func (p *ProcessState) SystemTime() time.Duration { return time.Duration(p.rusage.Stime.Nano()) }

// ExitCode is the exit code, -1 if a signal ended the process.
func (p *ProcessState) ExitCode() int {
	if p == nil {
		return -1
	}
	return p.status.ExitStatus()
}

func (p *ProcessState) String() string {
	if p == nil {
		return "<nil>"
	}
	res := ""
	switch status := p.status; {
	case status.Exited():
		res = "exit status " + strconv.Itoa(status.ExitStatus())
	case status.Signaled():
		res = "signal: " + status.Signal().String()
	case status.Stopped():
		res = "stop signal: " + status.StopSignal().String()
		if status.StopSignal() == syscall.SIGTRAP && status.TrapCause() != 0 {
			res += " (trap " + strconv.Itoa(status.TrapCause()) + ")"
		}
	case status.Continued():
		res = "continued"
	}
	if p.status.CoreDump() {
		res += " (core dumped)"
	}
	return res
}
