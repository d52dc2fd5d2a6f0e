// Readers, writers and scanners with small buffers and readers that give little.
package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
)

type slow struct {
	r io.Reader
	n int
}

func (s *slow) Read(p []byte) (int, error) {
	if len(p) > s.n {
		p = p[:s.n]
	}
	return s.r.Read(p)
}

func main() {
	text := "first line\r\nsecond  é line\n\nlong" + strings.Repeat("x", 40) + "\nlast"
	for n := 1; n < 8; n += 3 {
		for i, split := range []bufio.SplitFunc{bufio.ScanLines, bufio.ScanWords, bufio.ScanRunes, bufio.ScanBytes} {
			s := bufio.NewScanner(&slow{strings.NewReader(text), n})
			s.Split(split)
			count := 0
			for s.Scan() {
				count++
				if i < 2 {
					fmt.Printf("%q ", s.Text())
				}
			}
			fmt.Println(count, s.Err())
		}
		r := bufio.NewReaderSize(&slow{strings.NewReader(text), n}, 16)
		p, err := r.Peek(5)
		fmt.Printf("%q %v\n", p, err)
		c, _ := r.ReadByte()
		fmt.Println(c, r.UnreadByte(), r.UnreadByte())
		ru, size, err := r.ReadRune()
		fmt.Println(ru, size, err, r.UnreadRune(), r.UnreadRune())
		s, err := r.ReadString('\n')
		fmt.Printf("%q %v\n", s, err)
		b, err := r.ReadBytes('e')
		fmt.Printf("%q %v\n", b, err)
		for {
			line, prefix, err := r.ReadLine()
			fmt.Printf("%q %v %v\n", line, prefix, err)
			if err != nil {
				break
			}
		}
	}
	s := bufio.NewScanner(strings.NewReader("a,bb,ccc,dddddd"))
	s.Buffer(make([]byte, 2), 5)
	s.Split(func(data []byte, atEOF bool) (int, []byte, error) {
		if i := bytes.IndexByte(data, ','); i >= 0 {
			return i + 1, data[:i], nil
		}
		if atEOF {
			return len(data), data, bufio.ErrFinalToken
		}
		return 0, nil, nil
	})
	for s.Scan() {
		fmt.Print(s.Text(), ";")
	}
	fmt.Println(s.Err(), errors.Is(s.Err(), bufio.ErrTooLong))
	var out bytes.Buffer
	w := bufio.NewWriterSize(&out, 8)
	fmt.Fprint(w, "0123456789")
	w.WriteByte('a')
	w.WriteRune('世')
	fmt.Println(out.String(), w.Buffered(), w.Available())
	w.Flush()
	fmt.Println(out.String())
	n, err := w.ReadFrom(strings.NewReader("more and more"))
	fmt.Println(n, err, w.Flush(), out.Len())
}
