// Package runtime holds what every program carries: the values that failing
// operations panic with, and the doors to the scheduler and the collector.
//
// error.mg owns the texts of runtime panics. The VM calls the panic* functions
// below by name when an operation fails; each builds the error value and panics
// with it, so that a deferred function recovers an ordinary runtime.Error. Their
// frames are the runtime's and are left out of tracebacks.
package runtime

import "internal/reflectlite"

// Error is an error that the runtime itself raised.
type Error interface {
	error

	// RuntimeError does nothing; having it marks a type as a runtime error.
	RuntimeError()
}

// A TypeAssertionError says why x.(T) failed.
type TypeAssertionError struct {
	inter    string // static type of x
	concrete string // dynamic type of x, "" for a nil interface
	asserted string // T
	missing  string // a method that T wants and concrete lacks
	samePkg  bool   // concrete and asserted print alike and come from one package
}

func (*TypeAssertionError) RuntimeError() {}

func (e *TypeAssertionError) Error() string {
	const prefix = "interface conversion: "
	switch {
	case e.concrete == "":
		inter := e.inter
		if inter == "" {
			inter = "interface"
		}
		return prefix + inter + " is nil, not " + e.asserted
	case e.missing != "":
		return prefix + e.concrete + " is not " + e.asserted + ": missing method " + e.missing
	}
	inter := e.inter
	if inter == "" {
		inter = "interface"
	}
	text := prefix + inter + " is " + e.concrete + ", not " + e.asserted
	if e.concrete == e.asserted {
		if e.samePkg {
			text += " (types from different scopes)"
		} else {
			text += " (types from different packages)"
		}
	}
	return text
}

// A PanicNilError is what panic(nil) raises.
type PanicNilError struct {
	_ [0]*PanicNilError
}

func (*PanicNilError) Error() string { return "runtime error: panic called with nil argument" }
func (*PanicNilError) RuntimeError() {}

// errorString is a runtime error whose text gets the usual prefix.
type errorString string

func (e errorString) RuntimeError() {}
func (e errorString) Error() string { return "runtime error: " + string(e) }

// plainError is a runtime error whose text stands alone.
type plainError string

func (e plainError) RuntimeError() {}
func (e plainError) Error() string { return string(e) }

// errorAddressString is a memory fault at an address the VM knows.
type errorAddressString struct {
	msg  string
	addr uintptr
}

func (e errorAddressString) RuntimeError() {}
func (e errorAddressString) Error() string { return "runtime error: " + e.msg }
func (e errorAddressString) Addr() uintptr { return e.addr }

// Codes of boundsError, as the VM passes them to panicBounds.
const (
	boundsIndex      = iota // s[x] with x outside [0, y), y = len(s)
	boundsSliceAlen         // s[?:x] with x outside [0, y], y = len(s) (strings, arrays)
	boundsSliceAcap         // s[?:x] with x outside [0, y], y = cap(s)
	boundsSliceB            // s[x:y] with x outside [0, y]
	boundsSlice3Alen        // s[::x] with x outside [0, y], y = len of an array
	boundsSlice3Acap        // s[::x] with x outside [0, y], y = cap(s)
	boundsSlice3B           // s[:x:y] with x outside [0, y]
	boundsSlice3C           // s[x:y:] with x outside [0, y]
	boundsConvert           // [x]T(s) with x > y, y = len(s)
)

// A boundsError is an index or slice expression out of range. x is read as
// unsigned unless signed is set.
type boundsError struct {
	x      int64
	y      int
	signed bool
	code   uint8
}

func (e boundsError) RuntimeError() {}

func (e boundsError) Error() string {
	x, y := utoa(uint64(e.x)), itoa(e.y)
	negative := e.signed && e.x < 0
	if negative {
		x = itoa(int(e.x))
	}
	const index, slice = "runtime error: index out of range ", "runtime error: slice bounds out of range "
	ofLen, ofCap := " with length "+y, " with capacity "+y
	if negative {
		ofLen, ofCap, y = "", "", ""
	}
	switch e.code {
	case boundsIndex:
		return index + "[" + x + "]" + ofLen
	case boundsSliceAlen:
		return slice + "[:" + x + "]" + ofLen
	case boundsSliceAcap:
		return slice + "[:" + x + "]" + ofCap
	case boundsSliceB:
		return slice + "[" + x + ":" + y + "]"
	case boundsSlice3Alen:
		return slice + "[::" + x + "]" + ofLen
	case boundsSlice3Acap:
		return slice + "[::" + x + "]" + ofCap
	case boundsSlice3B:
		return slice + "[:" + x + ":" + y + "]"
	case boundsSlice3C:
		return slice + "[" + x + ":" + y + ":]"
	}
	return "runtime error: cannot convert slice" + ofLen + " to array or pointer to array with length " + x
}

