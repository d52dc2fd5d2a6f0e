// Package sha512 has the hash functions SHA-512 and its shorter forms, of FIPS 180-4.
package sha512

import "hash"

// Lengths in bytes.
const (
	Size = 64
	Size384 = 48
	Size256 = 32
	Size224 = 28
	BlockSize = 128
)

// digest is the state: the chain value, what does not fill a block yet, the
// length of all.
type digest struct {
	h    [8]uint64
	x    [BlockSize]byte
	nx   int
	len  uint64
	kind int
}

// blocks takes whole blocks into h.
func blocks(h *[8]uint64, p []byte)

func (d *digest) Reset() {
	d.nx, d.len = 0, 0
	switch d.kind {
	case 0:
		d.h = [8]uint64{0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1, 0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179}
	case 1:
		d.h = [8]uint64{0xcbbb9d5dc1059ed8, 0x629a292a367cd507, 0x9159015a3070dd17, 0x152fecd8f70e5939, 0x67332667ffc00b31, 0x8eb44a8768581511, 0xdb0c2e0d64f98fa7, 0x47b5481dbefa4fa4}
	case 2:
		d.h = [8]uint64{0x22312194fc2bf72c, 0x9f555fa3c84c64c2, 0x2393b86b6f53b151, 0x963877195940eabd, 0x96283ee2a88effe3, 0xbe5e1e2553863992, 0x2b0199fc2c85b8aa, 0x0eb72ddc81c52ca2}
	case 3:
		d.h = [8]uint64{0x8c3d37c819544da2, 0x73e1996689dcd4d6, 0x1dfab7ae32ff9c82, 0x679dd514582f9fcf, 0x0f6d2b697bd44da8, 0x77e36f7304c48942, 0x3f9d85a86a1d36c8, 0x1112e6ad91d692a1}
	}
}

func newDigest(kind int) *digest {
	d := &digest{kind: kind}
	d.Reset()
	return d
}

// New gives a new SHA-512 hash.
func New() hash.Hash { return newDigest(0) }

// New384 gives a new SHA-384 hash.
func New384() hash.Hash { return newDigest(1) }

// New512_256 gives a new SHA-512/256 hash.
func New512_256() hash.Hash { return newDigest(2) }

// New512_224 gives a new SHA-512/224 hash.
func New512_224() hash.Hash { return newDigest(3) }

func (d *digest) BlockSize() int { return BlockSize }

func (d *digest) Size() int {
	switch d.kind {
	case 1:
		return Size384
	case 2:
		return Size256
	case 3:
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
	pad := BlockSize - 16 - d.nx
	if pad <= 0 {
		pad += BlockSize
	}
	tail := make([]byte, pad+16)
	tail[0] = 0x80
	for i := 0; i < 8; i++ {
		tail[pad+8+i] = byte(bits >> (56 - 8*uint(i)))
	}
	d.Write(tail)
	out := make([]byte, 0, 64)
	for _, w := range d.h {
		for k := 0; k < 64; k += 8 {
			out = append(out, byte(w>>(56-uint(k))))
		}
	}
	return out
}

// Sum512 is the SHA-512 sum of data.
func Sum512(data []byte) (sum [Size]byte) {
	d := newDigest(0)
	d.Write(data)
	copy(sum[:], d.sum())
	return sum
}

// Sum384 is the SHA-384 sum of data.
func Sum384(data []byte) (sum [Size384]byte) {
	d := newDigest(1)
	d.Write(data)
	copy(sum[:], d.sum())
	return sum
}

// Sum512_256 is the SHA-512/256 sum of data.
func Sum512_256(data []byte) (sum [Size256]byte) {
	d := newDigest(2)
	d.Write(data)
	copy(sum[:], d.sum())
	return sum
}

// Sum512_224 is the SHA-512/224 sum of data.
func Sum512_224(data []byte) (sum [Size224]byte) {
	d := newDigest(3)
	d.Write(data)
	copy(sum[:], d.sum())
	return sum
}
