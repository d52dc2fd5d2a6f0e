// Package encoding has the interfaces of types that turn themselves into bytes
// or text and back.
package encoding

// A BinaryMarshaler gives its binary form.
type BinaryMarshaler interface {
	MarshalBinary() (data []byte, err error)
}

// A BinaryUnmarshaler reads its binary form.
type BinaryUnmarshaler interface {
	UnmarshalBinary(data []byte) error
}

// A BinaryAppender appends its binary form.
type BinaryAppender interface {
	AppendBinary(b []byte) ([]byte, error)
}

// A TextMarshaler gives its textual form.
type TextMarshaler interface {
	MarshalText() (text []byte, err error)
}

// A TextUnmarshaler reads its textual form.
type TextUnmarshaler interface {
	UnmarshalText(text []byte) error
}

// A TextAppender appends its textual form.
type TextAppender interface {
	AppendText(b []byte) ([]byte, error)
}