// itoa and utoa are here because package runtime imports no strconv.
func itoa(v int) string {
	if v < 0 {
		return "-" + utoa(-uint64(v))
	}
	return utoa(uint64(v))
}

func utoa(v uint64) string {
	var buf [20]byte
	i := len(buf)
	for {
		i--
		buf[i] = byte('0' + v%10)
		v /= 10
		if v == 0 {
			return string(buf[i:])
		}
	}
}

// panicBounds raises a boundsError; code is one of bounds*.
func panicBounds(x int64, y int, signed bool, code uint8) {
	panic(boundsError{x, y, signed, code})
}

func panicdivide()   { panic(errorString("integer divide by zero")) }
func panicshift()    { panic(errorString("negative shift amount")) }
func panicoverflow() { panic(errorString("integer overflow")) }
func panicfloat()    { panic(errorString("floating point error")) }

// panicmem is a nil dereference (or any access the VM turns into one).
func panicmem() {
	panic(errorString("invalid memory address or nil pointer dereference"))
}

// panicmemAddr is a memory fault at addr.
func panicmemAddr(addr uintptr) {
	panic(errorAddressString{"invalid memory address or nil pointer dereference", addr})
}

// panicnil is panic(nil).
func panicnil() { panic(new(PanicNilError)) }

// panicdottype is a failed x.(T) with a dynamic type present. For an interface T
// missing is the first (in sorted order) of its methods that concrete lacks.
// samePkg matters only when concrete and asserted print alike.
func panicdottype(inter, concrete, asserted, missing string, samePkg bool) {
	panic(&TypeAssertionError{inter, concrete, asserted, missing, samePkg})
}

// panicnildottype is a failed x.(T) on a nil interface.
func panicnildottype(inter, asserted string) {
	panic(&TypeAssertionError{inter: inter, asserted: asserted})
}

func panicunhashable(typ string)   { panic(errorString("hash of unhashable type " + typ)) }
func panicuncomparable(typ string) { panic(errorString("comparing uncomparable type " + typ)) }

func panicmakeslicelen() { panic(errorString("makeslice: len out of range")) }
func panicmakeslicecap() { panic(errorString("makeslice: cap out of range")) }
func panicgrowslice()    { panic(errorString("growslice: len out of range")) }
func panicmakechan()     { panic(plainError("makechan: size out of range")) }
func panicnilmap()       { panic(plainError("assignment to entry in nil map")) }
func panicsendclosed()   { panic(plainError("send on closed channel")) }
func panicclosenil()     { panic(plainError("close of nil channel")) }
func panicclosed()       { panic(plainError("close of closed channel")) }
func panicunsafeslice()  { panic(errorString("unsafe.Slice: len out of range")) }
func panicunsafestring() { panic(errorString("unsafe.String: len out of range")) }
func panicunsafeslicenil() {
	panic(errorString("unsafe.Slice: ptr is nil and len is not zero"))
}
func panicunsafestringnil() {
	panic(errorString("unsafe.String: ptr is nil and len is not zero"))
}

// checkunsafeslice panics unless unsafe.Slice(p, n) of elements of size bytes
// lies in the address space.
func checkunsafeslice(p uintptr, n int, size uintptr) {
	switch room := -p; {
	case n < 0 || p != 0 && size != 0 && uintptr(n) > room/size:
		panicunsafeslice()
	case p == 0 && n > 0:
		panicunsafeslicenil()
	}
}

// checkunsafestring does so for unsafe.String(p, n).
func checkunsafestring(p uintptr, n int) {
	switch {
	case n < 0 || p != 0 && uintptr(n) > -p:
		panicunsafestring()
	case p == 0 && n > 0:
		panicunsafestringnil()
	}
}

// panicwrap is the call of value method pkg.typ.meth through a nil *typ.
func panicwrap(pkg, typ, meth string) {
	panic(plainError("value method " + pkg + "." + typ + "." + meth + " called using nil *" + typ + " pointer"))
}

// panicrangestate panics about an iterator that breaks the rules: the loop's body was called in that state, or (4) never
// returned.
func panicrangestate(state int) {
	switch state {
	case 0:
		panic(errorString("range function continued iteration after function for loop body returned false"))
	case 2:
		panic(errorString("range function continued iteration after loop body panic"))
	case 3:
		panic(errorString("range function continued iteration after whole loop exit"))
	}
	panic(errorString("range function recovered a loop body panic and did not resume panicking"))
}

