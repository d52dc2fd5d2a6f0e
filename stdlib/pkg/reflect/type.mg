// Package reflect looks at, and makes, values whose types are known at run time
// only. A Type is the address of the VM's own type record, so that Types compare
// as Go's do; a Value is a type, the address of the value in memory and flags.
// natives.mg lists what is done outside.
package reflect

import (
	"internal/reflectlite"
	"iter"
	"strconv"
	"unsafe"
)

// A Type is a type of the program.
type Type interface {
	Align() int
	FieldAlign() int
	Method(int) Method
	MethodByName(string) (Method, bool)
	NumMethod() int
	Name() string
	PkgPath() string
	Size() uintptr
	String() string
	Kind() Kind
	Implements(u Type) bool
	AssignableTo(u Type) bool
	ConvertibleTo(u Type) bool
	Comparable() bool
	Bits() int
	ChanDir() ChanDir
	IsVariadic() bool
	Elem() Type
	Field(i int) StructField
	FieldByIndex(index []int) StructField
	FieldByName(name string) (StructField, bool)
	FieldByNameFunc(match func(string) bool) (StructField, bool)
	In(i int) Type
	Key() Type
	Len() int
	NumField() int
	NumIn() int
	NumOut() int
	Out(i int) Type
	OverflowComplex(x complex128) bool
	OverflowFloat(x float64) bool
	OverflowInt(x int64) bool
	OverflowUint(x uint64) bool
	CanSeq() bool
	CanSeq2() bool
	Fields() iter.Seq[StructField]
	Methods() iter.Seq[Method]
	Ins() iter.Seq[Type]
	Outs() iter.Seq[Type]
	common() *rtype
}

// A Kind is the class of a type; 0 is no kind.
type Kind uint

const (
	Invalid Kind = iota
	Bool
	Int
	Int8
	Int16
	Int32
	Int64
	Uint
	Uint8
	Uint16
	Uint32
	Uint64
	Uintptr
	Float32
	Float64
	Complex64
	Complex128
	Array
	Chan
	Func
	Interface
	Map
	Pointer
	Slice
	String
	Struct
	UnsafePointer
)

// Ptr is the old name of Pointer.
const Ptr = Pointer

// String gives the kind's name.
func (k Kind) String() string {
	switch k {
	case Invalid:
		return "invalid"
	case Bool:
		return "bool"
	case Int:
		return "int"
	case Int8:
		return "int8"
	case Int16:
		return "int16"
	case Int32:
		return "int32"
	case Int64:
		return "int64"
	case Uint:
		return "uint"
	case Uint8:
		return "uint8"
	case Uint16:
		return "uint16"
	case Uint32:
		return "uint32"
	case Uint64:
		return "uint64"
	case Uintptr:
		return "uintptr"
	case Float32:
		return "float32"
	case Float64:
		return "float64"
	case Complex64:
		return "complex64"
	case Complex128:
		return "complex128"
	case Array:
		return "array"
	case Chan:
		return "chan"
	case Func:
		return "func"
	case Interface:
		return "interface"
	case Map:
		return "map"
	case Pointer:
		return "ptr"
	case Slice:
		return "slice"
	case String:
		return "string"
	case Struct:
		return "struct"
	case UnsafePointer:
		return "unsafe.Pointer"
	}
	return "kind" + strconv.Itoa(int(k))
}

// A ChanDir is a channel type's direction.
type ChanDir int

const (
	RecvDir ChanDir = 1 << iota
	SendDir
	BothDir = RecvDir | SendDir
)

// String gives the direction as it is written.
func (d ChanDir) String() string {
	switch d {
	case SendDir:
		return "chan<-"
	case RecvDir:
		return "<-chan"
	case BothDir:
		return "chan"
	}
	return "ChanDir" + strconv.Itoa(int(d))
}

// A Method is one of a type's methods.
type Method struct {
	Name    string
	PkgPath string
	Type    Type
	Func    Value
	Index   int
}

// IsExported says whether the method's name is exported.
func (m Method) IsExported() bool { return m.PkgPath == "" }

// A StructField is a field of a struct type.
type StructField struct {
	Name      string
	PkgPath   string
	Type      Type
	Tag       StructTag
	Offset    uintptr
	Index     []int
	Anonymous bool
}

// IsExported says whether the field's name is exported.
func (f StructField) IsExported() bool { return f.PkgPath == "" }

// A StructTag is the string after a field, by custom pairs key:"value".
type StructTag string

