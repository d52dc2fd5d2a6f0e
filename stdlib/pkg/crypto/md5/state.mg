package md5

import "internal/hashstate"

// state.mg: the state of a hash as bytes.

const stateSize = 4 + 4*4 + BlockSize + 8

// AppendBinary and MarshalBinary give the state, UnmarshalBinary takes one.
func (d *digest) AppendBinary(b []byte) ([]byte, error) {
	b = append(b, "md5\x01"...)
	for _, w := range d.h {
		b = hashstate.Append32(b, w)
	}
	b = append(b, d.x[:d.nx]...)
	b = append(b, make([]byte, BlockSize-d.nx)...)
	return hashstate.Append64(b, d.len), nil
}

func (d *digest) MarshalBinary() ([]byte, error) {
	return d.AppendBinary(make([]byte, 0, stateSize))
}

func (d *digest) UnmarshalBinary(b []byte) error {
	if err := hashstate.Check("crypto/md5", b, "md5\x01", stateSize); err != nil {
		return err
	}
	b = b[4:]
	for i := range d.h {
		b, d.h[i] = hashstate.Take32(b)
	}
	b = b[copy(d.x[:], b):]
	_, d.len = hashstate.Take64(b)
	d.nx = int(d.len % BlockSize)
	return nil
}
