package main

// The name of a function value, by way of reflect and runtime.

import (
	"fmt"
	"reflect"
	"runtime"
	"strings"
)

type T struct{ n int }

func (t T) Get() int   { return t.n }
func (t *T) Set(n int) { t.n = n }

func double(n int) int { return 2 * n }

func apply[E any](x E) E { return x }

func nameOf(f any) string {
	pc := reflect.ValueOf(f).Pointer()
	fn := runtime.FuncForPC(pc)
	_, line := fn.FileLine(pc)
	return fmt.Sprint(fn.Name(), " ", fn.Entry() == pc, " ", line > 0)
}

func main() {
	n := 3
	closure := func() int { return n }
	fmt.Println(nameOf(double))
	fmt.Println(nameOf(closure))
	fmt.Println(nameOf(T.Get))
	fmt.Println(nameOf((*T).Set))
	fmt.Println(nameOf(strings.ToUpper))
	fmt.Println(strings.HasPrefix(nameOf(apply[int]), "main.apply[...]"))
	fmt.Println(reflect.ValueOf(double).Pointer() == reflect.ValueOf(double).Pointer())
	fmt.Println(runtime.FuncForPC(0) == nil)
}
