package reflect

import "unsafe"

// MakeMap makes a map of map type typ.
func MakeMap(typ Type) Value { return MakeMapWithSize(typ, 0) }

// MakeMapWithSize makes a map with room for n entries.
func MakeMapWithSize(typ Type, n int) Value {
	t := typ.common()
	if t.kind() != Map {
		panic("reflect.MakeMapWithSize of non-map type")
	}
	return pointerValue(t, makeMap(t, n), 0)
}

// MapIndex gives the element at key, the zero Value if there is none.
func (v Value) MapIndex(key Value) Value {
	v.flag.mustBe(Map, "MapIndex")
	key = key.assignTo("reflect.Value.MapIndex", v.typ.key())
	p := mapAccess(v.typ, v.word(), key.ptr)
	if p == nil {
		return Value{}
	}
	return copied(v.typ.elem(), p, (v.flag | key.flag).ro())
}

// copied is a Value of its own of what lies at p.
func copied(t *rtype, p unsafe.Pointer, f flag) Value {
	c := unsafeNew(t)
	typedmemmove(t, c, p)
	return Value{t, c, f | flag(t.kind())}
}

// MapKeys gives the keys in any order.
func (v Value) MapKeys() []Value {
	v.flag.mustBe(Map, "MapKeys")
	t := v.typ.key()
	keys, _, n := mapEntries(v.typ, v.word())
	all := make([]Value, n)
	for i := range all {
		all[i] = Value{t, unsafe.Add(keys, uintptr(i)*t.Size()), v.flag.ro() | flag(t.kind())}
	}
	return all
}

// SetMapIndex sets the element at key; a zero elem deletes it.
func (v Value) SetMapIndex(key, elem Value) {
	v.flag.mustBe(Map, "SetMapIndex")
	v.flag.mustBeExported("SetMapIndex")
	key.flag.mustBeExported("SetMapIndex")
	key = key.assignTo("reflect.Value.SetMapIndex", v.typ.key())
	if elem.typ == nil {
		mapDelete(v.typ, v.word(), key.ptr)
		return
	}
	elem.flag.mustBeExported("SetMapIndex")
	elem = elem.assignTo("reflect.Value.SetMapIndex", v.typ.elem())
	mapAssign(v.typ, v.word(), key.ptr, elem.ptr)
}

// A MapIter goes over a map's entries. It has copies of those there were at the
// first Next, and leaves out what has been deleted since.
type MapIter struct {
	m           Value
	started     bool
	keys, elems unsafe.Pointer
	n, i        int
	elem        unsafe.Pointer
}

// MapRange gives an iterator over v's entries.
func (v Value) MapRange() *MapIter {
	if v.Kind() != Map {
		panic(&ValueError{"reflect.Value.MapRange", v.Kind()})
	}
	return &MapIter{m: v}
}

// Next goes on to the next entry; false at the end.
func (it *MapIter) Next() bool {
	if !it.m.IsValid() {
		panic("MapIter.Next called on an iterator that does not have an associated map Value")
	}
	if !it.started {
		it.started = true
		it.keys, it.elems, it.n = mapEntries(it.m.typ, it.m.word())
		it.i = -1
	}
	if it.i >= it.n {
		panic("MapIter.Next called on exhausted iterator")
	}
	for it.i++; it.i < it.n; it.i++ {
		k := it.key()
		it.elem = mapAccess(it.m.typ, it.m.word(), k)
		if it.elem != nil {
			return true
		}
		// A key that does not equal itself is never found.
		if load(it.m.typ.key(), k) != load(it.m.typ.key(), k) {
			it.elem = unsafe.Add(it.elems, uintptr(it.i)*it.m.typ.elem().Size())
			return true
		}
	}
	return false
}

func (it *MapIter) key() unsafe.Pointer {
	return unsafe.Add(it.keys, uintptr(it.i)*it.m.typ.key().Size())
}

func (it *MapIter) check(method string) {
	if !it.started {
		panic("MapIter." + method + " called before Next")
	}
	if it.i >= it.n {
		panic("MapIter." + method + " called on exhausted iterator")
	}
}

// Key gives the entry's key.
func (it *MapIter) Key() Value {
	it.check("Key")
	t := it.m.typ.key()
	return Value{t, it.key(), it.m.flag.ro() | flag(t.kind())}
}

// Value gives the entry's element.
func (it *MapIter) Value() Value {
	it.check("Value")
	return copied(it.m.typ.elem(), it.elem, it.m.flag.ro())
}

// Reset starts anew, over v.
func (it *MapIter) Reset(v Value) {
	if v.IsValid() {
		v.flag.mustBe(Map, "MapIter.Reset")
	}
	*it = MapIter{m: v}
}

// SetIterKey is v.Set(it.Key()); SetIterValue the same of the element.
func (v Value) SetIterKey(it *MapIter) { v.Set(it.Key()) }

func (v Value) SetIterValue(it *MapIter) { v.Set(it.Value()) }

// ---- channels ----

// MakeChan makes a channel with room for buffer elements.
func MakeChan(typ Type, buffer int) Value {
	t := typ.common()
	if t.kind() != Chan {
		panic("reflect.MakeChan of non-chan type")
	}
	if buffer < 0 {
		panic("reflect.MakeChan: negative buffer size")
	}
	if t.ChanDir() != BothDir {
		panic("reflect.MakeChan: unidirectional channel type")
	}
	return pointerValue(t, makeChan(t, buffer), 0)
}

func (v Value) send(x Value, block bool, method string) bool {
	v.flag.mustBe(Chan, method)
	v.flag.mustBeExported(method)
	if typeDir(v.typ)&int(SendDir) == 0 {
		panic("reflect: send on recv-only channel")
	}
	x.flag.mustBeExported(method)
	x = x.assignTo("reflect.Value.Send", v.typ.elem())
	return chanSend(v.word(), x.ptr, block)
}

// Send sends x on v; TrySend only if that need not wait.
func (v Value) Send(x Value) { v.send(x, true, "Send") }

func (v Value) TrySend(x Value) bool { return v.send(x, false, "TrySend") }

func (v Value) recv(block bool, method string) (Value, bool) {
	v.flag.mustBe(Chan, method)
	v.flag.mustBeExported(method)
	if typeDir(v.typ)&int(RecvDir) == 0 {
		panic("reflect: recv on send-only channel")
	}
	t := v.typ.elem()
	p := unsafeNew(t)
	selected, ok := chanRecv(v.word(), p, block)
	if !selected {
		return Value{}, false
	}
	return Value{t, p, flag(t.kind())}, ok
}

// Recv receives from v; TryRecv only if that need not wait.
func (v Value) Recv() (Value, bool) { return v.recv(true, "Recv") }

func (v Value) TryRecv() (Value, bool) { return v.recv(false, "TryRecv") }

// Close closes the channel v.
func (v Value) Close() {
	v.flag.mustBe(Chan, "Close")
	v.flag.mustBeExported("Close")
	if typeDir(v.typ)&int(SendDir) == 0 {
		panic("reflect: close of receive-only channel")
	}
	chanClose(v.word())
}
