// Package builtin describes the names that every program has without an import.
// It is for reading only: nobody imports it.
package builtin

// bool has the values true and false.
type bool bool

// true and false are the values of type bool.
const (
	true  = 0 == 0
	false = 0 != 0
)

// int is a signed integer of 64 bits.
type int int

// int8 is a signed integer of 8 bits: -128 to 127.
type int8 int8

// int16 is a signed integer of 16 bits: -32768 to 32767.
type int16 int16

// int32 is a signed integer of 32 bits: -2147483648 to 2147483647.
type int32 int32

// int64 is a signed integer of 64 bits. It is another type than int.
type int64 int64

// uint is an unsigned integer of 64 bits.
type uint uint

// uint8 is an unsigned integer of 8 bits: 0 to 255.
type uint8 uint8

// uint16 is an unsigned integer of 16 bits: 0 to 65535.
type uint16 uint16

// uint32 is an unsigned integer of 32 bits: 0 to 4294967295.
type uint32 uint32

// uint64 is an unsigned integer of 64 bits. It is another type than uint.
type uint64 uint64

// uintptr is an unsigned integer that holds the bits of a pointer. It keeps nothing alive.
type uintptr uintptr

// float32 is an IEEE 754 number of 32 bits.
type float32 float32

// float64 is an IEEE 754 number of 64 bits.
type float64 float64

// complex64 is a complex number with float32 parts.
type complex64 complex64

// complex128 is a complex number with float64 parts.
type complex128 complex128

// string is a sequence of bytes, as a rule UTF-8 text. Strings never change; "" is the zero value.
type string string

// byte is another name for uint8.
type byte = uint8

// rune is another name for int32, for Unicode code points.
type rune = int32

// any is another name for interface{}: all types implement it.
type any = interface{}

// comparable is implemented by all types whose values may be compared with ==. It is for type parameters only.
type comparable interface{ comparable }

// error is what functions return to say what went wrong; nil: nothing did.
type error interface {
	Error() string
}

// iota is the number of the specification within its const declaration, from 0.
const iota = 0

// nil is the zero value of pointers, channels, functions, interfaces, maps and slices.
var nil Type

// Type stands for any type, the same wherever it occurs in a declaration.
type Type int

// Type1 stands for any type.
type Type1 int

// IntegerType stands for an integer type.
type IntegerType int

// FloatType stands for float32 or float64.
type FloatType float32

// ComplexType stands for complex64 or complex128.
type ComplexType complex64

// append adds elements to the end of a slice and gives the longer slice, which shares the array of the first if that has
// room: s = append(s, x, y); s = append(s, t...). A string may be added to a []byte.
func append(slice []Type, elems ...Type) []Type

// cap is the number of elements that a slice may have without moving, of an array's elements, or of a channel's buffer.
func cap(v Type) int

// clear deletes all entries of a map, or sets all elements of a slice to their zero value.
func clear[T ~[]Type | ~map[Type]Type1](t T)

// close says that nothing more is sent on a channel: receivers get what is left in it, then zero values. To close a channel
// twice, or a nil one, panics.
func close(c chan<- Type)

// complex makes a complex number of its parts.
func complex(r, i FloatType) ComplexType

// copy copies elements to dst, as many as both have, and gives their number. The two may overlap; src may be a string if dst
// has bytes.
func copy(dst, src []Type) int

// delete takes the entry with a key out of a map, if there is one.
func delete(m map[Type]Type1, key Type)

// imag is the imaginary part.
func imag(c ComplexType) FloatType

// len is the number of elements of an array, slice or map, of bytes in a string, or of values waiting in a channel.
func len(v Type) int

// make makes a slice of a length (and capacity), a map (with room for so many entries), or a channel (with a buffer).
func make(t Type, size ...IntegerType) Type

// max is the greatest of its arguments, numbers or strings.
func max[T cmp.Ordered](x T, y ...T) T

// min is the least of its arguments, numbers or strings.
func min[T cmp.Ordered](x T, y ...T) T

// new gives a pointer to a new variable: of the type, with its zero value, or with the value that stands for it.
func new(Type) *Type

// panic ends what runs: deferred calls are made, and if none of them recovers, the program ends with v and a traceback, exit
// code 2.
func panic(v any)

// print writes its arguments to standard error, for debugging.
func print(args ...Type)

// println writes its arguments to standard error, with spaces between and a line end, for debugging.
func println(args ...Type)

// real is the real part.
func real(c ComplexType) FloatType

// recover, called by a deferred function, stops the panic under way and gives its value; nil when there is none.
func recover() any
