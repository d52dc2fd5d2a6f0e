package reflect

import (
	"internal/reflectlite"
	"runtime"
	"unsafe"
)

// A call passes its arguments in slots of 8 bytes, one after the other, and finds
// the results in the same place (ARCHITECTURE.md, Frames and calls). So any
// function can be called as one that takes and gives an array of slots, if that
// has enough of them, and such a function can stand for any other.

// maxSlots is how many slots of arguments or of results a call may have.
const maxSlots = 64

type slots [maxSlots]unsafe.Pointer

func slotsOf(t *rtype) int { return (int(t.Size()) + 7) / 8 }

// toSlots writes the value at p to s from slot i on: a scalar extended to 64
// bits, another as its bytes.
func toSlots(t *rtype, p unsafe.Pointer, s *slots, i int) int {
	n := slotsOf(t)
	if n == 0 {
		return i
	}
	if i+n > maxSlots {
		panic("reflect: call with more than 64 words of arguments or results is not supported")
	}
	to := unsafe.Pointer(&s[i])
	if n == 1 && Bool <= t.kind() && t.kind() <= Float64 {
		v := Value{t, p, flag(t.kind())}
		switch t.kind() {
		case Int, Int8, Int16, Int32, Int64:
			*(*int64)(to) = v.Int()
		case Bool:
			*(*uint64)(to) = uint64(*(*uint8)(p))
		case Float32:
			*(*uint64)(to) = uint64(*(*uint32)(p))
		case Float64:
			*(*uint64)(to) = *(*uint64)(p)
		default:
			*(*uint64)(to) = v.Uint()
		}
		return i + 1
	}
	s[i+n-1] = nil
	typedmemmove(t, to, p)
	return i + n
}

// fromSlots makes a Value of what lies in s from slot i on.
func fromSlots(t *rtype, s *slots, i int) (Value, int) {
	n := slotsOf(t)
	if n == 0 {
		return Zero(t), i
	}
	if i+n > maxSlots {
		panic("reflect: call with more than 64 words of arguments or results is not supported")
	}
	return copied(t, unsafe.Pointer(&s[i]), 0), i + n
}

// Call calls v with these arguments; those of a variadic parameter one by one.
func (v Value) Call(in []Value) []Value {
	v.flag.mustBe(Func, "Call")
	v.flag.mustBeExported("Call")
	return v.call("Call", in)
}

// CallSlice calls v, a variadic function, with the last argument as its slice.
func (v Value) CallSlice(in []Value) []Value {
	v.flag.mustBe(Func, "CallSlice")
	v.flag.mustBeExported("CallSlice")
	return v.call("CallSlice", in)
}

func (v Value) call(op string, in []Value) []Value {
	t := v.Type().common()
	variadic := typeVariadic(t)
	n := numParam(t)
	if op == "CallSlice" {
		if !variadic {
			panic("reflect: CallSlice of non-variadic function")
		}
		if len(in) < n {
			panic("reflect: CallSlice with too few input arguments")
		}
		if len(in) > n {
			panic("reflect: CallSlice with too many input arguments")
		}
	} else {
		fixed := n
		if variadic {
			fixed--
		}
		if len(in) < fixed {
			panic("reflect: Call with too few input arguments")
		}
		if !variadic && len(in) > n {
			panic("reflect: Call with too many input arguments")
		}
	}
	for _, x := range in {
		if x.Kind() == Invalid {
			panic("reflect: " + op + " using zero Value argument")
		}
	}
	fixed := n
	if variadic && op == "Call" {
		fixed--
	}
	for i := 0; i < fixed; i++ {
		if xt, to := in[i].Type(), param(t, i); !xt.AssignableTo(to) {
			panic("reflect: " + op + " using " + xt.String() + " as type " + to.String())
		}
	}
	if variadic && op == "Call" {
		st := param(t, n-1)
		rest := MakeSlice(st, len(in)-fixed, len(in)-fixed)
		for i, x := range in[fixed:] {
			if xt := x.Type(); !xt.AssignableTo(st.elem()) {
				panic("reflect: cannot use " + xt.String() + " as type " + st.elem().String() + " in " + op)
			}
			rest.Index(i).Set(x)
		}
		in = append(append([]Value(nil), in[:fixed]...), rest)
	}
	var fn unsafe.Pointer
	args := new(slots)
	at := 0
	if v.flag&flagMethod != 0 {
		fn, at = v.receiver(args)
	} else {
		fn = v.word()
	}
	if fn == nil {
		panic("reflect: call of nil function")
	}
	for i, x := range in {
		x.flag.mustBeExported(op)
		to := param(t, i)
		x = x.assignTo("reflect.Value.Call", to)
		at = toSlots(to, x.ptr, args, at)
	}
	out := new(slots)
	f := *(*func(slots) slots)(unsafe.Pointer(&fn))
	*out = f(*args)
	runtime.KeepAlive(in)
	results := make([]Value, numResult(t))
	at = 0
	for i := range results {
		results[i], at = fromSlots(result(t, i), out, at)
	}
	return results
}

