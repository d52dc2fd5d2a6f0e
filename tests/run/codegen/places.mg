// Places: evaluated once, read and written in their own form.
package main

import "fmt"

var calls int
var table = map[int]int{}

func m() map[int]int { calls++; return table }

type small struct {
	a byte
	b [2]int32
	c complex64
	d [3]byte
	e int16
}

var global, source = small{}, small{1, [2]int32{2, 3}, 4 + 5i, [3]byte{6, 7, 8}, -9}

type pair struct{ x, y int }

func main() {
	m()[0]++
	m()[1] += 2
	fmt.Println(calls, table)

	// Fields at odd offsets, narrower than a slot.
	global.b, global.c, global.d, global.e = source.b, source.c, source.d, source.e
	local := global
	local.b[1] *= -7
	local.e--
	i := 2
	local.d[i] += 250
	fmt.Println(global, local, local == global)

	// Two phases: operands of the left side are those before the assignment.
	s := []int{1, 2, 3}
	i, s[i] = 0, 9
	j := 0
	j, s[j] = 1, 8
	s[0], s[1] = s[1], s[0]
	fmt.Println(i, j, s)

	// Addresses of literals of every kind.
	pp, pm, ps := &[]pair{{7, 7}}, &map[string]int{"k": 1}, []*[]int{{1}, {2, 3}}
	fmt.Println((*pp)[0], *pm, *ps[1])

	// An array in the frame, indexed by a variable, and its copy in a range.
	arr := [4]pair{{1, 2}, {3, 4}}
	for k := range arr {
		arr[k].y += k
	}
	for k, v := range arr {
		arr[3].x += v.x * k
	}
	fmt.Println(arr)

	// A value too large for a frame.
	var big [5000]int
	big[4999] = 5
	copied := big
	big[4999]++
	any1 := any(big)
	fmt.Println(copied[4999], big[4999], any1 == any(big), copied == big)
}
