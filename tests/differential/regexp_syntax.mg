// 10,000 random expressions of the whole syntax (classes, flags, lazy and counted repeats, groups, anchors) on random
// texts, by all methods; replacements by templates; expressions that do not compile.
package main

import (
	"bufio"
	"fmt"
	"math/rand"
	"os"
	"regexp"
	"strings"
)

var r = rand.New(rand.NewSource(51))

var atoms = []string{"a", "b", "c", ".", `\d`, `\D`, `\w`, `\W`, `\s`, `\S`, "[abc]", "[^abc]", "[a-c0-2]", "[[:alpha:]]", "[[:^digit:]]", `[\d\s]`, `\pL`, `\p{Greek}`, `\P{Lu}`, `\p{^Lu}`, `[^\pL]`,
	"é", "日", `\x61`, `\x{65e5}`, `\141`, `\.`, `\Qa.b\E`, `\n`, `\t`, `\a`, "^", "$", `\A`, `\z`, `\b`, `\B`, "", "(?i)", "(?s)", "(?m)", "(?U)", "(?-i)", "(?im-s)", `[a-]`, `[]a]`, `[^\n]`, `[\x00-\x7f]`, `\p{Latin}`, `[[:word:]]`, `[[:punct:]x]`, `\C`, `\p{Letter}`, `\p{lu}`, `[K]`, `k`, `ſ`}

var broken = []string{"(", ")", "[", "[b-a]", "*", "+", "a**", "a{2}{3}", "a{1001}", "a{3,2}", `\8`, `\p{Nope}`, "[[:nope:]]", "(?z)", "(?P<n", "(?P<1a>x)", "(?<n>a)(?<n>b)", `\`, "(?", "(?i", `[\`, `\x{110000}`, `\xg`, "a{,2}", "a{", "x{2", "(?:", "\xff", `[\8]`, "(?P=n)", "(?=a)", `\Qab`, "{1}", "a{1000}{1000}", "[a", "[^", `\pX`, "(?i-)", "(?--i)"}

func expr(depth int) string {
	s := ""
	for k := r.Intn(4); k >= 0; k-- {
		a := ""
		switch n := r.Intn(12); {
		case n < 7 || depth == 0:
			a = atoms[r.Intn(len(atoms))]
			if r.Intn(3) != 0 {
				a = atoms[r.Intn(12)]
			}
		case n < 9:
			a = "(" + expr(depth-1) + ")"
		case n == 9:
			a = "(?:" + expr(depth-1) + ")"
		case n == 10:
			a = []string{"(?P<n" + fmt.Sprint(r.Intn(100)) + ">", "(?<x" + fmt.Sprint(r.Intn(100)) + ">", "(?i:", "(?s-U:", "(?m:"}[r.Intn(5)] + expr(depth-1) + ")"
		default:
			a = "(" + expr(depth-1) + "|" + expr(depth-1) + ")"
		}
		switch r.Intn(9) {
		case 0:
			a += "*"
		case 1:
			a += "+"
		case 2:
			a += "?"
		case 3:
			a += []string{"{2}", "{0,2}", "{1,}", "{0}", "{2,3}"}[r.Intn(5)]
		}
		if r.Intn(8) == 0 {
			a += "?"
		}
		s += a
	}
	if r.Intn(5) == 0 {
		s += "|" + atoms[r.Intn(len(atoms))]
	}
	if r.Intn(25) == 0 {
		s += broken[r.Intn(len(broken))]
	}
	return s
}

func text() string {
	s := ""
	for k := r.Intn(12); k > 0; k-- {
		s += []string{"a", "b", "c", "A", "B", "1", "2", " ", "\n", "é", "日", "\xff", "ab", "abc", ".", "_", "k", "K", "ſ", "-", "λ", "\t"}[r.Intn(22)]
	}
	return s
}

func main() {
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for i := 0; i < 10000; i++ {
		e := expr(2)
		re, err := regexp.Compile(e)
		if err != nil {
			fmt.Fprintf(out, "%d %q %v\n", i, e, err)
			continue
		}
		fmt.Fprintf(out, "%d %q %s %d %q\n", i, e, re, re.NumSubexp(), re.SubexpNames())
		if i%4 == 0 {
			re.Longest()
		}
		for k := 0; k < 3; k++ {
			s := text()
			fmt.Fprintf(out, "%q %v %v %v\n", s, re.MatchString(s), re.FindStringIndex(s), re.FindAllStringSubmatchIndex(s, r.Intn(5)-1))
			fmt.Fprintf(out, "%q %q\n", re.FindStringSubmatch(s), re.FindAllString(s, -1))
			t := []string{"<$0>", "$1", "${1}x", "$1x", "$$", "$", "${n", "$n1", "${n1}-", "$é", "[$2$1]", `\1`, "${0}${99}"}[r.Intn(13)]
			fmt.Fprintf(out, "%q %q %q\n", t, re.ReplaceAllString(s, t), re.ReplaceAllLiteralString(s, t))
			fmt.Fprintf(out, "%q %q\n", re.ReplaceAllStringFunc(s, strings.ToUpper), re.Split(s, r.Intn(5)-1))
			fmt.Fprintf(out, "%q %v %v\n", re.FindAll([]byte(s), 2), re.FindReaderIndex(strings.NewReader(s)), re.FindReaderSubmatchIndex(strings.NewReader(s)))
			if m := re.FindStringSubmatchIndex(s); m != nil {
				fmt.Fprintf(out, "%q\n", re.ExpandString(nil, t, s, m))
			}
		}
		if px, err := regexp.CompilePOSIX(e); err == nil {
			s := text()
			fmt.Fprintf(out, "posix %q %v\n", s, px.FindAllStringSubmatchIndex(s, -1))
		} else {
			fmt.Fprintln(out, err)
		}
		fmt.Fprintf(out, "%q\n", regexp.QuoteMeta(e))
	}
}
