package binary

import (
	"errors"
	"io"
	"math"
	"reflect"
)

var errBufferTooSmall = errors.New("buffer too small")

// Size is the length of v, a value of fixed size or a pointer to one, in bytes;
// -1 for others.
func Size(v any) int { return dataSize(reflect.Indirect(reflect.ValueOf(v))) }

func dataSize(v reflect.Value) int {
	switch v.Kind() {
	case reflect.Invalid:
		return -1
	case reflect.Slice, reflect.Array:
		if s := typeSize(v.Type().Elem()); s >= 0 {
			return s * v.Len()
		}
		return -1
	}
	return typeSize(v.Type())
}

func typeSize(t reflect.Type) int {
	switch t.Kind() {
	case reflect.Array:
		if s := typeSize(t.Elem()); s >= 0 {
			return s * t.Len()
		}
	case reflect.Struct:
		sum := 0
		for i := 0; i < t.NumField(); i++ {
			s := typeSize(t.Field(i).Type)
			if s < 0 {
				return -1
			}
			sum += s
		}
		return sum
	case reflect.Bool, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64,
		reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Float32, reflect.Float64, reflect.Complex64, reflect.Complex128:
		return int(t.Size())
	}
	return -1
}

// A coder walks over a value beside its bytes.
type coder struct {
	order ByteOrder
	buf   []byte
	at    int
}

func (c *coder) next(n int) []byte {
	b := c.buf[c.at : c.at+n]
	c.at += n
	return b
}

func (c *coder) get(n int) uint64 {
	b := c.next(n)
	switch n {
	case 1:
		return uint64(b[0])
	case 2:
		return uint64(c.order.Uint16(b))
	case 4:
		return uint64(c.order.Uint32(b))
	}
	return c.order.Uint64(b)
}

func (c *coder) put(n int, v uint64) {
	b := c.next(n)
	switch n {
	case 1:
		b[0] = byte(v)
	case 2:
		c.order.PutUint16(b, uint16(v))
	case 4:
		c.order.PutUint32(b, uint32(v))
	default:
		c.order.PutUint64(b, v)
	}
}

func (c *coder) decode(v reflect.Value) {
	t := v.Type()
	n := int(t.Size())
	switch v.Kind() {
	case reflect.Array, reflect.Slice:
		for i := 0; i < v.Len(); i++ {
			c.decode(v.Index(i))
		}
	case reflect.Struct:
		for i := 0; i < v.NumField(); i++ {
			// Blank and unexported fields are left alone, if they are blank.
			if f := v.Field(i); f.CanSet() || t.Field(i).Name != "_" {
				c.decode(f)
			} else {
				c.at += typeSize(f.Type())
			}
		}
	case reflect.Bool:
		v.SetBool(c.get(1) != 0)
	case reflect.Int8:
		v.SetInt(int64(int8(c.get(n))))
	case reflect.Int16:
		v.SetInt(int64(int16(c.get(n))))
	case reflect.Int32:
		v.SetInt(int64(int32(c.get(n))))
	case reflect.Int64:
		v.SetInt(int64(c.get(n)))
	case reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(c.get(n))
	case reflect.Float32:
		v.SetFloat(float64(math.Float32frombits(uint32(c.get(4)))))
	case reflect.Float64:
		v.SetFloat(math.Float64frombits(c.get(8)))
	case reflect.Complex64:
		re := float64(math.Float32frombits(uint32(c.get(4))))
		v.SetComplex(complex(re, float64(math.Float32frombits(uint32(c.get(4))))))
	case reflect.Complex128:
		re := math.Float64frombits(c.get(8))
		v.SetComplex(complex(re, math.Float64frombits(c.get(8))))
	}
}

