package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"os"
	"runtime"
	"strings"
	"sync"
	"time"
)

var parkPieces = []piece{
	{"pipes", pipes}, {"sockets", sockets}, {"files", files}, {"locked", lockedThreads}, {"sleepers", sleepers},
	{"iopipe", ioPipes},
}

// Goroutines that stand in reads and writes of a pipe while their buffers are the only things that hold the data.
func pipes(r *rng) {
	pr, pw, err := os.Pipe()
	if err != nil {
		fail("pipe", err)
	}
	go func() {
		q := rng(11)
		for i := 0; i < 20; i++ {
			fmt.Fprintf(pw, "%s %d\n", newBox(i).name, i)
			churnLittle(&q)
			if i%7 == 0 {
				time.Sleep(time.Duration(q.next(100)) * time.Microsecond)
			}
		}
		pw.Close()
	}()
	in := bufio.NewScanner(pr)
	i := 0
	for in.Scan() {
		churnLittle(r)
		if in.Text() != fmt.Sprintf("%s %d", newBox(i).name, i) {
			fail("pipe line", i, in.Text())
		}
		i++
	}
	if i != 20 {
		fail("pipe lines", i)
	}
	pr.Close()
}

func sockets(r *rng) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fail("listen", err)
	}
	go func() {
		c, err := l.Accept()
		if err != nil {
			fail("accept", err)
		}
		io.Copy(c, c)
		c.Close()
	}()
	c, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		fail("dial", err)
	}
	in := bufio.NewReader(c)
	for i := 0; i < 5; i++ {
		want := strings.Repeat(newBox(i).name, 1+r.next(300)) + "\n"
		if _, err := io.WriteString(c, want); err != nil {
			fail("write", err)
		}
		churn(r)
		got, err := in.ReadString('\n')
		if err != nil || got != want {
			fail("echo", err, len(got), len(want))
		}
	}
	c.SetReadDeadline(time.Now().Add(time.Duration(r.next(300)) * time.Microsecond))
	if _, err := in.ReadByte(); !os.IsTimeout(err) {
		fail("deadline", err)
	}
	c.Close()
	l.Close()
}

func files(r *rng) {
	f, err := os.CreateTemp("", "stress")
	if err != nil {
		fail("create", err)
	}
	defer os.Remove(f.Name())
	var want strings.Builder
	for i := 0; i < 10; i++ {
		s := strings.Repeat(newBox(i).name, 1+r.next(50))
		want.WriteString(s)
		f.WriteString(s)
	}
	f.Close()
	churn(r)
	got, err := os.ReadFile(f.Name())
	if err != nil || string(got) != want.String() {
		fail("file", err, len(got), want.Len())
	}
}

// Goroutines of their own threads, some of which end with the thread locked.
func lockedThreads(r *rng) {
	var wg sync.WaitGroup
	c, back := make(chan *box), make(chan *box)
	for i := 0; i < 2; i++ {
		wg.Go(func() {
			runtime.LockOSThread()
			b := newBox(i)
			c <- b
			x := <-back
			x.check("locked", x.id)
			b.check("locked own", i)
			if i == 0 {
				runtime.UnlockOSThread()
			}
		})
	}
	for i := 0; i < 2; i++ {
		b := <-c
		churnLittle(r)
		b.check("from locked", b.id)
	}
	back <- newBox(5)
	back <- newBox(6)
	wg.Wait()
}

func sleepers(r *rng) {
	var wg sync.WaitGroup
	for i := 0; i < 10; i++ {
		d := time.Duration(r.next(2000)) * time.Microsecond
		wg.Go(func() {
			b, list := newBox(i), []*box{newBox(i + 1)}
			time.Sleep(d)
			b.check("sleeper", i)
			list[0].check("sleeper list", i+1)
		})
	}
	churn(r)
	wg.Wait()
}

func ioPipes(r *rng) {
	pr, pw := io.Pipe()
	go func() {
		for i := 0; i < 10; i++ {
			io.WriteString(pw, newBox(i).name+"\n")
		}
		pw.CloseWithError(io.EOF)
	}()
	in := bufio.NewReader(pr)
	for i := 0; i < 10; i++ {
		churnLittle(r)
		if s, err := in.ReadString('\n'); err != nil || s != newBox(i).name+"\n" {
			fail("io.Pipe", i, s, err)
		}
	}
}
