package main

func [T any] f() {}

var list Pair[]

func main() {
	g := func[T any]() {}
}
