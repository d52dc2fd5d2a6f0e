// Scanning: values of all kinds, widths, formats that match and that do not.
package main

import (
	"fmt"
	"strings"
)

type temperature float32

func main() {
	var n int
	var err error
	var i int
	var u8 uint8
	var f float64
	var s, t string
	var b bool
	var r rune
	var bs []byte
	var c complex128
	var tp temperature
	n, err = fmt.Sscan("12 200 3.5e2 word\ntrue", &i, &u8, &f, &s, &b)
	fmt.Println(n, err)
	fmt.Println(i, u8, f, s, b)
	n, err = fmt.Sscan("0x1F 300", &i, &u8)
	fmt.Println(n, err)
	n, err = fmt.Sscan("-5x", &i, &s)
	fmt.Println(n, err, i, s)
	n, err = fmt.Sscanln("1\n2", &i, &f)
	fmt.Println(n, err)
	n, err = fmt.Sscanln("7 8", &i, &f)
	fmt.Println(n, err, i, f)
	n, err = fmt.Sscanf("007:ab-99%", "%3d:%s", &i, &s)
	fmt.Println(n, err, i, s)
	n, err = fmt.Sscanf("12345678", "%3d%2s%c%x", &i, &s, &r, &u8)
	fmt.Println(n, err, i, s, r, u8)
	n, err = fmt.Sscanf(`"q\tx" 68656c6c6f (1+2i) 36.6`, "%q %x %v %v", &s, &bs, &c, &tp)
	fmt.Println(n, err, s, string(bs), c, tp)
	n, err = fmt.Sscanf("50%", "%d%%", &i)
	fmt.Println(n, err, i)
	n, err = fmt.Sscanf("a b", "a  b")
	fmt.Println(n, err)
	n, err = fmt.Sscanf("ab", "a b")
	fmt.Println(n, err)
	n, err = fmt.Sscanf("1 2", "%d", &i)
	fmt.Println(n, err)
	n, err = fmt.Sscanf("1", "%d %d", &i, &i)
	fmt.Println(n, err)
	n, err = fmt.Sscanf("1\n2", "%d %d", &i, &i)
	fmt.Println(n, err)
	n, err = fmt.Sscanf("1\n2", "%d\n%d", &i, &i)
	fmt.Println(n, err, i)
	n, err = fmt.Sscanf("x", "%d", &i)
	fmt.Println(n, err)
	n, err = fmt.Sscanf("5", "%z", &i)
	fmt.Println(n, err)
	n, err = fmt.Sscan("", &i)
	fmt.Println(n, err)
	n, err = fmt.Sscan("1", i)
	fmt.Println(n, err)
	n, err = fmt.Sscan("tru", &b)
	fmt.Println(n, err)
	n, err = fmt.Sscan("1_000 0b11 0o17 017", &i, &i, &i, &i)
	fmt.Println(n, err, i)
	in := strings.NewReader("first second\nthird")
	n, err = fmt.Fscan(in, &s)
	fmt.Println(n, err)
	n, err = fmt.Fscanln(in, &t)
	fmt.Println(n, err, s, t)
	n, err = fmt.Fscan(in, &s)
	fmt.Println(n, err, s, in.Len())
}
