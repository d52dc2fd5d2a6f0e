// An Error method that panics while its panic is printed: the program ends, saying why.
package main

type E struct{}

func (*E) Error() string { panic("in Error") }

func main() { panic(&E{}) }
