package json

import (
	"encoding"
	"encoding/base64"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"
)

// An Unmarshaler reads itself from JSON.
type Unmarshaler interface {
	UnmarshalJSON([]byte) error
}

// An UnmarshalTypeError is a value that does not fit the type it is for.
type UnmarshalTypeError struct {
	Value  string
	Type   reflect.Type
	Offset int64
	Struct string
	Field  string
	Err    error
}

func (e *UnmarshalTypeError) Error() string {
	s := "json: cannot unmarshal " + e.Value + " into Go value of type " + e.Type.String()
	if e.Struct != "" || e.Field != "" {
		what := "Go struct field "
		last := e.Field[strings.LastIndexByte(e.Field, '.')+1:]
		if last != "" && strings.TrimRight(last, "0123456789") == "" {
			what = ""
		}
		s = "json: cannot unmarshal " + e.Value + " into " + what + e.Struct + "." + e.Field + " of type " + e.Type.String()
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

func (e *UnmarshalTypeError) Unwrap() error { return e.Err }

// An UnmarshalFieldError was an error of Unmarshal once; none gives it now.
type UnmarshalFieldError struct {
	Key   string
	Type  reflect.Type
	Field reflect.StructField
}

func (e *UnmarshalFieldError) Error() string {
	return "json: cannot unmarshal object key " + strconv.Quote(e.Key) + " into unexported field " + e.Field.Name + " of type " + e.Type.String()
}

// An InvalidUnmarshalError is an argument of Unmarshal that cannot be written to.
type InvalidUnmarshalError struct {
	Type reflect.Type
}

func (e *InvalidUnmarshalError) Error() string {
	switch {
	case e.Type == nil:
		return "json: Unmarshal(nil)"
	case e.Type.Kind() != reflect.Pointer:
		return "json: Unmarshal(non-pointer " + e.Type.String() + ")"
	}
	return "json: Unmarshal(nil " + e.Type.String() + ")"
}

var errUnexportedStruct = errors.New("cannot set embedded pointer to unexported struct type")

var errNotString = errors.New("JSON value must be string type")

// Unmarshal reads data into what v points to.
func Unmarshal(data []byte, v any) error {
	if err := checkValid(data); err != nil {
		return err
	}
	d := decoder{data: data}
	return d.unmarshal(v)
}

type decoder struct {
	data      []byte
	i         int
	useNumber bool
	noUnknown bool
	path      []string // members and indices on the way to the value
	root      reflect.Type
	saved     error // the first mistake that did not end the work
}

func (d *decoder) unmarshal(v any) (err error) {
	rv := reflect.ValueOf(v)
	if rv.Kind() != reflect.Pointer || rv.IsNil() {
		return &InvalidUnmarshalError{reflect.TypeOf(v)}
	}
	d.root = rv.Type().Elem()
	defer func() {
		if r := recover(); r != nil {
			f, ok := r.(failure)
			if !ok {
				panic(r)
			}
			err = f.err
		}
	}()
	d.value(rv, false)
	return d.saved
}

func (d *decoder) save(err error) {
	if d.saved == nil {
		d.saved = err
	}
}

var numberType = reflect.TypeOf(Number(""))

// mismatch notes that a value does not fit type t.
func (d *decoder) mismatch(value string, t reflect.Type, err error) {
	if t == numberType { // which says itself what does not fit, but not where
		d.save(&UnmarshalTypeError{Value: value, Type: t, Err: err})
		return
	}
	e := &UnmarshalTypeError{Value: value, Type: t, Offset: int64(d.i), Err: err}
	if len(d.path) > 0 {
		e.Struct = d.root.Name()
		e.Field = strings.Join(d.path, ".")
	}
	d.save(e)
}

// misplaced passes over an array or object that does not fit type t; the error stands behind its bracket.
func (d *decoder) misplaced(what string, t reflect.Type, err error) {
	start := d.i
	d.i++
	d.mismatch(what, t, err)
	d.i = start
	d.skip()
}

// skip takes the next value; the text is valid.
func (d *decoder) skip() []byte {
	start := skipSpace(d.data, d.i)
	d.i, _ = skipValue(d.data, start, 0)
	return d.data[start:d.i]
}

func (d *decoder) peek() byte {
	d.i = skipSpace(d.data, d.i)
	return d.data[d.i]
}

func kindName(c byte) string {
	switch c {
	case '"':
		return "string"
	case '{':
		return "object"
	case '[':
		return "array"
	case 't', 'f':
		return "bool"
	case 'n':
		return "null"
	}
	return "number"
}

// indirect goes down pointers from v to what is to be set, making what is not
// there; if something on the way reads itself, that is given. With null it stops
// at a pointer that can be set to nil.
func indirect(v reflect.Value, null bool) (Unmarshaler, encoding.TextUnmarshaler, reflect.Value) {
	v0 := v
	haveAddr := false
	if v.Kind() != reflect.Pointer && v.Type().Name() != "" && v.CanAddr() {
		haveAddr = true
		v = v.Addr()
	}
	for {
		if v.Kind() == reflect.Interface && !v.IsNil() {
			e := v.Elem()
			if e.Kind() == reflect.Pointer && !e.IsNil() && (!null || e.Elem().Kind() == reflect.Pointer) {
				haveAddr = false
				v = e
				continue
			}
		}
		if v.Kind() != reflect.Pointer {
			break
		}
		if null && v.CanSet() {
			break
		}
		if v.Elem().Kind() == reflect.Interface && v.Elem().Elem().IsValid() && v.Elem().Elem().Kind() == reflect.Pointer && v.Elem().Elem().Pointer() == v.Pointer() {
			v = v.Elem()
			break
		}
		if v.IsNil() {
			v.Set(reflect.New(v.Type().Elem()))
		}
		if v.Type().NumMethod() > 0 && v.CanInterface() {
			if u, ok := v.Interface().(Unmarshaler); ok {
				return u, nil, reflect.Value{}
			}
			if !null {
				if u, ok := v.Interface().(encoding.TextUnmarshaler); ok {
					return nil, u, reflect.Value{}
				}
			}
		}
		if haveAddr {
			v = v0
			haveAddr = false
		} else {
			v = v.Elem()
		}
	}
	return nil, nil, v
}

// value reads the next value into v; quoted asks for scalars in quotes.
func (d *decoder) value(v reflect.Value, quoted bool) {
	c := d.peek()
	if c != '{' && c != '[' {
		d.literal(v, d.skip(), quoted)
		return
	}
	u, tu, pv := indirect(v, false)
	if t, ok := u.(*time.Time); ok {
		d.misplaced(kindName(c), reflect.TypeOf(*t), nil)
		return
	}
	if u != nil {
		if err := u.UnmarshalJSON(d.skip()); err != nil {
			d.save(err)
		}
		return
	}
	if tu != nil {
		d.misplaced(kindName(c), reflect.TypeOf(tu).Elem(), errNotString)
		return
	}
	v = pv
	if v.Kind() == reflect.Interface {
		if v.NumMethod() > 0 {
			d.mismatch(kindName(c), v.Type(), nil)
			d.skip()
			return
		}
		v.Set(reflect.ValueOf(d.any()))
		return
	}
	if c == '[' {
		d.array(v)
	} else {
		d.object(v)
	}
}

func (d *decoder) array(v reflect.Value) {
	if k := v.Kind(); k != reflect.Slice && k != reflect.Array {
		d.misplaced("array", v.Type(), nil)
		return
	}
	d.i++
	n := 0
	for d.peek() != ']' {
		if d.data[d.i] == ',' {
			d.i++
		}
		if v.Kind() == reflect.Slice {
			if n >= v.Cap() {
				v.Grow(1)
			}
			if n >= v.Len() {
				v.SetLen(n + 1)
				v.Index(n).SetZero()
			}
		}
		d.path = append(d.path, strconv.Itoa(n))
		if n < v.Len() {
			d.value(v.Index(n), false)
		} else {
			d.skip()
		}
		d.path = d.path[:len(d.path)-1]
		n++
	}
	d.i++
	if n < v.Len() {
		if v.Kind() == reflect.Array {
			for ; n < v.Len(); n++ {
				v.Index(n).SetZero()
			}
		} else {
			v.SetLen(n)
		}
	}
	if n == 0 && v.Kind() == reflect.Slice {
		v.Set(reflect.MakeSlice(v.Type(), 0, 0))
	}
}

func (d *decoder) object(v reflect.Value) {
	t := v.Type()
	switch v.Kind() {
	case reflect.Map:
		if v.IsNil() {
			v.Set(reflect.MakeMap(t))
		}
	case reflect.Struct:
	default:
		d.misplaced("object", t, nil)
		return
	}
	var fields []field
	if v.Kind() == reflect.Struct {
		fields = fieldsOf(t)
	}
	d.i++
	for d.peek() != '}' {
		if d.data[d.i] == ',' {
			d.i++
		}
		name := unquote(d.skip())
		end := d.i
		d.peek() // the colon
		d.i++
		d.path = append(d.path, name)
		if v.Kind() == reflect.Map {
			d.member(v, name, end)
		} else {
			d.fieldValue(v, fields, name)
		}
		d.path = d.path[:len(d.path)-1]
	}
	d.i++
}

// member reads the value of a map's member, unless its name does not fit the keys.
func (d *decoder) member(v reflect.Value, name string, end int) {
	t := v.Type()
	key := reflect.New(t.Key())
	if u, ok := key.Interface().(encoding.TextUnmarshaler); ok {
		if err := u.UnmarshalText([]byte(name)); err != nil {
			d.save(err)
			d.skip()
			return
		}
	} else if wrong := setKey(key.Elem(), name); wrong != "" {
		here := d.i
		d.i = end
		d.mismatch(wrong, t.Key(), nil)
		d.i = here
		d.skip()
		return
	}
	elem := reflect.New(t.Elem()).Elem()
	d.value(elem, false)
	v.SetMapIndex(key.Elem(), elem)
}

// setKey sets a map's key from a name, or says what the name is instead.
func setKey(key reflect.Value, name string) (wrong string) {
	t := key.Type()
	switch {
	case t.Kind() == reflect.String:
		key.SetString(name)
		return ""
	case t.Kind() == reflect.Interface && t.NumMethod() == 0:
		key.Set(reflect.ValueOf(name))
		return ""
	case key.CanInt():
		if n, err := strconv.ParseInt(name, 10, 64); err == nil && !t.OverflowInt(n) {
			key.SetInt(n)
			return ""
		}
	case key.CanUint():
		if n, err := strconv.ParseUint(name, 10, 64); err == nil && !t.OverflowUint(n) {
			key.SetUint(n)
			return ""
		}
	case key.CanFloat():
		if n, err := strconv.ParseFloat(name, t.Bits()); err == nil {
			key.SetFloat(n)
			return ""
		}
	default:
		return "string"
	}
	return "number " + name
}

func (d *decoder) fieldValue(v reflect.Value, fields []field, name string) {
	f := findField(fields, name)
	if f == nil {
		if d.noUnknown {
			d.save(fmt.Errorf("json: unknown field %q", name))
		}
		d.skip()
		return
	}
	whole := v.Type()
	for n, i := range f.index {
		if n > 0 && v.Kind() == reflect.Pointer {
			if v.IsNil() {
				if !v.CanSet() {
					d.mismatch(kindName(d.peek()), whole, errUnexportedStruct)
					d.skip()
					return
				}
				v.Set(reflect.New(v.Type().Elem()))
			}
			v = v.Elem()
		}
		v = v.Field(i)
	}
	d.value(v, f.quoted)
}

// literal sets v from a value that is no array and no object.
func (d *decoder) literal(v reflect.Value, item []byte, quoted bool) {
	c := item[0]
	u, tu, pv := indirect(v, c == 'n')
	if t, ok := u.(*time.Time); ok && c != 'n' {
		// Times are known here: a text in quotes is unquoted first.
		if c != '"' {
			d.mismatch(kindName(c), reflect.TypeOf(*t), nil)
		} else if err := t.UnmarshalText([]byte(unquote(item))); err != nil {
			d.save(err)
		}
		return
	}
	if u != nil {
		if err := u.UnmarshalJSON(item); err != nil {
			d.save(err)
		}
		return
	}
	if tu != nil {
		if c != '"' {
			d.mismatch(kindName(c), reflect.TypeOf(tu).Elem(), errNotString)
			return
		}
		if err := tu.UnmarshalText([]byte(unquote(item))); err != nil {
			d.save(err)
		}
		return
	}
	v = pv
	t := v.Type()
	if c != 'n' && v.Kind() == reflect.Interface && v.NumMethod() > 0 {
		end := d.i
		d.i -= len(item) // the error stands in front of the value
		d.mismatch(kindName(c), t, nil)
		d.i = end
		return
	}
	if quoted && c != 'n' {
		if c != '"' {
			d.mismatch(kindName(c), t, nil)
			return
		}
		inner := unquote(item)
		if t == numberType {
			d.stringLiteral(v, item)
			return
		}
		if t.Kind() != reflect.String {
			d.scalar(v, []byte(inner), true)
			return
		}
		if inner == "null" {
			return
		}
		var err error
		if inner == "" {
			err = endError(0)
		} else if inner[0] != '"' {
			err = badChar([]byte(inner), 0, "looking for beginning of object key string")
		} else {
			err = checkValid([]byte(inner))
		}
		if err != nil {
			if e, ok := err.(*SyntaxError); ok {
				e.Offset = 0
			}
			d.mismatch("string", t, err)
			return
		}
		v.SetString(unquote([]byte(inner)))
		return
	}
	switch c {
	case 'n':
		switch v.Kind() {
		case reflect.Interface, reflect.Pointer, reflect.Map, reflect.Slice:
			v.SetZero()
		}
	case 't', 'f':
		switch {
		case v.Kind() == reflect.Bool:
			v.SetBool(c == 't')
		case v.Kind() == reflect.Interface && v.NumMethod() == 0:
			v.Set(reflect.ValueOf(c == 't'))
		default:
			d.mismatch("bool", t, nil)
		}
	case '"':
		d.stringLiteral(v, item)
	default:
		d.scalar(v, item, false)
	}
}

func (d *decoder) stringLiteral(v reflect.Value, item []byte) {
	s := unquote(item)
	switch {
	case v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Uint8:
		b, err := base64.StdEncoding.DecodeString(s)
		if err != nil {
			d.mismatch("string", v.Type(), err)
			return
		}
		v.SetBytes(b)
	case v.Kind() == reflect.String:
		if v.Type() == numberType {
			if !isNumber(s) {
				d.mismatch("string "+string(item), numberType, strconv.ErrSyntax)
				return
			}
		}
		v.SetString(s)
	case v.Kind() == reflect.Interface && v.NumMethod() == 0:
		v.Set(reflect.ValueOf(s))
	default:
		d.mismatch("string", v.Type(), nil)
	}
}

// scalar sets v from a number, or from the text in quotes that stands for one (or
// for a bool).
func (d *decoder) scalar(v reflect.Value, item []byte, quoted bool) {
	t := v.Type()
	s := string(item)
	switch {
	case v.CanInt():
		n, err := strconv.ParseInt(s, 10, 64)
		if err != nil || v.OverflowInt(n) || !isNumber(s) {
			d.mismatch("number "+s, t, nil)
			return
		}
		v.SetInt(n)
	case v.CanUint():
		n, err := strconv.ParseUint(s, 10, 64)
		if err != nil || v.OverflowUint(n) || !isNumber(s) {
			d.mismatch("number "+s, t, nil)
			return
		}
		v.SetUint(n)
	case v.CanFloat():
		n, err := strconv.ParseFloat(s, t.Bits())
		if err != nil || !isNumber(s) {
			d.mismatch("number "+s, t, nil)
			return
		}
		v.SetFloat(n)
	case v.Kind() == reflect.Interface && v.NumMethod() == 0:
		n, err := d.number(s)
		if err != nil {
			d.save(err)
		}
		v.Set(reflect.ValueOf(n))
	case t == numberType:
		v.SetString(s)
	case quoted && v.Kind() == reflect.Bool && (s == "true" || s == "false"):
		v.SetBool(s == "true")
	default:
		d.mismatch("number", t, nil)
	}
}

func isNumber(s string) bool {
	if s == "" {
		return false
	}
	end, err := skipNumberAll(s)
	return err == nil && end == len(s)
}

func (d *decoder) number(s string) (any, error) {
	if d.useNumber {
		return Number(s), nil
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		e := &UnmarshalTypeError{Value: "number " + s, Type: reflect.TypeOf(0.0), Offset: int64(d.i)}
		if len(d.path) > 0 {
			e.Struct, e.Field = d.root.Name(), strings.Join(d.path, ".")
		}
		return 0.0, e
	}
	return f, nil
}

// any reads the next value as map[string]any, []any, string, float64, bool or nil.
func (d *decoder) any() any {
	switch c := d.peek(); c {
	case '{':
		m := map[string]any{}
		d.i++
		for d.peek() != '}' {
			if d.data[d.i] == ',' {
				d.i++
			}
			name := unquote(d.skip())
			d.peek()
			d.i++
			d.path = append(d.path, name)
			m[name] = d.any()
			d.path = d.path[:len(d.path)-1]
		}
		d.i++
		return m
	case '[':
		list := []any{}
		d.i++
		for d.peek() != ']' {
			if d.data[d.i] == ',' {
				d.i++
			}
			d.path = append(d.path, strconv.Itoa(len(list)))
			list = append(list, d.any())
			d.path = d.path[:len(d.path)-1]
		}
		d.i++
		return list
	case '"':
		return unquote(d.skip())
	case 't', 'f':
		d.skip()
		return c == 't'
	case 'n':
		d.skip()
		return nil
	}
	n, err := d.number(string(d.skip()))
	if err != nil {
		d.save(err)
	}
	return n
}
