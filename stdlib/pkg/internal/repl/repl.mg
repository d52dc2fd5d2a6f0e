// Package repl runs the units of interactive input and shows the values of expressions.
//
// repl.mg: the main goroutine's loop; show.mg: values as Go syntax.
package repl

import (
	"os"
	"runtime"
	"strings"
)

// wait waits for the host's next job; false when there will be none.
//
//minigo:syscall
func wait() bool

// next does the host's next job; a unit to run is given back.
//
//minigo:park
func next() func()

// begin makes the running goroutine the one that the host waits for.
//
//minigo:leaf
func begin()

// typeText is the type of the value that Show is about to show.
func typeText() string

// Main runs units until the host has no more.
func Main() {
	for wait() {
		if f := next(); f != nil {
			go run(f)
		}
	}
	os.Exit(0)
}

func run(f func()) {
	begin()
	f()
}

// Goroutines prints where the goroutines are that input has started.
func Goroutines() {
	buf := make([]byte, 1<<20)
	buf = buf[:runtime.Stack(buf, true)]
	n := 0
	for _, g := range strings.Split(strings.TrimSpace(string(buf)), "\n\n") {
		// The two that are ours: tracebacks hide what is in this package, which leaves nothing of this one.
		if strings.HasPrefix(g, "goroutine 1 [") || !strings.Contains(g, "\n") {
			continue
		}
		if n > 0 {
			os.Stdout.WriteString("\n")
		}
		n++
		os.Stdout.WriteString(g + "\n")
	}
	if n == 0 {
		os.Stdout.WriteString("no goroutines\n")
	}
}
