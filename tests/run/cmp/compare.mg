// cmp on every kind of operand, NaN and zeros among them.
package main

import (
	"cmp"
	"fmt"
	"math"
)

type named float32

func try[T cmp.Ordered](list ...T) {
	for _, a := range list {
		for _, b := range list {
			fmt.Print(cmp.Compare(a, b), " ", cmp.Less(a, b), " ", cmp.Or(a, b), "; ")
		}
	}
	fmt.Println()
}

func main() {
	try(0, 1, -1, math.MaxInt, math.MinInt)
	try[int8](-128, 127, 0)
	try[uint64](0, math.MaxUint64, 1<<63)
	try("", "a", "b", "aa", "\xff", "é", "a\x00")
	try(0, math.Copysign(0, -1), math.NaN(), math.Inf(1), math.Inf(-1), 1.5, -1.5)
	try(named(math.NaN()), 0, 2)
	try[uintptr](1, 2)
	try[rune]('a', '日', -1)
	fmt.Println(cmp.Or[int](), cmp.Or(0, 0, 3, 4), cmp.Or("", "x"), cmp.Or[error](nil, nil), cmp.Or(false, true))
	fmt.Println(cmp.Or(cmp.Compare(1, 1), cmp.Compare("b", "a"), cmp.Compare(2, 3)))
	type pair struct{ a, b int }
	fmt.Println(cmp.Or(pair{}, pair{0, 1}), *cmp.Or(nil, &pair{2, 3}))
}
