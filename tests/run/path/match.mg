// Patterns, malformed ones too, under path.Match and filepath.Match, which differ in the errors that they see; paths that
// are local; lists.
package main

import (
	"fmt"
	"path"
	"path/filepath"
)

func main() {
	names := []string{"", "a", "ab", "a/b", "a*", "[", "]", "-", "é", "\\", "a\xff", "/", "abc.txt", "a-c"}
	patterns := []string{"", "*", "**", "?", "??", "a*", "*b", "*/*", "a?", "[a]", "[^a]", "[a-c]*", "[^a-c]", "[c-a]", "[]a]", "[]", "[a", "[a-", "[-]", "[a-]", "[-a]", "[^]", "[^-]", "[\\]]", "[\\-x]", "[x\\-]", "[\\", "\\", "\\a", "a\\", "\\*", "a\\*", "*[", "*[a", "b*[", "b[", "[!a]", "é", "[é-ü]", "[\xff]", "*.txt", "*.t?t", "a/*", "*/b", "/*", "*[]", "a[", "a[^", "[^", "*a*b*c*", "*-[a-c]"}
	for _, p := range patterns {
		fmt.Printf("%q:", p)
		for _, n := range names {
			a, err := path.Match(p, n)
			b, err2 := filepath.Match(p, n)
			fmt.Print(" ", a, err != nil)
			if a != b || (err == nil) != (err2 == nil) {
				fmt.Print("/", b, err2 != nil)
			}
		}
		fmt.Println()
	}
	_, err := path.Match("[", "a")
	fmt.Println(err, err == path.ErrBadPattern)
	_, err = filepath.Match("[", "a")
	fmt.Println(err, err == filepath.ErrBadPattern)
	for _, p := range []string{"", ".", "..", "a", "/a", "a/..", "a/../..", "a/../../b", "../a", "./..", "a//b", "a/./b", "\x00", "a\x00b", "é/日", "a/", "...", "a\\b"} {
		l, err := filepath.Localize(p)
		fmt.Printf("%q %v %q %v %v %q %q\n", p, filepath.IsLocal(p), l, err, filepath.IsAbs(p), filepath.VolumeName(p), filepath.SplitList(p+":"+p))
	}
	fmt.Println(filepath.HasPrefix("/abc", "/ab"), filepath.Join(), filepath.Join("", ""), filepath.Join("a", "", "../b"))
	for _, g := range []string{"[", "/nonexistent/*", "/nonexistent"} {
		m, err := filepath.Glob(g)
		fmt.Println(m, err)
	}
}
