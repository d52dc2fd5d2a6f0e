// Values of a few hundred words: assigned, compared, passed, in maps and interfaces.
package main

var n int

func f() (r [200]int) { n++; r[7] = n; return }

type t struct {
	a [300]int
	s string
}

func main() {
	var a, b [200]int
	b[7] = 1
	println(f() == b, n, a == b)
	a = b
	a[5] = 3
	b, a = a, b
	println(a[5], b[5], f()[7])
	x := t{s: "q"}
	y := x
	y.a[299] = 4
	p := &x
	*p = y
	m := map[int]t{}
	m[1] = y
	z := m[1]
	z.a[0]++
	println(x.a[299], m[1].a[299], z == y, len(m), m[2].s == "")
	for i, v := range y.a {
		if v != 0 {
			println(i, v)
		}
	}
	var i any = y
	println(i == any(x), i.(t).a[299])
}
