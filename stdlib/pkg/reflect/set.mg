package reflect

import (
	"internal/reflectlite"
	"unsafe"
)

// assignTo gives v as a value of type t, which it must be assignable to.
func (v Value) assignTo(context string, t *rtype) Value {
	if v.flag&flagMethod != 0 {
		v = v.bound()
	}
	if directlyAssignable(t, v.typ) {
		return Value{t, v.ptr, v.flag&(flagAddr|flagRO) | flag(t.kind())}
	}
	if t.kind() == Interface && reflectlite.TypeImplements(v.typ.lite(), t.lite()) {
		p := unsafeNew(t)
		if v.Kind() != Interface || !v.IsNil() {
			storeInterface(t, v.packed(), p)
		}
		return Value{t, p, v.flag&flagRO | flag(Interface)}
	}
	panic(context + ": value of type " + v.typ.String() + " is not assignable to type " + t.String())
}

// Set assigns x to v.
func (v Value) Set(x Value) {
	v.flag.mustBeAssignable("Set")
	x.flag.mustBeExported("Set")
	x = x.assignTo("reflect.Set", v.typ)
	typedmemmove(v.typ, v.ptr, x.ptr)
}

// SetZero zeroes v.
func (v Value) SetZero() {
	v.flag.mustBeAssignable("SetZero")
	typedmemclr(v.typ, v.ptr)
}

func (v Value) SetBool(x bool) {
	v.flag.mustBeAssignable("SetBool")
	v.flag.mustBe(Bool, "SetBool")
	*(*bool)(v.ptr) = x
}

func (v Value) SetInt(x int64) {
	v.flag.mustBeAssignable("SetInt")
	switch v.Kind() {
	case Int, Int64:
		*(*int64)(v.ptr) = x
	case Int8:
		*(*int8)(v.ptr) = int8(x)
	case Int16:
		*(*int16)(v.ptr) = int16(x)
	case Int32:
		*(*int32)(v.ptr) = int32(x)
	default:
		panic(&ValueError{"reflect.Value.SetInt", v.Kind()})
	}
}

func (v Value) SetUint(x uint64) {
	v.flag.mustBeAssignable("SetUint")
	switch v.Kind() {
	case Uint, Uint64, Uintptr:
		*(*uint64)(v.ptr) = x
	case Uint8:
		*(*uint8)(v.ptr) = uint8(x)
	case Uint16:
		*(*uint16)(v.ptr) = uint16(x)
	case Uint32:
		*(*uint32)(v.ptr) = uint32(x)
	default:
		panic(&ValueError{"reflect.Value.SetUint", v.Kind()})
	}
}

func (v Value) SetFloat(x float64) {
	v.flag.mustBeAssignable("SetFloat")
	switch v.Kind() {
	case Float32:
		*(*float32)(v.ptr) = float32(x)
	case Float64:
		*(*float64)(v.ptr) = x
	default:
		panic(&ValueError{"reflect.Value.SetFloat", v.Kind()})
	}
}

func (v Value) SetComplex(x complex128) {
	v.flag.mustBeAssignable("SetComplex")
	switch v.Kind() {
	case Complex64:
		*(*complex64)(v.ptr) = complex64(x)
	case Complex128:
		*(*complex128)(v.ptr) = x
	default:
		panic(&ValueError{"reflect.Value.SetComplex", v.Kind()})
	}
}

func (v Value) SetString(x string) {
	v.flag.mustBeAssignable("SetString")
	v.flag.mustBe(String, "SetString")
	*(*string)(v.ptr) = x
}

func (v Value) SetBytes(x []byte) {
	v.flag.mustBeAssignable("SetBytes")
	v.flag.mustBe(Slice, "SetBytes")
	if v.typ.elem().kind() != Uint8 {
		panic("reflect.Value.SetBytes of non-byte slice")
	}
	*(*[]byte)(v.ptr) = x
}

func (v Value) SetPointer(x unsafe.Pointer) {
	v.flag.mustBeAssignable("SetPointer")
	v.flag.mustBe(UnsafePointer, "SetPointer")
	*(*unsafe.Pointer)(v.ptr) = x
}

func (v Value) SetLen(n int) {
	v.flag.mustBeAssignable("SetLen")
	v.flag.mustBe(Slice, "SetLen")
	h := (*sliceHead)(v.ptr)
	if uint(n) > uint(h.cap) {
		panic("reflect: slice length out of range in SetLen")
	}
	h.len = n
}

func (v Value) SetCap(n int) {
	v.flag.mustBeAssignable("SetCap")
	v.flag.mustBe(Slice, "SetCap")
	h := (*sliceHead)(v.ptr)
	if n < h.len || n > h.cap {
		panic("reflect: slice capacity out of range in SetCap")
	}
	h.cap = n
}

