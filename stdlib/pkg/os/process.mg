package os

import (
	"errors"
	"runtime"
	"strconv"
	"sync"
	"syscall"
	"time"
)

// ErrProcessDone: the process has ended.
var ErrProcessDone = errors.New("os: process already finished")

// A Process is a process that StartProcess made.
type Process struct {
	Pid int

	mu   sync.Mutex
	done bool // it was waited for
}

// A ProcAttr says how a process is to start. Files are its descriptors from 0 on;
// nil entries are closed.
type ProcAttr struct {
	Dir   string
	Env   []string
	Files []*File
	Sys   *syscall.SysProcAttr
}

// FindProcess is a handle of process pid.
func FindProcess(pid int) (*Process, error) { return &Process{Pid: pid}, nil }

// StartProcess starts the program name.
func StartProcess(name string, argv []string, attr *ProcAttr) (*Process, error) {
	if attr == nil {
		attr = &ProcAttr{}
	}
	if attr.Dir != "" {
		if _, err := Stat(attr.Dir); err != nil {
			return nil, &PathError{"chdir", attr.Dir, underlying(err)}
		}
	}
	env := attr.Env
	if env == nil {
		env = Environ()
	}
	fds := make([]int, 0, len(attr.Files))
	for _, f := range attr.Files {
		if f == nil {
			fds = append(fds, -1)
		} else {
			fds = append(fds, int(f.Fd()))
		}
	}
	pid, err := syscall.ForkExec(name, argv, env, attr.Dir, fds)
	runtime.KeepAlive(attr)
	if err != nil {
		return nil, &PathError{"fork/exec", name, err}
	}
	return &Process{Pid: pid}, nil
}

// Wait waits for the end of the process.
func (p *Process) Wait() (*ProcessState, error) {
	var status syscall.WaitStatus
	user, system, err := syscall.Wait(p.Pid, &status)
	if err != nil {
		return nil, NewSyscallError("wait", err)
	}
	p.mu.Lock()
	p.done = true
	p.mu.Unlock()
	return &ProcessState{p.Pid, status, time.Duration(user), time.Duration(system)}, nil
}

// Signal sends sig.
func (p *Process) Signal(sig Signal) error {
	s, ok := sig.(syscall.Signal)
	if !ok {
		return errors.New("os: unsupported signal type")
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.done {
		return ErrProcessDone
	}
	if err := syscall.Kill(p.Pid, s); err != nil {
		if err == syscall.ESRCH {
			return ErrProcessDone
		}
		return err
	}
	return nil
}

func (p *Process) Kill() error    { return p.Signal(Kill) }
func (p *Process) Release() error { return nil }

// A ProcessState is how a process ended.
type ProcessState struct {
	pid          int
	status       syscall.WaitStatus
	user, system time.Duration
}

func (p *ProcessState) Pid() int                  { return p.pid }
func (p *ProcessState) Exited() bool              { return p.status.Exited() }
func (p *ProcessState) Success() bool             { return p.status.ExitStatus() == 0 }
func (p *ProcessState) Sys() any                  { return p.status }
func (p *ProcessState) UserTime() time.Duration   { return p.user }
func (p *ProcessState) SystemTime() time.Duration { return p.system }

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
	switch status := p.status; {
	case status.Exited():
		return "exit status " + strconv.Itoa(status.ExitStatus())
	case status.Signaled():
		text := "signal: " + status.Signal().String()
		if status.CoreDump() {
			text += " (core dumped)"
		}
		return text
	case status.Stopped():
		return "stop signal: " + status.StopSignal().String()
	}
	return "continued"
}
