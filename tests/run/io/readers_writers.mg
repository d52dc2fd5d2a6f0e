// Every function and type of io on readers and writers that stop short, fail, or are empty.
package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
)

// slow gives a byte at a time, then err.
type slow struct {
	s   string
	err error
}

func (r *slow) Read(p []byte) (int, error) {
	if r.s == "" {
		return 0, r.err
	}
	if len(p) == 0 {
		return 0, nil
	}
	p[0] = r.s[0]
	r.s = r.s[1:]
	return 1, nil
}

// small takes n bytes in all, then fails or, if short, takes less without an error.
type small struct {
	bytes.Buffer
	n     int
	short bool
}

func (w *small) Write(p []byte) (int, error) {
	if len(p) <= w.n {
		w.n -= len(p)
		return w.Buffer.Write(p)
	}
	n, _ := w.Buffer.Write(p[:w.n])
	w.n = 0
	if w.short {
		return n, nil
	}
	return n, errors.New("full")
}

type liar struct{}

func (liar) Write(p []byte) (int, error) { return len(p) + 1, nil }

func main() {
	bad := errors.New("bad")
	for _, c := range []struct {
		s   string
		err error
	}{{"", io.EOF}, {"abc", io.EOF}, {"", bad}, {"abcdef", bad}, {"xy", io.ErrUnexpectedEOF}} {
		read := func() io.Reader { return &slow{c.s, c.err} }
		all, err := io.ReadAll(read())
		fmt.Printf("%q %v: %q %v\n", c.s, c.err, all, err)
		for _, n := range []int{0, 2, 3, 5} {
			buf := make([]byte, n)
			k, err := io.ReadFull(read(), buf)
			fmt.Printf(" full %d %v", k, err)
			k, err = io.ReadAtLeast(read(), buf, 3)
			fmt.Printf(" least %d %v", k, err)
			var out strings.Builder
			m, err := io.CopyN(&out, read(), int64(n))
			fmt.Printf(" copyn %d %q %v", m, out.String(), err)
			rest, err := io.ReadAll(io.LimitReader(read(), int64(n)))
			fmt.Printf(" limit %q %v", rest, err)
			w := &small{n: n}
			m, err = io.Copy(w, read())
			fmt.Printf(" copy %d %q %v", m, w.String(), err)
			w = &small{n: n, short: true}
			m, err = io.CopyBuffer(w, struct{ io.Reader }{strings.NewReader(c.s)}, make([]byte, 4))
			fmt.Printf(" buffer %d %q %v\n", m, w.String(), err)
		}
	}
	_, err := io.Copy(liar{}, &slow{"x", io.EOF})
	fmt.Println(err)
	func() {
		defer func() { fmt.Println(recover()) }()
		io.CopyBuffer(io.Discard, struct{ io.Reader }{strings.NewReader("x")}, []byte{})
	}()

	multi := io.MultiReader(strings.NewReader("ab"), io.MultiReader(), &slow{"cd", io.EOF}, strings.NewReader(""), strings.NewReader("e"))
	all, err := io.ReadAll(multi)
	fmt.Printf("%q %v\n", all, err)
	var a, b strings.Builder
	n, err := io.MultiWriter(&a, &small{n: 2}, &b).Write([]byte("xyz"))
	fmt.Println(n, err, a.String(), b.String())
	n, err = io.MultiWriter(&a, &small{n: 2, short: true}, &b).Write([]byte("xyz"))
	fmt.Println(n, err, a.String(), b.String())
	n, err = io.WriteString(io.MultiWriter(&a, &b), "!")
	fmt.Println(n, err, a.String(), b.String())
	n, err = io.MultiWriter().Write([]byte("q"))
	fmt.Println(n, err)

	tee := io.TeeReader(&slow{"tea", bad}, &small{n: 2})
	all, err = io.ReadAll(tee)
	fmt.Printf("%q %v\n", all, err)
	c := io.NopCloser(strings.NewReader("n"))
	_, to := c.(io.WriterTo)
	fmt.Println(c.Close(), to)
	k, err := io.Discard.Write(make([]byte, 5))
	fmt.Println(k, err)
	m, err := io.Discard.(io.ReaderFrom).ReadFrom(strings.NewReader("12345678"))
	fmt.Println(m, err)

	s := io.NewSectionReader(strings.NewReader("0123456789"), 2, 5)
	buf := make([]byte, 3)
	for range 3 {
		n, err := s.Read(buf)
		fmt.Printf("%d %q %v;", n, buf[:n], err)
	}
	for _, at := range []int64{-1, 0, 3, 5, 9} {
		n, err := s.ReadAt(buf, at)
		fmt.Printf(" at %d: %d %q %v", at, n, buf[:n], err)
	}
	r, off, size := s.Outer()
	fmt.Println("\n", s.Size(), off, size, r != nil)
	for _, c := range []struct {
		off    int64
		whence int
	}{{0, io.SeekStart}, {-1, io.SeekStart}, {2, io.SeekCurrent}, {-1, io.SeekEnd}, {9, io.SeekEnd}, {-99, io.SeekEnd}, {0, 7}} {
		n, err := s.Seek(c.off, c.whence)
		fmt.Print(n, " ", err, "; ")
	}
	fmt.Println()
	var at bytes.Buffer
	o := io.NewOffsetWriter(placed{&at}, 10)
	fmt.Println(o.Write([]byte("ab")))
	fmt.Println(o.Write([]byte("c")))
	fmt.Println(o.WriteAt([]byte("d"), 5))
	fmt.Println(o.WriteAt([]byte("d"), -1))
	fmt.Println(o.Seek(-3, io.SeekCurrent))
	fmt.Println(o.Seek(1, io.SeekStart))
	fmt.Println(o.Seek(0, io.SeekEnd))
	fmt.Println(at.String())

	pr, pw := io.Pipe()
	go func() {
		fmt.Fprint(pw, "piped")
		pw.CloseWithError(bad)
	}()
	all, err = io.ReadAll(pr)
	fmt.Printf("%q %v\n", all, err)
	fmt.Println(pr.Close())
	_, err = pw.Write([]byte("x"))
	fmt.Println(err)
	pr, pw = io.Pipe()
	pr.CloseWithError(nil)
	_, err = pw.Write([]byte("x"))
	fmt.Println(err, pw.Close())
	_, err = pr.Read(buf)
	fmt.Println(err)
	for _, e := range []error{io.EOF, io.ErrUnexpectedEOF, io.ErrShortWrite, io.ErrShortBuffer, io.ErrNoProgress, io.ErrClosedPipe} {
		fmt.Println(e)
	}
	_, err = io.ReadAtLeast(strings.NewReader("abc"), buf[:1], 2)
	fmt.Println(err)
	l := &io.LimitedReader{R: strings.NewReader("abcdef"), N: 4}
	n, err = l.Read(buf)
	fmt.Println(n, err, l.N)
	ws, ok := io.Writer(&a).(io.StringWriter)
	fmt.Println(ok, ws != nil)
}

// placed notes what is written where.
type placed struct{ to *bytes.Buffer }

func (p placed) WriteAt(b []byte, off int64) (int, error) { return fmt.Fprintf(p.to, "%d:%s ", off, b) }
