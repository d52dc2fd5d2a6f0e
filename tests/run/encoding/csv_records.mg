package main

import (
	"encoding/csv"
	"fmt"
	"os"
	"strings"
)

func main() {
	for _, s := range []string{"a,b,c\n1,2,3\n", "a,\"b \"\"q\"\" c\",d\r\n\"x\ny\",z,w", "", "\n\n", "a,b\nc\n", "a\"b,c\n", "\"a\"b,c\n", "\"abc", "\"a\nb", "# no\na,b\n", "  a, b\n", "é,\"ü\n\",x", "a,,\n,,\n", "\"\",\"\"\n", "a;b\n", "x,\"\"\"\"\n", "a\rb\n", "\"a\"\r\n\"b\"\r"} {
		for mode := 0; mode < 4; mode++ {
			r := csv.NewReader(strings.NewReader(s))
			switch mode {
			case 1:
				r.LazyQuotes = true
				r.FieldsPerRecord = -1
			case 2:
				r.Comment = '#'
				r.TrimLeadingSpace = true
			case 3:
				r.Comma = ';'
				r.FieldsPerRecord = 2
			}
			all, err := r.ReadAll()
			fmt.Printf("%q %d %q %v %d\n", s, mode, all, err, r.InputOffset())
		}
	}
	r := csv.NewReader(strings.NewReader("one,\"two\nlines\",three\n"))
	rec, err := r.Read()
	fmt.Printf("%q %v\n", rec, err)
	for i := range rec {
		fmt.Println(r.FieldPos(i))
	}
	w := csv.NewWriter(os.Stdout)
	w.Write([]string{"plain", "with,comma", "quote\"", "line\nbreak", " lead", "", `\.`, "é"})
	w.Comma = '\t'
	w.UseCRLF = true
	w.Write([]string{"a\tb", "x\r\ny", "z"})
	w.Flush()
	w.Comma = '"'
	fmt.Println(w.Write([]string{"a"}), w.Error(), w.WriteAll([][]string{{"a"}}))
}