// panicerror raises a runtime error of any other text (with the usual prefix);
// panicplain one without the prefix.
func panicerror(text string) { panic(errorString(text)) }
func panicplain(text string) { panic(plainError(text)) }

// preprintpanic gives what is to be printed for a panic value that nobody
// recovered: for an error its Error(), for a Stringer its String(), else v. The
// VM calls it for each panic of the chain, outermost last, before it prints any.
func preprintpanic(v any) any {
	switch v := v.(type) {
	case error:
		return v.Error()
	case interface{ String() string }:
		return v.String()
	}
	return v
}

// printpanicval gives the text after "panic: " of a value that preprintpanic
// returned. Every newline in it is followed by a tab.
func printpanicval(v any) string {
	if v == nil {
		return "nil"
	}
	name := reflectlite.TypeString(reflectlite.TypeOf(v))
	kind := reflectlite.KindOf(v)
	text := ""
	switch {
	case kind == reflectlite.Bool:
		text = "false"
		if reflectlite.BoolOf(v) {
			text = "true"
		}
	case kind >= reflectlite.Int && kind <= reflectlite.Int64:
		text = itoa(int(reflectlite.IntOf(v)))
	case kind >= reflectlite.Uint && kind <= reflectlite.Uintptr:
		text = utoa(reflectlite.UintOf(v))
	case kind == reflectlite.Float32 || kind == reflectlite.Float64:
		text = floatText(reflectlite.FloatOf(v), floatBits(kind))
	case kind == reflectlite.Complex64 || kind == reflectlite.Complex128:
		c := reflectlite.ComplexOf(v)
		im := floatText(imag(c), floatBits(kind))
		if im[0] != '-' && im[0] != '+' {
			im = "+" + im
		}
		text = "(" + floatText(real(c), floatBits(kind)) + im + "i)"
		if name == kindName(kind) {
			return text
		}
		return name + text
	case kind == reflectlite.String:
		text = indent(reflectlite.StringOf(v))
		if name == "string" {
			return text
		}
		return name + `("` + text + `")`
	default:
		return "(" + name + ") " + hex(uint64(reflectlite.DataWord(v)))
	}
	if name == kindName(kind) {
		return text
	}
	return name + "(" + text + ")"
}

// kindName is the name of the predeclared type of a basic kind.
func kindName(k reflectlite.Kind) string {
	switch k {
	case reflectlite.Bool:
		return "bool"
	case reflectlite.Int:
		return "int"
	case reflectlite.Int8:
		return "int8"
	case reflectlite.Int16:
		return "int16"
	case reflectlite.Int32:
		return "int32"
	case reflectlite.Int64:
		return "int64"
	case reflectlite.Uint:
		return "uint"
	case reflectlite.Uint8:
		return "uint8"
	case reflectlite.Uint16:
		return "uint16"
	case reflectlite.Uint32:
		return "uint32"
	case reflectlite.Uint64:
		return "uint64"
	case reflectlite.Uintptr:
		return "uintptr"
	case reflectlite.Float32:
		return "float32"
	case reflectlite.Float64:
		return "float64"
	case reflectlite.Complex64:
		return "complex64"
	case reflectlite.Complex128:
		return "complex128"
	}
	return ""
}

func hex(v uint64) string {
	var buf [18]byte
	i := len(buf)
	for {
		i--
		buf[i] = "0123456789abcdef"[v&15]
		v >>= 4
		if v == 0 {
			return "0x" + string(buf[i:])
		}
	}
}

// indent puts a tab after each newline, so that a panic value cannot look like
// a part of the traceback.
func indent(s string) string {
	n := 0
	for i := 0; i < len(s); i++ {
		if s[i] == '\n' {
			n++
		}
	}
	if n == 0 {
		return s
	}
	b := make([]byte, 0, len(s)+n)
	for i := 0; i < len(s); i++ {
		b = append(b, s[i])
		if s[i] == '\n' {
			b = append(b, '\t')
		}
	}
	return string(b)
}

// printfloatBuf formats as the predeclared print does, with the digits that
// tell numbers of so many bits apart.
//
//minigo:leaf
func printfloatBuf(f float64, bits int, buf []byte) (n int)

func floatText(f float64, bits int) string {
	var buf [32]byte
	n := printfloatBuf(f, bits, buf[:])
	return string(buf[:n])
}

// floatBits is the width of a float kind, or of a half of a complex kind.
func floatBits(k reflectlite.Kind) int {
	if k == reflectlite.Float32 || k == reflectlite.Complex64 {
		return 32
	}
	return 64
}
