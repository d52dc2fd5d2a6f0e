package reflect

import (
	"internal/reflectlite"
	"strconv"
	"unsafe"
)

// A Value is a value of some type; the zero Value is none.
//
// ptr is always the address of the value in memory form: of the variable itself
// for an addressable Value, else of a copy that nobody writes.
type Value struct {
	typ  *rtype
	ptr  unsafe.Pointer
	flag flag
}

// flag has the kind in its low bits, and for a method value the method's place
// in the receiver type's list above flagMethodShift.
type flag uintptr

const (
	flagKindMask    flag = 1<<5 - 1
	flagStickyRO    flag = 1 << 5
	flagEmbedRO     flag = 1 << 6
	flagAddr        flag = 1 << 8
	flagMethod      flag = 1 << 9
	flagMethodShift      = 10
	flagRO          flag = flagStickyRO | flagEmbedRO
)

// eface is an interface without methods, in memory.
type eface struct {
	typ  *rtype
	data unsafe.Pointer
}

// A ValueError says that a method was called on a Value of the wrong kind.
type ValueError struct {
	Method string
	Kind   Kind
}

func (e *ValueError) Error() string {
	if e.Kind == 0 {
		return "reflect: call of " + e.Method + " on zero Value"
	}
	return "reflect: call of " + e.Method + " on " + e.Kind.String() + " Value"
}

// ValueOf gives the value that i holds; the zero Value for nil.
func ValueOf(i any) Value {
	if i == nil {
		return Value{}
	}
	e := (*eface)(unsafe.Pointer(&i))
	f := flag(e.typ.kind())
	if typeDirect(e.typ) {
		return Value{e.typ, unsafe.Pointer(&e.data), f}
	}
	return Value{e.typ, e.data, f}
}

// Zero gives t's zero value.
func Zero(typ Type) Value {
	if typ == nil {
		panic("reflect: Zero(nil)")
	}
	t := typ.(*rtype)
	return Value{t, unsafeNew(t), flag(t.kind())}
}

// New gives a pointer to a new zero value of type typ.
func New(typ Type) Value {
	if typ == nil {
		panic("reflect: New(nil)")
	}
	t := typ.(*rtype)
	return pointerValue(newPointer(t), unsafeNew(t), 0)
}

// NewAt gives a pointer to a value of type typ that lies at p.
func NewAt(typ Type, p unsafe.Pointer) Value { return pointerValue(newPointer(typ.(*rtype)), p, 0) }

// pointerValue makes a Value of a pointer-shaped type.
func pointerValue(t *rtype, p unsafe.Pointer, f flag) Value {
	cell := new(unsafe.Pointer)
	*cell = p
	return Value{t, unsafe.Pointer(cell), f | flag(t.kind())}
}

// Indirect follows a pointer; other values stay.
func Indirect(v Value) Value {
	if v.Kind() != Pointer {
		return v
	}
	return v.Elem()
}

func (f flag) kind() Kind { return Kind(f & flagKindMask) }

func (f flag) ro() flag {
	if f&flagRO != 0 {
		return flagStickyRO
	}
	return 0
}

// methodNamed is how panics call a method of Value; what is a function, "", they do not know.
func methodNamed(method string) string {
	if method == "" {
		return "unknown method"
	}
	return "reflect.Value." + method
}

func (f flag) mustBe(k Kind, method string) {
	if f.kind() != k {
		panic(&ValueError{methodNamed(method), f.kind()})
	}
}

func (f flag) mustBeExported(method string) {
	if f == 0 {
		panic(&ValueError{methodNamed(method), Invalid})
	}
	if f&flagRO != 0 {
		panic("reflect: reflect.Value." + method + " using value obtained using unexported field")
	}
}

func (f flag) mustBeAssignable(method string) {
	f.mustBeExported(method)
	if f&flagAddr == 0 {
		panic("reflect: reflect.Value." + method + " using unaddressable value")
	}
}

// word is the pointer in a pointer-shaped value.
func (v Value) word() unsafe.Pointer { return *(*unsafe.Pointer)(v.ptr) }

func (v Value) Kind() Kind    { return v.flag.kind() }
func (v Value) IsValid() bool { return v.flag != 0 }
func (v Value) CanAddr() bool { return v.flag&flagAddr != 0 }
func (v Value) CanSet() bool  { return v.flag&(flagAddr|flagRO) == flagAddr }

