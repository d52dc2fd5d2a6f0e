package main

import (
	"fmt"
	"runtime"
	"strings"
)

type inner struct {
	a    int8
	b    int32
	c    int64
	name string
	next *inner
	f    float32
	arr  [3]int
}

type table struct {
	n     int
	bytes []byte
	bools []bool
	i8    []int8
	i16   []int16
	i32   []int32
	u32   []uint32
	ints  []int
	f32   []float32
	f64   []float64
	strs  []string
	ptrs  []*inner
	recs  []inner
	any   []any
	rows  [][]int
	grid  [][]byte
	g32   [][]int32
	u64   uint64
	sub   struct{ list []int }
}

var global []int
var globalTable table
var matrix [][]float64

func newTable(n int) *table {
	t := &table{n: n}
	t.bytes, t.bools = make([]byte, n), make([]bool, n)
	t.i8, t.i16, t.i32, t.u32 = make([]int8, n), make([]int16, n), make([]int32, n), make([]uint32, n)
	t.ints, t.f32, t.f64 = make([]int, n), make([]float32, n), make([]float64, n)
	t.strs, t.ptrs, t.recs, t.any = make([]string, n), make([]*inner, n), make([]inner, n), make([]any, n)
	for range n {
		t.rows = append(t.rows, make([]int, n))
		t.grid = append(t.grid, make([]byte, n))
		t.g32 = append(t.g32, make([]int32, n))
	}
	t.sub.list = make([]int, n)
	return t
}

func try(name string, f func()) {
	defer func() {
		r := recover()
		if e, ok := r.(runtime.Error); ok {
			fmt.Println(name, "panics:", e.Error())
		} else if r != nil {
			fmt.Println(name, "panics with", r)
		} else {
			fmt.Println(name, "ends")
		}
	}()
	f()
}

func fill(t *table) {
	for i := 0; i < t.n; i++ {
		t.bytes[i] = byte(i * 100)
		t.bools[i] = i%2 == 1
		t.i8[i] = int8(i * -50)
		t.i16[i] = int16(i * -20000)
		t.i32[i] = int32(i * -2000000000)
		t.u32[i] = uint32(i * 4000000000)
		t.ints[i] = i*i - t.n
		t.f32[i] = float32(i) / 3
		t.f64[i] = float64(i) / 7
		t.strs[i] = strings.Repeat("x", i)
		t.ptrs[i] = &inner{a: int8(i), name: t.strs[i]}
		t.recs[i] = inner{a: int8(-i), b: int32(-i * 1000), c: int64(i) << 40, name: "r" + t.strs[i], f: 1.5}
		t.recs[i].next = t.ptrs[i]
		t.any[i] = i
		t.sub.list[i] = -i
		for j := 0; j < t.n; j++ {
			t.rows[i][j] = i*10 + j
			t.grid[i][j] = byte('a' + i + j)
			t.g32[i][j] = int32(-i * j)
		}
	}
}

func show(t *table) {
	for i := 0; i < t.n; i++ {
		fmt.Println(i, t.bytes[i], t.bools[i], t.i8[i], t.i16[i], t.i32[i], t.u32[i], t.ints[i], t.f32[i], t.f64[i],
			t.strs[i], t.ptrs[i].a, t.ptrs[i].name, t.any[i], t.sub.list[i])
		fmt.Println(" ", t.recs[i].a, t.recs[i].b, t.recs[i].c, t.recs[i].name, t.recs[i].f, t.recs[i].next == t.ptrs[i])
		fmt.Println(" ", t.rows[i], string(t.grid[i]), t.g32[i])
	}
}

func update(t *table) {
	for i := 0; i < t.n; i++ {
		t.bytes[i] += 200
		t.bools[i] = !t.bools[i]
		t.i8[i] -= 100
		t.i16[i] *= 3
		t.i32[i]++
		t.u32[i]--
		t.ints[i] += t.n
		t.f32[i] *= 2
		t.f64[i] += t.f64[t.n-1-i] * 2
		t.strs[i] += "!"
		t.ptrs[i].name += "?"
		t.recs[i].a--
		t.recs[i].b += int32(i)
		t.recs[i].c |= 1
		t.recs[i].arr[i%3] = i
		t.recs[i].arr[2] += 5
		t.any[i] = t.strs[i]
		for j := range t.n {
			t.rows[i][j] += t.rows[j][i] * 2
			t.grid[i][j] -= 'a' - 'A'
			t.g32[i][j] ^= -1
		}
	}
	t.ints[0], t.ints[1] = t.ints[1], t.ints[0]
	t.bytes[0], t.i8[1], t.bools[2] = 7, -7, true
	t.rows[0][1], t.rows[1][0] = t.rows[1][0], t.rows[0][1]
	t.ptrs[0], t.ptrs[1] = t.ptrs[1], t.ptrs[0]
}

// The right side may change where the left side goes.
func moved(t *table) []int {
	t.ints = []int{1, 2, 3}
	return t.ints
}

func swap(t *table) int {
	t.ints = append([]int(nil), 9, 9, 9)
	t.n = 2
	return 5
}

func closureCase() {
	list := []inner{{c: 3, name: "b"}, {c: 1, name: "a"}}
	less := func(i, j int) bool { return list[i].c < list[j].c || list[i].name < list[j].name }
	list = append(list, inner{c: 2, name: "c"})
	fmt.Println(less(0, 1), less(1, 2), less(2, 0))
	counts := []int{0, 0}
	add := func(i int) { counts[i]++; counts[i] += i; counts[1-i] = counts[i] * 2 }
	counts = append(counts, 0)
	add(0)
	add(1)
	fmt.Println(counts)
}