// Get gives the value of key, "" if it is not there.
func (tag StructTag) Get(key string) string {
	v, _ := tag.Lookup(key)
	return v
}

// Lookup gives the value of key and whether it is there.
func (tag StructTag) Lookup(key string) (value string, ok bool) {
	s := string(tag)
	for {
		for s != "" && s[0] == ' ' {
			s = s[1:]
		}
		n := 0
		for n < len(s) && s[n] > ' ' && s[n] != ':' && s[n] != '"' && s[n] != 0x7f {
			n++
		}
		if n == 0 || n+1 >= len(s) || s[n] != ':' || s[n+1] != '"' {
			return "", false
		}
		name := s[:n]
		s = s[n+1:]
		end := 1
		for end < len(s) && s[end] != '"' {
			if s[end] == '\\' {
				end++
			}
			end++
		}
		if end >= len(s) {
			return "", false
		}
		quoted := s[:end+1]
		s = s[end+1:]
		if name == key {
			value, err := strconv.Unquote(quoted)
			return value, err == nil
		}
	}
}

// rtype stands for the VM's type record, of which only the address is used here.
type rtype struct {
	_ uintptr
}

func (t *rtype) lite() reflectlite.Type { return reflectlite.Type(uintptr(unsafe.Pointer(t))) }

func fromLite(t reflectlite.Type) *rtype { return (*rtype)(unsafe.Pointer(uintptr(t))) }

// toType keeps a missing type a nil interface.
func toType(t *rtype) Type {
	if t == nil {
		return nil
	}
	return t
}

// TypeOf gives i's dynamic type, nil for a nil interface.
func TypeOf(i any) Type { return toType(fromLite(reflectlite.TypeOf(i))) }

func (t *rtype) common() *rtype  { return t }
func (t *rtype) Align() int      { return typeAlign(t) }
func (t *rtype) FieldAlign() int { return typeAlign(t) }
func (t *rtype) kind() Kind      { return Kind(reflectlite.TypeKind(t.lite())) }
func (t *rtype) Kind() Kind      { return t.kind() }
func (t *rtype) Name() string    { return reflectlite.TypeName(t.lite()) }
func (t *rtype) PkgPath() string {
	if t.kind() == UnsafePointer && t.String() == "unsafe.Pointer" {
		return "unsafe"
	}
	return reflectlite.TypePkgPath(t.lite())
}
func (t *rtype) Size() uintptr   { return reflectlite.TypeSize(t.lite()) }
func (t *rtype) String() string  { return reflectlite.TypeString(t.lite()) }
func (t *rtype) Comparable() bool {
	return reflectlite.TypeComparable(t.lite())
}
func (t *rtype) elem() *rtype { return fromLite(reflectlite.TypeElem(t.lite())) }
func (t *rtype) key() *rtype  { return fromLite(reflectlite.TypeKey(t.lite())) }
func (t *rtype) len() int     { return reflectlite.TypeLen(t.lite()) }
func (t *rtype) field(i int) *rtype {
	return fromLite(reflectlite.FieldType(t.lite(), i))
}

func (t *rtype) Bits() int {
	k := t.kind()
	if k < Int || k > Complex128 {
		panic("reflect: Bits of non-arithmetic Type " + t.String())
	}
	return int(t.Size()) * 8
}

func (t *rtype) ChanDir() ChanDir {
	if t.kind() != Chan {
		panic("reflect: ChanDir of non-chan type " + t.String())
	}
	return ChanDir(typeDir(t))
}

func (t *rtype) IsVariadic() bool {
	if t.kind() != Func {
		panic("reflect: IsVariadic of non-func type " + t.String())
	}
	return typeVariadic(t)
}

func (t *rtype) Elem() Type {
	switch t.kind() {
	case Array, Chan, Map, Pointer, Slice:
		return t.elem()
	}
	panic("reflect: Elem of invalid type " + t.String())
}

func (t *rtype) Key() Type {
	if t.kind() != Map {
		panic("reflect: Key of non-map type " + t.String())
	}
	return t.key()
}

func (t *rtype) Len() int {
	if t.kind() != Array {
		panic("reflect: Len of non-array type " + t.String())
	}
	return t.len()
}

func (t *rtype) NumIn() int {
	if t.kind() != Func {
		panic("reflect: NumIn of non-func type " + t.String())
	}
	return numParam(t)
}

