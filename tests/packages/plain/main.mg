// Without a go.mod the folders beside the program are its packages.
package main

import (
	"fmt"
	"internal/names"
	"shapes"
)

func main() {
	fmt.Println(names.Of(shapes.Square{Side: 3}), shapes.Square{Side: 3}.Area())
}
