// 10,000 random JSON texts read into values of many types, with the errors; and values of many types written.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand"
	"os"
	"strings"
	"time"
)

var r = rand.New(rand.NewSource(61))

type color int

func (c color) MarshalText() ([]byte, error) {
	if c < 0 {
		return nil, errors.New("no color")
	}
	return fmt.Appendf(nil, "c%d", int(c)), nil
}

func (c *color) UnmarshalText(b []byte) error {
	if len(b) == 0 || b[0] != 'c' {
		return fmt.Errorf("bad color %q", b)
	}
	_, err := fmt.Sscan(string(b[1:]), (*int)(c))
	return err
}

type custom struct{ s string }

func (c custom) MarshalJSON() ([]byte, error) {
	switch c.s {
	case "bad":
		return []byte("{bad"), nil
	case "err":
		return nil, errors.New("cannot")
	}
	return []byte(` { "custom" : "` + c.s + `<" } `), nil
}

func (c *custom) UnmarshalJSON(b []byte) error {
	if len(b) > 12 {
		return fmt.Errorf("too long: %d", len(b))
	}
	c.s = string(b)
	return nil
}

type Base struct {
	ID   int    `json:"id"`
	Name string `json:"name,omitempty"`
	Same string
}

type other struct {
	Same  string
	Other *bool `json:",omitempty"`
}

type record struct {
	Base
	*other
	I8     int8            `json:"i8"`
	U      uint16          `json:"u,omitempty"`
	F      float32         `json:"f"`
	Str    string          `json:"str,string"`
	Num    int             `json:"num,string"`
	Any    any             `json:"any"`
	Map    map[string]int  `json:"map,omitempty"`
	IntMap map[int]string  `json:"imap,omitzero"`
	ColMap map[color]int   `json:"cmap"`
	Slice  []*int          `json:"slice"`
	Arr    [2]bool         `json:"arr"`
	Bytes  []byte          `json:"bytes"`
	Raw    json.RawMessage `json:"raw"`
	Col    color           `json:"col"`
	Cus    *custom         `json:"cus"`
	Number json.Number     `json:"number"`
	Time   time.Time       `json:"time,omitzero"`
	Skip   int             `json:"-"`
	Dash   int             `json:"-,"`
	Sub    *record         `json:"sub,omitempty"`
	Iface  fmt.Stringer    `json:"iface"`
	Empty  struct{}        `json:"empty"`
	priv   int
}

var keys = []string{"id", "ID", "name", "Same", "Other", "other", "i8", "u", "f", "str", "num", "any", "map", "imap", "cmap", "slice", "arr", "bytes", "raw", "col", "cus", "number", "time", "Skip", "-", "sub", "iface", "empty", "priv", "x", "1", "c1", "é", "<k>", ""}

func text() string {
	return []string{`"x"`, `""`, `"é\n"`, `"\u00e9\ud83d\ude00"`, `"\ud800"`, `"\udc00\ud800x"`, `"<a&b>\u2028"`, `"\x"`, "\"\xff\"", `"a`, `"\q"`, "\"tab\t\"", `"\/"`, `"c1"`, `"c"`, `"12"`, `"-3"`, `"1.5"`, `"true"`, `"null"`, `"aGk="`, `"aGk"`, `"a-_="`, `"2020-01-02T03:04:05Z"`, `"2020-01-02 03:04"`, `"\"q\""`, `"\"\\u00e9\""`, `"1e5"`}[r.Intn(28)]
}

func number() string {
	return []string{"0", "-1", "12", "3.25", "1e3", "-2.5E-2", "300", "1e400", "01", "-", "1.", "9007199254740993", "123456789012345678901", "-0", "1e-7", "0.1e1", "128", "-129", "65536", "1E+2", ".5", "+1", "1e", "0x1", "NaN"}[r.Intn(25)%(17+r.Intn(9))]
}

func value(depth int) string {
	space := []string{"", "", "", " ", "\n", "\t ", "\r"}[r.Intn(7)]
	switch n := r.Intn(10); {
	case n == 0:
		return space + []string{"null", "true", "false", "nul", "tru", "nulll", "True"}[r.Intn(100)%min(7, 3+r.Intn(5))]
	case n <= 2:
		return space + number()
	case n <= 4 || depth == 0:
		return space + text()
	case n <= 6:
		var list []string
		for k := r.Intn(4); k > 0; k-- {
			list = append(list, value(depth-1))
		}
		return space + "[" + strings.Join(list, ",") + "]" + space
	}
	return space + object(depth) + space
}

