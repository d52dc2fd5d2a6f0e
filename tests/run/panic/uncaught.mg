// An uncaught panic prints the chain of panics that led to it and ends with code 2.
package main

import "fmt"

type E struct{ n int }

func (e E) Error() string { return fmt.Sprint("E number ", e.n) }

func main() {
	defer fmt.Println("deferred runs")
	defer func() {
		panic(E{2})
	}()
	defer func() {
		r := recover()
		panic(fmt.Sprint(r, " again"))
	}()
	panic("first")
}
