// Paths: cleaning, joining, splitting, matching, the way from one to another.
package main

import (
	"fmt"
	"path"
	"path/filepath"
)

func main() {
	paths := []string{"", ".", "/", "a", "a/b/", "a//b/./c/..", "../a/../../b", "/../a", "/a/b/../../..", "a.tar.gz", ".hidden", "a/b.c/d"}
	for _, p := range paths {
		dir, file := path.Split(p)
		fmt.Printf("%q %q %q %q %q %q %q %v\n", p, path.Clean(p), dir, file, path.Base(p), path.Dir(p), path.Ext(p), filepath.IsLocal(p))
		for _, q := range paths {
			r, err := filepath.Rel(p, q)
			fmt.Print(r, " ", err, " ", path.Join(p, q), "; ")
		}
		fmt.Println()
	}
	for _, c := range [][2]string{{"*", "abc"}, {"*", "a/b"}, {"a*c", "abbc"}, {"a?c", "aéc"}, {"[a-c]x", "bx"}, {"[^a]x", "bx"}, {"[", "a"}, {"a\\*", "a*"}, {"*/b*/*", "a/bc/d"}, {"[]a]", "]"}, {"x*y*z", "x1y2z"}, {"\\", "\\"}} {
		ok, err := path.Match(c[0], c[1])
		fmt.Println(c[0], c[1], ok, err)
	}
}
