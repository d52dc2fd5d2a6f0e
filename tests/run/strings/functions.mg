// The functions of package strings over strings with all sorts of runes in them.
package main

import (
	"fmt"
	"strings"
	"unicode"
)

func main() {
	texts := []string{"", "a", "aXbXc", "  two  words\t\n", "ÀÉß ŉ ǅ", "bad\xffbytes\xc3", "日本語 テキスト", "aaaa", "ﬀ K k ſ", "x,y,,z,"}
	seps := []string{"", "a", "X", ",", "aa", " ", "語", "\xff", "zz"}
	for _, s := range texts {
		fmt.Printf("%q %q %q %q %q\n", strings.ToUpper(s), strings.ToLower(s), strings.ToTitle(s), strings.Title(s), strings.TrimSpace(s))
		fmt.Printf("%q %q\n", strings.Fields(s), strings.FieldsFunc(s, unicode.IsUpper))
		fmt.Printf("%q %q\n", strings.ToValidUTF8(s, "?"), strings.Map(func(r rune) rune {
			if r == 'a' {
				return -1
			}
			return unicode.ToUpper(r)
		}, s))
		for _, sep := range seps {
			b, a, ok := strings.Cut(s, sep)
			fmt.Printf("%q %q %d %d %d %q %q %q %q %q %v %v %q %q\n", s, sep, strings.Index(s, sep), strings.LastIndex(s, sep), strings.Count(s, sep),
				strings.Split(s, sep), strings.SplitN(s, sep, 2), strings.SplitAfter(s, sep), strings.Replace(s, sep, "<>", 2), strings.Trim(s, sep),
				strings.EqualFold(s, strings.ToUpper(s)), ok, b, a)
			fmt.Println(strings.IndexAny(s, sep), strings.LastIndexAny(s, sep), strings.ContainsAny(s, sep), strings.HasPrefix(s, sep), strings.HasSuffix(s, sep), strings.Compare(s, sep))
		}
	}
	r := strings.NewReplacer("aa", "1", "a", "2", "ab", "3", "", "-")
	fmt.Println(r.Replace("aabab"), strings.NewReplacer("<", "&lt;", ">", "&gt;").Replace("<b>"))
	fmt.Println(strings.Repeat("ab", 5), strings.Join([]string{"x", "y", "z"}, "--"))
	var b strings.Builder
	for i := 0; i < 5; i++ {
		fmt.Fprintf(&b, "%d;", i*i)
	}
	b.WriteByte('!')
	b.WriteRune('é')
	fmt.Println(b.String(), b.Len())
	defer func() { fmt.Println(recover()) }()
	c := b
	c.WriteString("copied")
}
