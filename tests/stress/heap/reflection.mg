package main

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"
)

var reflectPieces = []piece{
	{"reflect", reflects}, {"reflectmap", reflectMaps}, {"reflectchan", reflectChans}, {"makefunc", makeFuncs},
	{"json", jsons}, {"fmt", formats},
}

type record struct {
	Name  string
	Box   *box
	List  []*box
	Table map[string]*box
	Any   any
	Pair  [2]string
	Fn    func() *box
}

func reflects(r *rng) {
	var rec record
	v := reflect.ValueOf(&rec).Elem()
	for i := 0; i < 20; i++ {
		b := newBox(i)
		v.FieldByName("Name").SetString(b.name)
		v.Field(1).Set(reflect.ValueOf(b))
		v.Field(2).Set(reflect.Append(v.Field(2), reflect.ValueOf(b)))
		if v.Field(3).IsNil() {
			v.Field(3).Set(reflect.MakeMap(v.Field(3).Type()))
		}
		v.Field(3).SetMapIndex(reflect.ValueOf(b.name), reflect.ValueOf(b))
		v.Field(4).Set(reflect.ValueOf([]*box{b}))
		v.Field(5).Index(i % 2).SetString(b.name)
		v.Field(6).Set(reflect.ValueOf(func() *box { return b }))
		churnLittle(r)
		rec.Box.check("reflect", i)
		rec.Any.([]*box)[0].check("reflect any", i)
		rec.Fn().check("reflect func", i)
		v.Field(6).Call(nil)[0].Interface().(*box).check("reflect call", i)
		if rec.Pair[i%2] != rec.Name || rec.Name != b.name {
			fail("reflect strings", rec.Pair, rec.Name)
		}
	}
	swap := reflect.Swapper(rec.List)
	for k := 0; k < 10; k++ {
		swap(k, 19-k)
	}
	for i, b := range rec.List {
		b.check("reflect list", 19-i)
		rec.Table[b.name].check("reflect table", 19-i)
	}
	n := reflect.New(v.Type())
	n.Elem().Set(v)
	churn(r)
	n.Interface().(*record).Box.check("reflect copy", 19)
	v.SetZero()
	if rec.Box != nil || rec.List != nil {
		fail("reflect zero")
	}
	st := reflect.StructOf([]reflect.StructField{
		{Name: "B", Type: reflect.TypeFor[*box]()}, {Name: "S", Type: reflect.TypeFor[[]string]()},
	})
	s := reflect.New(st).Elem()
	s.Field(0).Set(reflect.ValueOf(newBox(4)))
	s.Field(1).Set(reflect.ValueOf([]string{"a" + strconv.Itoa(r.next(10))}))
	churn(r)
	s.Field(0).Interface().(*box).check("reflect struct", 4)
	if s.Field(1).Index(0).String()[0] != 'a' {
		fail("reflect struct string")
	}
}

func reflectMaps(r *rng) {
	m := reflect.MakeMapWithSize(reflect.TypeFor[map[string]*box](), r.next(20))
	n := 10 + r.next(100)
	for i := 0; i < n; i++ {
		b := newBox(i)
		m.SetMapIndex(reflect.ValueOf(b.name), reflect.ValueOf(b))
	}
	churn(r)
	for it := m.MapRange(); it.Next(); {
		b := it.Value().Interface().(*box)
		b.check("reflect map", b.id)
		if it.Key().String() != b.name {
			fail("reflect map key", it.Key().String())
		}
		churnLittle(r)
	}
	for _, k := range m.MapKeys() {
		b := m.MapIndex(k).Interface().(*box)
		b.check("reflect map index", b.id)
		if b.id%2 == 0 {
			m.SetMapIndex(k, reflect.Value{})
		}
	}
	if m.Len() != n/2 {
		fail("reflect map length", m.Len(), n)
	}
	m.Clear()
}