func object(depth int) string {
	var list []string
	for k := r.Intn(5); k > 0; k-- {
		k, _ := json.Marshal(keys[r.Intn(len(keys))])
		list = append(list, string(k)+":"+value(depth-1))
	}
	return "{" + strings.Join(list, ", ") + "}"
}

// fitting is a value for the field of that name, mostly.
func fitting(key string, depth int) string {
	if r.Intn(6) == 0 {
		return value(depth)
	}
	switch key {
	case "id", "i8", "u", "f", "Skip", "-":
		return number()
	case "name", "Same", "str", "bytes", "col", "time", "num":
		return text()
	case "map", "imap", "cmap", "empty":
		return object(1)
	case "slice", "arr":
		return "[" + number() + "," + []string{"true", "null", number()}[r.Intn(3)] + "]"
	case "number":
		return []string{number(), text()}[r.Intn(2)]
	case "sub":
		if depth > 0 {
			return whole(depth - 1)
		}
	}
	return value(depth)
}

func whole(depth int) string {
	var list []string
	for k := r.Intn(7); k > 0; k-- {
		key := keys[r.Intn(len(keys))]
		if r.Intn(9) == 0 {
			key = strings.ToUpper(key)
		}
		k, _ := json.Marshal(key)
		list = append(list, string(k)+": "+fitting(key, depth))
	}
	return "{" + strings.Join(list, ",") + "}"
}

func target() any {
	switch r.Intn(26) {
	case 0:
		return new(any)
	case 1:
		return new(int)
	case 2:
		return new(string)
	case 3:
		return new([]any)
	case 4:
		return new(map[string]any)
	case 5:
		return new([]int)
	case 6:
		return new(map[string][]string)
	case 7:
		return new(*bool)
	case 8:
		return new(float32)
	case 9:
		return new([3]uint8)
	case 10:
		return new(map[color]string)
	case 11:
		return new(map[int8]json.Number)
	case 12:
		return new(custom)
	case 13:
		return new(json.RawMessage)
	case 14:
		return new(time.Time)
	case 15:
		return new(map[bool]int)
	case 16:
		return new(chan int)
	case 17:
		return new([]byte)
	case 18:
		return &[]any{1, new(int), "x"}
	case 19:
		return &map[string]any{"id": new(int), "any": []int{1}}
	case 20:
		return new(struct {
			A int `json:"id"`
			B int `json:"id"`
			C any `json:"any,string"`
			D *string
		})
	case 21:
		return new(time.Duration)
	}
	return new(record)
}

func describe(err error) string {
	var s *json.SyntaxError
	var u *json.UnmarshalTypeError
	switch {
	case errors.As(err, &s):
		return fmt.Sprintf("%T %v @%d", err, err, s.Offset)
	case errors.As(err, &u):
		return fmt.Sprintf("%T %v @%d %s %s %q %q", err, err, u.Offset, u.Value, u.Type, u.Struct, u.Field)
	}
	return fmt.Sprintf("%T %v", err, err)
}

