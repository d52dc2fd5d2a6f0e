// Package crc32 has the 32-bit cyclic redundancy check.
package crc32

import (
	"hash"
	"sync"
)

// Size is the length of a checksum in bytes.
const Size = 4

// Polynomials, lowest bit first.
const (
	IEEE       = 0xedb88320
	Castagnoli = 0x82f63b78
	Koopman    = 0xeb31d82e
)

// A Table is the remainders of all bytes by one polynomial.
type Table [256]uint32

// IEEETable is the table of IEEE.
var IEEETable = newTable(IEEE)

var castagnoli struct {
	once  sync.Once
	table *Table
}

func newTable(poly uint32) *Table {
	t := new(Table)
	fill(t, poly)
	return t
}

// fill writes the remainders by poly.
//
//minigo:leaf
func fill(t *Table, poly uint32)

// update goes on with a checksum.
//
//minigo:leaf
func update(crc uint32, t *Table, p []byte) uint32

// MakeTable gives the table of a polynomial.
func MakeTable(poly uint32) *Table {
	switch poly {
	case IEEE:
		return IEEETable
	case Castagnoli:
		castagnoli.once.Do(func() { castagnoli.table = newTable(Castagnoli) })
		return castagnoli.table
	}
	return newTable(poly)
}

type digest struct {
	crc uint32
	tab *Table
}

// New gives a hash by a table, NewIEEE one by IEEETable.
func New(tab *Table) hash.Hash32 { return &digest{0, tab} }
func NewIEEE() hash.Hash32       { return New(IEEETable) }

func (d *digest) Size() int      { return Size }
func (d *digest) BlockSize() int { return 1 }
func (d *digest) Reset()         { d.crc = 0 }
func (d *digest) Sum32() uint32  { return d.crc }

func (d *digest) Write(p []byte) (n int, err error) {
	d.crc = update(d.crc, d.tab, p)
	return len(p), nil
}

func (d *digest) Sum(b []byte) []byte {
	return append(b, byte(d.crc>>24), byte(d.crc>>16), byte(d.crc>>8), byte(d.crc))
}

// Update adds p to a checksum.
func Update(crc uint32, tab *Table, p []byte) uint32 { return update(crc, tab, p) }

// Checksum is the checksum of data.
func Checksum(data []byte, tab *Table) uint32 { return update(0, tab, data) }

// ChecksumIEEE is the checksum of data by IEEE.
func ChecksumIEEE(data []byte) uint32 { return update(0, IEEETable, data) }
