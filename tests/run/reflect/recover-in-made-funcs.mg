package main

import (
	"fmt"
	"reflect"
)

type I interface{ M() }
type T1 struct{}

func (T1) M() { fmt.Println(recover()) }

type T9 struct{ a, b, c int }

func (T9) M() { fmt.Println(recover()) }

func a() {
	var i I = &T1{}
	defer i.M()
	panic(9)
}
func b() {
	f := reflect.ValueOf(&T1{}).Method(0).Interface().(func())
	defer f()
	panic(10)
}
func c() {
	f := reflect.TypeOf(&T1{}).Method(0).Func.Interface().(func(*T1))
	defer f(&T1{})
	panic(11)
}
func d() {
	var i I = &T9{}
	defer i.M()
	panic(9)
}
func e() {
	f := (*T9).M
	defer f(&T9{})
	panic(9)
}
func g() {
	f := (I).M
	defer f(&T9{})
	panic(9)
}
func h() {
	defer reflect.ValueOf(func() { fmt.Println(recover()) }).Call(nil)
	panic(12)
}
func k() {
	defer func() { fmt.Println("outer", recover()) }()
	f := reflect.MakeFunc(reflect.TypeOf(func() {}), func([]reflect.Value) []reflect.Value { fmt.Println(recover()); return nil }).Interface().(func())
	defer f()
	panic(13)
}
func main() {
	a()
	d()
	e()
	g()
	b()
	c()
	func() {
		defer func() { fmt.Println("outer", recover()) }()
		h()
	}()
	k()
}