func (v Value) CanInterface() bool {
	if v.flag == 0 {
		panic(&ValueError{"reflect.Value.CanInterface", Invalid})
	}
	return v.flag&flagRO == 0
}

// Type gives v's type.
func (v Value) Type() Type {
	if v.flag == 0 {
		panic(&ValueError{"reflect.Value.Type", Invalid})
	}
	if v.flag&flagMethod != 0 {
		return methodType(v.typ, int(v.flag>>flagMethodShift))
	}
	return v.typ
}

// Interface gives v as an any.
func (v Value) Interface() any {
	if v.flag == 0 {
		panic(&ValueError{"reflect.Value.Interface", Invalid})
	}
	if v.flag&flagRO != 0 {
		panic("reflect.Value.Interface: cannot return value obtained from unexported field or method")
	}
	return v.packed()
}

// packed is Interface also for values of unexported fields.
func (v Value) packed() any {
	if v.flag&flagMethod != 0 {
		v = v.bound()
	}
	return load(v.typ, v.ptr)
}

// String gives a string value itself, of others a note of their type.
func (v Value) String() string {
	switch v.Kind() {
	case Invalid:
		return "<invalid Value>"
	case String:
		return *(*string)(v.ptr)
	}
	return "<" + v.Type().String() + " Value>"
}

func (v Value) Bool() bool {
	v.flag.mustBe(Bool, "Bool")
	return *(*bool)(v.ptr)
}

func (v Value) CanInt() bool     { k := v.Kind(); return Int <= k && k <= Int64 }
func (v Value) CanUint() bool    { k := v.Kind(); return Uint <= k && k <= Uintptr }
func (v Value) CanFloat() bool   { k := v.Kind(); return k == Float32 || k == Float64 }
func (v Value) CanComplex() bool { k := v.Kind(); return k == Complex64 || k == Complex128 }

func (v Value) Int() int64 {
	switch v.Kind() {
	case Int, Int64:
		return *(*int64)(v.ptr)
	case Int8:
		return int64(*(*int8)(v.ptr))
	case Int16:
		return int64(*(*int16)(v.ptr))
	case Int32:
		return int64(*(*int32)(v.ptr))
	}
	panic(&ValueError{"reflect.Value.Int", v.Kind()})
}

func (v Value) Uint() uint64 {
	switch v.Kind() {
	case Uint, Uint64, Uintptr:
		return *(*uint64)(v.ptr)
	case Uint8:
		return uint64(*(*uint8)(v.ptr))
	case Uint16:
		return uint64(*(*uint16)(v.ptr))
	case Uint32:
		return uint64(*(*uint32)(v.ptr))
	}
	panic(&ValueError{"reflect.Value.Uint", v.Kind()})
}

func (v Value) Float() float64 {
	switch v.Kind() {
	case Float32:
		return float64(*(*float32)(v.ptr))
	case Float64:
		return *(*float64)(v.ptr)
	}
	panic(&ValueError{"reflect.Value.Float", v.Kind()})
}

func (v Value) Complex() complex128 {
	switch v.Kind() {
	case Complex64:
		return complex128(*(*complex64)(v.ptr))
	case Complex128:
		return *(*complex128)(v.ptr)
	}
	panic(&ValueError{"reflect.Value.Complex", v.Kind()})
}

// Bytes gives the bytes of a slice, or of an addressable array, of them.
func (v Value) Bytes() []byte {
	switch v.Kind() {
	case Slice:
		if v.typ.elem().kind() != Uint8 {
			panic("reflect.Value.Bytes of non-byte slice")
		}
		return *(*[]byte)(v.ptr)
	case Array:
		if v.typ.elem().kind() != Uint8 {
			panic("reflect.Value.Bytes of non-byte array")
		}
		if !v.CanAddr() {
			panic("reflect.Value.Bytes of unaddressable byte array")
		}
		return unsafe.Slice((*byte)(v.ptr), v.typ.len())
	}
	panic(&ValueError{"reflect.Value.Bytes", v.Kind()})
}

func (v Value) IsNil() bool {
	switch v.Kind() {
	case Chan, Func, Map, Pointer, UnsafePointer:
		return v.flag&flagMethod == 0 && v.word() == nil
	case Interface, Slice:
		return v.word() == nil
	}
	panic(&ValueError{"reflect.Value.IsNil", v.Kind()})
}

