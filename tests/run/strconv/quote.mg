// Quoting: what is printable, escapes, the way back and its errors.
package main

import (
	"fmt"
	"strconv"
)

func main() {
	for _, s := range []string{"", "plain", "tab\tnl\n", "q\"'`", `back\slash`, "\x00\x7f\xff", "é世🙂", "\u00a0\u200b\ufeff", "\U0010ffff\u2028", "bad\xc3(", "\a\b\f\r\v"} {
		fmt.Println(strconv.Quote(s), strconv.QuoteToASCII(s), strconv.QuoteToGraphic(s), strconv.CanBackquote(s))
		back, err := strconv.Unquote(strconv.Quote(s))
		fmt.Println(back == s, err)
	}
	for _, r := range []rune{0, 'a', '\'', '"', 0x7f, 0xa0, 0xad, 0x301, 'é', 0x200d, 0x2028, 0xfffd, 0xd800, 0x1f600, 0xe0001, 0x10ffff, 0x110000, -1} {
		fmt.Println(strconv.QuoteRune(r), strconv.QuoteRuneToASCII(r), strconv.QuoteRuneToGraphic(r), strconv.IsPrint(r), strconv.IsGraphic(r))
	}
	for _, s := range []string{`"a\nb"`, "`raw\r\n`", `'x'`, `'xy'`, `"\x41\101\u00e9\U0001f600"`, `"\u12"`, `"\400"`, `"\ud800"`, `"'\'"`, `'\''`, `"open`, `"a"b`, "\"n\nl\"", `""`, `x`, `'\"'`} {
		v, err := strconv.Unquote(s)
		p, err2 := strconv.QuotedPrefix(s)
		fmt.Printf("%s: %q %v %q %v\n", s, v, err, p, err2)
	}
}
