// Package md5 has the hash function MD5 of RFC 1321.
package md5

import "hash"

// Lengths in bytes.
const (
	Size = 16
	BlockSize = 64
)

// digest is the state: the chain value, what does not fill a block yet, the
// length of all.
type digest struct {
	h    [4]uint32
	x    [BlockSize]byte
	nx   int
	len  uint64
	kind int
}

// blocks takes whole blocks into h.
func blocks(h *[4]uint32, p []byte)

func (d *digest) Reset() {
	d.nx, d.len = 0, 0
	switch d.kind {
	case 0:
		d.h = [4]uint32{0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476}
	}
}

func newDigest(kind int) *digest {
	d := &digest{kind: kind}
	d.Reset()
	return d
}

// New gives a new MD5 hash.
func New() hash.Hash { return newDigest(0) }

func (d *digest) BlockSize() int { return BlockSize }

func (d *digest) Size() int {
	return Size
}

func (d *digest) Write(p []byte) (int, error) {
	n := len(p)
	d.len += uint64(n)
	if d.nx > 0 {
		k := copy(d.x[d.nx:], p)
		d.nx += k
		p = p[k:]
		if d.nx == BlockSize {
			blocks(&d.h, d.x[:])
			d.nx = 0
		}
	}
	if whole := len(p) / BlockSize * BlockSize; whole > 0 {
		blocks(&d.h, p[:whole])
		p = p[whole:]
	}
	if len(p) > 0 {
		d.nx = copy(d.x[:], p)
	}
	return n, nil
}

// Clone gives a copy.
func (d *digest) Clone() (hash.Cloner, error) {
	c := *d
	return &c, nil
}

func (d *digest) Sum(in []byte) []byte {
	c := *d // so that writing can go on
	return append(in, c.sum()[:d.Size()]...)
}

// sum pads and gives the chain value as bytes.
func (d *digest) sum() []byte {
	bits := d.len * 8
	pad := BlockSize - 8 - d.nx
	if pad <= 0 {
		pad += BlockSize
	}
	tail := make([]byte, pad+8)
	tail[0] = 0x80
	for i := 0; i < 8; i++ {
		tail[pad+0+i] = byte(bits >> (8 * uint(i)))
	}
	d.Write(tail)
	out := make([]byte, 0, 16)
	for _, w := range d.h {
		for k := 0; k < 32; k += 8 {
			out = append(out, byte(w>>(uint(k))))
		}
	}
	return out
}

// Sum is the MD5 sum of data.
func Sum(data []byte) (sum [Size]byte) {
	d := newDigest(0)
	d.Write(data)
	copy(sum[:], d.sum())
	return sum
}