func (t *rtype) NumOut() int {
	if t.kind() != Func {
		panic("reflect: NumOut of non-func type " + t.String())
	}
	return numResult(t)
}

func (t *rtype) In(i int) Type {
	if t.kind() != Func {
		panic("reflect: In of non-func type " + t.String())
	}
	if i < 0 || i >= numParam(t) {
		panic("reflect: Func index out of bounds")
	}
	return param(t, i)
}

func (t *rtype) Out(i int) Type {
	if t.kind() != Func {
		panic("reflect: Out of non-func type " + t.String())
	}
	if i < 0 || i >= numResult(t) {
		panic("reflect: Func index out of bounds")
	}
	return result(t, i)
}

func (t *rtype) OverflowInt(x int64) bool {
	switch t.kind() {
	case Int, Int8, Int16, Int32, Int64:
		drop := 64 - uint(t.Size())*8
		return x != x<<drop>>drop
	}
	panic("reflect: OverflowInt of non-int type " + t.String())
}

func (t *rtype) OverflowUint(x uint64) bool {
	switch t.kind() {
	case Uint, Uint8, Uint16, Uint32, Uint64, Uintptr:
		drop := 64 - uint(t.Size())*8
		return x != x<<drop>>drop
	}
	panic("reflect: OverflowUint of non-uint type " + t.String())
}

func (t *rtype) OverflowFloat(x float64) bool {
	switch t.kind() {
	case Float32:
		return overflows32(x)
	case Float64:
		return false
	}
	panic("reflect: OverflowFloat of non-float type " + t.String())
}

func (t *rtype) OverflowComplex(x complex128) bool {
	switch t.kind() {
	case Complex64:
		return overflows32(real(x)) || overflows32(imag(x))
	case Complex128:
		return false
	}
	panic("reflect: OverflowComplex of non-complex type " + t.String())
}

// overflows32 says whether x is finite and beyond the greatest float32.
func overflows32(x float64) bool {
	if x < 0 {
		x = -x
	}
	const maxFloat32, maxFloat64 = 0x1p127 * (1 + (1 - 0x1p-23)), 0x1p1023 * (1 + (1 - 0x1p-52))
	return maxFloat32 < x && x <= maxFloat64
}

func (t *rtype) CanSeq() bool {
	switch t.kind() {
	case Int8, Int16, Int32, Int64, Int, Uint8, Uint16, Uint32, Uint64, Uint, Uintptr, Array, Slice, Chan, String, Map:
		return true
	case Func:
		return isIteration(t, 1)
	case Pointer:
		return t.elem().kind() == Array
	}
	return false
}

func (t *rtype) CanSeq2() bool {
	switch t.kind() {
	case Array, Slice, String, Map:
		return true
	case Func:
		return isIteration(t, 2)
	case Pointer:
		return t.elem().kind() == Array
	}
	return false
}

// isIteration says whether func type t is func(yield func(n values) bool).
func isIteration(t *rtype, n int) bool {
	if numParam(t) != 1 || numResult(t) != 0 || param(t, 0).kind() != Func {
		return false
	}
	y := param(t, 0)
	return numParam(y) == n && numResult(y) == 1 && Type(result(y, 0)) == TypeFor[bool]()
}

// ---- methods ----

func exportedName(s string) bool {
	if s == "" {
		return false
	}
	if s[0] < 0x80 {
		return 'A' <= s[0] && s[0] <= 'Z'
	}
	for _, r := range s {
		return isUpper(r)
	}
	return false
}

// exportedMethod is the place in the whole list of the i-th exported method, -1
// if there are fewer. An interface type counts all of its methods.
func (t *rtype) exportedMethod(i int) int {
	n := numMethodAll(t)
	all := t.kind() == Interface
	for k := 0; k < n; k++ {
		if all || exportedName(methodName(t, k)) {
			if i == 0 {
				return k
			}
			i--
		}
	}
	return -1
}

func (t *rtype) NumMethod() int { return reflectlite.TypeNumMethod(t.lite()) }

