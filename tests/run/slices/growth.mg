// Capacities after append, by element size, and those of growing buffers.
package main

import (
	"bytes"
	"fmt"
	"strings"
)

var sink any

type s3 struct{ a, b, c byte }

func grow[T any](name string, n int) {
	var s []T
	var caps []int
	for range n {
		s = append(s, *new(T))
		sink = s
		if len(caps) == 0 || cap(s) != caps[len(caps)-1] {
			caps = append(caps, cap(s))
		}
	}
	fmt.Println(name, caps)
}

func main() {
	grow[byte]("byte", 5000)
	grow[s3]("3 bytes", 3000)
	grow[int32]("int32", 3000)
	grow[int]("int", 3000)
	grow[*int]("pointer", 3000)
	grow[string]("string", 2000)
	grow[[5]int]("5 words", 500)
	for _, n := range []int{5000, 5100, 5300, 6000} {
		b := append([]byte(nil), make([]byte, n)...)
		sink = b
		fmt.Print(cap(b), " ")
	}
	fmt.Println()
	var buf bytes.Buffer
	for i := range 6 {
		buf.WriteString(strings.Repeat("a", 1<<(2*i)))
		fmt.Print(buf.Cap(), " ")
	}
	var sb strings.Builder
	for range 40 {
		sb.WriteByte('x')
	}
	sb.Grow(100)
	fmt.Println(sb.Cap())
}
