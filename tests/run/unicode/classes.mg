// Classes and case of all runes, as sums.
package main

import (
	"fmt"
	"unicode"
)

func main() {
	tests := []func(rune) bool{unicode.IsLetter, unicode.IsDigit, unicode.IsNumber, unicode.IsSpace, unicode.IsUpper, unicode.IsLower, unicode.IsTitle, unicode.IsPunct, unicode.IsSymbol, unicode.IsMark, unicode.IsControl, unicode.IsGraphic, unicode.IsPrint}
	for i, f := range tests {
		n, sum := 0, uint32(0)
		for r := rune(0); r < 0x30000; r += 1 + r/0x400 {
			if f(r) {
				n++
				sum = sum*31 + uint32(r)
			}
		}
		fmt.Println(i, n, sum)
	}
	for i, f := range []func(rune) rune{unicode.ToUpper, unicode.ToLower, unicode.ToTitle, unicode.SimpleFold, unicode.TurkishCase.ToUpper} {
		sum := uint32(0)
		for r := rune(0); r < 0x1e950; r += 1 + r/0x800 {
			sum = sum*31 + uint32(f(r))
		}
		fmt.Println(i, sum)
	}
	for name, t := range map[string]*unicode.RangeTable{"Greek": unicode.Greek} {
		fmt.Println(name, unicode.Is(t, 'α'), unicode.Is(t, 'a'), len(t.R16), len(t.R32), t.LatinOffset)
	}
	fmt.Println(unicode.In('世', unicode.Latin, unicode.Han), len(unicode.Categories) > 30, unicode.Version)
}