// Grow makes room for n more elements in a slice.
func (v Value) Grow(n int) {
	v.flag.mustBeAssignable("Grow")
	v.flag.mustBe(Slice, "Grow")
	if n < 0 {
		panic("reflect.Value.Grow: negative len")
	}
	h := (*sliceHead)(v.ptr)
	if h.len+n < 0 {
		panic("reflect.Value.Grow: slice overflow")
	}
	if h.len+n > h.cap {
		v.grow(h.len + n)
	}
}

// grow gives the slice v, a variable, room for at least n elements.
func (v Value) grow(n int) {
	h := (*sliceHead)(v.ptr)
	room := h.cap * 2
	if h.cap >= 256 {
		room = h.cap + (h.cap+768)/4
	}
	if room < n {
		room = n
	}
	e := v.typ.elem()
	to := unsafeNewArray(e, room)
	memmove(to, h.data, uintptr(h.len)*e.Size())
	h.data = to
	h.cap = room
}

// ---- slices ----

// Append gives s with the values of x added.
func Append(s Value, x ...Value) Value {
	s.flag.mustBe(Slice, "")
	n := s.Len()
	s = s.extend(len(x))
	for i, v := range x {
		s.Index(n + i).Set(v)
	}
	return s
}

// AppendSlice gives s with the elements of t added.
func AppendSlice(s, t Value) Value {
	s.flag.mustBe(Slice, "")
	t.flag.mustBe(Slice, "")
	if s.typ.elem() != t.typ.elem() {
		panic("reflect.AppendSlice: " + s.typ.String() + " != " + t.typ.String())
	}
	n := s.Len()
	s = s.extend(t.Len())
	Copy(s.Slice(n, n+t.Len()), t)
	return s
}

// extend is a copy of the slice's head, longer by n.
func (v Value) extend(n int) Value {
	v.flag.mustBeExported("")
	h := new(sliceHead)
	*h = *(*sliceHead)(v.ptr)
	v = Value{v.typ, unsafe.Pointer(h), flag(Slice)}
	if h.len+n < 0 {
		panic("reflect.Append: slice overflow")
	}
	if h.len+n > h.cap {
		v.grow(h.len + n)
	}
	h.len += n
	return v
}

// Copy copies elements as the builtin does; src may be a string.
func Copy(dst, src Value) int {
	dk := dst.Kind()
	if dk != Array && dk != Slice {
		panic(&ValueError{"reflect.Copy", dk})
	}
	if dk == Array {
		dst.flag.mustBeAssignable("Copy")
	}
	dst.flag.mustBeExported("Copy")
	sk := src.Kind()
	if sk != Array && sk != Slice && !(sk == String && dst.typ.elem().kind() == Uint8) {
		panic(&ValueError{"reflect.Copy", sk})
	}
	src.flag.mustBeExported("Copy")
	e := dst.typ.elem()
	if sk != String && e != src.typ.elem() {
		panic("reflect.Copy: " + e.String() + " != " + src.typ.elem().String())
	}
	n := dst.Len()
	if m := src.Len(); m < n {
		n = m
	}
	to, from := dst.ptr, src.ptr
	if dk == Slice {
		to = dst.word()
	}
	if sk != Array {
		from = src.word()
	}
	if n > 0 {
		memmove(to, from, uintptr(n)*e.Size())
	}
	return n
}

// Clear empties a map, or zeroes a slice's elements.
func (v Value) Clear() {
	switch v.Kind() {
	case Slice:
		e := v.typ.elem()
		for i := 0; i < v.Len(); i++ {
			typedmemclr(e, v.Index(i).ptr)
		}
	case Map:
		mapClear(v.typ, v.word())
	default:
		panic(&ValueError{"reflect.Value.Clear", v.Kind()})
	}
}

// MakeSlice makes a slice of slice type typ.
func MakeSlice(typ Type, len, cap int) Value {
	t := typ.common()
	if t.kind() != Slice {
		panic("reflect.MakeSlice of non-slice type")
	}
	if len < 0 {
		panic("reflect.MakeSlice: negative len")
	}
	if cap < 0 {
		panic("reflect.MakeSlice: negative cap")
	}
	if len > cap {
		panic("reflect.MakeSlice: len > cap")
	}
	h := &sliceHead{unsafeNewArray(t.elem(), cap), len, cap}
	return Value{t, unsafe.Pointer(h), flag(Slice)}
}

