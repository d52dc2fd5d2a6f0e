package main

import (
	"fmt"
	"math"
	"unsafe"
)

func two() (int, int)           { return 3, 4 }
func twof() (float64, float64)  { return 3, 4 }
func twos() (string, string)    { return "a", "b" }
func ps() (*byte, int)          { return &[]byte{1, 2, 3}[0], 2 }
func cc() (float64, float64)    { return 1, 2 }
func ap() ([]int, int)          { return []int{1}, 2 }
func dd(m map[string]int) (map[string]int, string)    { return m, "a" }
func cp(b []byte) ([]byte, string)    { return b, "xyz" }
func ap2() ([]any, int, string)          { return []any{1}, 2, "x" }

func main() {
	fmt.Println(min(two()), max(two()), max(twof()), min(twos()))
	fmt.Println(unsafe.Slice(ps()), unsafe.String(ps()))
	fmt.Println(*(*byte)(unsafe.Add(func() (unsafe.Pointer, int) { return unsafe.Pointer(&[]byte{1, 2}[0]), 1 }())))
	fmt.Println(complex(cc()), append(ap()), append(ap2()))
	m := map[string]int{"a": 1, "b": 2}
	delete(dd(m))
	fmt.Println(m)
	b := []byte("abcd")
	fmt.Println(copy(cp(b)), string(b))
	f := map[float64]int{}
	f[0] = 1
	f[math.Copysign(0, -1)] = 2
	fmt.Println(f)
	a := map[any]int{0.0: 1}
	a[math.Copysign(0, -1)] = 2
	fmt.Println(a)
	type S struct { f float64; s string }
	st := map[S]int{{0, "x"}: 1}
	st[S{math.Copysign(0, -1), "x"}]++
	fmt.Println(st)
	defer delete(dd(m))
	defer print(two())
}
