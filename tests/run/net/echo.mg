// Ten clients at once with an echo server, deadlines, refused connections, a pipe.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"sync"
	"syscall"
	"time"
)

func main() {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Println(err)
		return
	}
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				io.Copy(c, c)
				c.Close()
			}()
		}
	}()
	var wg sync.WaitGroup
	answers := make([]string, 10)
	for i := range answers {
		wg.Go(func() {
			c, err := net.Dial("tcp", l.Addr().String())
			if err != nil {
				answers[i] = err.Error()
				return
			}
			fmt.Fprintf(c, "client %d\n", i)
			answers[i], err = bufio.NewReader(c).ReadString('\n')
			c.Close()
		})
	}
	wg.Wait()
	fmt.Print(strings.Join(answers, ""))
	c, err := net.Dial("tcp", l.Addr().String())
	fmt.Println(err, c.RemoteAddr().String() == l.Addr().String())
	c.SetReadDeadline(time.Now().Add(5 * time.Millisecond))
	_, err = c.Read(make([]byte, 1))
	var ne net.Error
	fmt.Println(errors.As(err, &ne) && ne.Timeout(), errors.Is(err, os.ErrDeadlineExceeded))
	fmt.Println(c.Close(), errors.Is(c.Close(), net.ErrClosed))
	addr := l.Addr().String()
	l.Close()
	_, err = net.Dial("tcp", addr)
	fmt.Println(errors.Is(err, syscall.ECONNREFUSED), strings.Replace(err.Error(), addr, "ADDR", 1))
	for _, s := range []string{"1.2.3.4", "1.2.3", "::", "::1", "1::8", "2001:db8::ff00:42:8329", "::ffff:1.2.3.4", "1:2:3:4:5:6:7:8", "1:2", "g::"} {
		fmt.Println(s, net.ParseIP(s))
	}
	for _, s := range []string{"h:1", "[::1]:2", "h", "a:b:c", "[x", "[x]", "[x]y:1", ":5"} {
		fmt.Println(net.SplitHostPort(s))
	}
	a, b := net.Pipe()
	go func() {
		fmt.Fprint(a, "over the pipe")
		a.Close()
	}()
	data, err := io.ReadAll(b)
	fmt.Println(string(data), err)
}
