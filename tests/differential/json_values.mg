// 10,000 random JSON texts, some broken, read and written.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand"
	"os"
	"strings"
)

var r = rand.New(rand.NewSource(6))

type rec struct {
	A int            `json:"a"`
	B string         `json:"b,omitempty"`
	C []float64      `json:"c"`
	D map[string]rec `json:"d,omitempty"`
	E *rec           `json:"e"`
	F bool
	G any      `json:"g"`
	H [2]uint8 `json:"h"`
}

func value(depth int) string {
	space := []string{"", " ", "\n", "\t "}[r.Intn(4)]
	switch n := r.Intn(9); {
	case n == 0:
		return space + []string{"null", "true", "false", "nul", "tru"}[r.Intn(100)%min(5, 3+r.Intn(3))]
	case n <= 2:
		return space + []string{"0", "-1", "12", "3.25", "1e3", "-2.5E-2", "300", "1e400", "01", "-", "1.", "9007199254740993", "123456789012345678901"}[r.Intn(13)]
	case n <= 4 || depth == 0:
		return space + []string{`"x"`, `""`, `"é\n"`, `"\u00e9\ud83d\ude00"`, `"\ud800"`, `"<a&b>"`, `"\x"`, "\"\xff\"", `"a`, `"\u12"`, `"tab	"`, `"\/"`}[r.Intn(12)]
	case n <= 6:
		var parts []string
		for k := r.Intn(4); k > 0; k-- {
			parts = append(parts, value(depth-1))
		}
		return space + "[" + strings.Join(parts, ",") + "]" + space
	}
	var parts []string
	for k := r.Intn(5); k > 0; k-- {
		parts = append(parts, fmt.Sprintf("%q%s:%s", string("abcdefghABzF"[r.Intn(12)]), space, value(depth-1)))
	}
	return space + "{" + strings.Join(parts, ",") + "}" + space
}

func main() {
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for i := 0; i < 10000; i++ {
		s := value(1 + r.Intn(3))
		if r.Intn(10) == 0 && len(s) > 0 {
			k := r.Intn(len(s))
			s = s[:k] + string(`{}[],:"x0 `[r.Intn(10)]) + s[k:]
		}
		fmt.Fprintf(out, "%q\n", s)
		var v any
		err := json.Unmarshal([]byte(s), &v)
		b, err2 := json.Marshal(v)
		fmt.Fprintln(out, err, string(b), err2)
		var t rec
		err = json.Unmarshal([]byte(s), &t)
		b, err2 = json.MarshalIndent(t, "", " ")
		fmt.Fprintln(out, err, string(b), err2)
		var buf bytes.Buffer
		err = json.Compact(&buf, []byte(s))
		fmt.Fprintln(out, buf.String(), err, json.Valid([]byte(s)))
		dec := json.NewDecoder(strings.NewReader(s))
		for {
			var w any
			if err := dec.Decode(&w); err != nil {
				fmt.Fprintln(out, err)
				break
			}
			fmt.Fprintln(out, w)
		}
	}
}
