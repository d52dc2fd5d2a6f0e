package main

import "fmt"

// Scanning into a nil pointer: of a plain type it is followed, of a named one refused.

type count int

func try(p any) {
	defer func() {
		if e := recover(); e != nil {
			fmt.Println(e)
		}
	}()
	fmt.Println(fmt.Sscan("4", p))
}

func main() {
	try((*int)(nil))
	try((*string)(nil))
	try((*float64)(nil))
	try((*count)(nil))
	try(new(count))
}
