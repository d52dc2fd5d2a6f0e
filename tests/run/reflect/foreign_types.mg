// Types that embed a reflect.Type, where one is asked for.
package main

import (
	"fmt"
	"reflect"
	"unsafe"
)

type T struct{ reflect.Type }

func try(name string, f func() any) {
	defer func() {
		if r := recover(); r != nil {
			fmt.Println(name, "panic:", r)
		}
	}()
	fmt.Println(name, f())
}

func main() {
	i := T{reflect.TypeOf(5)}
	try("chan", func() any { return reflect.MakeChan(T{reflect.TypeOf(make(chan int))}, 1).Kind() })
	try("map", func() any { return reflect.MakeMapWithSize(T{reflect.TypeOf(map[int]int{})}, 1).Kind() })
	try("slice", func() any { return reflect.MakeSlice(T{reflect.TypeOf([]int{})}, 1, 1).Kind() })
	try("new", func() any { return reflect.New(i).Kind() })
	try("zero", func() any { return reflect.Zero(i).Kind() })
	try("zero nil", func() any { return reflect.Zero(T{}).Kind() })
	try("sliceof", func() any { return reflect.SliceOf(i) })
	try("pointer", func() any { return reflect.PointerTo(i) })
	try("func", func() any { return reflect.FuncOf([]reflect.Type{i}, nil, false) })
	try("newat", func() any { return reflect.NewAt(i, nil).Kind() })
	try("not a chan", func() any { return reflect.MakeChan(i, 1).Kind() })
	try("slice at", func() any { return reflect.SliceAt(reflect.TypeOf(5), unsafe.Pointer(&i), -1).Len() })
	try("slice at", func() any { return reflect.SliceAt(reflect.TypeOf(5), nil, 1).Len() })
	try("slice at", func() any { return reflect.SliceAt(reflect.TypeOf(5), unsafe.Pointer(&i), 1<<60).Len() })
	try("slice at", func() any { return reflect.SliceAt(reflect.TypeOf(5), nil, 0).Len() })
}
