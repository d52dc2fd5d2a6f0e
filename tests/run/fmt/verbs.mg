// Every verb with every flag and some widths over values of all kinds.
package main

import (
	"errors"
	"fmt"
)

type celsius float64
type name string
type bits []byte
type point struct {
	X, y int
	N    any
	e    error
}
type stringer struct{ n int }

func (s stringer) String() string { return "S" }

type gostringer struct{}

func (gostringer) GoString() string { return "G!" }

type failing struct{}

func (failing) Error() string { panic("no text") }

type outer struct {
	stringer
	in  stringer
	Out stringer
	m   map[string]stringer
}

func main() {
	values := []any{
		nil, true, 42, -7, int8(-8), uint8(200), uint64(1 << 63), uintptr(16),
		3.25, -0.001, 1e21, float32(0.1), 1 + 2i, complex64(-1i),
		"text", "", "q\"`\n\xff", 'é', []byte("ab"), bits("cd"), [2]byte{1, 254},
		celsius(36.6), name("nm"), point{1, 2, nil, nil}, &point{3, 4, "n", nil}, (*point)(nil),
		[]int{1, 2}, []int(nil), []string{"a b", "c"}, [2]bool{true, false}, []any{1, "x", nil, 2.5},
		map[string]int{"b": 2, "a": 1}, map[int]string(nil), map[[1]int]any{{1}: nil},
		stringer{1}, &stringer{2}, gostringer{}, failing{}, outer{m: map[string]stringer{"k": {}}},
		errors.New("err"), struct{}{}, (func())(nil), (chan int)(nil),
	}
	flags := []string{"", "+", "-", "#", " ", "0", "+#", "-0", "# "}
	widths := []string{"", "6", ".2", "9.3", "12."}
	for _, v := range values {
		for _, verb := range "vTtdboOxXcqUeEfFgGs!" {
			line := ""
			for _, f := range flags {
				for _, w := range widths {
					line += fmt.Sprintf("%"+f+w+string(verb)+"|", v)
				}
			}
			sum := uint32(2166136261)
			for i := 0; i < len(line); i++ {
				sum = (sum ^ uint32(line[i])) * 16777619
			}
			fmt.Printf("%c %08x %.60s\n", verb, sum, line)
		}
	}
	fmt.Printf("%[2]d %[1]d %d|%[3]*.[2]*[1]f|%[5]d|%[x]d|%d %d\n", 1, 2, 12.0, 3)
	fmt.Printf("%*d|%-*d|%.*f|%d", 5, 1, 5, 2, 2, 3.14159)
	fmt.Printf("|%!|%z|%", 3)
	fmt.Println()
	fmt.Printf("%d %s\n", 1, "a", "extra", 5)
	e := fmt.Errorf("top: %w and %w", errors.New("one"), errors.New("two"))
	fmt.Println(e, errors.Unwrap(e) == nil, errors.Unwrap(fmt.Errorf("%w", e)) == e)
}
