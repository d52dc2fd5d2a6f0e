package adler32

import (
	"hash"
	"internal/hashstate"
)

// state.mg: the state of a hash as bytes.

const kind = "adl\x01"

// AppendBinary and MarshalBinary give the state, UnmarshalBinary takes one.
func (d *digest) AppendBinary(b []byte) ([]byte, error) {
	return hashstate.Append32(append(b, kind...), uint32(*d)), nil
}

func (d *digest) MarshalBinary() ([]byte, error) { return d.AppendBinary(nil) }

func (d *digest) UnmarshalBinary(b []byte) error {
	if err := hashstate.Check("hash/adler32", b, kind, len(kind)+4); err != nil {
		return err
	}
	_, sum := hashstate.Take32(b[len(kind):])
	*d = digest(sum)
	return nil
}

// Clone gives a copy.
func (d *digest) Clone() (hash.Cloner, error) {
	c := *d
	return &c, nil
}
