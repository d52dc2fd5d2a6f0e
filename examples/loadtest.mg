// A load tester: many connections hammer an echo server and the latencies are summed up (on standard error).
package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"os"
	"sort"
	"sync"
	"time"
)

const (
	connections = 50
	requests    = 40
)

func echo(l net.Listener) {
	for {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		go func() {
			defer conn.Close()
			io.Copy(conn, conn)
		}()
	}
}

type result struct {
	latency time.Duration
	ok      bool
}

func hammer(addr string, id int, results chan<- result) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		results <- result{}
		return
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(20 * time.Second))
	r := bufio.NewReader(conn)
	for i := range requests {
		began := time.Now()
		line := fmt.Sprintf("request %d of %d\n", i, id)
		io.WriteString(conn, line)
		got, err := r.ReadString('\n')
		results <- result{time.Since(began), err == nil && got == line}
	}
}

func main() {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	defer l.Close()
	go echo(l)

	results := make(chan result, connections)
	var wg sync.WaitGroup
	for id := range connections {
		wg.Go(func() { hammer(l.Addr().String(), id, results) })
	}
	go func() {
		wg.Wait()
		close(results)
	}()
	var latencies []time.Duration
	good := 0
	for r := range results {
		latencies = append(latencies, r.latency)
		if r.ok {
			good++
		}
	}
	sort.Slice(latencies, func(i, j int) bool { return latencies[i] < latencies[j] })
	fmt.Printf("%d of %d requests answered\n", good, connections*requests)
	for _, p := range []int{50, 90, 99} {
		fmt.Fprintf(os.Stderr, "p%d %v\n", p, latencies[len(latencies)*p/100].Round(time.Microsecond))
	}
}
