package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	c := make(chan os.Signal, 4)
	signal.Notify(c, syscall.SIGUSR1, os.Interrupt)
	p, _ := os.FindProcess(os.Getpid())
	p.Signal(syscall.SIGUSR1)
	fmt.Println(<-c)
	p.Signal(os.Interrupt)
	fmt.Println(<-c)
	signal.Ignore(syscall.SIGUSR2)
	p.Signal(syscall.SIGUSR2)
	fmt.Println(signal.Ignored(syscall.SIGUSR2), signal.Ignored(syscall.SIGUSR1))
	d := make(chan os.Signal, 1)
	signal.Notify(d, syscall.SIGHUP)
	syscall.Kill(syscall.Getpid(), syscall.SIGHUP)
	fmt.Println(<-d, len(c))
	signal.Stop(d)
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	fmt.Println(ctx)
	p.Signal(syscall.SIGTERM)
	<-ctx.Done()
	fmt.Println(ctx.Err(), context.Cause(ctx))
	stop()
	signal.Reset()
	for i := 0; i < 100; i++ {
		select {
		case s := <-c:
			fmt.Println("unexpected", s)
		default:
		}
	}
	signal.Stop(c)
}
