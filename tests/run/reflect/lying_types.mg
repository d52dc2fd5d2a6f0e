package main

import (
	"fmt"
	"reflect"
)

// A type that embeds another and lies about its kind.
type L struct {
	reflect.Type
	k reflect.Kind
}

func (l L) Kind() reflect.Kind       { return l.k }
func (l L) ChanDir() reflect.ChanDir { return reflect.BothDir }

func try(f func()) {
	defer func() { fmt.Println(recover()) }()
	f()
}

func main() {
	t := reflect.TypeOf(5)
	try(func() { reflect.MakeChan(L{t, reflect.Chan}, 1) })
	try(func() { reflect.MakeMap(L{t, reflect.Map}) })
	try(func() { reflect.MakeSlice(L{t, reflect.Slice}, 1, 1) })
	try(func() { reflect.MakeFunc(L{t, reflect.Func}, nil) })
	try(func() { t.Implements(L{t, reflect.Interface}) })
	try(func() { reflect.FuncOf([]reflect.Type{L{t, reflect.Slice}}, nil, true) })
}
