// Package hashstate writes the states of hashes as bytes and reads them, in the form of encoding.BinaryMarshaler: what
// kind of hash it is in four bytes, then words, the most significant byte first.
package hashstate

import "errors"

// Append32 and Append64 append a word.
func Append32(b []byte, v uint32) []byte {
	return append(b, byte(v>>24), byte(v>>16), byte(v>>8), byte(v))
}

func Append64(b []byte, v uint64) []byte { return Append32(Append32(b, uint32(v>>32)), uint32(v)) }

// Check looks at the state b for the package named: its kind, and its size with that.
func Check(pkg string, b []byte, kind string, size int) error {
	if len(b) < len(kind) || string(b[:len(kind)]) != kind {
		return errors.New(pkg + ": invalid hash state identifier")
	}
	if len(b) != size {
		return errors.New(pkg + ": invalid hash state size")
	}
	return nil
}

// Take32 and Take64 take a word off the front.
func Take32(b []byte) ([]byte, uint32) {
	return b[4:], uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3])
}

func Take64(b []byte) ([]byte, uint64) {
	b, high := Take32(b)
	b, low := Take32(b)
	return b, uint64(high)<<32 | uint64(low)
}
