// Tables that are derived: folding outside a category, distances between cases.
package main

import (
	"fmt"
	"sort"
	"unicode"
)

func main() {
	for _, m := range []map[string]*unicode.RangeTable{unicode.FoldCategory, unicode.FoldScript} {
		var ks []string
		for k := range m {
			ks = append(ks, k)
		}
		sort.Strings(ks)
		for _, k := range ks {
			fmt.Printf("%s %x\n", k, *m[k])
		}
	}
	for _, c := range unicode.CaseRanges {
		fmt.Printf("%x %x %d\n", c.Lo, c.Hi, c.Delta)
	}
}
