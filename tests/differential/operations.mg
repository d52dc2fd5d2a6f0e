// 10,000 random series of calls on buffers, readers, writers, lists, rings, heaps, flag sets, error trees and by
// reflection.
package main

import (
	"bufio"
	"bytes"
	"container/heap"
	"container/list"
	"container/ring"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"math"
	"math/rand"
	"os"
	"reflect"
	"strings"
	"time"
)

var r = rand.New(rand.NewSource(91))

func text() string {
	s := ""
	for k := r.Intn(6); k > 0; k-- {
		s += []string{"a", "b", "\n", "é", "日", "\xff", "xyz", " "}[r.Intn(8)]
	}
	return s
}

func buffer(out io.Writer) {
	b := bytes.NewBufferString(text())
	for k := r.Intn(12); k > 0; k-- {
		func() {
			defer func() {
				if e := recover(); e != nil {
					fmt.Fprint(out, " panic ", e)
				}
			}()
			switch r.Intn(16) {
			case 0:
				n, err := b.Write([]byte(text()))
				fmt.Fprint(out, n, err)
			case 1:
				b.WriteByte('!')
			case 2:
				n, err := b.WriteRune(rune(r.Intn(0x11000)))
				fmt.Fprint(out, n, err)
			case 3:
				p := make([]byte, r.Intn(5))
				n, err := b.Read(p)
				fmt.Fprintf(out, " %q %v", p[:n], err)
			case 4:
				c, err := b.ReadByte()
				fmt.Fprint(out, c, err)
			case 5:
				c, n, err := b.ReadRune()
				fmt.Fprint(out, c, n, err)
			case 6:
				fmt.Fprint(out, b.UnreadByte())
			case 7:
				fmt.Fprint(out, b.UnreadRune())
			case 8:
				s, err := b.ReadString("\nab"[r.Intn(3)])
				fmt.Fprintf(out, " %q %v", s, err)
			case 9:
				fmt.Fprintf(out, " %q", b.Next(r.Intn(4)))
			case 10:
				b.Truncate(r.Intn(6))
			case 11:
				n, err := b.ReadFrom(strings.NewReader(text()))
				fmt.Fprint(out, n, err)
			case 12:
				var w strings.Builder
				n, err := b.WriteTo(&w)
				fmt.Fprintf(out, " %q %d %v", w.String(), n, err)
			case 13:
				b.Grow(r.Intn(100) - 1)
			case 14:
				p, err := b.Peek(r.Intn(4))
				fmt.Fprintf(out, " %q %v", p, err)
			case 15:
				fmt.Fprintf(out, " %q", b.AvailableBuffer())
			}
		}()
		fmt.Fprintf(out, "[%d %q]", b.Len(), b.String())
	}
	fmt.Fprintln(out)
}

func readers(out io.Writer) {
	s := text() + text()
	sr, br := strings.NewReader(s), bytes.NewReader([]byte(s))
	for k := r.Intn(10); k > 0; k-- {
		op, x, y := r.Intn(8), r.Intn(12)-3, r.Intn(4)
		for _, v := range []interface {
			io.Reader
			io.ReaderAt
			io.Seeker
			io.ByteScanner
			io.RuneScanner
			Len() int
			Size() int64
		}{sr, br} {
			switch op {
			case 0:
				p := make([]byte, max(x, 0))
				n, err := v.Read(p)
				fmt.Fprintf(out, " %q %v", p[:n], err)
			case 1:
				p := make([]byte, 3)
				n, err := v.ReadAt(p, int64(x))
				fmt.Fprintf(out, " %q %v", p[:n], err)
			case 2:
				n, err := v.Seek(int64(x), y)
				fmt.Fprint(out, n, err)
			case 3:
				c, err := v.ReadByte()
				fmt.Fprint(out, c, err)
			case 4:
				c, n, err := v.ReadRune()
				fmt.Fprint(out, c, n, err)
			case 5:
				fmt.Fprint(out, v.UnreadByte())
			case 6:
				fmt.Fprint(out, v.UnreadRune())
			case 7:
				fmt.Fprint(out, v.Len(), v.Size())
			}
		}
	}
	var sink bytes.Buffer
	w := bufio.NewWriterSize(&sink, 16+r.Intn(5))
	for k := r.Intn(8); k > 0; k-- {
		switch r.Intn(5) {
		case 0:
			n, err := w.WriteString(text() + text() + text())
			fmt.Fprint(out, n, err)
		case 1:
			fmt.Fprint(out, w.WriteByte('b'))
		case 2:
			n, err := w.WriteRune(rune(r.Intn(0x3000)))
			fmt.Fprint(out, n, err)
		case 3:
			n, err := w.ReadFrom(strings.NewReader(text() + text()))
			fmt.Fprint(out, n, err)
		case 4:
			fmt.Fprint(out, w.Flush())
		}
		fmt.Fprintf(out, "(%d %d %d %q)", w.Buffered(), w.Available(), w.Size(), sink.String())
	}
	rd := bufio.NewReaderSize(strings.NewReader(s+s+s+s), 16)
	for k := r.Intn(8); k > 0; k-- {
		switch r.Intn(7) {
		case 0:
			b, err := rd.ReadSlice('\n')
			fmt.Fprintf(out, " %q %v", b, err)
		case 1:
			b, err := rd.ReadBytes('a')
			fmt.Fprintf(out, " %q %v", b, err)
		case 2:
			n, err := rd.Discard(r.Intn(9))
			fmt.Fprint(out, n, err)
		case 3:
			c, n, err := rd.ReadRune()
			fmt.Fprint(out, c, n, err, rd.UnreadRune(), rd.UnreadByte())
		case 4:
			b, pre, err := rd.ReadLine()
			fmt.Fprintf(out, " %q %v %v", b, pre, err)
		case 5:
			p := make([]byte, r.Intn(20))
			n, err := rd.Read(p)
			fmt.Fprintf(out, " %q %v", p[:n], err)
		case 6:
			p, err := rd.Peek(r.Intn(20))
			fmt.Fprintf(out, " %q %v", p, err)
		}
		fmt.Fprint(out, "{", rd.Buffered(), "}")
	}
	fmt.Fprintln(out)
}

