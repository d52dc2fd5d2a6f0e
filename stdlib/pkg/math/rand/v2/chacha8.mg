package rand

import (
	"errors"
	"math/bits"
)

// A ChaCha8 is a generator of cryptographic strength: the key stream of ChaCha
// with 8 rounds, four blocks at a time interleaved word by word. The last four
// numbers of each 16 blocks are the key of the next ones.
type ChaCha8 struct {
	buf     [32]uint64
	seed    [4]uint64
	i, n    uint32 // next number of buf, how many there are to give
	counter uint32
	rest    [8]byte // what Read has left
	left    int
}

func le64(b []byte) (v uint64) {
	for i := 7; i >= 0; i-- {
		v = v<<8 | uint64(b[i])
	}
	return v
}

func putLE64(b []byte, v uint64) {
	for i := range b[:8] {
		b[i] = byte(v >> (8 * uint(i)))
	}
}

// NewChaCha8 makes a ChaCha8 with this seed.
func NewChaCha8(seed [32]byte) *ChaCha8 {
	c := new(ChaCha8)
	c.Seed(seed)
	return c
}

// Seed starts anew.
func (c *ChaCha8) Seed(seed [32]byte) {
	*c = ChaCha8{}
	for i := range c.seed {
		c.seed[i] = le64(seed[8*i:])
	}
	c.blocks()
	c.n = 32
}

// Uint64 is a number of 64 bits.
func (c *ChaCha8) Uint64() uint64 {
	if c.i >= c.n {
		c.refill()
	}
	x := c.buf[c.i]
	c.i++
	return x
}

func (c *ChaCha8) refill() {
	c.counter += 4
	if c.counter == 16 {
		copy(c.seed[:], c.buf[28:])
		c.counter = 0
	}
	c.blocks()
	c.i, c.n = 0, 32
	if c.counter == 12 {
		c.n = 28
	}
}

func quarter(a, b, c, d uint32) (uint32, uint32, uint32, uint32) {
	a += b
	d = bits.RotateLeft32(d^a, 16)
	c += d
	b = bits.RotateLeft32(b^c, 12)
	a += b
	d = bits.RotateLeft32(d^a, 8)
	c += d
	b = bits.RotateLeft32(b^c, 7)
	return a, b, c, d
}

// blocks fills buf with four blocks. Only the key is added to the result, not the
// constants and the counter.
func (c *ChaCha8) blocks() {
	var key [8]uint32
	for i, s := range c.seed {
		key[2*i], key[2*i+1] = uint32(s), uint32(s>>32)
	}
	var out [64]uint32
	for lane := 0; lane < 4; lane++ {
		x := [16]uint32{0x61707865, 0x3320646e, 0x79622d32, 0x6b206574}
		copy(x[4:], key[:])
		x[12] = c.counter + uint32(lane)
		for round := 0; round < 4; round++ {
			for i := 0; i < 4; i++ {
				x[i], x[4+i], x[8+i], x[12+i] = quarter(x[i], x[4+i], x[8+i], x[12+i])
			}
			for i := 0; i < 4; i++ {
				b, d, e := 4+(i+1)%4, 8+(i+2)%4, 12+(i+3)%4
				x[i], x[b], x[d], x[e] = quarter(x[i], x[b], x[d], x[e])
			}
		}
		for i := range key {
			x[4+i] += key[i]
		}
		for i, w := range x {
			out[4*i+lane] = w
		}
	}
	for i := range c.buf {
		c.buf[i] = uint64(out[2*i]) | uint64(out[2*i+1])<<32
	}
}

// Read fills p with random bytes.
func (c *ChaCha8) Read(p []byte) (n int, err error) {
	if c.left > 0 {
		n = copy(p, c.rest[8-c.left:])
		c.left -= n
	}
	for n < len(p) {
		putLE64(c.rest[:], c.Uint64())
		k := copy(p[n:], c.rest[:])
		n += k
		c.left = 8 - k
	}
	return n, nil
}

func (c *ChaCha8) used() uint64 { return uint64(c.counter/4)*32 + uint64(c.i) }

func (c *ChaCha8) AppendBinary(b []byte) ([]byte, error) {
	if c.left > 0 {
		b = append(b, "readbuf:"...)
		b = append(b, uint8(c.left))
		b = append(b, c.rest[8-c.left:]...)
	}
	b = put64(append(b, "chacha8:"...), c.used())
	for _, s := range c.seed {
		var w [8]byte
		putLE64(w[:], s)
		b = append(b, w[:]...)
	}
	return b, nil
}

func (c *ChaCha8) MarshalBinary() ([]byte, error) { return c.AppendBinary(nil) }

func (c *ChaCha8) UnmarshalBinary(data []byte) error {
	bad := errors.New("invalid ChaCha8 encoding")
	left := 0
	var rest [8]byte
	if len(data) >= 9 && string(data[:8]) == "readbuf:" {
		left = int(data[8])
		if left > 8 || len(data) < 9+left {
			return errors.New("invalid ChaCha8 Read buffer encoding")
		}
		copy(rest[8-left:], data[9:9+left])
		data = data[9+left:]
	}
	if len(data) != 48 || string(data[:8]) != "chacha8:" {
		return bad
	}
	used := get64(data[8:])
	if used > 124 {
		return bad
	}
	*c = ChaCha8{rest: rest, left: left}
	for i := range c.seed {
		c.seed[i] = le64(data[16+8*i:])
	}
	c.counter = uint32(used/32) * 4
	c.blocks()
	c.i = uint32(used % 32)
	c.n = 32
	if c.counter == 12 {
		c.n = 28
	}
	return nil
}
