package main

import "fmt"

func closed(x int) {
	switch x {
	case 1:
		fmt.Println("one")
	}
	case 2:
		fmt.Println("two")
	case 3:
		fmt.Println("three")
	default:
		fmt.Println("many")
	}
}

func open(x int) {
	switch x {
	case 1:
		if x > 0 {
			fmt.Println("one")
	case 2:
		fmt.Println("two")
	case 3:
		for {
	default:
		fmt.Println("many")
	}
}

func next() {
	x y
}

func main() {}
