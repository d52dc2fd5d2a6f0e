package main

import (
	"errors"
	"fmt"
	"reflect"
	"sort"
	"strings"
)

type Inner struct {
	A int `json:"a" xml:"x,attr"`
	b string
}

type Point struct{ X, Y int }

func (p Point) String() string         { return fmt.Sprintf("<%d %d>", p.X, p.Y) }
func (p *Point) Move(dx, dy int) Point { p.X += dx; p.Y += dy; return *p }
func (p Point) Sum(more ...int) int {
	s := p.X + p.Y
	for _, n := range more {
		s += n
	}
	return s
}

type Named []string
type MyInt int8
type Tree struct {
	Left, Right *Tree
	Val         any
}

type All struct {
	Inner
	I8  int8
	U16 uint16
	F   float32
	C   complex64
	S   string
	B   []byte
	M   map[string]int
	P   *int
	Fn  func(int) string
	Ch  chan<- int
	E   error
	Arr [3]uint8
	Any any
}

func try(name string, f func()) {
	defer func() {
		if r := recover(); r != nil {
			fmt.Printf("%s: %v\n", name, r)
		}
	}()
	f()
	fmt.Println(name, "ok")
}

func main() {
	n := 7
	all := All{Inner: Inner{1, "x"}, I8: -3, U16: 9, F: 1.5, C: 1 + 2i, S: "hey", B: []byte("ab"), M: map[string]int{"k": 1}, P: &n, E: errors.New("bad")}
	t := reflect.TypeOf(all)
	fmt.Println(t, t.Kind(), t.Name(), t.PkgPath(), t.NumField(), t.Size(), t.Comparable())
	v := reflect.ValueOf(all)
	for i := 0; i < t.NumField(); i++ {
		f := t.Field(i)
		fmt.Println(i, f.Name, f.Type, f.Type.Kind(), f.Offset, f.Anonymous, f.IsExported(), v.Field(i).IsZero())
	}
	f, ok := t.FieldByName("A")
	fmt.Println(f.Name, f.Index, f.Tag.Get("json"), f.Tag.Get("xml"), f.Tag.Get("none"), ok)
	_, ok = t.FieldByName("zzz")
	fmt.Println(ok)
	fmt.Println(v.Field(1), v.Field(3).Float(), v.FieldByName("S"), v.FieldByName("b"), v.FieldByName("M"))
	fmt.Println(v.Field(0).Field(1).CanInterface(), v.Field(1).CanSet())

	e := reflect.ValueOf(&all).Elem()
	e.Field(1).SetInt(100)
	e.FieldByName("U16").SetUint(65535)
	e.FieldByName("F").SetFloat(2.25)
	e.FieldByName("S").SetString("set")
	e.FieldByName("C").SetComplex(3i)
	e.FieldByName("M").SetMapIndex(reflect.ValueOf("new"), reflect.ValueOf(5))
	e.FieldByName("P").Elem().SetInt(70)
	e.FieldByName("Any").Set(reflect.ValueOf(Point{1, 2}))
	e.FieldByName("Arr").Index(1).SetUint(200)
	fmt.Println(all.I8, all.U16, all.F, all.S, all.C, all.M, n, all.Any, all.Arr)
	try("unexported", func() { e.Field(0).Field(1).SetString("no") })
	try("unaddressable", func() { v.Field(1).SetInt(1) })
	try("kind", func() { v.Field(1).Len() })
	try("elem", func() { reflect.ValueOf(3).Elem() })
	try("zero", func() { reflect.Value{}.Type() })
	try("iface", func() { v.Field(0).Field(1).Interface() })
	try("assign", func() { e.Field(1).Set(reflect.ValueOf("s")) })
	try("index", func() { reflect.ValueOf([]int{1}).Index(1) })
	try("nilmap", func() {
		reflect.ValueOf(map[string]int(nil)).SetMapIndex(reflect.ValueOf("a"), reflect.ValueOf(1))
	})

	p := &Point{1, 2}
	pv := reflect.ValueOf(p)
	pt := pv.Type()
	fmt.Println(pt.NumMethod(), pt.Elem().NumMethod())
	for i := 0; i < pt.NumMethod(); i++ {
		m := pt.Method(i)
		fmt.Println(m.Name, m.Type, m.Index)
	}
	out := pv.MethodByName("Move").Call([]reflect.Value{reflect.ValueOf(10), reflect.ValueOf(20)})
	fmt.Println(out[0].Interface(), *p, len(out))
	fmt.Println(pv.MethodByName("Sum").Call([]reflect.Value{reflect.ValueOf(1), reflect.ValueOf(2)})[0].Int())
	fmt.Println(pv.Elem().MethodByName("Sum").CallSlice([]reflect.Value{reflect.ValueOf([]int{5, 6})})[0].Int())
	fmt.Println(pv.MethodByName("Nope").IsValid(), pv.Elem().Method(0).Type())
	g := pv.MethodByName("Sum").Interface().(func(...int) int)
	fmt.Println(g(100))
	str := reflect.TypeOf((*fmt.Stringer)(nil)).Elem()
	fmt.Println(pt.Implements(str), reflect.TypeOf(3).Implements(str), str.Kind(), str.NumMethod(), str.Method(0).Name)

	rep := reflect.ValueOf(strings.Repeat).Call([]reflect.Value{reflect.ValueOf("ab"), reflect.ValueOf(3)})
	fmt.Println(rep[0], rep[0].Kind())
	spr := reflect.ValueOf(fmt.Sprintf).Call([]reflect.Value{reflect.ValueOf("%d-%s"), reflect.ValueOf(1), reflect.ValueOf("z")})
	fmt.Println(spr[0])
	swap := reflect.MakeFunc(reflect.TypeOf(func(int, string) (string, int) { return "", 0 }), func(in []reflect.Value) []reflect.Value {
		return []reflect.Value{in[1], in[0]}
	}).Interface().(func(int, string) (string, int))
	fmt.Println(swap(3, "three"))
	big := func(a [5]int, m map[string]int, f float32, e error) (float32, [5]int, error) { a[0] = len(m); return f * 2, a, e }
	bo := reflect.ValueOf(big).Call([]reflect.Value{reflect.ValueOf([5]int{1, 2, 3, 4, 5}), reflect.ValueOf(map[string]int{"q": 1}), reflect.ValueOf(float32(1.5)), reflect.Zero(reflect.TypeOf((*error)(nil)).Elem())})
	fmt.Println(bo[0].Float(), bo[1].Interface(), bo[2].IsNil())

	s := reflect.MakeSlice(reflect.TypeOf(Named{}), 0, 2)
	s = reflect.Append(s, reflect.ValueOf("a"), reflect.ValueOf("b"), reflect.ValueOf("c"))
	fmt.Println(s.Interface(), s.Type(), s.Len(), s.Slice(1, 3), s.Index(0))
	fmt.Println(reflect.AppendSlice(s, reflect.ValueOf(Named{"d"})), reflect.Copy(s, reflect.ValueOf(Named{"z"})), s)
	m := reflect.MakeMap(reflect.TypeOf(map[string][]int{}))
	m.SetMapIndex(reflect.ValueOf("k"), reflect.ValueOf([]int{1, 2}))
	m.SetMapIndex(reflect.ValueOf("l"), reflect.ValueOf([]int(nil)))
	keys := m.MapKeys()
	sort.Slice(keys, func(i, j int) bool { return keys[i].String() < keys[j].String() })
	fmt.Println(keys[0], keys[1], m.Len(), m.MapIndex(reflect.ValueOf("k")), m.MapIndex(reflect.ValueOf("x")).IsValid())
	for it := m.MapRange(); it.Next(); {
		m.SetMapIndex(it.Key(), reflect.Value{})
	}
	fmt.Println(m.Len())
	c := reflect.MakeChan(reflect.TypeOf(make(chan int)), 1)
	c.Send(reflect.ValueOf(4))
	fmt.Println(c.TrySend(reflect.ValueOf(5)), c.Len(), c.Cap())
	r, ok := c.Recv()
	fmt.Println(r, ok)
	c.Close()
	r, ok = c.Recv()
	fmt.Println(r, ok)

	fmt.Println(reflect.SliceOf(t), reflect.PointerTo(pt), reflect.MapOf(reflect.TypeOf(""), t), reflect.ArrayOf(4, pt), reflect.ChanOf(reflect.RecvDir, t))
	fmt.Println(reflect.FuncOf([]reflect.Type{t, reflect.TypeOf([]int{})}, []reflect.Type{pt, str}, true))
	fmt.Println(reflect.SliceOf(reflect.TypeOf(1)) == reflect.TypeOf([]int{}), reflect.MapOf(reflect.TypeOf(1), reflect.TypeOf("")) == reflect.MapOf(reflect.TypeOf(1), reflect.TypeOf("")))
	st := reflect.StructOf([]reflect.StructField{{Name: "A", Type: reflect.TypeOf(1), Tag: `k:"v"`}, {Name: "B", Type: reflect.TypeOf("")}})
	sv := reflect.New(st).Elem()
	sv.Field(0).SetInt(42)
	sv.Field(1).SetString("bee")
	fmt.Printf("%v %+v %v\n", st, sv.Interface(), sv)
	mm := reflect.MakeMap(reflect.MapOf(st, reflect.TypeOf(true)))
	mm.SetMapIndex(sv, reflect.ValueOf(true))
	fmt.Println(mm.Interface(), mm.MapIndex(sv))

	for _, c := range []struct {
		v any
		t reflect.Type
	}{{3.99, reflect.TypeOf(0)}, {65, reflect.TypeOf("")}, {"hé", reflect.TypeOf([]byte{})}, {"hé", reflect.TypeOf([]rune{})}, {[]byte("x"), reflect.TypeOf("")},
		{300, reflect.TypeOf(MyInt(0))}, {Point{1, 2}, reflect.TypeOf(struct{ X, Y int }{})}, {Point{}, str}, {"s", reflect.TypeOf(1)}, {[]int{1, 2}, reflect.TypeOf([2]int{})}} {
		from := reflect.ValueOf(c.v)
		if !from.CanConvert(c.t) {
			fmt.Println(from.Type(), "to", c.t, "no")
			continue
		}
		to := from.Convert(c.t)
		fmt.Println(from.Type(), "to", to.Type(), to)
	}

	loop := &Tree{Val: 1}
	loop.Left = loop
	loop2 := &Tree{Val: 1}
	loop2.Left = loop2
	type pair struct{ a, b any }
	for i, p := range []pair{{1, 1}, {1, int64(1)}, {nil, nil}, {nil, 1}, {[]int{1, 2}, []int{1, 2}}, {[]int{}, []int(nil)}, {map[string][]int{"a": {1}}, map[string][]int{"a": {1}}},
		{map[string]int{"a": 1}, map[string]int{"b": 1}}, {all, all}, {loop, loop2}, {[]any{1, "a", nil}, []any{1, "a", nil}}, {errors.New("a"), errors.New("a")}, {func() {}, func() {}}, {[2]float64{1, 2}, [2]float64{1, 3}}} {
		fmt.Print(i, ":", reflect.DeepEqual(p.a, p.b), " ")
	}
	fmt.Println()
	fmt.Println(reflect.Zero(t).IsZero(), reflect.New(reflect.TypeOf(1)).Elem(), reflect.Indirect(reflect.ValueOf(&n)))
	all.P = nil
	fmt.Println(reflect.ValueOf(all), reflect.Value{}, []reflect.Value{reflect.ValueOf(1)})
	fmt.Printf("%v %d %T %s\n", reflect.ValueOf(n), reflect.ValueOf(n), reflect.ValueOf(n), reflect.ValueOf(p))
	fmt.Println(len(reflect.VisibleFields(t)), reflect.TypeOf(MyInt(0)).Bits(), reflect.TypeOf(make(<-chan int)).ChanDir())
	fmt.Println(reflect.ValueOf("héllo").Index(1).Uint(), reflect.ValueOf("héllo").Slice(1, 3), reflect.TypeOf(int8(0)).OverflowInt(200))
	fmt.Println(reflect.TypeOf(nil), reflect.ValueOf(nil).IsValid(), reflect.ValueOf(n).Comparable(), reflect.ValueOf(1).Equal(reflect.ValueOf(1)))
}
