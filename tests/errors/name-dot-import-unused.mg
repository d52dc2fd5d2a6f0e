// A dot import that nothing uses, a package used as a value; an element too large for a channel counts only alone.
package main

import . "fmt"
import . "strings"
import "os"
import "errors"

//go:embed x.txt
var text string

var c chan [1 << 16]byte

type same struct {
	x int ""
}

func main() {
	Println(text, c)
	_ = errors
	_ = (*struct{ x int })(&same{})
}
