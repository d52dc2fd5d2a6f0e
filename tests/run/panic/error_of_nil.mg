// The value of an uncaught panic fails to give its text, with an error of the run time.
package main

type wrapped struct{ err error }

func (w *wrapped) Error() string { return "wrapped: " + w.err.Error() }

func main() {
	var w *wrapped
	panic(error(w))
}