// IsZero says whether v is its type's zero value.
func (v Value) IsZero() bool {
	switch v.Kind() {
	case Bool:
		return !v.Bool()
	case Int, Int8, Int16, Int32, Int64:
		return v.Int() == 0
	case Uint, Uint8, Uint16, Uint32, Uint64, Uintptr:
		return v.Uint() == 0
	case Float32:
		return *(*uint32)(v.ptr) == 0
	case Float64:
		return *(*uint64)(v.ptr) == 0
	case Complex64:
		return *(*uint64)(v.ptr) == 0
	case Complex128:
		w := (*[2]uint64)(v.ptr)
		return w[0] == 0 && w[1] == 0
	case Array:
		for i := 0; i < v.Len(); i++ {
			if !v.Index(i).IsZero() {
				return false
			}
		}
		return true
	case Struct:
		for i := 0; i < v.NumField(); i++ {
			if !v.Field(i).IsZero() && reflectlite.FieldName(v.typ.lite(), i) != "_" {
				return false
			}
		}
		return true
	case Chan, Func, Interface, Map, Pointer, Slice, UnsafePointer:
		return v.IsNil()
	case String:
		return v.Len() == 0
	}
	panic(&ValueError{"reflect.Value.IsZero", v.Kind()})
}

// Comparable says whether == on v does not panic.
func (v Value) Comparable() bool {
	switch v.Kind() {
	case Invalid:
		return true
	case Interface:
		return v.IsNil() || v.Elem().Comparable()
	case Array:
		for i := 0; i < v.Len(); i++ {
			if !v.Index(i).Comparable() {
				return false
			}
		}
		return v.typ.Comparable()
	case Struct:
		for i := 0; i < v.NumField(); i++ {
			if !v.Field(i).Comparable() {
				return false
			}
		}
		return true
	}
	return v.typ.Comparable()
}

// Equal is v == u, of equal types.
func (v Value) Equal(u Value) bool {
	if v.Kind() == Interface {
		v = v.Elem()
	}
	if u.Kind() == Interface {
		u = u.Elem()
	}
	if !v.IsValid() || !u.IsValid() {
		return v.IsValid() == u.IsValid()
	}
	if v.Kind() != u.Kind() || v.Type() != u.Type() {
		return false
	}
	if k := v.Kind(); k == Func || k == Map || k == Slice {
		panic("reflect.Value.Equal: invalid Kind " + k.String())
	}
	if !v.typ.Comparable() {
		panic("reflect.Value.Equal: values of type " + v.Type().String() + " are not comparable")
	}
	return v.packed() == u.packed()
}

// ---- pointers ----

// Elem gives what an interface holds or a pointer points to.
func (v Value) Elem() Value {
	switch v.Kind() {
	case Interface:
		x := ValueOf(load(v.typ, v.ptr))
		if x.flag != 0 {
			x.flag |= v.flag.ro()
		}
		return x
	case Pointer:
		p := v.word()
		if p == nil {
			return Value{}
		}
		t := v.typ.elem()
		return Value{t, p, v.flag&flagRO | flagAddr | flag(t.kind())}
	}
	panic(&ValueError{"reflect.Value.Elem", v.Kind()})
}

// InterfaceData gives the two words of the interface that v is.
func (v Value) InterfaceData() [2]uintptr {
	if v.Kind() != Interface {
		panic(&ValueError{"reflect.Value.InterfaceData", v.Kind()})
	}
	return *(*[2]uintptr)(v.ptr)
}

// Addr gives a pointer to v.
func (v Value) Addr() Value {
	if v.flag&flagAddr == 0 {
		panic("reflect.Value.Addr of unaddressable value")
	}
	return pointerValue(newPointer(v.typ), v.ptr, v.flag&flagRO)
}

func (v Value) UnsafeAddr() uintptr {
	if v.typ == nil {
		panic(&ValueError{"reflect.Value.UnsafeAddr", Invalid})
	}
	if v.flag&flagAddr == 0 {
		panic("reflect.Value.UnsafeAddr of unaddressable value")
	}
	return uintptr(v.ptr)
}

