// RawMessage is printed as text; the places of errors and of tokens; a Decoder that goes on after Token and More.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

type T struct {
	R json.RawMessage
	P *json.RawMessage
	N int
}

func main() {
	r := json.RawMessage(`{"a":1}`)
	fmt.Println(r, json.RawMessage(nil))
	fmt.Printf("%v %s %T %d %x %q %+v %v\n", r, r, r, r, r, r, r, r.Kind())
	fmt.Printf("%v %+v\n", T{R: r}, T{R: r})
	b, err := json.Marshal(T{R: r, P: &r})
	fmt.Println(string(b), err)
	var t T
	fmt.Println(json.Unmarshal([]byte(` {"R": [1, 2 ], "P":null, "N": 3}`), &t), t.R, t.P, t.N)

	for _, s := range []string{"", " ", "{", `{"a"`, `{"a":`, `{"a":1`, `{"a":1,`, "[1,", "[1 2]", "x", "nul", "nulx", `"a`, `"a\x"`, `"\u12`, `"\u12x4"`, "\"\t\"", "-", "1.", "1.x", "01",
		"[1]x", "{1:2}", `{"a" 1}`, `{"a":1 "b"}`, "é", "\xff", `["é]`, strings.Repeat("[", 10001)} {
		err := json.Unmarshal([]byte(s), new(any))
		var e *json.SyntaxError
		if errors.As(err, &e) {
			fmt.Println(e, e.Offset)
		} else {
			fmt.Println(err)
		}
		dec := json.NewDecoder(strings.NewReader(s))
		for i := 0; i < 5; i++ {
			tok, err := dec.Token()
			fmt.Printf("  %T %v %d %v", tok, tok, dec.InputOffset(), err)
			if errors.As(err, &e) {
				fmt.Print(" @", e.Offset)
			}
			if i%2 == 1 {
				fmt.Print(" ", dec.More(), " ", dec.InputOffset())
			}
			if err == io.EOF {
				break
			}
		}
		fmt.Println()
	}
	for _, s := range []string{`[1, {"a": [true, null], "b" : "c"} , "d" ] 5 x`, `{"a" , 1}`, `{"a": 1, "b"}`, `{"a": }`, `{"a":1,}`, `[1,]`, `[1}`, `{"a":1]`, `{]`, `]`, `[,1]`, `{5:1}`, `[1e999, 2]`} {
		dec := json.NewDecoder(strings.NewReader(s))
		for i := 0; i < 20; i++ {
			tok, err := dec.Token()
			fmt.Printf("%T %v %d;", tok, tok, dec.InputOffset())
			if err != nil {
				fmt.Print(" ", err)
				break
			}
		}
		var v any
		err := dec.Decode(&v)
		fmt.Println(" then", v, err, dec.InputOffset())
	}
	dec := json.NewDecoder(strings.NewReader(`{"list": [ {"N":1}, {"N":2} , {"N":"x"}, {"N":4}]} [3]`))
	dec.Token()
	dec.Token()
	dec.Token()
	for dec.More() {
		var t T
		err := dec.Decode(&t)
		fmt.Println(t.N, err, dec.InputOffset())
	}
	fmt.Println(dec.Token())
	fmt.Println(dec.Token())
	fmt.Println(dec.More(), dec.InputOffset())
	var v any
	fmt.Println(dec.Decode(&v), v, dec.More(), dec.Decode(&v))

	m, err := json.Marshal(map[float64]int{1: 2, 1e30: 3, -0.5: 4})
	fmt.Println(string(m), err)
	var u *json.UnmarshalTypeError
	for _, s := range []string{`[{"N": [1]}]`, `[{"N": {"x": 1}}]`, `[{"N":true}]`, `{}`, ` [1]`} {
		err := json.Unmarshal([]byte(s), new([]T))
		if errors.As(err, &u) {
			fmt.Println(err, u.Offset, u.Field, u.Struct, u.Value)
		}
	}
	fmt.Println(&json.InvalidUTF8Error{S: "a\xff"})
}
