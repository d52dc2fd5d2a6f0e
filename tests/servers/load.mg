// The load on a server: load echo|kv ADDRESS CONNECTIONS SECONDS. All connections are open before the first request;
// every reply is compared with what it must be. Prints what was lost or wrong, the rate, and the latencies; ends with 1
// if anything was.
package main

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"math/bits"
	"math/rand/v2"
	"net"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// A histogram counts latencies in steps of a sixteenth of a power of two.
type histogram [64 * 16]atomic.Int64

func step(ns int64) int {
	if ns < 16 {
		return int(ns)
	}
	e := bits.Len64(uint64(ns)) - 5
	return e*16 + int(ns>>e)
}

func (h *histogram) add(d time.Duration) { h[step(int64(d))].Add(1) }

// at gives the latency that a share of all is below.
func (h *histogram) at(share float64) time.Duration {
	var all, sum int64
	for i := range h {
		all += h[i].Load()
	}
	for i := range h {
		sum += h[i].Load()
		if float64(sum) >= share*float64(all) {
			if i < 16 {
				return time.Duration(i)
			}
			return time.Duration(int64(i%16+16) << (i/16 - 1))
		}
	}
	return 0
}

var (
	latencies             histogram
	sent, received, wrong atomic.Int64
	increments, kept      atomic.Int64
	start                 = make(chan struct{})
	end                   time.Time
)

func fail(format string, args ...any) {
	if wrong.Add(1) <= 10 {
		fmt.Fprintf(os.Stderr, format+"\n", args...)
	}
}

// echo sends frames (length, connection, number, bytes of the two) of 12 to 4,108 bytes, now and then several at once.
func echo(id int, conn net.Conn) {
	rng := rand.New(rand.NewPCG(uint64(id), 1))
	var out []byte
	in := make([]byte, 1<<16)
	seq := uint32(0)
	for time.Now().Before(end) {
		out = out[:0]
		frames := 1
		if rng.IntN(8) == 0 {
			frames = 2 + rng.IntN(7)
		}
		for range frames {
			size := rng.IntN(256)
			if rng.IntN(16) == 0 {
				size = rng.IntN(4097)
			}
			out = binary.BigEndian.AppendUint32(out, uint32(size))
			out = binary.BigEndian.AppendUint32(out, uint32(id))
			out = binary.BigEndian.AppendUint32(out, seq)
			for i := range size {
				out = append(out, byte(seq)+byte(i)*31)
			}
			seq++
		}
		began := time.Now()
		sent.Add(int64(frames))
		if _, err := conn.Write(out); err != nil {
			fail("connection %d: %v", id, err)
			return
		}
		if _, err := io.ReadFull(conn, in[:len(out)]); err != nil {
			fail("connection %d: %v", id, err)
			return
		}
		latencies.add(time.Since(began))
		if string(in[:len(out)]) != string(out) {
			fail("connection %d: other bytes came back at message %d", id, seq)
			return
		}
		received.Add(int64(frames))
	}
}

// kv works on keys of this connection beside a map that says what they must be, and on a counter of all.
func kv(id int, conn net.Conn) {
	rng := rand.New(rand.NewPCG(uint64(id), 2))
	r := bufio.NewReader(conn)
	model := map[string]string{}
	for n := 0; time.Now().Before(end); n++ {
		key := "k" + strconv.Itoa(id) + "." + strconv.Itoa(rng.IntN(20))
		var line, want string
		have, ok := model[key]
		switch what := rng.IntN(10); {
		case what < 4:
			line, want = "GET "+key, "+"+have
			if !ok {
				want = "-none"
			}
		case what < 7:
			value := strings.Repeat("v"+strconv.Itoa(n), 1+rng.IntN(20))
			line, want = "SET "+key+" "+value, "+ok"
			model[key] = value
		case what < 9:
			line, want = "DEL "+key, "+ok"
			if !ok {
				want = "-none"
			}
			delete(model, key)
		default:
			line, want = "INC all", ""
			increments.Add(1)
		}
		began := time.Now()
		sent.Add(1)
		if _, err := io.WriteString(conn, line+"\n"); err != nil {
			fail("connection %d: %v", id, err)
			return
		}
		got, err := r.ReadString('\n')
		if err != nil {
			fail("connection %d: %v", id, err)
			return
		}
		latencies.add(time.Since(began))
		got = got[:len(got)-1]
		if want == "" {
			if _, err := strconv.Atoi(got[1:]); err != nil || got[0] != '+' {
				fail("connection %d: %q gives %q", id, line, got)
			}
		} else if got != want {
			fail("connection %d: %q gives %q, want %q", id, line, got, want)
		}
		received.Add(1)
	}
	kept.Add(int64(len(model)))
}

// ask is one request outside of the load.
func ask(conn net.Conn, line string) int64 {
	io.WriteString(conn, line+"\n")
	got, _ := bufio.NewReader(conn).ReadString('\n')
	n, _ := strconv.ParseInt(strings.Trim(got, "+\n"), 10, 64)
	return n
}

func main() {
	kind, addr := os.Args[1], os.Args[2]
	n, _ := strconv.Atoi(os.Args[3])
	seconds, _ := strconv.ParseFloat(os.Args[4], 64)
	work := map[string]func(int, net.Conn){"echo": echo, "kv": kv}[kind]

	var wg sync.WaitGroup
	conns := make([]net.Conn, n)
	for i := range conns {
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		conns[i] = conn
		wg.Go(func() {
			<-start
			work(i, conn)
		})
	}
	began := time.Now()
	end = began.Add(time.Duration(seconds * float64(time.Second)))
	close(start)
	wg.Wait()
	took := time.Since(began)

	if kind == "kv" {
		if all, len := ask(conns[0], "GET all"), ask(conns[0], "LEN"); all != increments.Load() || len-min(all, 1) != kept.Load() {
			fail("the counter is %d after %d increments, %d keys for %d", all, increments.Load(), len-1, kept.Load())
		}
	}
	for _, conn := range conns {
		conn.Close()
	}
	fmt.Printf("lost=%d wrong=%d\n", sent.Load()-received.Load(), wrong.Load())
	fmt.Fprintf(os.Stderr, "requests=%d seconds=%.1f per_second=%.0f p50=%v p90=%v p99=%v p99.9=%v max=%v\n", received.Load(),
		took.Seconds(), float64(received.Load())/took.Seconds(), latencies.at(0.5), latencies.at(0.9), latencies.at(0.99),
		latencies.at(0.999), latencies.at(1))
	if lost := sent.Load() - received.Load(); lost != 0 || wrong.Load() != 0 {
		os.Exit(1)
	}
}
