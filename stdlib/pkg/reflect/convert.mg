package reflect

import (
	"internal/reflectlite"
	"unsafe"
)

// The ways in which a value is converted.
const (
	noConversion = iota
	sameMemory
	toInterface
	numeric
	intToString
	bytesToString
	runesToString
	stringToBytes
	stringToRunes
	sliceToArray
	sliceToArrayPointer
)

func isInt(k Kind) bool     { return Int <= k && k <= Uintptr }
func isFloat(k Kind) bool   { return k == Float32 || k == Float64 }
func isComplex(k Kind) bool { return k == Complex64 || k == Complex128 }

// conversion tells how a value of type v becomes one of type t.
func conversion(t, v *rtype) int {
	tk, vk := t.kind(), v.kind()
	switch {
	case (isInt(vk) || isFloat(vk)) && (isInt(tk) || isFloat(tk)), isComplex(vk) && isComplex(tk):
		return numeric
	case isInt(vk) && tk == String:
		return intToString
	case vk == String && tk == Slice && t.elem().PkgPath() == "":
		switch t.elem().kind() {
		case Uint8:
			return stringToBytes
		case Int32:
			return stringToRunes
		}
	case vk == Slice && tk == String && v.elem().PkgPath() == "":
		switch v.elem().kind() {
		case Uint8:
			return bytesToString
		case Int32:
			return runesToString
		}
	case vk == Slice && tk == Pointer && t.elem().kind() == Array && v.elem() == t.elem().elem():
		return sliceToArrayPointer
	case vk == Slice && tk == Array && v.elem() == t.elem():
		return sliceToArray
	}
	switch {
	case identicalUnderlying(t, v, false):
		return sameMemory
	case tk == Chan && vk == Chan && ChanDir(typeDir(v)) == BothDir && t.elem() == v.elem() && (t.Name() == "" || v.Name() == ""):
		return sameMemory
	case tk == Pointer && t.Name() == "" && vk == Pointer && v.Name() == "" && identicalUnderlying(t.elem(), v.elem(), false):
		return sameMemory
	case tk == Interface && reflectlite.TypeImplements(v.lite(), t.lite()):
		return toInterface
	}
	return noConversion
}

// CanConvert says whether Convert(t) does not panic.
func (v Value) CanConvert(t Type) bool {
	if !v.Type().ConvertibleTo(t) {
		return false
	}
	switch {
	case v.Kind() == Slice && t.Kind() == Array:
		return t.Len() <= v.Len()
	case v.Kind() == Slice && t.Kind() == Pointer && t.Elem().Kind() == Array:
		return t.Elem().Len() <= v.Len()
	}
	return true
}

// Convert gives v converted to type t.
func (v Value) Convert(t Type) Value {
	if v.flag&flagMethod != 0 {
		v = v.bound()
	}
	to := t.common()
	how := conversion(to, v.typ)
	if how == noConversion {
		panic("reflect.Value.Convert: value of type " + v.typ.String() + " cannot be converted to type " + to.String())
	}
	ro := v.flag.ro()
	if how == sameMemory {
		return copied(to, v.ptr, ro)
	}
	p := unsafeNew(to)
	r := Value{to, p, flag(to.kind()) | flagAddr}
	switch how {
	case toInterface:
		if v.Kind() != Interface || !v.IsNil() {
			storeInterface(to, v.packed(), p)
		}
	case numeric:
		r.setNumber(v)
	case intToString:
		s := "\uFFFD"
		if v.CanInt() {
			if x := v.Int(); int64(rune(x)) == x {
				s = string(rune(x))
			}
		} else if x := v.Uint(); uint64(rune(x)) == x {
			s = string(rune(x))
		}
		*(*string)(p) = s
	case bytesToString:
		*(*string)(p) = string(*(*[]byte)(v.ptr))
	case runesToString:
		*(*string)(p) = string(*(*[]rune)(v.ptr))
	case stringToBytes:
		*(*[]byte)(p) = []byte(*(*string)(v.ptr))
	case stringToRunes:
		*(*[]rune)(p) = []rune(*(*string)(v.ptr))
	case sliceToArray, sliceToArrayPointer:
		n := to
		if how == sliceToArrayPointer {
			n = to.elem()
		}
		if n.len() > v.Len() {
			s := "array"
			if how == sliceToArrayPointer {
				s = "pointer to array"
			}
			panic("reflect: cannot convert slice with length " + itoa(v.Len()) + " to " + s + " with length " + itoa(n.len()))
		}
		if how == sliceToArray {
			typedmemmove(to, p, v.word())
		} else {
			*(*unsafe.Pointer)(p) = v.word()
		}
	}
	r.flag = flag(to.kind()) | ro
	return r
}

// setNumber stores v, converted, to the number r.
func (r Value) setNumber(v Value) {
	switch {
	case v.CanInt():
		x := v.Int()
		switch {
		case r.CanInt():
			r.SetInt(x)
		case r.CanUint():
			r.SetUint(uint64(x))
		default:
			r.SetFloat(float64(x))
		}
	case v.CanUint():
		x := v.Uint()
		switch {
		case r.CanInt():
			r.SetInt(int64(x))
		case r.CanUint():
			r.SetUint(x)
		default:
			r.SetFloat(float64(x))
		}
	case v.CanFloat():
		x := v.Float()
		switch {
		case r.CanInt():
			r.SetInt(int64(x))
		case r.CanUint():
			r.SetUint(uint64(x))
		default:
			r.SetFloat(x)
		}
	default:
		r.SetComplex(v.Complex())
	}
}
