package syscall

// exec.mg: starting programs and waiting for them.

// SysProcAttr has nothing that can be set yet.
type SysProcAttr struct{}

// forkExec starts the program path with descriptors fds[i] as i (-1: closed) and
// all signals at their defaults, in dir unless that is empty.
//
//minigo:syscall
func forkExec(path string, argv, env []string, dir string, fds []int) (pid, errno int)

// wait waits for process pid: its status, ns of user and of system time.
//
//minigo:syscall
func wait(pid int) (status, user, system, errno int)

func ForkExec(path string, argv, env []string, dir string, fds []int) (pid int, err error) {
	pid, errno := forkExec(path, argv, env, dir, fds)
	return pid, failure(errno)
}

// Wait waits for process pid; user and system are its times in ns.
func Wait(pid int, status *WaitStatus) (user, system int, err error) {
	s, user, system, errno := wait(pid)
	*status = WaitStatus(s)
	return user, system, failure(errno)
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
