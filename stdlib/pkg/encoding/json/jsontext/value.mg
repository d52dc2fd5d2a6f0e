// Package jsontext has Value, which encoding/json calls RawMessage. Its encoder, decoder and tokens are not here.
package jsontext

import (
	"bytes"
	"errors"
	"strconv"
)

// A Value is JSON as it is written.
type Value []byte

// Clone is a copy of v.
func (v Value) Clone() Value { return bytes.Clone(v) }

// String is v; null if there is none.
func (v Value) String() string {
	if v == nil {
		return "null"
	}
	return string(v)
}

// MarshalJSON is v; null if there is none.
func (v Value) MarshalJSON() ([]byte, error) {
	if v == nil {
		return []byte("null"), nil
	}
	return v, nil
}

// UnmarshalJSON makes v a copy of data, whatever that is.
func (v *Value) UnmarshalJSON(data []byte) error {
	if v == nil {
		return errors.New("jsontext.Value: UnmarshalJSON on nil pointer")
	}
	*v = append((*v)[:0], data...)
	return nil
}

// Kind tells by its first byte what v is.
func (v Value) Kind() Kind {
	v = bytes.TrimLeft(v, " \n\r\t")
	if len(v) == 0 {
		return KindInvalid
	}
	switch c := Kind(v[0]); {
	case c == '-' || '0' <= c && c <= '9':
		return KindNumber
	case bytes.IndexByte([]byte(`nft"{}[]`), v[0]) >= 0:
		return c
	}
	return KindInvalid
}

// A Kind is the class of a value or of a token.
type Kind byte

const (
	KindInvalid     Kind = 0
	KindNull        Kind = 'n'
	KindFalse       Kind = 'f'
	KindTrue        Kind = 't'
	KindString      Kind = '"'
	KindNumber      Kind = '0'
	KindBeginObject Kind = '{'
	KindEndObject   Kind = '}'
	KindBeginArray  Kind = '['
	KindEndArray    Kind = ']'
)

func (k Kind) String() string {
	switch k {
	case KindInvalid:
		return "invalid"
	case KindNull:
		return "null"
	case KindFalse:
		return "false"
	case KindTrue:
		return "true"
	case KindString:
		return "string"
	case KindNumber:
		return "number"
	case KindBeginObject, KindEndObject, KindBeginArray, KindEndArray:
		return string(rune(k))
	}
	return "<invalid jsontext.Kind: " + strconv.QuoteRune(rune(k)) + ">"
}
