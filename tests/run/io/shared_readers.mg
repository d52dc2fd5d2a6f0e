// Two MultiReaders that share a list of readers.
package main

import (
	"fmt"
	"io"
	"strings"
)

func main() {
	one := io.MultiReader(strings.NewReader("123"), strings.NewReader("456"))
	two := io.MultiReader(one)
	buf := make([]byte, 4)
	for _, r := range []io.Reader{two, one, two, one} {
		n, err := io.ReadFull(r, buf)
		fmt.Println(n, string(buf[:n]), err)
	}
}
