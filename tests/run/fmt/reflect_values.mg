// A reflect.Value is printed as what it holds; what an interface holds lies a step further in.
package main

import (
	"fmt"
	"reflect"
	"strings"
)

type node struct{ N int }

type named struct{ s string }

func (n named) String() string { return "named " + n.s }

func main() {
	p := &node{1}
	list := reflect.ValueOf([]any{p, node{2}, named{"x"}, nil, 5, "s"})
	fmt.Println(reflect.ValueOf(p), strings.HasPrefix(fmt.Sprint(list.Index(0)), "0x"))
	for i := 1; i < list.Len(); i++ {
		fmt.Printf("%v %+v %#v %d|", list.Index(i), list.Index(i), list.Index(i), list.Index(i))
		fmt.Println(list.Index(i), list.Index(i).Elem())
	}
	s := reflect.ValueOf(struct {
		A any
		b any
		C *node
		D fmt.Stringer
	}{node{3}, named{"h"}, nil, named{"y"}})
	for i := range s.NumField() {
		fmt.Printf("%v %+v\n", s.Field(i), s.Field(i))
	}
	fmt.Println(reflect.Value{}, reflect.ValueOf(nil))
}
