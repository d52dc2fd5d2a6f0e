package main

// The size is looked at only if nothing else is wrong.
type Huge [1 << 62]int

var c chan [1 << 20]int

func main() {
	var n int = "one"
}