// SliceAt makes a slice of n elements that lie at p.
func SliceAt(typ Type, p unsafe.Pointer, n int) Value {
	t, check := typ.common(), n
	if s := t.Size(); p != nil && s > 0 && n > 0 && (uintptr(n) > ^uintptr(0)/s || uintptr(n)*s > -uintptr(p)) {
		check = -1
	}
	_ = unsafe.Slice((*byte)(p), check)
	h := &sliceHead{p, n, n}
	return Value{newSlice(t), unsafe.Pointer(h), flag(Slice)}
}

// Swapper gives a function that swaps elements of slice.
func Swapper(slice any) func(i, j int) {
	v := ValueOf(slice)
	if v.Kind() != Slice {
		panic(&ValueError{"Swapper", v.Kind()})
	}
	n := v.Len()
	return func(i, j int) {
		if uint(i) >= uint(n) || uint(j) >= uint(n) {
			panic("reflect: slice index out of range")
		}
		reflectlite.Swap(slice, i, j)
	}
}

// SliceHeader is a slice in memory; StringHeader a string.
type SliceHeader struct {
	Data uintptr
	Len  int
	Cap  int
}

// StringHeader is a string in memory.
type StringHeader struct {
	Data uintptr
	Len  int
}

// ---- types ----

// PointerTo gives the type *t.
func PointerTo(t Type) Type { return newPointer(t.(*rtype)) }

// PtrTo is the old name of PointerTo.
func PtrTo(t Type) Type { return PointerTo(t) }

// SliceOf gives the type []t.
func SliceOf(t Type) Type { return newSlice(t.common()) }

// ArrayOf gives the type [length]elem.
func ArrayOf(length int, elem Type) Type {
	if length < 0 {
		panic("reflect: negative length passed to ArrayOf")
	}
	e := elem.common()
	if s := e.Size(); s > 0 && uintptr(length) > (1<<47)/s {
		panic("reflect.ArrayOf: array size would exceed virtual address space")
	}
	return newArray(e, length)
}

// ChanOf gives the channel type of that direction.
func ChanOf(dir ChanDir, t Type) Type {
	if dir < RecvDir || dir > BothDir {
		panic("reflect.ChanOf: invalid dir")
	}
	e := t.common()
	if e.Size() >= 1<<16 {
		panic("reflect.ChanOf: element size too large")
	}
	return newChan(e, int(dir))
}

// MapOf gives the type map[key]elem.
func MapOf(key, elem Type) Type {
	k := key.common()
	if !k.Comparable() {
		panic("reflect.MapOf: invalid key type " + k.String())
	}
	return newMap(k, elem.common())
}

// FuncOf gives the func type of these parameters and results.
func FuncOf(in, out []Type, variadic bool) Type {
	if variadic && (len(in) == 0 || in[len(in)-1].Kind() != Slice) {
		panic("reflect.FuncOf: last arg of variadic func must be slice")
	}
	params, results := make([]*rtype, len(in)), make([]*rtype, len(out))
	for i, t := range in {
		params[i] = t.(*rtype)
	}
	for i, t := range out {
		results[i] = t.(*rtype)
	}
	return newFunc(params, results, variadic)
}

// StructOf gives the struct type of these fields; offsets and indices are set.
func StructOf(fields []StructField) Type {
	var types []*rtype
	var names, pkgPaths, tags []string
	var embedded []bool
	seen := map[string]bool{}
	for i, f := range fields {
		if f.Name == "" {
			panic("reflect.StructOf: field " + itoa(i) + " has no name")
		}
		if f.Type == nil {
			panic("reflect.StructOf: field " + itoa(i) + " has no type")
		}
		if !validName(f.Name) {
			panic("reflect.StructOf: field " + itoa(i) + " has invalid name")
		}
		if f.Name != "_" && seen[f.Name] {
			panic("reflect.StructOf: duplicate field " + f.Name)
		}
		seen[f.Name] = true
		if exportedName(f.Name) {
			if f.PkgPath != "" {
				panic("reflect.StructOf: field \"" + f.Name + "\" is exported but has PkgPath")
			}
		} else if f.PkgPath == "" {
			panic("reflect.StructOf: field \"" + f.Name + "\" is unexported but missing PkgPath")
		}
		types = append(types, f.Type.common())
		names = append(names, f.Name)
		pkgPaths = append(pkgPaths, f.PkgPath)
		tags = append(tags, string(f.Tag))
		embedded = append(embedded, f.Anonymous)
	}
	return newStruct(types, names, pkgPaths, tags, embedded)
}

func validName(s string) bool {
	for i, r := range s {
		letter := r == '_' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || r >= 0x80
		if !letter && (i == 0 || r < '0' || r > '9') {
			return false
		}
	}
	return true
}
