package main

// Signals that end no Go program, whether somebody watches them or not; one that does ends it with a dump.

import (
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
)

func send(sig syscall.Signal) {
	if err := syscall.Kill(os.Getpid(), sig); err != nil {
		fmt.Println(err)
	}
}

func main() {
	quiet := []syscall.Signal{
		syscall.SIGUSR1, syscall.SIGUSR2, syscall.SIGALRM, syscall.SIGVTALRM, syscall.SIGPROF, syscall.SIGIO,
		syscall.SIGCHLD, syscall.SIGURG, syscall.SIGWINCH, syscall.SIGCONT, syscall.SIGPIPE,
	}
	for _, sig := range quiet {
		send(sig)
		fmt.Println(sig)
	}
	c := make(chan os.Signal, 1)
	signal.Notify(c, syscall.SIGUSR1)
	send(syscall.SIGUSR1)
	fmt.Println(<-c)
	signal.Stop(c)
	send(syscall.SIGUSR1)
	fmt.Println(len(c))
	signal.Reset(syscall.SIGUSR1)
	send(syscall.SIGUSR1)
	fmt.Println(debug.SetPanicOnFault(true), debug.SetPanicOnFault(false))
	send(syscall.SIGFPE)
	select {}
}