func (t *rtype) Method(i int) (m Method) {
	k := -1
	if i >= 0 {
		k = t.exportedMethod(i)
	}
	if k < 0 {
		panic("reflect: Method index out of range")
	}
	m.Name = methodName(t, k)
	m.Index = i
	mt := methodType(t, k)
	if t.kind() == Interface {
		m.PkgPath = methodPkgPath(t, k)
		m.Type = mt
		return m
	}
	params := []*rtype{t}
	for n := 0; n < numParam(mt); n++ {
		params = append(params, param(mt, n))
	}
	results := make([]*rtype, numResult(mt))
	for n := range results {
		results[n] = result(mt, n)
	}
	ft := newFunc(params, results, typeVariadic(mt))
	m.Type = ft
	m.Func = MakeFunc(ft, func(in []Value) []Value {
		f := in[0].methodValue(k)
		if typeVariadic(mt) {
			return f.call("CallSlice", in[1:])
		}
		return f.call("Call", in[1:])
	})
	return m
}

func (t *rtype) MethodByName(name string) (m Method, ok bool) {
	n := t.NumMethod()
	for i := 0; i < n; i++ {
		if methodName(t, t.exportedMethod(i)) == name {
			return t.Method(i), true
		}
	}
	return Method{}, false
}

// ---- relations ----

func (t *rtype) Implements(u Type) bool {
	if u == nil {
		panic("reflect: nil type passed to Type.Implements")
	}
	of := u.common()
	if of.kind() != Interface {
		panic("reflect: non-interface type passed to Type.Implements")
	}
	return reflectlite.TypeImplements(t.lite(), of.lite())
}

func (t *rtype) AssignableTo(u Type) bool {
	if u == nil {
		panic("reflect: nil type passed to Type.AssignableTo")
	}
	to := u.common()
	return directlyAssignable(to, t) || to.kind() == Interface && reflectlite.TypeImplements(t.lite(), to.lite())
}

func (t *rtype) ConvertibleTo(u Type) bool {
	if u == nil {
		panic("reflect: nil type passed to Type.ConvertibleTo")
	}
	return conversion(u.common(), t) != noConversion
}

// directlyAssignable says whether a value of type v is one of type t as it is.
func directlyAssignable(t, v *rtype) bool {
	if t == v {
		return true
	}
	if t.Name() != "" && v.Name() != "" || t.kind() != v.kind() {
		return false
	}
	if t.kind() == Chan && ChanDir(typeDir(v)) == BothDir && t.elem() == v.elem() {
		return true
	}
	return identicalUnderlying(t, v, true)
}

// identical says whether two types are the same, with tags left out if !tags.
func identical(t, v *rtype, tags bool) bool {
	if tags || t == v {
		return t == v
	}
	if t.Name() != v.Name() || t.kind() != v.kind() || t.PkgPath() != v.PkgPath() || t.Name() != "" {
		return false
	}
	return identicalUnderlying(t, v, false)
}

func identicalUnderlying(t, v *rtype, tags bool) bool {
	if t == v {
		return true
	}
	k := t.kind()
	if k != v.kind() {
		return false
	}
	if Bool <= k && k <= Complex128 || k == String || k == UnsafePointer {
		return true
	}
	switch k {
	case Array:
		return t.len() == v.len() && identical(t.elem(), v.elem(), tags)
	case Chan:
		return typeDir(t) == typeDir(v) && identical(t.elem(), v.elem(), tags)
	case Map:
		return identical(t.key(), v.key(), tags) && identical(t.elem(), v.elem(), tags)
	case Pointer, Slice:
		return identical(t.elem(), v.elem(), tags)
	case Func:
		if numParam(t) != numParam(v) || numResult(t) != numResult(v) || typeVariadic(t) != typeVariadic(v) {
			return false
		}
		for i := 0; i < numParam(t); i++ {
			if !identical(param(t, i), param(v, i), tags) {
				return false
			}
		}
		for i := 0; i < numResult(t); i++ {
			if !identical(result(t, i), result(v, i), tags) {
				return false
			}
		}
		return true
	case Interface:
		return numMethodAll(t) == numMethodAll(v) && reflectlite.TypeImplements(t.lite(), v.lite())
	case Struct:
		n := reflectlite.NumField(t.lite())
		if n != reflectlite.NumField(v.lite()) {
			return false
		}
		for i := 0; i < n; i++ {
			if reflectlite.FieldName(t.lite(), i) != reflectlite.FieldName(v.lite(), i) ||
				fieldPkgPath(t, i) != fieldPkgPath(v, i) ||
				!identical(t.field(i), v.field(i), tags) ||
				tags && fieldTag(t, i) != fieldTag(v, i) ||
				reflectlite.FieldEmbedded(t.lite(), i) != reflectlite.FieldEmbedded(v.lite(), i) {
				return false
			}
		}
		return true
	}
	return false
}
