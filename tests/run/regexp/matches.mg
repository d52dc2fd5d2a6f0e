package main

import (
	"fmt"
	"regexp"
	"strings"
)

func main() {
	exprs := []string{`a*`, `a+?`, `^$`, `^abc`, `abc$`, `(?m)^b.*$`, `(?i)straße|K`, `(?s)a.b`, `a.b`, `[a-c]+`, `[^a-c]`, `\d{2,3}`, `\bfoo\b`, `\Boo`, `(a*)*`, `(a|b)*?c`, `(?:x|y)+`,
		`(?P<first>\w+)\s(?<second>\w+)`, `x{0}`, `(a{2}){2}`, `[[:alpha:]]+`, `[[:^digit:]]`, `\p{Greek}+`, `\P{L}`, `[\p{Lu}x]+`, `\Qa.b\E+`, `\x41|\x{1F600}`, `\101`, `a|b|`, `()`, `(|a)*`, `(|a)+`, `(a?)*?b`, `[^\n]`, `.`, `(?U)a+`, `(?U)a+?`,
		`(?i)[k-m]+`, `é+`, `[é-ü]`, `a{,2}`, `a{2`, `[]a]`, `[^]a]`, `[a-]`, `(?i:A)b`, `(\w)(\w)?(\d)?`, `z*|b`, `(b|)(b|)`, `\pN`, `\.`, `a\z`, `\Aa`, `((a)|(b))*`, `[[:word:]]`, `\S+@\S+\.com`, `^(\d+)-(\d+)$`, `(?i)\p{Lu}`, `[^\x00-\x{10FFFF}]`}
	texts := []string{"", "a", "ab", "abcd", "aaa", "foo bar foo", "xfoo food", "a\nb\nbc", "aXb a\nb", "STRASSE strasse STRAẞE \u212a", "12 1234 12345", "αβγ Ω é ü", "a.b.b A 😀", "user@example.com, x@y.com", "10-20", "cab bac", "\xffa\xfe", "aaaa", "KLM\u212a", "]a-"}
	fmt.Println(regexp.MustCompile(`(a|ab)(c|bcd)(d*)`).FindStringSubmatchIndex("xabcd"), regexp.MustCompile(`(ab|a)(bc)?`).FindStringSubmatchIndex("abc"))
	for _, e := range exprs {
		re, err := regexp.Compile(e)
		if err != nil {
			fmt.Println(e, err)
			continue
		}
		p, c := re.LiteralPrefix()
		fmt.Printf("%s %d %q %q %v\n", re, re.NumSubexp(), re.SubexpNames(), p, c)
		for _, t := range texts {
			fmt.Printf("%v %q %v %q %q\n", re.FindStringSubmatchIndex(t), re.FindAllString(t, -1), re.FindAllStringSubmatchIndex(t, 2), re.Split(t, -1), re.ReplaceAllString(t, "<$0$1>"))
			re2 := re.Copy()
			re2.Longest()
			fmt.Println(re2.FindStringIndex(t), re.MatchString(t), re.Match([]byte(t)), re.FindAllIndex([]byte(t), 3))
		}
	}
	for _, e := range []string{`(`, `)`, `a)`, `(a`, `[`, `[a`, `[z-a]`, `*`, `+a`, `a**`, `a*+`, `a*?*`, `a{1001}`, `(a{100}){100}`, `a{2,1}`, `\8`, `\`, `a\`, `\x`, `\x{`, `\x{110000}`, `\xg1`, `(?`, `(?z)`, `(?i`, `(?P<n`, `(?P<>a)`, `(?P<n-1>a)`, `(?P<n>a)(?P<n>b)`, `(?<n`, `(?=a)`, `(?!a)`, `(?<=a)`, `\pX`, `\p{Foo}`, `\p`, `\p{`, `[[:foo:]]`, `\C`, `\Z`, "\xff", `(?i)*`, `|*`, `(*)`, `^*`, `a??b`, `[a-\d]`, `[\d-z]`, `(?-)`, `(?i-)`, `(?--i)`, `x{2}{3}`, `x{2}?{3}`, `(|*)`, `{1}`, `a{1,`, `a{,1}`, `\1`, `\07`, `(?i)(?s`, `[\`, `[a-`, `\E`, `\Qab`} {
		_, err := regexp.Compile(e)
		fmt.Printf("%q %v\n", e, err)
	}
	re := regexp.MustCompile(`(?P<y>\d{4})-(?P<m>\d\d)`)
	fmt.Println(re.SubexpIndex("m"), re.SubexpIndex("q"), re.ReplaceAllString("on 2024-05 and 2023-11", "${m}/$y $$ ${x} $1x ${1}x $"), re.ReplaceAllLiteralString("2024-05", "$1"))
	fmt.Println(re.ReplaceAllStringFunc("a 2024-05 b", strings.ToUpper), string(re.ReplaceAll([]byte("2024-05"), []byte("$m"))), string(re.Expand([]byte("="), []byte("$y!"), []byte("2024-05"), []int{0, 7, 0, 4, 5, 7})))
	fmt.Println(regexp.QuoteMeta("a.b*c[d]{e}\\^$é"), re.FindReaderIndex(strings.NewReader("xx2024-05")))
	fmt.Printf("%q %q\n", re.FindSubmatch([]byte("1999-12")), re.FindAllSubmatch([]byte("1999-12 2000-01"), -1))
	posix := regexp.MustCompilePOSIX(`a+|a+b`)
	fmt.Println(posix.FindString("aaab"), regexp.MustCompile(`a+|a+b`).FindString("aaab"))
	ok, err := regexp.MatchString(`^\w+$`, "word")
	fmt.Println(ok, err)
	big := strings.Repeat("ab", 20000) + "c"
	fmt.Println(regexp.MustCompile(`(a|b|ab)*c`).FindStringIndex(big), len(regexp.MustCompile(`(ab)+`).FindString(big)), regexp.MustCompile(`(x+x+)+y`).MatchString(strings.Repeat("x", 300)))
	for _, s := range regexp.MustCompile(`a`).Split("banana", 2) {
		fmt.Printf("%q ", s)
	}
	fmt.Printf("%q %q\n", regexp.MustCompile(`a*`).Split("baaac", -1), regexp.MustCompile(``).Split("xyz", -1))
	defer func() { fmt.Println(recover()) }()
	regexp.MustCompile("`(")
}
