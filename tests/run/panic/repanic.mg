// A value that is recovered and panicked with again is shown once.
package main

func main() {
	defer func() {
		r := recover()
		panic(r)
	}()
	panic("same")
}
