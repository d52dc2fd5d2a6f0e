// Where the poller cannot wait, each blocked goroutine keeps its thread and hands its P on: raw reads, named pipes that
// are being opened, processes that are waited for. The threads are used again afterwards.
package main

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"syscall"
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

// reach waits for that many threads.
func reach(n int) bool {
	for range 3000 {
		if threads() >= n {
			return true
		}
		time.Sleep(5 * time.Millisecond)
	}
	return false
}

func compute() int {
	sum := 0
	for i := range 100_000 {
		sum += i & 3
	}
	return sum
}

const many = 100

func main() {
	runtime.GOMAXPROCS(2)
	var fds [2]int
	if err := syscall.Pipe(fds[:]); err != nil {
		panic(err)
	}
	done := make(chan string)
	raw := func() {
		for range many {
			go func() {
				b := make([]byte, 1)
				for {
					n, err := syscall.Read(fds[0], b)
					if err != syscall.EINTR {
						done <- fmt.Sprint(n, err, string(b))
						return
					}
				}
			}()
		}
	}
	raw()
	fmt.Println("a thread for each read:", reach(many))
	fmt.Println("others run:", compute(), runtime.GOMAXPROCS(0))
	runtime.GC()
	syscall.Write(fds[1], []byte(strings.Repeat("x", many)))
	for range many {
		if s := <-done; s != "1 <nil>x" {
			fmt.Println(s)
		}
	}

	// Once more: the threads that lie idle take it on.
	before := threads()
	raw()
	fmt.Println("again:", reach(many), threads() < before+many/2)
	syscall.Write(fds[1], []byte(strings.Repeat("y", many)))
	for range many {
		if s := <-done; s != "1 <nil>y" {
			fmt.Println(s)
		}
	}

	// Opening a named pipe waits for the other side.
	dir, err := os.MkdirTemp("", "threads")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	fifo := func(i int) string { return dir + "/" + strconv.Itoa(i) }
	for i := range 20 {
		if err := syscall.Mkfifo(fifo(i), 0o600); err != nil {
			panic(err)
		}
		go func() {
			text, err := os.ReadFile(fifo(i))
			done <- fmt.Sprint(string(text), err)
		}()
	}
	fmt.Println("others run:", compute())
	for i := range 20 {
		os.WriteFile(fifo(i), []byte("through"), 0)
	}
	for range 20 {
		if s := <-done; s != "through<nil>" {
			fmt.Println(s)
		}
	}

	// So does a process.
	for range 20 {
		go func() {
			cmd := exec.Command("cat")
			in, err := cmd.StdinPipe()
			if err != nil {
				panic(err)
			}
			if err := cmd.Start(); err != nil {
				panic(err)
			}
			go func() {
				time.Sleep(20 * time.Millisecond)
				in.Close()
			}()
			done <- fmt.Sprint(cmd.Wait())
		}()
	}
	fmt.Println("others run:", compute())
	for range 20 {
		if s := <-done; s != "<nil>" {
			fmt.Println(s)
		}
	}
	fmt.Println("done")
}
