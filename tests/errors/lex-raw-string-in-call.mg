package main

import "fmt"

func f() int {
	for {
		fmt.Println(`never closed)
	}
}

func main() { f() }
