// Package sha256 has the hash functions SHA-256 and SHA-224 of FIPS 180-4.
package sha256

import "hash"

// Lengths in bytes.
const (
	Size = 32
	Size224 = 28
	BlockSize = 64
)

// digest is the state: the chain value, what does not fill a block yet, the
// length of all.
type digest struct {
	h    [8]uint32
	x    [BlockSize]byte
	nx   int
	len  uint64
	kind int
}

// blocks takes whole blocks into h.
func blocks(h *[8]uint32, p []byte)

func (d *digest) Reset() {
	d.nx, d.len = 0, 0
	switch d.kind {
	case 0:
		d.h = [8]uint32{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19}
	case 1:
		d.h = [8]uint32{0xc1059ed8, 0x367cd507, 0x3070dd17, 0xf70e5939, 0xffc00b31, 0x68581511, 0x64f98fa7, 0xbefa4fa4}
	}
}

func newDigest(kind int) *digest {
	d := &digest{kind: kind}
	d.Reset()
	return d
}

// New gives a new SHA-256 hash.
func New() hash.Hash { return newDigest(0) }

// New224 gives a new SHA-224 hash.
func New224() hash.Hash { return newDigest(1) }

func (d *digest) BlockSize() int { return BlockSize }

func (d *digest) Size() int {
	switch d.kind {
	case 1:
		return Size224
	}
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
		tail[pad+0+i] = byte(bits >> (56 - 8*uint(i)))
	}
	d.Write(tail)
	out := make([]byte, 0, 32)
	for _, w := range d.h {
		for k := 0; k < 32; k += 8 {
			out = append(out, byte(w>>(24-uint(k))))
		}
	}
	return out
}

// Sum256 is the SHA-256 sum of data.
func Sum256(data []byte) (sum [Size]byte) {
	d := newDigest(0)
	d.Write(data)
	copy(sum[:], d.sum())
	return sum
}

// Sum224 is the SHA-224 sum of data.
func Sum224(data []byte) (sum [Size224]byte) {
	d := newDigest(1)
	d.Write(data)
	copy(sum[:], d.sum())
	return sum
}
