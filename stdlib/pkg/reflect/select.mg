package reflect

// select.mg: the select statement over a list of cases.

import "unsafe"

// A SelectDir is what a case of Select does.
type SelectDir int

const (
	_ SelectDir = iota
	SelectSend
	SelectRecv
	SelectDefault
)

// A SelectCase sends Send on Chan, receives from Chan, or is the default.
type SelectCase struct {
	Dir  SelectDir
	Chan Value
	Send Value
}

// scase is a case as the scheduler knows it.
type scase struct {
	c    unsafe.Pointer
	elem unsafe.Pointer
	send bool
}

// selectgo runs a select of n cases; order is room for 2*n numbers. Without block it
// may choose none: -1. ok says whether a value came.
//
//minigo:park
func selectgo(cases *scase, order *uint16, n int, block bool) (chosen int, ok bool)

// Select does one of the cases, at random among those that can go on, and waits for
// one if there is no default. A case with a zero Chan is never chosen.
func Select(cases []SelectCase) (chosen int, recv Value, recvOK bool) {
	if len(cases) > 65536 {
		panic("reflect.Select: too many cases (max 65536)")
	}
	waits := make([]scase, 0, len(cases)+1)
	index := make([]int, 0, len(cases))
	fallback := -1
	for i, c := range cases {
		switch c.Dir {
		default:
			panic("reflect.Select: invalid Dir")
		case SelectDefault:
			switch {
			case fallback >= 0:
				panic("reflect.Select: multiple default cases")
			case c.Chan.IsValid():
				panic("reflect.Select: default case has Chan value")
			case c.Send.IsValid():
				panic("reflect.Select: default case has Send value")
			}
			fallback = i
		case SelectSend:
			if !c.Chan.IsValid() {
				continue
			}
			c.Chan.selectable(SendDir)
			if !c.Send.IsValid() {
				panic("reflect.Select: SendDir case missing Send value")
			}
			c.Send.flag.mustBeExported("")
			x := c.Send.assignTo("reflect.Select", c.Chan.typ.elem())
			waits = append(waits, scase{c.Chan.word(), x.ptr, true})
			index = append(index, i)
		case SelectRecv:
			if c.Send.IsValid() {
				panic("reflect.Select: RecvDir case has Send value")
			}
			if !c.Chan.IsValid() {
				continue
			}
			c.Chan.selectable(RecvDir)
			waits = append(waits, scase{c.Chan.word(), unsafeNew(c.Chan.typ.elem()), false})
			index = append(index, i)
		}
	}
	if len(waits) == 0 && fallback < 0 {
		select {}
	}
	order := make([]uint16, 2*len(waits)+1)
	n, ok := selectgo(unsafe.SliceData(waits), &order[0], len(waits), fallback < 0)
	if n < 0 {
		return fallback, Value{}, false
	}
	chosen = index[n]
	if cases[chosen].Dir == SelectRecv {
		t := cases[chosen].Chan.typ.elem()
		recv = Value{t, waits[n].elem, flag(t.kind())}
	}
	return chosen, recv, ok
}

// selectable panics unless v is a channel that can be used in direction dir.
func (v Value) selectable(dir ChanDir) {
	v.flag.mustBe(Chan, "")
	v.flag.mustBeExported("")
	if typeDir(v.typ)&int(dir) == 0 {
		if dir == SendDir {
			panic("reflect.Select: SendDir case using recv-only channel")
		}
		panic("reflect.Select: RecvDir case using send-only channel")
	}
}
