// 10,000 random expressions matched against random texts.
package main

import (
	"bufio"
	"fmt"
	"math/rand"
	"os"
	"regexp"
	"strings"
)

var r = rand.New(rand.NewSource(5))

func expr(depth int) string {
	if depth == 0 {
		atoms := []string{"a", "b", "c", ".", "[ab]", "[^a]", "\\w", "\\d", "^", "$", "\\b", "\\B", "", "é", "(?i)A", "\\s", "[b-d]", "ab", "\\pL", "[[:alpha:]]", "(?s:.)"}
		return atoms[r.Intn(len(atoms))]
	}
	switch r.Intn(9) {
	case 0, 1:
		return expr(depth-1) + expr(depth-1)
	case 2:
		return expr(depth-1) + "|" + expr(depth-1)
	case 3:
		return "(" + expr(depth-1) + ")"
	case 4:
		return "(?:" + expr(depth-1) + ")" + []string{"*", "+", "?", "*?", "+?", "??"}[r.Intn(6)]
	case 5:
		return "(" + expr(depth-1) + ")" + []string{"*", "+", "?", "{2}", "{1,2}", "{0,1}?", "{2,}"}[r.Intn(7)]
	case 6:
		return expr(0) + []string{"*", "+", "?", "{", "**", "{3}"}[r.Intn(6)]
	case 7:
		return "(?P<n>" + expr(depth-1) + ")"
	}
	return expr(0)
}

func main() {
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for i := 0; i < 10000; i++ {
		e := expr(1 + r.Intn(3))
		re, err := regexp.Compile(e)
		if err != nil {
			fmt.Fprintln(out, e, err)
			continue
		}
		var b strings.Builder
		for k := r.Intn(12); k > 0; k-- {
			b.WriteString([]string{"a", "b", "c", "A", "d", " ", "\n", "é", "1", "\xff"}[r.Intn(10)])
		}
		s := b.String()
		fmt.Fprintf(out, "%q %q %v %v %q %q\n", e, s, re.FindStringSubmatchIndex(s), re.FindAllStringIndex(s, -1), re.ReplaceAllString(s, "<$1>"), re.Split(s, 3))
		re.Longest()
		fmt.Fprintln(out, re.FindStringIndex(s), re.NumSubexp())
	}
}
