// A chat server: a hub goroutine knows who is there and passes every line on; three guests talk over TCP.
package main

import (
	"bufio"
	"fmt"
	"net"
)

type guest struct {
	name string
	out  chan string
}

type hub struct {
	enter, leave chan *guest
	say          chan string
}

func (h *hub) run() {
	here := map[*guest]bool{}
	tell := func(text string) {
		for g := range here {
			g.out <- text
		}
	}
	for {
		select {
		case g := <-h.enter:
			here[g] = true
			tell("* " + g.name + " is here")
		case g := <-h.leave:
			delete(here, g)
			close(g.out)
			tell("* " + g.name + " has left")
		case text := <-h.say:
			tell(text)
		}
	}
}

func (h *hub) serve(conn net.Conn) {
	defer conn.Close()
	lines := bufio.NewScanner(conn)
	if !lines.Scan() {
		return
	}
	g := &guest{lines.Text(), make(chan string, 16)}
	done := make(chan bool)
	go func() {
		for text := range g.out {
			fmt.Fprintln(conn, text)
		}
		close(done)
	}()
	h.enter <- g
	for lines.Scan() {
		h.say <- g.name + ": " + lines.Text()
	}
	h.leave <- g
	<-done
}

// visitor is the other side: it sends lines and waits for what it should see.
type visitor struct {
	conn  net.Conn
	lines *bufio.Scanner
}

func visit(addr, name string) *visitor {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		panic(err)
	}
	fmt.Fprintln(conn, name)
	return &visitor{conn, bufio.NewScanner(conn)}
}

func (v *visitor) see() string {
	v.lines.Scan()
	return v.lines.Text()
}

func main() {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	h := &hub{make(chan *guest), make(chan *guest), make(chan string)}
	go h.run()
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go h.serve(conn)
		}
	}()

	addr := l.Addr().String()
	ann := visit(addr, "ann")
	fmt.Println("ann sees", ann.see())
	bob := visit(addr, "bob")
	fmt.Println("ann sees", ann.see())
	fmt.Println("bob sees", bob.see())
	cyd := visit(addr, "cyd")
	for _, v := range []*visitor{ann, bob, cyd} {
		fmt.Println("all see", v.see())
	}
	fmt.Fprintln(bob.conn, "hello all")
	for _, v := range []*visitor{ann, bob, cyd} {
		fmt.Println("all see", v.see())
	}
	cyd.conn.Close()
	fmt.Println("ann sees", ann.see())
	fmt.Println("bob sees", bob.see())
}
