// The pointer given to unsafe.Add is alive while the offset is computed, and what it gives while what follows is.
package main

import (
	"fmt"
	"reflect"
	"runtime"
	"unsafe"
)

type view struct {
	p unsafe.Pointer
	n int
}

var (
	only unsafe.Pointer
	sink []*[4]string
)

// overwrite makes the pointer at hand the only one, and uses the memory again if that does not count.
func overwrite() int {
	only = nil
	runtime.GC()
	sink = nil
	for range 2000 {
		sink = append(sink, &[4]string{"x", "y", "x", "y"})
	}
	return len(sink)
}

//go:noinline
func first() unsafe.Pointer { return only }

//go:noinline
func look(i int) view {
	return view{unsafe.Add(first(), i*int(unsafe.Sizeof(""))*overwrite()/2000), overwrite()}
}

//go:noinline
func fresh() *[4]string { return &[4]string{"a", "b", "c", "d"} }

func main() {
	for i := range 4 {
		only = unsafe.Pointer(fresh())
		v := look(i)
		fmt.Println(*(*string)(v.p), v.n)
	}
	only = unsafe.Pointer(fresh())
	s := unsafe.Slice((*string)(first()), overwrite()/500)
	only = unsafe.Pointer(&[]byte("text")[0])
	t := unsafe.String((*byte)(first()), overwrite()/500)
	fmt.Println(s, t)
	fmt.Println(reflect.ValueOf(fresh()[:]).Index(2 * overwrite() / 2000).String())
}
