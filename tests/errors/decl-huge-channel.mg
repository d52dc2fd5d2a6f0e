// Elements of channels have to be smaller than 64 kB.
package main

import "fmt"

var c chan [1 << 16]byte
var d chan [1<<16 - 1]byte

func main() {
	fmt.Println(c, d)
}