// Pointer gives the address in a pointer-like value.
func (v Value) Pointer() uintptr {
	switch v.Kind() {
	case Pointer, Chan, Map, UnsafePointer, Slice, String:
		return uintptr(v.word())
	case Func:
		if v.flag&flagMethod != 0 {
			return uintptr(methodFunc(v.typ, int(v.flag>>flagMethodShift)))
		}
		p := v.word()
		if p != nil {
			// The start of the code, which stands first in the function's record: what runtime.FuncForPC takes.
			p = **(**unsafe.Pointer)(p)
		}
		return uintptr(p)
	}
	panic(&ValueError{"reflect.Value.Pointer", v.Kind()})
}

func (v Value) UnsafePointer() unsafe.Pointer {
	switch v.Kind() {
	case Pointer, Chan, Map, UnsafePointer, Slice, String, Func:
		return unsafe.Pointer(v.Pointer())
	}
	panic(&ValueError{"reflect.Value.UnsafePointer", v.Kind()})
}

// ---- parts ----

func (v Value) NumField() int {
	v.flag.mustBe(Struct, "NumField")
	return reflectlite.NumField(v.typ.lite())
}

// Field gives field i of a struct.
func (v Value) Field(i int) Value {
	if v.Kind() != Struct {
		panic(&ValueError{"reflect.Value.Field", v.Kind()})
	}
	if i < 0 || i >= reflectlite.NumField(v.typ.lite()) {
		panic("reflect: Field index out of range")
	}
	t := v.typ.field(i)
	f := v.flag&(flagStickyRO|flagAddr) | flag(t.kind())
	if fieldPkgPath(v.typ, i) != "" {
		if reflectlite.FieldEmbedded(v.typ.lite(), i) {
			f |= flagEmbedRO
		} else {
			f |= flagStickyRO
		}
	}
	return Value{t, unsafe.Add(v.ptr, fieldOffset(v.typ, i)), f}
}

func (v Value) FieldByIndex(index []int) Value {
	if len(index) == 1 {
		return v.Field(index[0])
	}
	v.flag.mustBe(Struct, "FieldByIndex")
	for i, x := range index {
		if i > 0 && v.Kind() == Pointer && v.typ.elem().kind() == Struct {
			if v.IsNil() {
				panic("reflect: indirection through nil pointer to embedded struct")
			}
			v = v.Elem()
		}
		v = v.Field(x)
	}
	return v
}

// A nilEmbedded is the error of FieldByIndexErr.
type nilEmbedded struct{ text string }

func (e *nilEmbedded) Error() string { return e.text }

func (v Value) FieldByIndexErr(index []int) (Value, error) {
	if len(index) == 1 {
		return v.Field(index[0]), nil
	}
	v.flag.mustBe(Struct, "FieldByIndexErr")
	for i, x := range index {
		if i > 0 && v.Kind() == Pointer && v.typ.elem().kind() == Struct {
			if v.IsNil() {
				return Value{}, &nilEmbedded{"reflect: indirection through nil pointer to embedded struct field " + v.typ.elem().Name()}
			}
			v = v.Elem()
		}
		v = v.Field(x)
	}
	return v, nil
}

func (v Value) FieldByName(name string) Value {
	v.flag.mustBe(Struct, "FieldByName")
	if f, ok := v.typ.FieldByName(name); ok {
		return v.FieldByIndex(f.Index)
	}
	return Value{}
}

func (v Value) FieldByNameFunc(match func(string) bool) Value {
	if f, ok := v.typ.FieldByNameFunc(match); ok {
		return v.FieldByIndex(f.Index)
	}
	return Value{}
}

func (v Value) Len() int {
	switch v.Kind() {
	case Slice, String:
		return (*[2]int)(v.ptr)[1]
	case Array:
		return v.typ.len()
	case Chan, Map:
		return reflectlite.LenOf(v.packed())
	case Pointer:
		if v.typ.elem().kind() == Array {
			return v.typ.elem().len()
		}
		panic("reflect: call of reflect.Value.Len on ptr to non-array Value")
	}
	panic(&ValueError{"reflect.Value.Len", v.Kind()})
}

func (v Value) Cap() int {
	switch v.Kind() {
	case Slice:
		return (*[3]int)(v.ptr)[2]
	case Array:
		return v.typ.len()
	case Chan:
		return reflectlite.CapOf(v.packed())
	case Pointer:
		if v.typ.elem().kind() == Array {
			return v.typ.elem().len()
		}
		panic("reflect: call of reflect.Value.Cap on ptr to non-array Value")
	}
	panic(&ValueError{"reflect.Value.Cap", v.Kind()})
}

