// A key-value store over TCP: one goroutine a connection, one that owns the map, and clients that use it all at once.
package main

import (
	"bufio"
	"fmt"
	"net"
	"strings"
	"sync"
)

// request asks the store's goroutine to run a command; only that goroutine touches the map.
type request struct {
	words []string
	reply chan string
}

func store(requests chan request) {
	data := map[string]string{}
	for r := range requests {
		switch {
		case len(r.words) == 3 && r.words[0] == "SET":
			data[r.words[1]] = r.words[2]
			r.reply <- "OK"
		case len(r.words) == 2 && r.words[0] == "GET":
			if v, ok := data[r.words[1]]; ok {
				r.reply <- v
			} else {
				r.reply <- "(nil)"
			}
		case len(r.words) == 2 && r.words[0] == "DEL":
			delete(data, r.words[1])
			r.reply <- "OK"
		case len(r.words) == 1 && r.words[0] == "LEN":
			r.reply <- fmt.Sprint(len(data))
		default:
			r.reply <- "ERR unknown command"
		}
	}
}

func serve(l net.Listener, requests chan request) {
	for {
		conn, err := l.Accept()
		if err != nil {
			return // the listener was closed
		}
		go func() {
			defer conn.Close()
			lines := bufio.NewScanner(conn)
			reply := make(chan string)
			for lines.Scan() {
				requests <- request{strings.Fields(lines.Text()), reply}
				fmt.Fprintln(conn, <-reply)
			}
		}()
	}
}

// client is one connection and the means to talk over it.
type client struct {
	conn  net.Conn
	lines *bufio.Scanner
}

func dial(addr string) *client {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		panic(err)
	}
	return &client{conn, bufio.NewScanner(conn)}
}

func (c *client) do(format string, args ...any) string {
	fmt.Fprintf(c.conn, format+"\n", args...)
	c.lines.Scan()
	return c.lines.Text()
}

func main() {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	requests := make(chan request)
	go store(requests)
	go serve(l, requests)
	addr := l.Addr().String()

	var wg sync.WaitGroup
	for id := range 20 {
		wg.Go(func() {
			c := dial(addr)
			defer c.conn.Close()
			for i := range 50 {
				c.do("SET k%d.%d %d", id, i, id*i)
			}
			for i := range 25 {
				c.do("DEL k%d.%d", id, i*2)
			}
		})
	}
	wg.Wait()

	c := dial(addr)
	fmt.Println("keys:", c.do("LEN"))
	fmt.Println("k7.9:", c.do("GET k7.9"))
	fmt.Println("k7.8:", c.do("GET k7.8"))
	fmt.Println("oops:", c.do("FROB"))
	c.conn.Close()
	l.Close()
}
