// Sequences of values, of the parts of types, and select over a list of cases.
package main

import (
	"fmt"
	"iter"
	"reflect"
	"slices"
)

type small int8

type shape struct {
	Name string `k:"v"`
	Size int
	sub  []byte
}

func (s shape) Area(scale float64) float64 { return scale * float64(s.Size) }
func (s *shape) Grow()                     { s.Size++ }

type flag bool

func attempt(name string, f func()) {
	defer func() {
		if e := recover(); e != nil {
			fmt.Println(name, "panics:", e)
		}
	}()
	f()
}

func one(v any) {
	attempt(fmt.Sprintf("%T", v), func() {
		rv := reflect.ValueOf(v)
		fmt.Print(rv.Type(), " ", rv.Type().CanSeq())
		n := 0
		for x := range rv.Seq() {
			fmt.Print(" ", x.Type(), "=", x)
			if n++; n == 3 {
				break
			}
		}
		fmt.Println()
	})
}

func two(v any) {
	attempt(fmt.Sprintf("%T", v), func() {
		rv := reflect.ValueOf(v)
		fmt.Print(rv.Type(), " ", rv.Type().CanSeq2())
		n := 0
		for k, x := range rv.Seq2() {
			fmt.Print(" ", k.Type(), "=", k, ":", x.Type(), "=", x)
			if n++; n == 2 {
				break
			}
		}
		fmt.Println()
	})
}

func main() {
	full := make(chan string, 5)
	full <- "a"
	full <- "b"
	close(full)
	n := 7
	values := []any{4, small(2), uint8(3), uintptr(1), -1, int64(0), [2]string{"x", "y"}, &[3]int{5, 6, 7}, []float64{1.5},
		[]int(nil), "aé\xff", map[string]int{"k": 1}, map[string]int(nil), full, iter.Seq[int](slices.Values([]int{7, 8, 9, 10})),
		slices.All([]string{"p", "q", "r"}), func(yield func(small) flag) { yield(3) }, func(int) {}, 1.5, true, &n, shape{}}
	for _, v := range values {
		one(v)
	}
	for _, v := range values {
		two(v)
	}
	array := [2]int{1, 2}
	for i, x := range reflect.ValueOf(&array).Seq2() {
		x.SetInt(x.Int() + 10*(i.Int()+1))
	}
	fmt.Println(array)

	t := reflect.TypeOf(shape{})
	for f := range t.Fields() {
		fmt.Println(f.Name, f.Type, f.Tag, f.Index)
	}
	for f, v := range reflect.ValueOf(shape{"n", 2, nil}).Fields() {
		fmt.Println(f.Name, v)
	}
	for m := range reflect.TypeOf(&shape{}).Methods() {
		fmt.Println(m.Name, m.Type)
	}
	for m, f := range reflect.ValueOf(shape{"n", 2, nil}).Methods() {
		fmt.Println(m.Name, f.Type(), f.Call([]reflect.Value{reflect.ValueOf(2.0)})[0])
	}
	f := reflect.TypeOf(fmt.Fprintf)
	for in := range f.Ins() {
		fmt.Print(in, " ")
	}
	for out := range f.Outs() {
		fmt.Print(out, " ")
	}
	fmt.Println()
	attempt("Fields", func() { reflect.TypeOf(1).Fields() })
	attempt("Ins", func() { reflect.TypeOf("").Ins() })
	attempt("Outs", func() { t.Outs() })
	attempt("Value.Fields", func() { reflect.ValueOf(&n).Fields() })
	choose()
}

func choose() {
	a, b := make(chan int, 1), make(chan string)
	var none chan int
	recv := func(c any) reflect.SelectCase {
		return reflect.SelectCase{Dir: reflect.SelectRecv, Chan: reflect.ValueOf(c)}
	}
	send := func(c, v any) reflect.SelectCase {
		return reflect.SelectCase{Dir: reflect.SelectSend, Chan: reflect.ValueOf(c), Send: reflect.ValueOf(v)}
	}
	other := reflect.SelectCase{Dir: reflect.SelectDefault}
	fmt.Println(reflect.Select([]reflect.SelectCase{recv(a), other, recv(b)}))
	fmt.Println(reflect.Select([]reflect.SelectCase{recv(none), send(a, 5), {Dir: reflect.SelectRecv}}))
	i, v, ok := reflect.Select([]reflect.SelectCase{recv(b), recv(a)})
	fmt.Println(i, v.Type(), v, ok)
	go func() { b <- "late" }()
	i, v, ok = reflect.Select([]reflect.SelectCase{recv(a), recv(b)})
	fmt.Println(i, v.Type(), v, ok)
	got := make(chan string)
	go func() { got <- <-b }()
	fmt.Println(reflect.Select([]reflect.SelectCase{recv(none), send(b, "x"), recv(a)}))
	fmt.Println("got", <-got)
	close(a)
	i, v, ok = reflect.Select([]reflect.SelectCase{recv(a), recv(b)})
	fmt.Println(i, v, ok)
	attempt("send to closed", func() { reflect.Select([]reflect.SelectCase{send(a, 1)}) })
	attempt("dir", func() { reflect.Select([]reflect.SelectCase{{}}) })
	attempt("two defaults", func() { reflect.Select([]reflect.SelectCase{other, other}) })
	attempt("default with channel", func() { reflect.Select([]reflect.SelectCase{{Dir: reflect.SelectDefault, Chan: reflect.ValueOf(a)}}) })
	attempt("receive with value", func() { reflect.Select([]reflect.SelectCase{{Dir: reflect.SelectRecv, Send: reflect.ValueOf(a)}}) })
	attempt("no value", func() { reflect.Select([]reflect.SelectCase{{Dir: reflect.SelectSend, Chan: reflect.ValueOf(a)}}) })
	attempt("direction", func() { reflect.Select([]reflect.SelectCase{send((<-chan int)(a), 1)}) })
	attempt("direction", func() { reflect.Select([]reflect.SelectCase{recv((chan<- int)(a))}) })
	attempt("no channel", func() { reflect.Select([]reflect.SelectCase{recv(1)}) })
	attempt("append", func() { reflect.Append(reflect.ValueOf(1), reflect.ValueOf(1)) })
	attempt("slice", func() { reflect.ValueOf([2]int{}).Slice(0, 1) })
	attempt("type", func() { reflect.Select([]reflect.SelectCase{send(a, "s")}) })

	// Many cases at once, some of them ready.
	var cases []reflect.SelectCase
	chans := make([]chan int, 200)
	for i := range chans {
		chans[i] = make(chan int, 1)
		cases = append(cases, recv(chans[i]))
	}
	sum := 0
	for i := range chans {
		go func() { chans[i] <- i }()
	}
	for range chans {
		_, v, _ := reflect.Select(cases)
		sum += int(v.Int())
	}
	fmt.Println(sum)
}