// Index gives element i.
func (v Value) Index(i int) Value {
	switch v.Kind() {
	case Array:
		if i < 0 || i >= v.typ.len() {
			panic("reflect: array index out of range")
		}
		t := v.typ.elem()
		return Value{t, unsafe.Add(v.ptr, uintptr(i)*t.Size()), v.flag&flagAddr | v.flag.ro() | flag(t.kind())}
	case Slice:
		if i < 0 || i >= v.Len() {
			panic("reflect: slice index out of range")
		}
		t := v.typ.elem()
		return Value{t, unsafe.Add(v.word(), uintptr(i)*t.Size()), flagAddr | v.flag.ro() | flag(t.kind())}
	case String:
		s := *(*string)(v.ptr)
		if i < 0 || i >= len(s) {
			panic("reflect: string index out of range")
		}
		b := new(byte)
		*b = s[i]
		return Value{TypeOf(byte(0)).common(), unsafe.Pointer(b), v.flag.ro() | flag(Uint8)}
	}
	panic(&ValueError{"reflect.Value.Index", v.Kind()})
}

// sliceParts gives the base, length and capacity of what Slice and Slice3 cut.
func (v Value) sliceParts(method string) (t *rtype, base unsafe.Pointer, n int) {
	switch v.Kind() {
	case Array:
		if v.flag&flagAddr == 0 {
			panic("reflect.Value." + method + ": slice of unaddressable array")
		}
		return newSlice(v.typ.elem()), v.ptr, v.typ.len()
	case Slice:
		return v.typ, v.word(), v.Cap()
	}
	panic(&ValueError{"reflect.Value." + method, v.Kind()})
}

// sliceHead is a slice in memory.
type sliceHead struct {
	data     unsafe.Pointer
	len, cap int
}

func (v Value) cut(t *rtype, base unsafe.Pointer, i, j, k int) Value {
	h := &sliceHead{base, j - i, k - i}
	if k > i {
		h.data = unsafe.Add(base, uintptr(i)*t.elem().Size())
	}
	return Value{t, unsafe.Pointer(h), v.flag.ro() | flag(Slice)}
}

// Slice gives v[i:j].
func (v Value) Slice(i, j int) Value {
	if v.Kind() == String {
		s := *(*string)(v.ptr)
		if i < 0 || j < i || j > len(s) {
			panic("reflect.Value.Slice: string slice index out of bounds")
		}
		cut := new(string)
		*cut = s[i:j]
		return Value{v.typ, unsafe.Pointer(cut), v.flag.ro() | flag(String)}
	}
	t, base, n := v.sliceParts("Slice")
	if i < 0 || j < i || j > n {
		panic("reflect.Value.Slice: slice index out of bounds")
	}
	return v.cut(t, base, i, j, n)
}

// Slice3 gives v[i:j:k].
func (v Value) Slice3(i, j, k int) Value {
	t, base, n := v.sliceParts("Slice3")
	if i < 0 || j < i || k < j || k > n {
		panic("reflect.Value.Slice3: slice index out of bounds")
	}
	return v.cut(t, base, i, j, k)
}

// OverflowX say whether x is not a value of v's type.
func (v Value) OverflowInt(x int64) bool {
	if !v.CanInt() {
		panic(&ValueError{"reflect.Value.OverflowInt", v.Kind()})
	}
	return v.typ.OverflowInt(x)
}

func (v Value) OverflowUint(x uint64) bool {
	if !v.CanUint() {
		panic(&ValueError{"reflect.Value.OverflowUint", v.Kind()})
	}
	return v.typ.OverflowUint(x)
}

func (v Value) OverflowFloat(x float64) bool {
	if !v.CanFloat() {
		panic(&ValueError{"reflect.Value.OverflowFloat", v.Kind()})
	}
	return v.typ.OverflowFloat(x)
}

func (v Value) OverflowComplex(x complex128) bool {
	if !v.CanComplex() {
		panic(&ValueError{"reflect.Value.OverflowComplex", v.Kind()})
	}
	return v.typ.OverflowComplex(x)
}

// itoa is used by the messages of this package.
func itoa(n int) string { return strconv.Itoa(n) }
