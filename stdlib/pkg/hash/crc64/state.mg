package crc64

import (
	"errors"
	"hash"
	"internal/hashstate"
)

// state.mg: the state of a hash as bytes.

const kind = "crc\x02"

// sum is a checksum of the table, which the state of a hash by another table does not have.
func (t *Table) sum() uint64 {
	var all []byte
	if t != nil {
		for _, word := range t {
			all = hashstate.Append64(all, word)
		}
	}
	return Checksum(all, MakeTable(ISO))
}

// AppendBinary and MarshalBinary give the state, UnmarshalBinary takes one.
func (d *digest) AppendBinary(b []byte) ([]byte, error) {
	b = hashstate.Append64(append(b, kind...), d.tab.sum())
	return hashstate.Append64(b, d.crc), nil
}

func (d *digest) MarshalBinary() ([]byte, error) { return d.AppendBinary(nil) }

func (d *digest) UnmarshalBinary(b []byte) error {
	if err := hashstate.Check("hash/crc64", b, kind, len(kind)+2*8); err != nil {
		return err
	}
	b, table := hashstate.Take64(b[len(kind):])
	if table != d.tab.sum() {
		return errors.New("hash/crc64: tables do not match")
	}
	_, d.crc = hashstate.Take64(b)
	return nil
}

// Clone gives a copy.
func (d *digest) Clone() (hash.Cloner, error) {
	c := *d
	return &c, nil
}
