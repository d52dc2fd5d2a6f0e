// Package reflectlite is the small window through which the library looks at
// values whose static type it does not know. It is all natives over type
// descriptors and interface words; fmt, errors, sort and runtime are its users.
//
// A Type is the address of a type descriptor, 0 for "no type" (a nil interface).
// Two Types are equal exactly when the types are identical. Descriptors are
// never freed, so a Type needs no care of the collector.
//
// A value is looked at through an `any` holding it. A function applied to a
// value of a kind it is not made for may do anything short of harming memory
// (natives return zero); callers test the kind first.
package reflectlite

// A Type is a type descriptor; see the package comment.
type Type uintptr

// A Kind is the class of a type; the numbers are those of Go's package reflect.
type Kind uint8

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

// ---- types ----

// TypeOf is the dynamic type of v, 0 for nil.
//
//minigo:leaf
func TypeOf(v any) Type

// TypeKind is the kind of t; Invalid for 0.
//
//minigo:leaf
func TypeKind(t Type) Kind

// TypeString is what %T prints, such as "[]main.T"; it lives as long as the program.
//
//minigo:leaf
func TypeString(t Type) string

// TypeName is the declared name without package ("int", "T"), "" for a type literal.
//
//minigo:leaf
func TypeName(t Type) string

// TypePkgPath is the import path of a declared type's package, "" for others.
//
//minigo:leaf
func TypePkgPath(t Type) string

// TypeElem is the element type of an array, chan, map, pointer or slice type.
//
//minigo:leaf
func TypeElem(t Type) Type

// TypeKey is the key type of a map type.
//
//minigo:leaf
func TypeKey(t Type) Type

// TypeLen is the length of an array type.
//
//minigo:leaf
func TypeLen(t Type) int

// TypeSize is the size in bytes of a value in memory.
//
//minigo:leaf
func TypeSize(t Type) uintptr

// TypeComparable says whether == is defined on t (it may still panic for interfaces).
//
//minigo:leaf
func TypeComparable(t Type) bool

// TypeNumMethod is the number of exported methods in the method set; for an
// interface type of all methods.
//
//minigo:leaf
func TypeNumMethod(t Type) int

// NumField is the number of fields of a struct type.
//
//minigo:leaf
func NumField(t Type) int

// FieldName is the name of field i; for an embedded field that of its type.
//
//minigo:leaf
func FieldName(t Type, i int) string

// FieldType is the type of field i.
//
//minigo:leaf
func FieldType(t Type, i int) Type

// FieldExported says whether field i's name is exported.
//
//minigo:leaf
func FieldExported(t Type, i int) bool

// FieldEmbedded says whether field i is embedded.
//
//minigo:leaf
func FieldEmbedded(t Type, i int) bool

// AssignableTo says whether v's dynamic type is t, or t is an interface type
// that it implements. False for a nil v.
//
//minigo:leaf
func AssignableTo(v any, t Type) bool

// TypeImplements says whether t has all methods of interface type inter.
//
//minigo:leaf
func TypeImplements(t, inter Type) bool

// ---- values: scalars ----

// KindOf is TypeKind(TypeOf(v)).
//
//minigo:leaf
func KindOf(v any) Kind

// BoolOf, IntOf, UintOf, FloatOf, ComplexOf and StringOf read a value of the
// kinds their names say, whatever its declared type, widened.
//
//minigo:leaf
func BoolOf(v any) bool

//minigo:leaf
func IntOf(v any) int64

//minigo:leaf
func UintOf(v any) uint64

//minigo:leaf
func FloatOf(v any) float64

//minigo:leaf
func ComplexOf(v any) complex128

//minigo:leaf
func StringOf(v any) string

// PointerOf is the address in a pointer, map, chan, func or unsafe.Pointer, for
// a slice that of its first element, for a string that of its first byte.
//
//minigo:leaf
func PointerOf(v any) uintptr

// DataWord is the interface's data word as it is.
//
//minigo:leaf
func DataWord(v any) uintptr

// IsNil says whether a pointer, map, chan, func, slice or unsafe.Pointer is nil.
// True for a nil v, false for other kinds.
//
//minigo:leaf
func IsNil(v any) bool

// ---- values: parts ----

// LenOf is len(v) for array, chan, map, slice and string.
//
//minigo:leaf
func LenOf(v any) int

// CapOf is cap(v) for array, chan and slice.
//
//minigo:leaf
func CapOf(v any) int

// Index is element i of an array or slice (i is in range). An element of
// interface type comes out as its dynamic value. The result is a copy.
func Index(v any, i int) any

// Field is field i of a struct, exported or not, as Index.
func Field(v any, i int) any

// Elem is what a pointer points to, as Index; the pointer is not nil.
func Elem(v any) any

// MapEntries is a fresh slice of the map's keys and elements in turn, in any
// order: k0, e0, k1, e1, …; nil for a nil map.
func MapEntries(v any) []any

// MapIndex is the element at key, as Index; key has (or is assignable to) the
// map's key type.
func MapIndex(v any, key any) (elem any, ok bool)

// BytesOf is a slice over the bytes of a slice whose element kind is Uint8 (not
// copied) or of an array of such (a copy).
func BytesOf(v any) []byte

// What Unwrap found.
const (
	NotAValue = iota
	PlainValue
	HiddenValue // of an unexported field
	NoValue     // the zero reflect.Value
)

// Unwrap gives what v holds if it is a reflect.Value, as Index, with its type.
func Unwrap(v any) (x any, typ Type, state int)

// Zero gives a zero value of type t, or a pointer to a new one (of a type that
// the program has); nil for 0 and for interfaces.
func Zero(t Type, pointer bool) any

// ---- setting ----

// SetPtr does *ptr = v, ptr a non-nil pointer to T where T is TypeOf(v) or an
// interface type that v implements. A nil v stores T's zero value.
func SetPtr(ptr any, v any)

// SetBool … SetBytes store through a non-nil pointer to a type of the kind
// their names say (whatever its declared type); integers and floats are
// truncated to its size. SetBytes stores b as it is to a slice of bytes.
//
//minigo:leaf
func SetBool(ptr any, v bool)

//minigo:leaf
func SetInt(ptr any, v int64)

//minigo:leaf
func SetUint(ptr any, v uint64)

//minigo:leaf
func SetFloat(ptr any, v float64)

//minigo:leaf
func SetComplex(ptr any, v complex128)

//minigo:leaf
func SetString(ptr any, v string)

//minigo:leaf
func SetBytes(ptr any, b []byte)

// Swap exchanges elements i and j of a slice; both are in range.
//
//minigo:leaf
func Swap(slice any, i, j int)
