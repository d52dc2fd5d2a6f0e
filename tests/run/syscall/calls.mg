// Calls of the system by name and by number.
package main

import (
	"fmt"
	"os"
	"syscall"
	"unsafe"
)

func main() {
	r, _, errno := syscall.Syscall(syscall.SYS_GETPID, 0, 0, 0)
	fmt.Println(int(r) == os.Getpid(), errno)
	r, _, errno = syscall.RawSyscall(syscall.SYS_CLOSE, ^uintptr(0), 0, 0)
	fmt.Println(int(r), errno, errno == syscall.EBADF)
	b := []byte("through the pipe")
	p := make([]int, 2)
	fmt.Println(syscall.Pipe2(p, syscall.O_CLOEXEC))
	n, _, errno := syscall.Syscall(syscall.SYS_WRITE, uintptr(p[1]), uintptr(unsafe.Pointer(&b[0])), uintptr(len(b)))
	fmt.Println(n, errno)
	got := make([]byte, 7)
	m, err := syscall.Read(p[0], got)
	fmt.Println(m, err, string(got))
	fd, err := syscall.Dup(p[0])
	m, err = syscall.Read(fd, got)
	fmt.Println(m, err, string(got))

	_, err = syscall.BytePtrFromString("a\x00b")
	fmt.Println(err)
	list, err := syscall.SlicePtrFromStrings([]string{"x", "yz"})
	fmt.Println(len(list), *list[1] == 'y', list[2] == nil, err)

	var st syscall.Stat_t
	fmt.Println(syscall.Stat("/", &st), st.Mode&syscall.S_IFMT == syscall.S_IFDIR, syscall.Stat("/nothing", &st))
	var fs syscall.Statfs_t
	fmt.Println(syscall.Statfs("/", &fs), fs.Bsize > 0)
	var u syscall.Utsname
	fmt.Println(syscall.Uname(&u), u.Sysname[0] == 'L')
	var ru syscall.Rusage
	fmt.Println(syscall.Getrusage(syscall.RUSAGE_SELF, &ru), ru.Maxrss > 0)
	var info syscall.Sysinfo_t
	fmt.Println(syscall.Sysinfo(&info), info.Totalram > 0)
	var tv syscall.Timeval
	fmt.Println(syscall.Gettimeofday(&tv), tv.Sec > 1e9)
	fmt.Println(syscall.Access("/", 0), syscall.Access("/nothing", 0))
	pgid, err := syscall.Getpgid(0)
	fmt.Println(pgid == syscall.Getpgrp(), err)
	fmt.Println(syscall.NsecToTimespec(-1), syscall.NsecToTimeval(1500), syscall.TimespecToNsec(syscall.Timespec{2, 3}))

	mem, err := syscall.Mmap(-1, 0, 8192, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	mem[8191] = 7
	fmt.Println(len(mem), cap(mem), err, mem[8191])
	fmt.Println(syscall.Munmap(mem[1:]), syscall.Munmap(mem), syscall.Munmap(mem))

	ep, _ := syscall.EpollCreate1(0)
	fmt.Println(syscall.EpollCtl(ep, syscall.EPOLL_CTL_ADD, p[0], &syscall.EpollEvent{Events: syscall.EPOLLIN, Fd: int32(p[0])}))
	events := make([]syscall.EpollEvent, 4)
	ready, err := syscall.EpollWait(ep, events, 1000)
	fmt.Println(ready, err, int(events[0].Fd) == p[0], events[0].Events)

	dir, _ := syscall.Open("/proc/self/task", syscall.O_RDONLY|syscall.O_DIRECTORY, 0)
	buf := make([]byte, 4096)
	k, err := syscall.ReadDirent(dir, buf)
	_, count, names := syscall.ParseDirent(buf[:k], -1, nil)
	fmt.Println(count == len(names), count > 0, err)

	pid, err := syscall.ForkExec("/bin/sh", []string{"sh", "-c", "exit 4"}, &syscall.ProcAttr{Files: []uintptr{0, 1, 2}})
	var ws syscall.WaitStatus
	got1, err1 := syscall.Wait4(pid, &ws, 0, &ru)
	fmt.Println(err, got1 == pid, err1, ws.Exited(), ws.ExitStatus(), ws.TrapCause())
	_, err = syscall.ForkExec("/nothing", nil, nil)
	fmt.Println(err)
	_, err = syscall.Wait4(-1, nil, 0, nil)
	fmt.Println(err)
}
