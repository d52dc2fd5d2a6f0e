// What replaces all by nothing; names of Unicode classes in any case and long; errors at their place; readers of text
// that is not UTF-8; templates with letters beyond ASCII; negated classes in POSIX syntax.
package main

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
)

func main() {
	for _, e := range []string{".*", "(?s).+", "a|b|", "$"} {
		re := regexp.MustCompile(e)
		fmt.Printf("%q %q %q %q\n", re.ReplaceAllString("ab", ""), re.ReplaceAllLiteralString("ab", ""), re.ReplaceAll([]byte("ab"), nil), re.ReplaceAllString("", ""))
		fmt.Printf("%q %q %q\n", re.ReplaceAllString("ab", "$é"), re.ReplaceAllString("ab", "${1a}x$n"), re.ReplaceAllStringFunc("ab", func(string) string { return "" }))
	}
	for _, name := range []string{"Letter", "lu", "LU", "uppercase_letter", "Upper case-Letter", "Lc", "cased letter", "greek", "Old_Italic", "OLDITALIC", "any", "ASCII", "assigned", "punct", "Nope", "", "^Lu", "L_u", "Han"} {
		re, err := regexp.Compile(`\p{` + name + `}`)
		if err != nil {
			fmt.Println(err)
			continue
		}
		n := 0
		for r := rune(0); r <= 0x12000; r++ {
			if r < 0xd800 && re.MatchString(string(r)) {
				n++
			}
		}
		fmt.Println(name, n)
	}
	for _, e := range []string{"ab\xffc", "a[\xff]", `\xff\` + "\xff", `\p` + "\xff", `\p{L` + "\xffx}", "(?i\xff)", "(?P<a\xff>x)", "(?P<a\xff", `\Qa` + "\xff", "[a-\xff]", `\x{` + "\xff}",
		"(?s)??", "(?i)*", "(?i)a(?s)+?", "a(?i){2}?", "|*", "(+?)", "a**?", "x{2}{3}?"} {
		_, err := regexp.Compile(e)
		fmt.Printf("%q %v\n", e, err)
	}
	re := regexp.MustCompile("[b-z]+|é")
	for _, s := range []string{"\xff\xfebc", "日\xffé", "aé", "aaa"} {
		fmt.Println(re.FindReaderIndex(strings.NewReader(s)), re.FindReaderSubmatchIndex(strings.NewReader(s)), re.MatchReader(strings.NewReader(s)))
	}
	for _, e := range []string{"[^a]", "[^\\n]", "[[:^alpha:]]", "[^[:alpha:]]"} {
		fmt.Println(regexp.MustCompilePOSIX(e).FindAllStringIndex("a\nb", -1), regexp.MustCompile(e).FindAllStringIndex("a\nb", -1))
	}
	fmt.Println(len(unicode.CategoryAliases), unicode.CategoryAliases["Letter"], unicode.CategoryAliases["punct"], len(unicode.GraphicRanges), len(unicode.PrintRanges), unicode.In('x', unicode.PrintRanges...))
}
