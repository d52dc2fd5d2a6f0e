// Processes: attributes, what they used, signals after their end, limits.
package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
)

func main() {
	c := exec.Command("sh", "-c", "exit 3")
	err := c.Run()
	fmt.Println(err, c.ProcessState.ExitCode(), c.ProcessState.Sys().(syscall.WaitStatus).ExitStatus())
	usage := c.ProcessState.SysUsage().(*syscall.Rusage)
	fmt.Println(usage.Maxrss > 0, c.ProcessState.UserTime() >= 0, c.ProcessState.SystemTime() >= 0)
	_, err = c.Process.Wait()
	fmt.Println(err)
	fmt.Println(c.Process.Signal(os.Interrupt), errors.Is(c.Process.Kill(), os.ErrProcessDone))
	fmt.Println(c.Start())

	c = exec.Command("sh", "-c", `test "$(ps -o pgid= $$ 2>/dev/null || cut -d' ' -f5 /proc/$$/stat)" -eq $$ && echo leader`)
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	out, err := c.Output()
	fmt.Printf("%q %v\n", out, err)

	c = exec.Command("sh", "-c", "cut -d' ' -f6 /proc/$$/stat; echo $$")
	c.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	out, err = c.Output()
	words := strings.Fields(string(out))
	fmt.Println(len(words) == 2 && words[0] == words[1], err)

	c = exec.Command("true")
	c.SysProcAttr = &syscall.SysProcAttr{Setctty: true, Ctty: 99}
	fmt.Println(c.Run())
	c = exec.Command("/nothing/here")
	fmt.Println(c.Run())
	c = exec.Command("true")
	c.Dir = "/nothing"
	fmt.Println(c.Run())
	c = exec.Command("/nothing/here")
	c.Args = nil
	fmt.Println(c)

	// Programs get the soft limit of open files that this one was given; it has all that it may have.
	var limit syscall.Rlimit
	fmt.Println(syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit), limit.Cur == limit.Max)
	out, err = exec.Command("sh", "-c", "ulimit -S -n 64; exec \"$@\"", "x", "sh", "-c", "ulimit -n").Output()
	fmt.Printf("%q %v\n", out, err)

	p, err := os.FindProcess(1 << 30)
	fmt.Println(err, p.Signal(syscall.Signal(0)))
	p, _ = os.FindProcess(os.Getpid())
	fmt.Println(p.Signal(syscall.Signal(0)))
	p.Release()
	fmt.Println(p.Signal(syscall.Signal(0)), p.Pid)

	// Signals that would end a process and do not end a Go program.
	for _, sig := range []syscall.Signal{syscall.SIGUSR1, syscall.SIGUSR2, syscall.SIGALRM, syscall.SIGVTALRM, syscall.SIGIO, syscall.SIGPWR, syscall.SIGWINCH} {
		syscall.Kill(syscall.Getpid(), sig)
	}
	c = exec.Command("sh", "-c", "kill -USR1 $$; echo alive")
	out, err = c.Output()
	fmt.Printf("%q %v\n", out, err)

	for _, name := range []string{"", ".", "..", "no-such-program", "/"} {
		path, err := exec.LookPath(name)
		fmt.Printf("%q %v\n", path, err)
	}
}
