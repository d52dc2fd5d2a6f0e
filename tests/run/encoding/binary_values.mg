package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
)

type Head struct {
	Magic [4]byte
	A     int8
	B     uint16
	C     int32
	D     float32
	E     complex64
	F     bool
	_     [3]byte
	In    struct{ X, Y int64 }
	G     [2]float64
}

func main() {
	h := Head{Magic: [4]byte{'m', 'i', 'n', 'i'}, A: -5, B: 0xbeef, C: -1234567, D: 1.5, E: 2 - 3i, F: true, G: [2]float64{math.Pi, math.Inf(1)}}
	h.In.X, h.In.Y = -1, math.MaxInt64
	for _, o := range []binary.ByteOrder{binary.BigEndian, binary.LittleEndian, binary.NativeEndian} {
		var b bytes.Buffer
		fmt.Println(o, binary.Write(&b, o, h), b.Len(), binary.Size(h))
		fmt.Printf("%x\n", b.Bytes())
		var back Head
		fmt.Println(binary.Read(&b, o, &back), back == h)
		fmt.Println(binary.Read(&b, o, &back))
		x := make([]byte, 14)
		o.PutUint16(x, 0x1234)
		o.PutUint32(x[2:], 0x12345678)
		o.PutUint64(x[6:], 0x123456789abcdef0)
		fmt.Printf("%x %x %x %x\n", x, o.Uint16(x), o.Uint32(x[2:]), o.Uint64(x[6:]))
		fmt.Println(binary.Append([]byte{9}, o, []uint16{1, 2}))
		fmt.Println(binary.Encode(make([]byte, 3), o, uint32(7)))
		var u uint32
		n, err := binary.Decode([]byte{1, 2, 3, 4, 5}, o, &u)
		fmt.Println(n, err, u)
	}
	fmt.Printf("%v %x\n", binary.BigEndian.AppendUint32(nil, 7), binary.LittleEndian.AppendUint64([]byte{1}, 2))
	fmt.Println(binary.Size(1), binary.Size(int64(1)), binary.Size([]int32{1, 2}), binary.Size("s"), binary.Size(struct{ s []int }{}), binary.Size(&h))
	fmt.Println(binary.Write(new(bytes.Buffer), binary.BigEndian, 5), binary.Write(new(bytes.Buffer), binary.BigEndian, map[int]int{}), binary.Read(new(bytes.Buffer), binary.BigEndian, 5), binary.Read(bytes.NewReader([]byte{1}), binary.BigEndian, new(int16)))
	for _, v := range []uint64{0, 1, 127, 128, 300, 1 << 32, math.MaxUint64} {
		b := binary.AppendUvarint(nil, v)
		p := make([]byte, binary.MaxVarintLen64)
		n := binary.PutUvarint(p, v)
		u, m := binary.Uvarint(b)
		r, err := binary.ReadUvarint(bytes.NewReader(b))
		fmt.Println(b, n, u, m, r, err)
		s := binary.AppendVarint(nil, -int64(v))
		i, k := binary.Varint(s)
		fmt.Println(s, i, k)
	}
	fmt.Println(binary.Uvarint([]byte{0x80}))
	fmt.Println(binary.Uvarint(bytes.Repeat([]byte{0xff}, 11)))
	_, err := binary.ReadUvarint(bytes.NewReader(bytes.Repeat([]byte{0xff}, 11)))
	fmt.Println(err)
	_, err = binary.ReadVarint(bytes.NewReader([]byte{0x80}))
	fmt.Println(err)
}