func globals() {
	global = make([]int, 4)
	for i := range global {
		global[i] = i
		global[i] += global[i] * global[i]
	}
	globalTable.strs = []string{"p", "q"}
	globalTable.strs[1] += globalTable.strs[0]
	globalTable.recs = make([]inner, 2)
	globalTable.recs[1].b = 77
	globalTable.recs[1].b++
	matrix = [][]float64{{1, 2}, {3, 4}}
	for i := range 2 {
		for j := range 2 {
			matrix[i][j] = matrix[i][j]*matrix[j][i] - matrix[0][0]
		}
	}
	fmt.Println(global, globalTable.strs, globalTable.recs[1].b, matrix)
}

type list[T any] struct{ items []T }

func (l *list[T]) at(i int) T     { return l.items[i] }
func (l *list[T]) set(i int, v T) { l.items[i] = v }
func (l *list[T]) swap(i, j int)  { l.items[i], l.items[j] = l.items[j], l.items[i] }

func products(a, b, c float64, i, j, k int) {
	x := a
	x += b * c
	x -= a * b
	y := a*b + c
	z := a - b*c
	w := a*a + b*b - c*c
	var s float64 = 1 - a*b
	n := i*j + k
	n += i * k
	n += 3 * k
	var u8 uint8 = uint8(i)
	u8 += u8 * u8
	var u uint64 = 1<<63 + uint64(i)*uint64(j)
	x += x * x
	fmt.Println(x, y, z, w, s, n, k+i*j, i*j+5, 5+i*j, u8, u)
}

func main() {
	t := newTable(4)
	fill(t)
	show(t)
	update(t)
	show(t)

	i := 4
	_ = i
	var none *table
	try("load", func() { fmt.Println(t.ints[i]) })
	try("load -1", func() { fmt.Println(t.bytes[i-5]) })
	try("store", func() { t.ints[i] = 1 })
	try("store byte", func() { t.bools[i] = true })
	try("store pointer", func() { t.ptrs[i] = nil })
	try("string", func() { t.strs[i] += "x" })
	try("field", func() { t.recs[i].b = 1 })
	try("field load", func() { fmt.Println(t.recs[i].name) })
	try("outer", func() { t.rows[i][0] = 1 })
	try("inner", func() { t.rows[0][i] = 1 })
	try("inner load", func() { fmt.Println(t.grid[1][i+1], 1) })
	try("nil", func() { fmt.Println(none.ints[0]) })
	try("nil store", func() { none.ints[0] = 1 })
	try("nil index", func() { fmt.Println(t.ints[none.n]) })
	try("nil and index", func() { fmt.Println(none.ints[t.ints[i]]) })
	try("nil row", func() { none.rows[0][1] = 2 })
	try("unsigned", func() { t.u64 = 1 << 63; fmt.Println(t.ints[t.u64]) })
	try("unsigned inner", func() { t.u64 = 1<<63 + 1; fmt.Println(t.rows[1][t.u64]) })
	try("empty", func() { fmt.Println(new(table).any[0]) })
	try("two", func() { none.ints[0], none.ints[1] = 1, 2 })
	try("two ends", func() { t.ints[0], t.ints[i] = 100, 2 })
	fmt.Println(t.ints[0])
	local := table{ints: []int{1, 2, 3}}
	try("local", func() { fmt.Println(local.ints[i]) })
	var rows [][]int
	try("no rows", func() { fmt.Println(rows[0][0]) })
	rows = [][]int{nil, {1}}
	try("no row", func() { rows[0][0]++ })
	rows[1][0]++
	fmt.Println(rows)

	t = newTable(3)
	old := t.ints
	t.ints[moved(t)[0]] = 10
	fmt.Println(len(old), t.ints)
	t = newTable(3)
	t.sub.list[t.n-1], t.ints[1] = 4, 5
	fmt.Println(t.sub.list, t.ints, t.ints[len(t.ints)-2], t.ints[int(uint8(t.n))-3])
	t.n, t.ints[t.n-1] = 0, 8
	fmt.Println(t.n, t.ints)
	t.ints, t.ints[0] = []int{6, 6}, 3
	fmt.Println(t.ints)
	fmt.Println(swap(t), t.ints[1], t.n)

	closureCase()
	globals()
	l := &list[string]{items: []string{"a", "b"}}
	l.swap(0, 1)
	l.set(0, l.at(0)+l.at(1))
	m := &list[int32]{items: []int32{-1, 1 << 30}}
	m.swap(0, 1)
	m.set(1, m.at(0)*2)
	fmt.Println(l.items, m.items)
	products(1.1, 2.3, 3.7, 3, 5, 7)
	var p *list[int]
	try("generic", func() { p.at(0) })

	cells := make([]inner, 3)
	for k := range cells {
		cells[k].c = int64(k)
		cells[k].name = fmt.Sprint("n", k)
		cells[k].a = int8(-k)
		cells[k].next = &cells[(k+1)%3]
		cells[k].arr[k] = k
	}
	cells[2].c += cells[1].c
	fmt.Println(cells[2].c, cells[2].name, cells[2].a, cells[1].next.name, cells[2].arr[2], cells[0].next.c)
	try("cell", func() { cells[len(cells)].c = 1 })
	try("cell load", func() { _ = cells[len(cells)+1].c + 1 })
}
