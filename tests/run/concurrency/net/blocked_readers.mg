// 10,000 goroutines wait for a packet each: the poller holds them all, so threads stay few, and GOMAXPROCS is as it was.
package main

import (
	"fmt"
	"net"
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

// waiting counts the goroutines that the poller holds.
func waiting(buf []byte) int {
	return strings.Count(string(buf[:runtime.Stack(buf, true)]), " [IO wait")
}

func main() {
	procs := runtime.GOMAXPROCS(0)
	name := fmt.Sprintf("@minigo-readers-%d.", os.Getpid())
	var socks []*net.UnixConn
	for i := range 10_000 {
		c, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: name + strconv.Itoa(i), Net: "unixgram"})
		if err != nil {
			if i >= 900 { // few descriptors here: so many will do
				break
			}
			panic(err)
		}
		socks = append(socks, c)
	}
	socks[len(socks)-1].Close() // leaves a descriptor for what follows
	socks[len(socks)-2].Close()
	socks = socks[:len(socks)-2]
	type packet struct {
		from int
		text string
	}
	got := make(chan packet)
	for i, c := range socks {
		go func() {
			b := make([]byte, 16)
			n, err := c.Read(b)
			if err != nil {
				panic(err)
			}
			got <- packet{i, string(b[:n])}
		}()
	}
	buf := make([]byte, 32<<20)
	for waiting(buf) < len(socks) {
		time.Sleep(10 * time.Millisecond)
	}
	few := 2*procs + 24
	fmt.Println("few threads while all wait:", threads() < few)
	fmt.Println("GOMAXPROCS unchanged:", runtime.GOMAXPROCS(0) == procs)

	// The Ps are free for others.
	sums := make(chan int)
	for range procs {
		go func() {
			sum := 0
			for i := range 1_000_000 {
				sum += i & 7
			}
			sums <- sum
		}()
	}
	for range procs {
		if sum := <-sums; sum != 3_500_000 {
			fmt.Println("sum", sum)
		}
	}

	sender := socks[len(socks)-1]
	go func() {
		for i := range socks {
			to := &net.UnixAddr{Name: name + strconv.Itoa(i), Net: "unixgram"}
			if _, err := sender.WriteToUnix([]byte("packet "+strconv.Itoa(i)), to); err != nil {
				panic(err)
			}
		}
	}()
	seen := make([]bool, len(socks))
	wrong := 0
	for range socks {
		p := <-got
		if seen[p.from] || p.text != "packet "+strconv.Itoa(p.from) {
			wrong++
		}
		seen[p.from] = true
	}
	fmt.Println("wrong packets:", wrong)
	fmt.Println("few threads after:", threads() < few)
	for _, c := range socks {
		c.Close()
	}
}