// MakeFunc makes a function of func type typ that calls fn.
func MakeFunc(typ Type, fn func(args []Value) (results []Value)) Value {
	t := typ.common()
	if t.kind() != Func {
		panic("reflect: call of MakeFunc with non-Func type")
	}
	stub := func(args slots) (out slots) {
		in := make([]Value, numParam(t))
		at := 0
		for i := range in {
			in[i], at = fromSlots(param(t, i), &args, at)
		}
		results := fn(in)
		if len(results) != numResult(t) {
			panic("reflect: wrong return count from function created by MakeFunc")
		}
		at = 0
		for i, v := range results {
			if v.typ == nil {
				panic("reflect: function created by MakeFunc using closure returned zero Value")
			}
			if v.flag&flagRO != 0 {
				panic("reflect: function created by MakeFunc using closure returned value obtained from unexported field")
			}
			rt := result(t, i)
			v = v.assignTo("reflect.MakeFunc", rt)
			at = toSlots(rt, v.ptr, &out, at)
		}
		return out
	}
	return pointerValue(t, *(*unsafe.Pointer)(unsafe.Pointer(&stub)), 0)
}

// ---- methods ----

// receiver writes the receiver of method value v to args and gives the method's
// function.
func (v Value) receiver(args *slots) (fn unsafe.Pointer, at int) {
	i := int(v.flag >> flagMethodShift)
	recv := Value{v.typ, v.ptr, v.flag & flagAddr}
	if v.typ.kind() == Interface {
		if recv.word() == nil {
			panic("reflect: " + op(v.typ, i) + " on nil interface value")
		}
		name, pkg := methodName(v.typ, i), methodPkgPath(v.typ, i)
		recv = ValueOf(load(v.typ, v.ptr))
		i = -1
		for k := 0; k < numMethodAll(recv.typ); k++ {
			if methodName(recv.typ, k) == name && methodPkgPath(recv.typ, k) == pkg {
				i = k
				break
			}
		}
	}
	fn = methodFunc(recv.typ, i)
	if fn == nil {
		panic("reflect: the program has no code for method " + op(recv.typ, i))
	}
	if typeDirect(recv.typ) {
		at = toSlots(recv.typ, recv.ptr, args, 0)
	} else {
		if recv.flag&flagAddr != 0 {
			recv = copied(recv.typ, recv.ptr, 0)
		}
		args[0] = recv.ptr
		at = 1
	}
	return fn, at
}

func op(t *rtype, i int) string { return t.String() + "." + methodName(t, i) }

// methodValue is the method in place k of the whole list, bound to v.
func (v Value) methodValue(k int) Value {
	return Value{v.typ, v.ptr, v.flag.ro() | v.flag&flagAddr | flag(Func) | flagMethod | flag(k)<<flagMethodShift}
}

// bound makes an ordinary func value of a method value.
func (v Value) bound() Value {
	if v.flag&flagAddr != 0 {
		c := copied(v.typ, v.ptr, 0)
		v = Value{v.typ, c.ptr, v.flag &^ flagAddr}
	}
	m := v
	m.flag &^= flagRO
	t := v.Type()
	f := MakeFunc(t, func(in []Value) []Value {
		if t.IsVariadic() {
			return m.call("CallSlice", in)
		}
		return m.call("Call", in)
	})
	f.flag |= v.flag & flagRO
	return f
}

// NumMethod counts v's exported methods.
func (v Value) NumMethod() int {
	if v.typ == nil {
		panic(&ValueError{"reflect.Value.NumMethod", Invalid})
	}
	if v.flag&flagMethod != 0 {
		return 0
	}
	return v.typ.NumMethod()
}

// Method gives the i-th exported method, bound to v.
func (v Value) Method(i int) Value {
	if v.typ == nil {
		panic(&ValueError{"reflect.Value.Method", Invalid})
	}
	if v.flag&flagMethod != 0 || i < 0 || i >= reflectlite.TypeNumMethod(v.typ.lite()) {
		panic("reflect: Method index out of range")
	}
	if v.typ.kind() == Interface && v.IsNil() {
		panic("reflect: Method on nil interface value")
	}
	return v.methodValue(v.typ.exportedMethod(i))
}

// MethodByName gives the method of that name, bound to v; the zero Value if
// there is none.
func (v Value) MethodByName(name string) Value {
	if v.typ == nil {
		panic(&ValueError{"reflect.Value.MethodByName", Invalid})
	}
	if v.flag&flagMethod != 0 {
		return Value{}
	}
	n := v.typ.NumMethod()
	for i := 0; i < n; i++ {
		if methodName(v.typ, v.typ.exportedMethod(i)) == name {
			return v.Method(i)
		}
	}
	return Value{}
}
