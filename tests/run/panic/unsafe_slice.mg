// unsafe.Slice and unsafe.String refuse lengths that lie outside the address space.
package main

import (
	"fmt"
	"unsafe"
)

func try(f func() int) {
	defer func() {
		if r := recover(); r != nil {
			fmt.Println(r)
		}
	}()
	fmt.Println(f())
}

func main() {
	a := [4]int32{1, 2, 3, 4}
	n := 3
	big := ^uint64(0)
	huge := uint64(1 << 61)
	b := []byte("bytes")
	try(func() int { return int(unsafe.Slice(&a[0], n)[2]) })
	try(func() int { return cap(unsafe.Slice(&a[1], n)) })
	try(func() int { return len(unsafe.Slice((*int)(nil), n-3)) })
	fmt.Println(unsafe.Slice((*int)(nil), n-3) == nil)
	try(func() int { return len(unsafe.Slice((*int)(nil), n)) })
	try(func() int { return len(unsafe.Slice(&a[0], n-4)) })
	try(func() int { return len(unsafe.Slice(&a[0], big)) })
	try(func() int { return len(unsafe.Slice(&a[0], huge*2)) })
	try(func() int { return len(unsafe.Slice((*int32)(nil), huge*2)) })
	try(func() int { return len(unsafe.Slice(new(struct{}), huge)) })
	try(func() int { fmt.Println(unsafe.String(&b[1], n)); return 0 })
	try(func() int { return len(unsafe.String(nil, n-3)) })
	try(func() int { return len(unsafe.String(nil, n)) })
	try(func() int { return len(unsafe.String(&b[0], n-4)) })
	try(func() int { return len(unsafe.String(&b[0], big)) })
}