func (c *coder) encode(v reflect.Value) {
	t := v.Type()
	n := int(t.Size())
	switch v.Kind() {
	case reflect.Array, reflect.Slice:
		for i := 0; i < v.Len(); i++ {
			c.encode(v.Index(i))
		}
	case reflect.Struct:
		for i := 0; i < v.NumField(); i++ {
			if f := v.Field(i); t.Field(i).Name != "_" {
				c.encode(f)
			} else {
				for k := typeSize(f.Type()); k > 0; k-- {
					c.put(1, 0)
				}
			}
		}
	case reflect.Bool:
		b := uint64(0)
		if v.Bool() {
			b = 1
		}
		c.put(1, b)
	case reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		c.put(n, uint64(v.Int()))
	case reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		c.put(n, v.Uint())
	case reflect.Float32:
		c.put(4, uint64(math.Float32bits(float32(v.Float()))))
	case reflect.Float64:
		c.put(8, math.Float64bits(v.Float()))
	case reflect.Complex64:
		x := v.Complex()
		c.put(4, uint64(math.Float32bits(float32(real(x)))))
		c.put(4, uint64(math.Float32bits(float32(imag(x)))))
	case reflect.Complex128:
		x := v.Complex()
		c.put(8, math.Float64bits(real(x)))
		c.put(8, math.Float64bits(imag(x)))
	}
}

func typeName(data any) string {
	if t := reflect.TypeOf(data); t != nil {
		return t.String()
	}
	return "<nil>"
}

// target is the value that data, a pointer or a slice, lets us write to, and its
// size; -1 if it has none.
func target(data any) (reflect.Value, int) {
	v := reflect.ValueOf(data)
	switch v.Kind() {
	case reflect.Pointer:
		v = v.Elem()
		return v, dataSize(v)
	case reflect.Slice:
		return v, dataSize(v)
	}
	return v, -1
}

// Read reads data from r.
func Read(r io.Reader, order ByteOrder, data any) error {
	v, n := target(data)
	if n < 0 {
		return errors.New("binary.Read: invalid type " + typeName(data))
	}
	buf := make([]byte, n)
	if _, err := io.ReadFull(r, buf); err != nil {
		return err
	}
	c := coder{order: order, buf: buf}
	c.decode(v)
	return nil
}

// Decode reads data from buf and tells how many bytes it took.
func Decode(buf []byte, order ByteOrder, data any) (int, error) {
	v, n := target(data)
	if n < 0 {
		return 0, errors.New("binary.Decode: invalid type " + typeName(data))
	}
	if len(buf) < n {
		return 0, errBufferTooSmall
	}
	c := coder{order: order, buf: buf[:n]}
	c.decode(v)
	return n, nil
}

// bytesOf gives data, a value or a pointer to one, as bytes.
func bytesOf(order ByteOrder, data any) ([]byte, bool) {
	v := reflect.Indirect(reflect.ValueOf(data))
	n := dataSize(v)
	if n < 0 {
		return nil, false
	}
	c := coder{order: order, buf: make([]byte, n)}
	c.encode(v)
	return c.buf, true
}

// Write writes data to w.
func Write(w io.Writer, order ByteOrder, data any) error {
	b, ok := bytesOf(order, data)
	if !ok {
		return errors.New("binary.Write: some values are not fixed-sized in type " + typeName(data))
	}
	_, err := w.Write(b)
	return err
}

// Encode writes data to buf and tells how many bytes that are.
func Encode(buf []byte, order ByteOrder, data any) (int, error) {
	b, ok := bytesOf(order, data)
	if !ok {
		return 0, errors.New("binary.Encode: some values are not fixed-sized in type " + typeName(data))
	}
	if len(buf) < len(b) {
		return 0, errBufferTooSmall
	}
	return copy(buf, b), nil
}

// Append appends data to buf.
func Append(buf []byte, order ByteOrder, data any) ([]byte, error) {
	b, ok := bytesOf(order, data)
	if !ok {
		return nil, errors.New("binary.Append: some values are not fixed-sized in type " + typeName(data))
	}
	return append(buf, b...), nil
}