func reflectChans(r *rng) {
	a := reflect.MakeChan(reflect.TypeFor[chan *box](), r.next(3))
	b := reflect.MakeChan(reflect.TypeFor[chan parcel](), r.next(3))
	n := 30
	go func() {
		for i := 0; i < n; i++ {
			a.Send(reflect.ValueOf(newBox(i)))
			b.Send(reflect.ValueOf(newParcel(i)))
		}
		a.Close()
		b.Close()
	}()
	got := [2]int{}
	for open := [2]bool{true, true}; open[0] || open[1]; churnLittle(r) {
		if v, ok := a.Recv(); ok {
			v.Interface().(*box).check("reflect receive", got[0])
			got[0]++
		} else {
			open[0] = false
		}
		if v, ok := b.TryRecv(); ok {
			v.Interface().(parcel).check("reflect receive", got[1])
			got[1]++
		} else if v, ok := b.Recv(); ok {
			v.Interface().(parcel).check("reflect receive", got[1])
			got[1]++
		} else {
			open[1] = false
		}
	}
	if got != [2]int{n, n} {
		fail("reflect channel count", got)
	}
}

func makeFuncs(r *rng) {
	captured := newBox(3)
	var f func(b *box, s string, more ...*box) (string, *box, error)
	fv := reflect.MakeFunc(reflect.TypeOf(f), func(args []reflect.Value) []reflect.Value {
		churnLittle(r)
		captured.check("makefunc captured", 3)
		b := args[0].Interface().(*box)
		b.check("makefunc argument", b.id)
		last := args[2].Index(args[2].Len() - 1)
		return []reflect.Value{
			reflect.ValueOf(args[1].String() + b.name), last,
			reflect.ValueOf(fmt.Errorf("error %d", b.id)),
		}
	})
	f = fv.Interface().(func(b *box, s string, more ...*box) (string, *box, error))
	for i := 0; i < 15; i++ {
		s, b, err := f(newBox(i), "x", newBox(1), newBox(i+2))
		churnLittle(r)
		b.check("makefunc result", i+2)
		if s != "x"+newBox(i).name || err.Error() != "error "+strconv.Itoa(i) {
			fail("makefunc", s, err)
		}
		out := reflect.ValueOf(newBox(i)).MethodByName("Label").Call([]reflect.Value{reflect.ValueOf("y")})
		if out[0].String() != "y"+newBox(i).name {
			fail("method call", out[0].String())
		}
	}
}

// Label is called by reflection.
func (b *box) Label(s string) string { return s + b.name }

type document struct {
	ID    int
	Name  string
	Tags  []string
	Sub   *document
	Table map[string]int
	Any   any
}

func jsons(r *rng) {
	d := document{ID: r.next(1000), Name: newBox(5).name, Table: map[string]int{}, Any: []any{"x", 1.5, nil}}
	for i := 0; i < 10; i++ {
		d.Tags = append(d.Tags, newBox(i).name)
		d.Table[newBox(i).name] = i
	}
	d.Sub = &document{ID: 7, Name: "inner"}
	text, err := json.Marshal(&d)
	if err != nil {
		fail("marshal", err)
	}
	churn(r)
	var back document
	if err := json.Unmarshal(text, &back); err != nil {
		fail("unmarshal", err)
	}
	churn(r)
	if !reflect.DeepEqual(d, back) {
		fail("json", string(text), back)
	}
}

func formats(r *rng) {
	b := newBox(r.next(100))
	s := fmt.Sprintf("%v %+v %q %x %8.3f %T %d", b.data, *b.withoutNext(), b.name, b.name, 1.5, b, b.data)
	churn(r)
	t := fmt.Sprintf("%v %+v %q %x %8.3f %T %d", b.data, *b.withoutNext(), b.name, b.name, 1.5, b, b.data)
	if s != t || !strings.Contains(s, strconv.Quote(b.name)) {
		fail("fmt", s, t)
	}
	var n int
	var w string
	if _, err := fmt.Sscanf("12 "+b.name, "%d %s", &n, &w); err != nil || n != 12 || w != b.name {
		fail("scan", n, w, err)
	}
}

func (b *box) withoutNext() *box { return &box{b.id, b.name, b.data, nil} }
