package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// Where a text stops being JSON: Offset counts the byte that cannot stand there.

func main() {
	for _, s := range []string{"x", " x", "[1,]", "[1 2]", `{"a":tru}`, `{"a":}`, `{,}`, `"\q"`, `"\u12g4"`, "\"a\x01\"", "1.x", "01", "nulL", `{"a"}`, "1 2", "[1,\n2,\nx]", "é", `{"a" 1}`} {
		var v any
		var bad *json.SyntaxError
		if errors.As(json.Unmarshal([]byte(s), &v), &bad) {
			fmt.Printf("%q %v: %d\n", s, bad, bad.Offset)
		}
		d := json.NewDecoder(strings.NewReader(`{"before":[1,2]} ` + s))
		var err error
		for err == nil {
			err = d.Decode(&v)
		}
		if errors.As(err, &bad) {
			fmt.Println("  behind another:", bad.Offset)
		}
	}
}