func written() any {
	switch r.Intn(16) {
	case 0:
		return []float64{0, math.Copysign(0, -1), 1e21, 1e20, 1e-6, 1e-7, 123456789.125, math.MaxFloat64, r.NormFloat64(), math.NaN(), math.Inf(1)}[r.Intn(11)]
	case 1:
		return float32(r.NormFloat64() * math.Pow(10, float64(r.Intn(40)-20)))
	case 2:
		return math.Float64frombits(r.Uint64())
	case 3:
		return []string{"", "a<b>&c", "\u2028\u2029", "\xff\x00\x1f\x7f", "é\t\r\n\b\f\"\\/", "日本"}[r.Intn(6)]
	case 4:
		return map[string]any{"b": written(), "a": written(), "<": nil, "\xff": 1}
	case 5:
		return map[int]any{10: written(), 9: 1, -1: nil}
	case 6:
		return map[color]int{2: 1, 1: 2, color(r.Intn(5) - 1): 7}
	case 7:
		return []any{written(), nil, []int(nil), map[string]int(nil), []byte(nil), []byte("hi"), [2]byte{1, 2}}
	case 8:
		return []any{make(chan int), func() {}, complex(1, 2), custom{"x"}, custom{"bad"}, &custom{"err"}, (*custom)(nil), color(3), color(-1)}[r.Intn(9)]
	case 9:
		n := r.Intn(5)
		return record{Base: Base{n, "n", "s"}, Slice: []*int{&n, nil}, Str: "a\"<", Num: n, Any: written(), Col: color(n), Number: json.Number([]string{"", "1.50", "bad", "-0"}[r.Intn(4)]), Raw: json.RawMessage([]string{"", " [1, 2 ]", "{bad", "null"}[r.Intn(4)])}
	case 10:
		return struct {
			A any           `json:",omitempty"`
			B []int         `json:"b,omitempty"`
			C *int          `json:"c,omitempty"`
			D time.Duration `json:"d,string"`
			E float64       `json:",string,omitempty"`
			F bool          `json:"bad name,string"`
			G struct{}      `json:"g,omitempty"`
			H time.Time     `json:"h,omitzero"`
			I [0]int        `json:"i,omitempty"`
			J uint8         `json:"é"`
			K string        `json:"a'b"`
		}{A: written(), E: r.NormFloat64()}
	case 11:
		return []any{r.Int63(), uint8(200), r.Intn(2) == 0, nil}
	case 12:
		return struct {
			Base
			Extra any
			*other
		}{Extra: written()}
	case 13:
		return []color{1, 2, color(r.Intn(20) - 1)}
	case 14:
		return map[float64]int{1: 2}
	}
	return time.Unix(r.Int63n(1<<33), 5).UTC()
}

func main() {
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for i := 0; i < 10000; i++ {
		var s string
		if r.Intn(3) == 0 {
			s = value(1 + r.Intn(3))
		} else {
			s = whole(2)
		}
		if r.Intn(8) == 0 && len(s) > 0 {
			k := r.Intn(len(s))
			s = s[:k] + string("{}[],:\"x0 \\\x01"[r.Intn(12)]) + s[k:]
		}
		v := target()
		err := json.Unmarshal([]byte(s), v)
		b, err2 := json.Marshal(v)
		fmt.Fprintf(out, "%d %q %T\n%s\n%s %v\n", i, s, v, describe(err), b, err2)
		dec := json.NewDecoder(strings.NewReader(s + []string{"", " ", "x", "[1]"}[r.Intn(4)]))
		if r.Intn(2) == 0 {
			dec.UseNumber()
		}
		if r.Intn(2) == 0 {
			dec.DisallowUnknownFields()
		}
		w := target()
		err = dec.Decode(w)
		b, err2 = json.Marshal(w)
		fmt.Fprintf(out, "%T %s\n%s %v %d %v\n", w, describe(err), b, err2, dec.InputOffset(), dec.More())
		dec = json.NewDecoder(strings.NewReader(s))
		for n := 0; n < 30; n++ {
			t, err := dec.Token()
			fmt.Fprintf(out, "%T %v %d,", t, t, dec.InputOffset())
			if err != nil {
				fmt.Fprintln(out, describe(err))
				break
			}
		}
		var buf bytes.Buffer
		err = json.Indent(&buf, []byte(s), ">", "  ")
		fmt.Fprintf(out, "%q %v\n", buf.String(), err)
		buf.Reset()
		err = json.Compact(&buf, []byte(s))
		json.HTMLEscape(&buf, []byte(s))
		fmt.Fprintf(out, "%q %v\n", buf.String(), err)
		x := written()
		b, err = json.Marshal(x)
		fmt.Fprintf(out, "%T %s %s\n", x, b, describe(err))
		buf.Reset()
		enc := json.NewEncoder(&buf)
		enc.SetEscapeHTML(r.Intn(2) == 0)
		enc.SetIndent([]string{"", ">"}[r.Intn(2)], []string{"", " ", "\t"}[r.Intn(3)])
		err = enc.Encode(x)
		fmt.Fprintf(out, "%s %v\n", buf.String(), err)
	}
}