type ints []int

func (h ints) Len() int           { return len(h) }
func (h ints) Less(i, j int) bool { return h[i] < h[j] }
func (h ints) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *ints) Push(x any)        { *h = append(*h, x.(int)) }
func (h *ints) Pop() any {
	x := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return x
}

func containers(out io.Writer) {
	h := &ints{}
	for range r.Intn(9) {
		*h = append(*h, r.Intn(20))
	}
	heap.Init(h)
	l, other := list.New(), list.New()
	other.PushBack("o")
	var at []*list.Element
	g := ring.New(1 + r.Intn(5))
	for i := range g.Len() {
		g.Value = i
		g = g.Next()
	}
	for k := r.Intn(15); k > 0; k-- {
		switch r.Intn(4) {
		case 0:
			heap.Push(h, r.Intn(20))
		case 1:
			if h.Len() > 0 {
				fmt.Fprint(out, heap.Pop(h))
			}
		case 2:
			if h.Len() > 0 {
				i := r.Intn(h.Len())
				(*h)[i] = r.Intn(20)
				heap.Fix(h, i)
			}
		case 3:
			if h.Len() > 0 {
				fmt.Fprint(out, heap.Remove(h, r.Intn(h.Len())))
			}
		}
		pick := func() *list.Element {
			if len(at) == 0 || r.Intn(8) == 0 {
				return other.Front()
			}
			return at[r.Intn(len(at))]
		}
		switch r.Intn(10) {
		case 0, 1:
			at = append(at, l.PushBack(k))
		case 2:
			at = append(at, l.PushFront(k))
		case 3:
			if e := l.InsertBefore(k, pick()); e != nil {
				at = append(at, e)
			}
		case 4:
			if e := l.InsertAfter(k, pick()); e != nil {
				at = append(at, e)
			}
		case 5:
			fmt.Fprint(out, " rm ", l.Remove(pick()))
		case 6:
			l.MoveToFront(pick())
		case 7:
			l.MoveBefore(pick(), pick())
		case 8:
			l.MoveAfter(pick(), pick())
		case 9:
			l.PushBackList(other)
		}
		fmt.Fprint(out, *h, " <")
		for e := l.Front(); e != nil; e = e.Next() {
			fmt.Fprint(out, e.Value, " ")
		}
		fmt.Fprint(out, l.Len(), "> ")
		switch r.Intn(3) {
		case 0:
			g = g.Move(r.Intn(9) - 4)
		case 1:
			if u := g.Unlink(r.Intn(4)); u != nil {
				fmt.Fprint(out, " un ", u.Len())
			}
		case 2:
			n := ring.New(2)
			n.Value = k
			g.Link(n)
		}
		g.Do(func(v any) { fmt.Fprint(out, v, ",") })
	}
	fmt.Fprintln(out)
}

type level int

