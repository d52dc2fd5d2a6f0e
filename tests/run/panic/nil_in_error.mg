package main

// Error follows a nil pointer while an uncaught panic is printed.

type failure struct{ text string }

func (f *failure) Error() string { return f.text }

func main() {
	var f *failure
	panic(f)
}
