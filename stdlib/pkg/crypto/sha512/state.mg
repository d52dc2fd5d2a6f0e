package sha512

import "internal/hashstate"

// state.mg: the state of a hash as bytes.

// kinds are what states of each kind begin with.
var kinds = [...]string{"sha\x07", "sha\x04", "sha\x06", "sha\x05"}

const stateSize = 4 + 8*8 + BlockSize + 8

// AppendBinary and MarshalBinary give the state, UnmarshalBinary takes one.
func (d *digest) AppendBinary(b []byte) ([]byte, error) {
	b = append(b, kinds[d.kind]...)
	for _, w := range d.h {
		b = hashstate.Append64(b, w)
	}
	b = append(b, d.x[:d.nx]...)
	b = append(b, make([]byte, BlockSize-d.nx)...)
	return hashstate.Append64(b, d.len), nil
}

func (d *digest) MarshalBinary() ([]byte, error) {
	return d.AppendBinary(make([]byte, 0, stateSize))
}

func (d *digest) UnmarshalBinary(b []byte) error {
	if err := hashstate.Check("crypto/sha512", b, kinds[d.kind], stateSize); err != nil {
		return err
	}
	b = b[4:]
	for i := range d.h {
		b, d.h[i] = hashstate.Take64(b)
	}
	b = b[copy(d.x[:], b):]
	_, d.len = hashstate.Take64(b)
	d.nx = int(d.len % BlockSize)
	return nil
}
