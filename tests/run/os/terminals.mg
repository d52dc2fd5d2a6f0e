package main

// A terminal is waited for by the poller: reads and writes have deadlines, a close ends a wait, and no thread is held.

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// threads counts the threads of this process.
func threads() int {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		panic(err)
	}
	_, rest, _ := strings.Cut(string(text), "\nThreads:")
	line, _, _ := strings.Cut(rest, "\n")
	n, _ := strconv.Atoi(strings.TrimSpace(line))
	return n
}

const many = 64

func main() {
	// The controlling side of a pseudo-terminal, whose other side nobody writes to.
	var terms []*os.File
	for range many {
		f, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
		if err != nil {
			panic(err)
		}
		terms = append(terms, f)
	}
	f := terms[0]
	b := make([]byte, 8)
	start := time.Now()
	fmt.Println(f.SetReadDeadline(start.Add(30 * time.Millisecond)))
	n, err := f.Read(b)
	fmt.Println(n, errors.Is(err, os.ErrDeadlineExceeded), os.IsTimeout(err), time.Since(start) >= 30*time.Millisecond)
	n, err = f.Read(b)
	fmt.Println(n, err)
	fmt.Println(f.SetDeadline(time.Time{}))

	// All wait at once; few threads.
	got := make(chan error)
	for _, f := range terms {
		go func() {
			b := make([]byte, 8)
			_, err := f.Read(b)
			got <- err
		}()
	}
	buf := make([]byte, 1<<20)
	for strings.Count(string(buf[:runtime.Stack(buf, true)]), " [IO wait") < many {
		time.Sleep(time.Millisecond)
	}
	fmt.Println("few threads:", threads() < many/2)
	for i, f := range terms {
		if i%2 == 0 {
			f.SetReadDeadline(time.Now())
		} else {
			f.Close()
		}
	}
	late, closed := 0, 0
	for range terms {
		switch err := <-got; {
		case errors.Is(err, os.ErrDeadlineExceeded):
			late++
		case errors.Is(err, fs.ErrClosed):
			closed++
		default:
			fmt.Println(err)
		}
	}
	fmt.Println("late", late, "closed", closed)
}
