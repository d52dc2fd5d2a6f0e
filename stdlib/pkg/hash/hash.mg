// Package hash has the interfaces of hash functions.
package hash

import "io"

// A Hash is the state of a hash function; what is written to it goes into Sum.
type Hash interface {
	io.Writer
	Sum(b []byte) []byte
	Reset()
	Size() int
	BlockSize() int
}

// A Hash32 has sums of 32 bits.
type Hash32 interface {
	Hash
	Sum32() uint32
}

// A Hash64 has sums of 64 bits.
type Hash64 interface {
	Hash
	Sum64() uint64
}

// A Cloner is a Hash that can be copied.
type Cloner interface {
	Hash
	Clone() (Cloner, error)
}

// An XOF is a hash function whose sum has any length.
type XOF interface {
	io.Writer
	io.Reader
	Reset()
	BlockSize() int
}
