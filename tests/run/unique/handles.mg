// Handles are equal exactly if type and value are.
package main

import (
	"fmt"
	"math"
	"unique"
)

type point struct{ x, y int }

func main() {
	a, b := unique.Make("ab"), unique.Make(string([]byte{'a', 'b'}))
	fmt.Println(a == b, a == unique.Make("c"), a.Value())
	p := unique.Make(point{1, 2})
	fmt.Println(p == unique.Make(point{1, 2}), p == unique.Make(point{2, 1}), p.Value())
	fmt.Println(unique.Make[any](1) == unique.Make[any](1), unique.Make[any](1) == unique.Make[any]("1"))
	fmt.Println(unique.Make(math.NaN()) == unique.Make(math.NaN()))
	m := map[unique.Handle[int]]string{unique.Make(1): "one"}
	fmt.Println(m[unique.Make(1)], len(m[unique.Make(2)]))
	defer func() { fmt.Println(recover()) }()
	unique.Make[any]([]int{})
}
