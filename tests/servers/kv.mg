// A key-value server, a line a request: SET key value, GET key, DEL key, INC key, LEN. It prints where it listens, serves
// until its standard input ends, and prints what it took.
package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
)

type store struct {
	mu   sync.RWMutex
	data map[string]string
}

// do carries a request out and gives the answer.
func (s *store) do(line string) string {
	cmd, rest, _ := strings.Cut(line, " ")
	key, value, _ := strings.Cut(rest, " ")
	switch cmd {
	case "GET":
		s.mu.RLock()
		v, ok := s.data[key]
		s.mu.RUnlock()
		if ok {
			return "+" + v
		}
		return "-none"
	case "SET":
		s.mu.Lock()
		s.data[key] = value
		s.mu.Unlock()
		return "+ok"
	case "DEL":
		s.mu.Lock()
		_, ok := s.data[key]
		delete(s.data, key)
		s.mu.Unlock()
		if ok {
			return "+ok"
		}
		return "-none"
	case "INC":
		s.mu.Lock()
		defer s.mu.Unlock()
		n, _ := strconv.Atoi(s.data[key])
		s.data[key] = strconv.Itoa(n + 1)
		return "+" + s.data[key]
	case "LEN":
		s.mu.RLock()
		defer s.mu.RUnlock()
		return "+" + strconv.Itoa(len(s.data))
	}
	return "-unknown command"
}

var conns, requests atomic.Int64

func (s *store) serve(conn net.Conn) {
	defer conn.Close()
	r, w := bufio.NewReader(conn), bufio.NewWriter(conn)
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return
		}
		w.WriteString(s.do(line[:len(line)-1]))
		w.WriteByte('\n')
		requests.Add(1)
		if r.Buffered() == 0 && w.Flush() != nil {
			return
		}
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
	s := &store{data: map[string]string{}}
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			conns.Add(1)
			go s.serve(conn)
		}
	}()
	io.Copy(io.Discard, os.Stdin)
	l.Close()
	fmt.Printf("conns=%d requests=%d %s\n", conns.Load(), requests.Load(), usage())
}
