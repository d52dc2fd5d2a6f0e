// UTF-8 and UTF-16: every function on runes at the borders and on bytes that are no encoding.
package main

import (
	"fmt"
	"unicode/utf16"
	"unicode/utf8"
)

func main() {
	runes := []rune{-1, 0, 'a', 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xd800, 0xdbff, 0xdc00, 0xdfff, 0xe000, 0xfffd, 0xfffe, 0xffff, 0x10000, 0x10ffff, 0x110000, 0x7fffffff, -0x80000000}
	for _, r := range runes {
		b := utf8.AppendRune([]byte("<"), r)
		p := make([]byte, 4)
		n := utf8.EncodeRune(p, r)
		hi, lo := utf16.EncodeRune(r)
		fmt.Printf("%d %x %d %x %d %v %x %x %d %v %x\n", r, b, n, p[:n], utf8.RuneLen(r), utf8.ValidRune(r), hi, lo, utf16.RuneLen(r), utf16.IsSurrogate(r), utf16.AppendRune([]uint16{1}, r))
	}
	fmt.Printf("%x\n", utf16.Encode(runes))
	for _, u := range [][]uint16{nil, {0x61, 0xd800}, {0xd800, 0xdc00}, {0xdc00, 0xd800}, {0xd800, 0xd800, 0xdc00, 0x62}, {0xdbff, 0xdfff, 0xffff}} {
		fmt.Printf("%x", utf16.Decode(u))
		for _, a := range u {
			fmt.Printf(" %v %x", utf16.IsSurrogate(rune(a)), utf16.DecodeRune(rune(a), 0xdc01))
		}
		fmt.Println()
	}
	for _, s := range []string{"", "a", "é", "日本", "\U0001F600", "\xff", "\xc0\x80", "\xc1\xbf", "\xc2", "\xc2\x20", "\xe0\x80\x80", "\xe0\xa0", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xed\x9f\xbf", "\xef\xbf\xbd", "\xf0\x80\x80\x80", "\xf0\x90\x80", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80", "\x80\x80", "a\xe6\x97", "\xe6\x97a", "ab\xf0\x9f\x98", "日\x80"} {
		r, n := utf8.DecodeRuneInString(s)
		l, k := utf8.DecodeLastRuneInString(s)
		b := []byte(s)
		r2, n2 := utf8.DecodeRune(b)
		l2, k2 := utf8.DecodeLastRune(b)
		fmt.Printf("%q %x %d %x %d %v %v %d %v %v", s, r, n, l, k, utf8.ValidString(s), utf8.FullRuneInString(s), utf8.RuneCountInString(s), r == r2 && n == n2 && l == l2 && k == k2, utf8.Valid(b) == utf8.ValidString(s) && utf8.FullRune(b) == utf8.FullRuneInString(s) && utf8.RuneCount(b) == utf8.RuneCountInString(s))
		for i := range b {
			fmt.Print(" ", utf8.RuneStart(b[i]))
		}
		for i, r := range s {
			fmt.Printf(" %d:%x", i, r)
		}
		fmt.Printf(" %x\n", []rune(s))
	}
	fmt.Println(utf8.RuneError, utf8.MaxRune, utf8.UTFMax, utf8.RuneSelf, utf8.AppendRune(nil, 'x'))
	func() {
		defer func() { fmt.Println(recover()) }()
		utf8.EncodeRune(make([]byte, 2), '日')
	}()
}
