// Package fnv has the hash functions FNV-1 and FNV-1a.
package fnv

import (
	"hash"
	"math/bits"
)

const (
	offset32 = 2166136261
	prime32  = 16777619
	offset64 = 14695981039346656037
	prime64  = 1099511628211

	offset128High  = 0x6c62272e07bb0142
	offset128Low   = 0x62b821756295c58d
	prime128Low    = 0x13b
	prime128Shift  = 24
)

type (
	sum32   uint32
	sum32a  uint32
	sum64   uint64
	sum64a  uint64
	sum128  [2]uint64
	sum128a [2]uint64
)

// New gives a new FNV-1 hash of that many bits, with an a one of FNV-1a.
func New32() hash.Hash32 {
	s := sum32(offset32)
	return &s
}

func New32a() hash.Hash32 {
	s := sum32a(offset32)
	return &s
}

func New64() hash.Hash64 {
	s := sum64(offset64)
	return &s
}

func New64a() hash.Hash64 {
	s := sum64a(offset64)
	return &s
}

func New128() hash.Hash  { return &sum128{offset128High, offset128Low} }
func New128a() hash.Hash { return &sum128a{offset128High, offset128Low} }

func (s *sum32) Reset()          { *s = offset32 }
func (s *sum32a) Reset()         { *s = offset32 }
func (s *sum64) Reset()          { *s = offset64 }
func (s *sum64a) Reset()         { *s = offset64 }
func (s *sum128) Reset()         { *s = sum128{offset128High, offset128Low} }
func (s *sum128a) Reset()        { *s = sum128a{offset128High, offset128Low} }
func (s *sum32) Sum32() uint32   { return uint32(*s) }
func (s *sum32a) Sum32() uint32  { return uint32(*s) }
func (s *sum64) Sum64() uint64   { return uint64(*s) }
func (s *sum64a) Sum64() uint64  { return uint64(*s) }
func (s *sum32) Size() int       { return 4 }
func (s *sum32a) Size() int      { return 4 }
func (s *sum64) Size() int       { return 8 }
func (s *sum64a) Size() int      { return 8 }
func (s *sum128) Size() int      { return 16 }
func (s *sum128a) Size() int     { return 16 }
func (s *sum32) BlockSize() int  { return 1 }
func (s *sum32a) BlockSize() int { return 1 }
func (s *sum64) BlockSize() int  { return 1 }
func (s *sum64a) BlockSize() int { return 1 }
func (s *sum128) BlockSize() int { return 1 }
func (s *sum128a) BlockSize() int {
	return 1
}

func (s *sum32) Write(p []byte) (int, error) {
	h := *s
	for _, c := range p {
		h = h*prime32 ^ sum32(c)
	}
	*s = h
	return len(p), nil
}

func (s *sum32a) Write(p []byte) (int, error) {
	h := *s
	for _, c := range p {
		h = (h ^ sum32a(c)) * prime32
	}
	*s = h
	return len(p), nil
}

func (s *sum64) Write(p []byte) (int, error) {
	h := *s
	for _, c := range p {
		h = h*prime64 ^ sum64(c)
	}
	*s = h
	return len(p), nil
}

func (s *sum64a) Write(p []byte) (int, error) {
	h := *s
	for _, c := range p {
		h = (h ^ sum64a(c)) * prime64
	}
	*s = h
	return len(p), nil
}

// times multiplies by the prime 2^88 + 0x13b.
func times(high, low uint64) (uint64, uint64) {
	carry, l := bits.Mul64(prime128Low, low)
	return carry + low<<prime128Shift + prime128Low*high, l
}

func (s *sum128) Write(p []byte) (int, error) {
	for _, c := range p {
		s[0], s[1] = times(s[0], s[1])
		s[1] ^= uint64(c)
	}
	return len(p), nil
}

func (s *sum128a) Write(p []byte) (int, error) {
	for _, c := range p {
		s[1] ^= uint64(c)
		s[0], s[1] = times(s[0], s[1])
	}
	return len(p), nil
}

func put32(b []byte, v uint32) []byte {
	return append(b, byte(v>>24), byte(v>>16), byte(v>>8), byte(v))
}

func put64(b []byte, v uint64) []byte { return put32(put32(b, uint32(v>>32)), uint32(v)) }

func (s *sum32) Sum(b []byte) []byte   { return put32(b, uint32(*s)) }
func (s *sum32a) Sum(b []byte) []byte  { return put32(b, uint32(*s)) }
func (s *sum64) Sum(b []byte) []byte   { return put64(b, uint64(*s)) }
func (s *sum64a) Sum(b []byte) []byte  { return put64(b, uint64(*s)) }
func (s *sum128) Sum(b []byte) []byte  { return put64(put64(b, s[0]), s[1]) }
func (s *sum128a) Sum(b []byte) []byte { return put64(put64(b, s[0]), s[1]) }
