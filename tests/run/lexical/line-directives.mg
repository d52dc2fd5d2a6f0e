package main

import (
	"fmt"
	"runtime"
)

func here() {
	_, file, line, _ := runtime.Caller(1)
	fmt.Println(file, line)
}

func main() {
//line /foo/bar.y:123
	here()
	here()
//line /c.y:10
	here() /*line /d.y:7:1*/; here()
	s := `
//line no.y:1
`
	here()
	//line no.y:1
	here()
//line /c.y:20:5
	here()
//line :30:1
	here()
	_ = s
}
