// math/bits: every function on borders of every width.
package main

import (
	"fmt"
	"math/bits"
)

func try(f func()) {
	defer func() {
		if e := recover(); e != nil {
			fmt.Println("panic:", e)
		}
	}()
	f()
}

func main() {
	values := []uint64{0, 1, 2, 3, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff, 1 << 32, 1<<63 - 1, 1 << 63, ^uint64(0), 0xaaaaaaaaaaaaaaaa, 0x0123456789abcdef}
	for _, v := range values {
		fmt.Printf("%x:", v)
		fmt.Print(" lead ", bits.LeadingZeros(uint(v)), bits.LeadingZeros8(uint8(v)), bits.LeadingZeros16(uint16(v)), bits.LeadingZeros32(uint32(v)), bits.LeadingZeros64(v))
		fmt.Print(" trail ", bits.TrailingZeros(uint(v)), bits.TrailingZeros8(uint8(v)), bits.TrailingZeros16(uint16(v)), bits.TrailingZeros32(uint32(v)), bits.TrailingZeros64(v))
		fmt.Print(" ones ", bits.OnesCount(uint(v)), bits.OnesCount8(uint8(v)), bits.OnesCount16(uint16(v)), bits.OnesCount32(uint32(v)), bits.OnesCount64(v))
		fmt.Println(" len", bits.Len(uint(v)), bits.Len8(uint8(v)), bits.Len16(uint16(v)), bits.Len32(uint32(v)), bits.Len64(v))
		fmt.Printf(" %x %x %x %x %x", bits.Reverse(uint(v)), bits.Reverse8(uint8(v)), bits.Reverse16(uint16(v)), bits.Reverse32(uint32(v)), bits.Reverse64(v))
		fmt.Printf(" %x %x %x %x\n", bits.ReverseBytes(uint(v)), bits.ReverseBytes16(uint16(v)), bits.ReverseBytes32(uint32(v)), bits.ReverseBytes64(v))
		for _, k := range []int{0, 1, -1, 7, 8, -8, 31, 63, 64, 65, -129} {
			fmt.Printf(" %x %x %x %x %x", bits.RotateLeft(uint(v), k), bits.RotateLeft8(uint8(v), k), bits.RotateLeft16(uint16(v), k), bits.RotateLeft32(uint32(v), k), bits.RotateLeft64(v, k))
		}
		fmt.Println()
		for _, w := range values[:len(values):len(values)] {
			s, c := bits.Add64(v, w, 1)
			d, b := bits.Sub64(v, w, 1)
			h, l := bits.Mul64(v, w)
			s32, c32 := bits.Add32(uint32(v), uint32(w), 0)
			d32, b32 := bits.Sub32(uint32(v), uint32(w), 1)
			h32, l32 := bits.Mul32(uint32(v), uint32(w))
			fmt.Printf(" %x,%x,%x,%x,%x,%x,%x,%x,%x,%x,%x,%x", s, c, d, b, h, l, s32, c32, d32, b32, h32, l32)
			if h < w {
				q, r := bits.Div64(h, v, w)
				fmt.Printf(",%x,%x,%x", q, r, bits.Rem64(v, h, w))
			}
			if uint32(h) < uint32(w) {
				q, r := bits.Div32(uint32(h), uint32(v), uint32(w))
				fmt.Printf(",%x,%x,%x", q, r, bits.Rem32(uint32(v), uint32(h), uint32(w)))
			}
		}
		fmt.Println()
	}
	try(func() { bits.Div64(1, 0, 0) })
	try(func() { bits.Div64(5, 0, 5) })
	try(func() { bits.Div32(5, 0, 5) })
	try(func() { bits.Rem64(1, 2, 0) })
	try(func() { fmt.Println(bits.Rem64(9, 2, 5)) })
	fmt.Println(bits.UintSize)
}
