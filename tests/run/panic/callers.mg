package main

import (
	"fmt"
	"runtime"
)

// All that runtime.Callers tells of a goroutine, to its bottom.

func trace() {
	pcs := make([]uintptr, 20)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(2, pcs)])
	for more := true; more; {
		var f runtime.Frame
		f, more = frames.Next()
		fmt.Print(f.Function, " ")
	}
	fmt.Println()
}

type point struct{ x int }

func (point) value()    { trace() }
func (*point) pointer() { trace() }

func down(n int) {
	if n == 0 {
		trace()
		return
	}
	down(n - 1)
}

func init() { trace() }

func main() {
	trace()
	point{}.value()
	new(point).pointer()
	down(2)
	done := make(chan bool)
	go func() {
		defer close(done)
		defer trace()
		runtime.Goexit()
	}()
	<-done
	defer func() {
		recover()
		trace()
		for i := range 8 {
			pc, _, line, ok := runtime.Caller(i)
			fmt.Println(i, runtime.FuncForPC(pc).Name(), line > 0, ok)
		}
	}()
	var p *point
	p.x = 1
}