func (l *level) String() string { return fmt.Sprint("level", int(*l)) }
func (l *level) Set(s string) error {
	if s == "bad" {
		return errors.New("no such level")
	}
	*l = level(len(s))
	return nil
}

func flags(out io.Writer) {
	var buf strings.Builder
	f := flag.NewFlagSet([]string{"prog", ""}[r.Intn(2)], flag.ContinueOnError)
	f.SetOutput(&buf)
	n := f.Int("n", 3, "a `number` of things")
	b := f.Bool("b", r.Intn(2) == 0, "be bold")
	s := f.String("str", []string{"", "x y"}[r.Intn(2)], "some\ntext")
	d := f.Duration("d", time.Second, "")
	x := f.Float64("x", 0.5, "factor")
	u := f.Uint("u", 0, "unsigned `things`")
	var l level
	f.Var(&l, "level", "how much")
	f.Func("fn", "calls", func(s string) error {
		if s == "" {
			return errors.New("empty")
		}
		return nil
	})
	f.BoolFunc("bf", "calls too", func(s string) error { return nil })
	var args []string
	for k := r.Intn(6); k > 0; k-- {
		args = append(args, []string{"-n", "-n=5", "--n=0x10", "-n=abc", "-b", "-b=false", "-b=maybe", "-str", "-str=", "-d=1h", "-d=1", "-x=1e3", "-x=q", "-u=-1", "-u=7", "-level=bad", "--level=abc", "-fn=", "-fn=1", "-bf", "-bf=0", "arg", "-", "--", "-h", "--help", "-nope", "-=1", "---x", "5", "", "-n=99999999999999999999"}[r.Intn(32)])
	}
	err := f.Parse(args)
	fmt.Fprintf(out, "%q %v %d %v %q %v %v %v %v %q %d %d %q\n", args, err, *n, *b, *s, *d, *x, *u, l, f.Args(), f.NFlag(), f.NArg(), f.Arg(0))
	f.Visit(func(g *flag.Flag) { fmt.Fprint(out, g.Name, "=", g.Value, " ") })
	f.PrintDefaults()
	fmt.Fprintf(out, "%q %v\n", buf.String(), f.Set("n", text()))
}

type coded struct{ n int }

func (c coded) Error() string        { return fmt.Sprint("coded ", c.n) }
func (c coded) Is(target error) bool { return c.n == 3 && target == io.EOF }

func tree(depth int) error {
	switch r.Intn(8) {
	case 0:
		return nil
	case 1:
		return io.EOF
	case 2:
		return coded{r.Intn(4)}
	case 3:
		return &os.PathError{Op: "op", Path: "p", Err: tree(depth + 1)}
	}
	if depth > 3 {
		return os.ErrNotExist
	}
	switch r.Intn(4) {
	case 0:
		return fmt.Errorf("wrap %w", tree(depth+1))
	case 1:
		return fmt.Errorf("two %w and %w, %v", tree(depth+1), tree(depth+1), tree(depth+1))
	case 2:
		return errors.Join(tree(depth+1), tree(depth+1), nil)
	}
	return fmt.Errorf("plain %v", tree(depth+1))
}

func errs(out io.Writer) {
	e := tree(0)
	var c coded
	var p *os.PathError
	fmt.Fprintf(out, "%T %v %v %v %v %v %v %v", e, safe(e), errors.Is(e, io.EOF), errors.Is(e, os.ErrNotExist), errors.As(e, &c), c, errors.As(e, &p), errors.Unwrap(e) == nil)
	a, ok := errors.AsType[coded](e)
	fmt.Fprintln(out, a, ok, errors.Is(nil, e), errors.Is(e, nil))
	var buf strings.Builder
	lg := log.New(&buf, []string{"", "p: ", "é"}[r.Intn(3)], r.Intn(8)<<5&^log.LstdFlags&^log.Lmicroseconds&^log.Llongfile&^log.Lshortfile)
	lg.Printf("%v\n\n", safe(e))
	lg.Print(text(), 1, 2, "x", 3)
	lg.Println(lg.Flags(), lg.Prefix())
	func() {
		defer func() { fmt.Fprintf(out, "%T ", recover()) }()
		lg.Panicln("p", 1)
	}()
	fmt.Fprintf(out, "%q\n", buf.String())
}

// safe is e's text; a PathError of nothing has none.
func safe(e error) (s string) {
	defer func() {
		if recover() != nil {
			s = "?"
		}
	}()
	if e == nil {
		return "nil"
	}
	return e.Error()
}

type node struct {
	Name string `json:"name" x:"a\"b"`
	next *node
	M    map[string]any
	S    []int
	I    any
	F    func()
	c    chan int
}

