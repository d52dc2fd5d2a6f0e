package main

import (
	"fmt"
	"runtime"
)

func show() {
	pcs := make([]uintptr, 30)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(1, pcs)])
	for {
		f, more := frames.Next()
		fmt.Print(" ", f.Function)
		if f.Function == "main.f" {
			_, _, line, _ := runtime.Caller(3)
			fmt.Print(":", f.Line, " ", line == f.Line)
		}
		if f.Function == "main.main" || !more {
			break
		}
	}
	fmt.Println(recover())
}

func f(n int) {
	defer func() {
		show()
		fmt.Println(recover())
	}()
	switch n {
	case 0:
		panic("x")
	case 1:
		var p *[]int
		*p = nil
	case 2:
		a := []int{1}
		a[n] = 1
	case 3:
		fmt.Println(n / (n - 3))
	case 4:
		return
	}
}

func main() {
	for i := range 5 {
		f(i)
	}
}
