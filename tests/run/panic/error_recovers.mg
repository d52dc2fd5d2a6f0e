package main

import "fmt"

// Error panics and recovers by itself while an uncaught panic is printed.

type quiet struct{ n int }

func (q quiet) Error() (text string) {
	defer func() { text = fmt.Sprint("quiet ", q.n, " after ", recover()) }()
	if q.n > 0 {
		text = quiet{q.n - 1}.Error()
	}
	panic(text)
}

func main() {
	defer func() { panic(quiet{1}) }()
	panic("first")
}
