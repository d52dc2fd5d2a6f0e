// An echo server. It prints where it listens, serves until its standard input ends, and prints what it took.
package main

import (
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"sync/atomic"
)

var conns, bytes atomic.Int64

func serve(conn net.Conn) {
	defer conn.Close()
	buf := make([]byte, 16<<10)
	for {
		n, err := conn.Read(buf)
		if err != nil {
			return
		}
		if _, err := conn.Write(buf[:n]); err != nil {
			return
		}
		bytes.Add(int64(n))
	}
}

// usage tells the threads, the peak of memory and the processor time that the process has taken.
func usage() string {
	text, _ := os.ReadFile("/proc/self/status")
	found := map[string]string{}
	for _, line := range strings.Split(string(text), "\n") {
		name, value, _ := strings.Cut(line, ":")
		found[name] = strings.TrimSpace(value)
	}
	text, _ = os.ReadFile("/proc/self/stat")
	_, rest, _ := strings.Cut(string(text), ") ")
	fields := strings.Fields(rest)
	return fmt.Sprintf("threads=%s peak=%q user=%s0ms system=%s0ms", found["Threads"], found["VmHWM"], fields[11], fields[12])
}

func main() {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(l.Addr())
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			conns.Add(1)
			go serve(conn)
		}
	}()
	io.Copy(io.Discard, os.Stdin)
	l.Close()
	fmt.Printf("conns=%d bytes=%d %s\n", conns.Load(), bytes.Load(), usage())
}
