// Package adler32 has the checksum of RFC 1950.
package adler32

import "hash"

// Size is the length of a checksum in bytes.
const Size = 4

// mod is the largest prime below 65536.
const mod = 65521

type digest uint32

// New gives a new hash.
func New() hash.Hash32 {
	d := digest(1)
	return &d
}

func (d *digest) Size() int      { return Size }
func (d *digest) BlockSize() int { return 4 }
func (d *digest) Reset()         { *d = 1 }
func (d *digest) Sum32() uint32  { return uint32(*d) }

func (d *digest) Write(p []byte) (n int, err error) {
	*d = digest(update(uint32(*d), p))
	return len(p), nil
}

func (d *digest) Sum(b []byte) []byte {
	return append(b, byte(*d>>24), byte(*d>>16), byte(*d>>8), byte(*d))
}

func update(sum uint32, p []byte) uint32 {
	a, b := sum&0xffff, sum>>16
	for _, x := range p {
		a += uint32(x)
		if a >= mod {
			a -= mod
		}
		b += a
		if b >= mod {
			b -= mod
		}
	}
	return b<<16 | a
}

// Checksum is the checksum of data.
func Checksum(data []byte) uint32 { return update(1, data) }
