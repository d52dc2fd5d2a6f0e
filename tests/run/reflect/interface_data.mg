// The words of an interface.
package main

import (
	"fmt"
	"reflect"
)

func main() {
	var a any = 5
	v := reflect.ValueOf(&a).Elem()
	fmt.Println(v.InterfaceData()[0] != 0)
	defer func() { fmt.Println(recover()) }()
	reflect.ValueOf(1).InterfaceData()
}
