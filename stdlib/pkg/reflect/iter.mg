package reflect

// iter.mg: what range statements do, for values, and sequences of a type's parts.

import "iter"

// counted yields the numbers below n, as values of type t.
func counted[T int64 | uint64](n T, t Type) iter.Seq[Value] {
	return func(yield func(Value) bool) {
		for i := T(0); i < n; i++ {
			if !yield(ValueOf(i).Convert(t)) {
				return
			}
		}
	}
}

// places yields the indices below n.
func places(n int) iter.Seq[Value] { return counted(int64(n), TypeFor[int]()) }

// Seq is what a range statement with one variable goes through.
func (v Value) Seq() iter.Seq[Value] {
	switch t := v.Type(); t.Kind() {
	case Int, Int8, Int16, Int32, Int64:
		return counted(v.Int(), t)
	case Uint, Uint8, Uint16, Uint32, Uint64, Uintptr:
		return counted(v.Uint(), t)
	case Array:
		return places(v.Len())
	case Slice:
		return func(yield func(Value) bool) { places(v.Len())(yield) }
	case Pointer:
		if t.Elem().Kind() == Array {
			return places(t.Elem().Len())
		}
	case String:
		return func(yield func(Value) bool) {
			for i := range v.String() {
				if !yield(ValueOf(i)) {
					return
				}
			}
		}
	case Map:
		return func(yield func(Value) bool) {
			for entries := v.MapRange(); entries.Next(); {
				if !yield(entries.Key()) {
					return
				}
			}
		}
	case Chan:
		return func(yield func(Value) bool) {
			for {
				if x, ok := v.Recv(); !ok || !yield(x) {
					return
				}
			}
		}
	case Func:
		if isIteration(t.common(), 1) {
			return func(yield func(Value) bool) {
				v.iterate(func(in []Value) bool { return yield(in[0]) })
			}
		}
	}
	panic("reflect: " + v.Type().String() + " cannot produce iter.Seq[Value]")
}

// iterate calls v, an iteration function, with yield as its parameter.
func (v Value) iterate(yield func(in []Value) bool) {
	v.Call([]Value{MakeFunc(v.Type().In(0), func(in []Value) []Value {
		return []Value{ValueOf(yield(in))}
	})})
}

// Seq2 is what a range statement with two variables goes through.
func (v Value) Seq2() iter.Seq2[Value, Value] {
	switch t := v.Type(); t.Kind() {
	case Array, Slice:
		return v.elements()
	case Pointer:
		if t.Elem().Kind() == Array {
			return func(yield func(_, _ Value) bool) { v.Elem().elements()(yield) }
		}
	case String:
		return func(yield func(_, _ Value) bool) {
			for i, r := range v.String() {
				if !yield(ValueOf(i), ValueOf(r)) {
					return
				}
			}
		}
	case Map:
		return func(yield func(_, _ Value) bool) {
			for entries := v.MapRange(); entries.Next(); {
				if !yield(entries.Key(), entries.Value()) {
					return
				}
			}
		}
	case Func:
		if isIteration(t.common(), 2) {
			return func(yield func(_, _ Value) bool) {
				v.iterate(func(in []Value) bool { return yield(in[0], in[1]) })
			}
		}
	}
	panic("reflect: " + v.Type().String() + " cannot produce iter.Seq2[Value, Value]")
}

func (v Value) elements() iter.Seq2[Value, Value] {
	return func(yield func(_, _ Value) bool) {
		for i := range v.Len() {
			if !yield(ValueOf(i), v.Index(i)) {
				return
			}
		}
	}
}

// sequence yields part(0), part(1), … part(n-1).
func sequence[T any](n int, part func(i int) T) iter.Seq[T] {
	return func(yield func(T) bool) {
		for i := range n {
			if !yield(part(i)) {
				return
			}
		}
	}
}

func (t *rtype) Fields() iter.Seq[StructField] {
	if t.Kind() != Struct {
		panic("reflect: Fields of non-struct type " + t.String())
	}
	return sequence(t.NumField(), t.Field)
}

func (t *rtype) Methods() iter.Seq[Method] { return sequence(t.NumMethod(), t.Method) }

func (t *rtype) Ins() iter.Seq[Type] {
	if t.Kind() != Func {
		panic("reflect: Ins of non-func type " + t.String())
	}
	return sequence(t.NumIn(), t.In)
}

func (t *rtype) Outs() iter.Seq[Type] {
	if t.Kind() != Func {
		panic("reflect: Outs of non-func type " + t.String())
	}
	return sequence(t.NumOut(), t.Out)
}

// Fields yields the fields of struct v with their values.
func (v Value) Fields() iter.Seq2[StructField, Value] {
	t := v.Type()
	if t.Kind() != Struct {
		panic("reflect: Fields of non-struct type " + t.String())
	}
	return func(yield func(StructField, Value) bool) {
		for i := range v.NumField() {
			if !yield(t.Field(i), v.Field(i)) {
				return
			}
		}
	}
}

// Methods yields the methods of v's type, and those bound to v.
func (v Value) Methods() iter.Seq2[Method, Value] {
	t, n := v.Type(), v.NumMethod()
	return func(yield func(Method, Value) bool) {
		for i := range n {
			if !yield(t.Method(i), v.Method(i)) {
				return
			}
		}
	}
}