func (n node) Len() int                      { return len(n.S) }
func (n *node) Add(a int, more ...int) *node { n.S = append(append(n.S, a), more...); return n }

func value() any {
	switch r.Intn(14) {
	case 0:
		return r.Intn(3)
	case 1:
		return []int{1, r.Intn(3)}
	case 2:
		return []int(nil)
	case 3:
		return []int{}
	case 4:
		return map[string]any{"a": r.Intn(2), "b": []any{nil}}
	case 5:
		return node{Name: "n", S: []int{r.Intn(2)}, I: value()}
	case 6:
		return &node{Name: "n", S: []int{r.Intn(2)}}
	case 7:
		return math.NaN()
	case 8:
		return [2]any{[]any{r.Intn(2)}, 1}
	case 9:
		return "s" + fmt.Sprint(r.Intn(2))
	case 10:
		return float32(r.Intn(300)) / 2
	case 11:
		return uint8(r.Intn(256))
	case 12:
		return []byte("by")
	}
	return nil
}

var kinds = []reflect.Type{reflect.TypeFor[int8](), reflect.TypeFor[uint16](), reflect.TypeFor[float32](), reflect.TypeFor[string](), reflect.TypeFor[[]byte](), reflect.TypeFor[[]rune](), reflect.TypeFor[any](), reflect.TypeFor[[2]int](), reflect.TypeFor[*[1]int](), reflect.TypeFor[complex128](), reflect.TypeFor[time.Duration](), reflect.TypeFor[fmt.Stringer]()}

func reflection(out io.Writer) {
	a, b := value(), value()
	fmt.Fprint(out, reflect.DeepEqual(a, b), reflect.DeepEqual(a, a))
	v := reflect.ValueOf(a)
	if !v.IsValid() {
		fmt.Fprintln(out, v, v.Kind())
		return
	}
	t := v.Type()
	fmt.Fprint(out, " ", t, t.Kind(), t.Size(), t.Align(), t.Comparable(), t.NumMethod(), v.IsZero(), v.Comparable(), v.CanInt(), v.CanFloat(), v.CanUint(), v.CanConvert(kinds[3]))
	for _, to := range kinds {
		func() {
			defer func() {
				if e := recover(); e != nil {
					fmt.Fprint(out, " panic ", e)
				}
			}()
			fmt.Fprint(out, " ", t.ConvertibleTo(to), t.AssignableTo(to), t.Implements(kinds[11]))
			if c := v.Convert(to); to.Kind() != reflect.Interface {
				fmt.Fprintf(out, "%#v", c.Interface())
			}
		}()
	}
	func() {
		defer func() {
			if e := recover(); e != nil {
				fmt.Fprint(out, " panic ", e)
			}
		}()
		switch r.Intn(12) {
		case 0:
			fmt.Fprint(out, v.Len())
		case 1:
			fmt.Fprint(out, v.Index(r.Intn(3)))
		case 2:
			fmt.Fprint(out, v.Field(r.Intn(9)).Type())
		case 3:
			v.Set(reflect.ValueOf(b))
		case 4:
			fmt.Fprint(out, v.MapIndex(reflect.ValueOf("a")))
		case 5:
			fmt.Fprint(out, v.Method(0).Call(nil)[0])
		case 6:
			fmt.Fprint(out, v.MethodByName("Add").Call([]reflect.Value{reflect.ValueOf(1), reflect.ValueOf(2)})[0].Elem().Field(3))
		case 7:
			fmt.Fprint(out, v.Elem().FieldByName("Name"), v.Elem().FieldByName("none").IsValid())
		case 8:
			fmt.Fprint(out, v.Slice(0, r.Intn(4)), v.IsNil())
		case 9:
			fmt.Fprint(out, v.Int(), v.Uint())
		case 10:
			p := reflect.New(t)
			p.Elem().Set(v)
			p.Elem().SetZero()
			fmt.Fprint(out, p.Elem().IsZero(), p.Elem().CanSet(), p.Elem().CanAddr())
			fmt.Fprint(out, reflect.Append(p.Elem(), reflect.ValueOf(b)))
		case 11:
			f, ok := t.FieldByName("Name")
			fmt.Fprint(out, f, ok, f.Tag.Get("x"), f.Tag.Get("json"))
		}
	}()
	fmt.Fprintln(out)
}

func main() {
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for i := range 10000 {
		fmt.Fprintln(out, i)
		buffer(out)
		readers(out)
		containers(out)
		flags(out)
		errs(out)
		reflection(out)
	}
}
