// Member names that are keys of maps of every kind; names in tags; times; what does not fit, and where.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

type color int

func (c color) MarshalText() ([]byte, error) { return nil, errors.New("no color") }

func (c *color) UnmarshalText(b []byte) error {
	*c = color(len(b))
	if len(b) == 1 {
		return errors.New("too short")
	}
	return nil
}

type inner struct{ X int }

type outer struct {
	*inner
	S fmt.Stringer
	T time.Time
}

func decode[T any](texts ...string) {
	for _, s := range texts {
		var v T
		err := json.Unmarshal([]byte(s), &v)
		fmt.Printf("%T %s: %v, %v", v, s, v, err)
		var u *json.UnmarshalTypeError
		if errors.As(err, &u) {
			fmt.Printf(" @%d %q %q %q %v %v", u.Offset, u.Value, u.Struct, u.Field, u.Type, u.Err)
		}
		fmt.Println()
	}
}

func main() {
	keys := []string{`{}`, `{"1":2}`, `{"-1":[3]}`, `{"x":4,"3":5}`, `{"300":1}`, `{"1.5":1}`, `{"":1}`, `{"01":1}`, `{"true":1}`, `{" 1":1}`}
	decode[map[int8]int](keys...)
	decode[map[uint8]int](keys...)
	decode[map[float32]int](keys...)
	decode[map[bool]int](keys...)
	decode[map[color]int](keys...)
	decode[map[string]int](keys...)
	decode[map[[1]int]int](keys[:2]...)
	decode[map[any]int](keys[:2]...)
	decode[outer](`{"X":1}`, `{"S":null}`, `{"S":"x"}`, `{"S": [1]}`, `{"S": 1, "X":  {}}`, `{"T":"2020-01-02T03:04:05Z","S":true}`)
	decode[time.Time](`null`, `""`, `"2020-01-02T03:04:05.6Z"`, `"2020-01-02T03:04:05\u005a"`, `"\"q\""`, `"2020"`, `12`, ` [1]`, ` {}`, `true`)
	for _, v := range []any{map[color]int{1: 2}, map[float64]string{2.5: "x", 1e21: "y", -0.25: "z"}, map[float32]int{0.1: 1}, map[bool]int{true: 1}, map[bool]int{}, map[complex128]int{}, map[[1]int]int{{1}: 1}, map[any]int{"a": 1}, map[any]int{2: 3}, map[any]int{true: 1}, map[any]int{nil: 1},
		time.Date(2020, 1, 2, 3, 4, 5, 600, time.FixedZone("", -3600)), time.Date(-1, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2000, 1, 1, 0, 0, 0, 0, time.FixedZone("", 25*3600))} {
		b, err := json.Marshal(v)
		fmt.Printf("%T %s %v\n", v, b, err)
	}
	decode[struct {
		S string `json:",string"`
		C color
	}](`{"S":"null"}`, `{"S":"\"x\""}`, `{"S":"x"}`, `{"S":1}`, `{"C":[1]}`, `{"C": {}}`, `{"C":1}`)
	b, err := json.Marshal(struct {
		A int "json:\"a'b\""
		B int "json:\"b c\""
		C int "json:\"'q',omitempty\""
		D int "json:\"d`,string\""
		E int "json:\"\xff\""
		F int `json:"é1\\x,omitempty"`
		G int `json:"9'x"`
		H int `json:"h/<&>,"`
		I int `json:"-,"`
		J int `json:",string"`
		K int `json:"_k'"`
	}{})
	fmt.Println(string(b), err)
}
