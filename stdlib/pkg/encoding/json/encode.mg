// Package json writes values as JSON and reads them back. scan.mg knows the
// syntax, fields.mg which members structs have, decode.mg reads, stream.mg works
// on readers and writers.
package json

import (
	"encoding"
	"encoding/base64"
	"encoding/json/jsontext"
	"errors"
	"fmt"
	"math"
	"reflect"
	"sort"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// A Marshaler writes itself as JSON.
type Marshaler interface {
	MarshalJSON() ([]byte, error)
}

// An UnsupportedTypeError is a type that has no JSON.
type UnsupportedTypeError struct {
	Type reflect.Type
}

func (e *UnsupportedTypeError) Error() string { return "json: unsupported type: " + e.Type.String() }

// An UnsupportedValueError is a value that has no JSON.
type UnsupportedValueError struct {
	Value reflect.Value
	Str   string
}

func (e *UnsupportedValueError) Error() string { return "json: unsupported value: " + e.Str }

// A MarshalerError is an error of a type's own method.
type MarshalerError struct {
	Type       reflect.Type
	Err        error
	sourceFunc string
}

func (e *MarshalerError) Error() string {
	f := e.sourceFunc
	if f == "" {
		f = "MarshalJSON"
	}
	return "json: error calling " + f + " for type " + e.Type.String() + ": " + e.Err.Error()
}

func (e *MarshalerError) Unwrap() error { return e.Err }

// An InvalidUTF8Error was an error of Marshal once; none gives it now.
type InvalidUTF8Error struct {
	S string
}

func (e *InvalidUTF8Error) Error() string {
	return "json: invalid UTF-8 in string: " + strconv.Quote(e.S)
}

// A Number is a number as it is written.
type Number string

func (n Number) String() string { return string(n) }

func (n Number) Float64() (float64, error) { return strconv.ParseFloat(string(n), 64) }

func (n Number) Int64() (int64, error) { return strconv.ParseInt(string(n), 10, 64) }

// A RawMessage is JSON as it is.
type RawMessage = jsontext.Value

// Marshal gives v as JSON.
func Marshal(v any) ([]byte, error) {
	e := encoder{html: true}
	if err := e.marshal(v); err != nil {
		return nil, err
	}
	return e.buf, nil
}

// MarshalIndent is Marshal and Indent.
func MarshalIndent(v any, prefix, indent string) ([]byte, error) {
	b, err := Marshal(v)
	if err != nil {
		return nil, err
	}
	return appendIndent(nil, b, prefix, indent), nil
}

type encoder struct {
	buf   []byte
	html  bool
	depth int
	seen  map[any]bool // what is being written, once it is deep
}

// failure carries an error up to marshal.
type failure struct{ err error }

func (e *encoder) marshal(v any) (err error) {
	defer func() {
		if r := recover(); r != nil {
			f, ok := r.(failure)
			if !ok {
				panic(r)
			}
			err = f.err
		}
	}()
	e.value(reflect.ValueOf(v), false)
	return nil
}

func (e *encoder) text(s string) { e.buf = append(e.buf, s...) }

// Types with methods of their own are asked for these.
func (e *encoder) methods(v reflect.Value) bool {
	t := v.Type()
	if t.Kind() != reflect.Interface && (t.Name() != "" || t.Kind() == reflect.Pointer || t.Kind() == reflect.Struct) {
		if v.Kind() != reflect.Pointer && v.CanAddr() && v.Addr().CanInterface() {
			switch m := v.Addr().Interface().(type) {
			case Marshaler:
				e.marshaler(v, m)
				return true
			}
		}
		if !v.CanInterface() {
			return false
		}
		switch m := v.Interface().(type) {
		case Number:
			return false
		case Marshaler:
			if v.Kind() == reflect.Pointer && v.IsNil() {
				e.text("null")
			} else {
				e.marshaler(v, m)
			}
			return true
		}
		if v.Kind() != reflect.Pointer && v.CanAddr() {
			switch m := v.Addr().Interface().(type) {
			case encoding.TextMarshaler:
				e.textMarshaler(v, m)
				return true
			}
		}
		switch m := v.Interface().(type) {
		case encoding.TextMarshaler:
			if v.Kind() == reflect.Pointer && v.IsNil() {
				e.text("null")
			} else {
				e.textMarshaler(v, m)
			}
			return true
		}
	}
	return false
}

// addressed is the type that errors name: methods are called on the address.
func addressed(t reflect.Type) reflect.Type {
	if k := t.Kind(); k == reflect.Pointer || k == reflect.Interface {
		return t
	}
	return reflect.PointerTo(t)
}

func (e *encoder) marshaler(v reflect.Value, m Marshaler) {
	b, err := m.MarshalJSON()
	if err == nil {
		e.buf, err = appendCompact(e.buf, b, e.html)
		if s, ok := err.(*SyntaxError); ok {
			s.Offset += int64(len(e.buf))
		}
	}
	if err != nil {
		if v.Type() == reflect.TypeFor[time.Time]() { // known here: its errors are of what is wrong only
			err = errors.New(strings.TrimPrefix(err.Error(), "Time.MarshalJSON: "))
		}
		panic(failure{&MarshalerError{addressed(v.Type()), err, "MarshalJSON"}})
	}
}

func (e *encoder) textMarshaler(v reflect.Value, m encoding.TextMarshaler) {
	b, err := m.MarshalText()
	if err != nil {
		panic(failure{&MarshalerError{addressed(v.Type()), err, "MarshalText"}})
	}
	e.string(string(b))
}

// value writes v; quoted puts scalars in quotes.
func (e *encoder) value(v reflect.Value, quoted bool) {
	if !v.IsValid() {
		e.text("null")
		return
	}
	if e.methods(v) {
		return
	}
	switch v.Kind() {
	case reflect.Bool:
		e.scalar(strconv.FormatBool(v.Bool()), quoted)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		e.scalar(strconv.FormatInt(v.Int(), 10), quoted)
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		e.scalar(strconv.FormatUint(v.Uint(), 10), quoted)
	case reflect.Float32, reflect.Float64:
		e.float(v, quoted)
	case reflect.String:
		e.stringValue(v, quoted)
	case reflect.Interface:
		if v.IsNil() {
			e.text("null")
		} else {
			e.value(v.Elem(), false)
		}
	case reflect.Struct:
		e.structure(v)
	case reflect.Map:
		e.mapping(v)
	case reflect.Slice:
		if v.IsNil() {
			e.text("null")
			return
		}
		if et := v.Type().Elem(); et.Kind() == reflect.Uint8 && !ownMethods(et) {
			e.buf = append(e.buf, '"')
			e.buf = base64.StdEncoding.AppendEncode(e.buf, v.Bytes())
			e.buf = append(e.buf, '"')
			return
		}
		defer e.enter(v, [2]any{v.Pointer(), v.Len()})()
		e.array(v)
	case reflect.Array:
		e.array(v)
	case reflect.Pointer:
		if v.IsNil() {
			e.text("null")
			return
		}
		defer e.enter(v, v.Pointer())()
		e.value(v.Elem(), quoted)
	default:
		panic(failure{&UnsupportedTypeError{v.Type()}})
	}
}

// ownMethods says whether elements of type t write themselves.
func ownMethods(t reflect.Type) bool {
	switch reflect.New(t).Interface().(type) {
	case Marshaler, encoding.TextMarshaler:
		return true
	}
	return false
}

// enter notes that v is being written and gives what undoes that. Meeting a deep
// value again is a cycle.
func (e *encoder) enter(v reflect.Value, key any) func() {
	e.depth++
	if e.depth <= 1000 {
		return e.leave
	}
	if e.seen[key] {
		panic(failure{&UnsupportedValueError{v, "encountered a cycle via " + v.Type().String()}})
	}
	if e.seen == nil {
		e.seen = map[any]bool{}
	}
	e.seen[key] = true
	return func() {
		delete(e.seen, key)
		e.depth--
	}
}

func (e *encoder) leave() { e.depth-- }

func (e *encoder) scalar(s string, quoted bool) {
	if quoted {
		e.buf = append(e.buf, '"')
		e.text(s)
		e.buf = append(e.buf, '"')
	} else {
		e.text(s)
	}
}

func (e *encoder) float(v reflect.Value, quoted bool) { e.scalar(floatText(v), quoted) }

func floatText(v reflect.Value) string {
	f := v.Float()
	bits := v.Type().Bits()
	if math.IsInf(f, 0) || math.IsNaN(f) {
		panic(failure{&UnsupportedValueError{v, strconv.FormatFloat(f, 'g', -1, bits)}})
	}
	format := byte('f')
	if abs := math.Abs(f); abs != 0 {
		if bits == 64 && (abs < 1e-6 || abs >= 1e21) || bits == 32 && (float32(abs) < 1e-6 || float32(abs) >= 1e21) {
			format = 'e'
		}
	}
	s := strconv.FormatFloat(f, format, -1, bits)
	if n := len(s); format == 'e' && n >= 4 && s[n-4] == 'e' && (s[n-3] == '-' || s[n-3] == '+') && s[n-2] == '0' {
		s = s[:n-2] + s[n-1:]
	}
	return s
}

func (e *encoder) stringValue(v reflect.Value, quoted bool) {
	if v.Type() == reflect.TypeOf(Number("")) {
		n := v.String()
		if n == "" {
			n = "0"
		}
		if end, err := skipNumberAll(n); err != nil || end != len(n) {
			if quoted {
				n = `"` + n + `"`
			}
			err := fmt.Errorf("cannot parse %q as JSON number: %w", n, strconv.ErrSyntax)
			panic(failure{&MarshalerError{addressed(v.Type()), err, "MarshalJSONTo"}})
		}
		e.scalar(n, quoted)
		return
	}
	if quoted {
		inner := encoder{html: e.html}
		inner.string(v.String())
		e.string(string(inner.buf))
		return
	}
	e.string(v.String())
}

func skipNumberAll(s string) (int, error) {
	if s[0] != '-' && (s[0] < '0' || s[0] > '9') {
		return 0, strconv.ErrSyntax
	}
	end, err := skipNumber([]byte(s), 0)
	if err != nil {
		return end, err
	}
	return end, nil
}

// string writes s in quotes.
func (e *encoder) string(s string) {
	b := append(e.buf, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if c >= ' ' && c != '"' && c != '\\' && (!e.html || c != '<' && c != '>' && c != '&') {
				i++
				continue
			}
			b = append(b, s[start:i]...)
			switch c {
			case '"', '\\':
				b = append(b, '\\', c)
			case '\b':
				b = append(b, '\\', 'b')
			case '\f':
				b = append(b, '\\', 'f')
			case '\n':
				b = append(b, '\\', 'n')
			case '\r':
				b = append(b, '\\', 'r')
			case '\t':
				b = append(b, '\\', 't')
			default:
				b = append(b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
			}
			i++
			start = i
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			b = append(b, s[start:i]...)
			b = append(b, "\uFFFD"...)
			start = i + n
		case r == '\u2028' || r == '\u2029':
			b = append(b, s[start:i]...)
			b = append(b, `\u202`...)
			b = append(b, hexDigits[r&15])
			start = i + n
		}
		i += n
	}
	b = append(b, s[start:]...)
	e.buf = append(b, '"')
}

func isEmpty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Array, reflect.Map, reflect.Slice, reflect.String:
		return v.Len() == 0
	case reflect.Struct:
		return false
	}
	return v.IsZero()
}

