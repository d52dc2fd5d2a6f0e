// A value that is recovered and panicked with again, twice, is printed once.
package main

func main() {
	defer func() {
		defer func() {
			panic(recover())
		}()
		panic(recover())
	}()
	panic("x")
}
