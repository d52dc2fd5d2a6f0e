package main

import "fmt"

func main() {
	unused := 1
	if true {
		fmt.Println("fine")
		/* from here on
	}
}