// isZeroer is a type that knows its zero value.
type isZeroer interface{ IsZero() bool }

var isZeroerType = reflect.TypeFor[isZeroer]()

func isZero(v reflect.Value) bool {
	t := v.Type()
	switch {
	case t.Implements(isZeroerType):
		switch v.Kind() {
		case reflect.Interface:
			if v.IsNil() || v.Elem().Kind() == reflect.Pointer && v.Elem().IsNil() {
				return true
			}
		case reflect.Pointer:
			if v.IsNil() {
				return true
			}
		}
		return v.Interface().(isZeroer).IsZero()
	case reflect.PointerTo(t).Implements(isZeroerType):
		if !v.CanAddr() {
			box := reflect.New(t).Elem()
			box.Set(v)
			v = box
		}
		return v.Addr().Interface().(isZeroer).IsZero()
	}
	return v.IsZero()
}

func (e *encoder) structure(v reflect.Value) {
	e.buf = append(e.buf, '{')
	first := true
fields:
	for _, f := range fieldsOf(v.Type()) {
		fv := v
		for _, i := range f.index {
			if fv.Kind() == reflect.Pointer {
				if fv.IsNil() {
					continue fields
				}
				fv = fv.Elem()
			}
			fv = fv.Field(i)
		}
		if f.omitEmpty && isEmpty(fv) || f.omitZero && isZero(fv) {
			continue
		}
		if !first {
			e.buf = append(e.buf, ',')
		}
		first = false
		e.string(f.name)
		e.buf = append(e.buf, ':')
		e.value(fv, f.quoted)
	}
	e.buf = append(e.buf, '}')
}

