// LiteralPrefix, for alternations and behind \A.
package main

import (
	"fmt"
	"regexp"
)

func main() {
	for _, s := range []string{"", "abc", "abc|abd", "abcd|abce|abf", "abc|xbc", "ab|ab", "ab|abc", "a|b", "|", "(|)", "x(?:ab|ac)", "(abc)|(abd)",
		"(?:ab)c|abd", "^abc", "^abc$", `\Aab(c)`, `\A1b(a)$`, "^ab*$", "^ab[cd]", "^a(b|c)$", "^(?:ab|ac)$", `^abb.*`, "(?i)ab", "a(?i)b", "1(?i)2", "a+", "a{2}b", "éa|éb", "abc|abd|x", `\bab`, "ab$"} {
		re := regexp.MustCompile(s)
		prefix, complete := re.LiteralPrefix()
		fmt.Printf("%q %q %v %q\n", s, prefix, complete, re.FindAllString("abcd abd ab 1ba aab éb abc", -1))
	}
}
