package main

import (
	"bytes"
	"fmt"
	"math/rand"
	"reflect"
)

func main() {
	fmt.Println(reflect.TypeFor[error](), reflect.TypeFor[[]int]())
	fmt.Println(reflect.TypeAssert[int](reflect.ValueOf(3)))
	z := rand.NewZipf(rand.New(rand.NewSource(9)), 1.3, 1, 50)
	fmt.Println(z.Uint64(), z.Uint64(), z.Uint64(), z.Uint64())
	a, b, ok := bytes.CutLast([]byte("a-b-c"), []byte("-"))
	fmt.Println(string(a), string(b), ok)
}