type entry struct {
	key  string
	elem reflect.Value
}

func (e *encoder) mapping(v reflect.Value) {
	if v.IsNil() {
		e.text("null")
		return
	}
	defer e.enter(v, v.Pointer())()
	var all []entry
	for it := v.MapRange(); it.Next(); {
		k := it.Key()
		if k.Kind() == reflect.Interface && !k.IsNil() {
			k = k.Elem()
		}
		var name string
		if k.Kind() == reflect.String {
			name = k.String()
		} else if tm, ok := k.Interface().(encoding.TextMarshaler); ok {
			if k.Kind() != reflect.Pointer || !k.IsNil() {
				b, err := tm.MarshalText()
				if err != nil {
					panic(failure{&MarshalerError{addressed(k.Type()), err, "MarshalText"}})
				}
				name = string(b)
			}
		} else if k.CanInt() {
			name = strconv.FormatInt(k.Int(), 10)
		} else if k.CanFloat() {
			name = floatText(k)
		} else if k.CanUint() {
			name = strconv.FormatUint(k.Uint(), 10)
		} else {
			at := strconv.Itoa(len(e.buf) + 2)
			panic(failure{&UnsupportedValueError{v, "jsontext: object member name must be a string after offset " + at}})
		}
		all = append(all, entry{name, it.Value()})
	}
	sort.Slice(all, func(i, j int) bool { return all[i].key < all[j].key })
	e.buf = append(e.buf, '{')
	for i, m := range all {
		if i > 0 {
			e.buf = append(e.buf, ',')
		}
		e.string(m.key)
		e.buf = append(e.buf, ':')
		e.value(m.elem, false)
	}
	e.buf = append(e.buf, '}')
}

func (e *encoder) array(v reflect.Value) {
	e.buf = append(e.buf, '[')
	for i, n := 0, v.Len(); i < n; i++ {
		if i > 0 {
			e.buf = append(e.buf, ',')
		}
		e.value(v.Index(i), false)
	}
	e.buf = append(e.buf, ']')
}
