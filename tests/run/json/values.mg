package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strings"
	"time"
)

type Color int

func (c Color) MarshalText() ([]byte, error) { return []byte(fmt.Sprintf("color-%d", int(c))), nil }
func (c *Color) UnmarshalText(b []byte) error {
	if _, err := fmt.Sscanf(string(b), "color-%d", (*int)(c)); err != nil {
		return errors.New("bad color")
	}
	return nil
}

type Temp float64

func (t Temp) MarshalJSON() ([]byte, error) {
	if t < -273 {
		return nil, errors.New("too cold")
	}
	return []byte(fmt.Sprintf(`{ "deg" : %g , "s":"<&>"}`, float64(t))), nil
}
func (t *Temp) UnmarshalJSON(b []byte) error {
	var m map[string]any
	if err := json.Unmarshal(b, &m); err != nil {
		return err
	}
	d, ok := m["deg"].(float64)
	if !ok {
		return errors.New("no deg")
	}
	*t = Temp(d)
	return nil
}

type Base struct {
	ID   int `json:"id"`
	Kind string
}
type Other struct{ Kind string }
type inner struct{ Deep string }
type Doc struct {
	Base
	*Other
	inner
	Name    string          `json:"name"`
	Skip    int             `json:"-"`
	Dash    int             `json:"-,"`
	Opt     string          `json:"opt,omitempty"`
	Zero    time.Time       `json:"zero,omitzero"`
	Quoted  int64           `json:",string"`
	QBool   bool            `json:"qb,string"`
	QStr    string          `json:"qs,string"`
	List    []float64       `json:"list"`
	Bytes   []byte          `json:"bytes"`
	M       map[string]*int `json:"m"`
	IntKeys map[int]string  `json:"ik"`
	ColKeys map[Color]bool  `json:"ck"`
	Any     any             `json:"any"`
	Arr     [3]uint8        `json:"arr"`
	T       Temp            `json:"t"`
	C       Color           `json:"c"`
	P       **int           `json:"p"`
	Raw     json.RawMessage `json:"raw"`
	Num     json.Number     `json:"num"`
	F32     float32         `json:"f32"`
	E       error           `json:"e"`
	private int
	Sub     struct{ X, Y int } `json:"sub"`
	Ptr     *Doc               `json:"ptr,omitempty"`
}

func main() {
	n := 5
	pn := &n
	d := Doc{Base: Base{1, "base"}, Name: "a<b>\u2028é\x01\"\\/\t", Quoted: -7, QBool: true, QStr: `q"x`, List: []float64{1, 0.1, 1e21, 1e-7, 123456789.125, math.MaxFloat64, -0.0},
		Bytes: []byte{0, 1, 255}, M: map[string]*int{"z": nil, "a": &n}, IntKeys: map[int]string{10: "x", 9: "y", -1: "z"}, ColKeys: map[Color]bool{3: true},
		Any: []any{1, "s", nil, true, map[string]any{"k": 1.5}}, T: 36.6, C: 7, P: &pn, Raw: json.RawMessage(` {"a" : [1, 2]}`), Num: "12.50", F32: 0.1, Sub: struct{ X, Y int }{1, 2}}
	b, err := json.Marshal(d)
	fmt.Println(string(b), err)
	var back Doc
	err = json.Unmarshal(b, &back)
	b2, _ := json.Marshal(back)
	fmt.Println(err, string(b) == string(b2))
	b, err = json.MarshalIndent(map[string]any{"b": []int{}, "a": map[string]int{}, "c": []any{1, []string{"x"}, map[string]any{"y": nil}}}, ">", "  ")
	fmt.Println(string(b), err)

	for _, v := range []any{nil, 1, -1.5, "x", []int(nil), []int{}, map[string]int(nil), make(chan int), func() {}, math.NaN(), math.Inf(-1), complex(1, 2), map[bool]int{true: 1}, Temp(-300), &d.T,
		struct{ A any }{make(chan int)}, [2]bool{true}, (*int)(nil), json.Number("bad"), json.Number(""), "\xff\xfe", []byte(nil), map[string]Temp{"x": 1}, []*Color{nil}, float32(1e-7), uint8(200), 'x', time.Duration(5)} {
		b, err := json.Marshal(v)
		fmt.Printf("%T %s %v\n", v, b, err)
	}

	for _, s := range []string{`{"id":5,"name":"x"}`, `{"ID":6,"NAME":"fold"}`, `{"id":"x","name":"still"}`, `{"list":[1,"x",3]}`, `{"list":null}`, `{"arr":[1,2,3,4,5]}`, `{"arr":[1]}`, `{"arr":[300]}`,
		`{"m":{"a":1,"b":null}}`, `{"m":{"a":"x"}}`, `{"ik":{"1":"a","x":"b"}}`, `{"ck":{"color-4":true}}`, `{"any":{"x":[1,{"y":"z"}]}}`, `{"t":{"deg":3}}`, `{"t":5}`, `{"c":"color-9"}`, `{"c":5}`, `{"c":"zzz"}`,
		`{"p":8}`, `{"p":null}`, `{"raw":[1, 2 ]}`, `{"num":1e5}`, `{"num":"7"}`, `{"num":"x"}`, `{"Quoted":"12"}`, `{"Quoted":12}`, `{"Quoted":"x"}`, `{"qb":"true"}`, `{"qs":"\"in\""}`, `{"qs":"out"}`,
		`{"bytes":"AAH/"}`, `{"bytes":"!!"}`, `{"sub":{"X":1.5}}`, `{"sub":{"X":1,"x":2}}`, `{"e":null}`, `{"e":"x"}`, `{"ptr":{"ptr":{"id":3}}}`, `{"-":4}`, `{"Deep":"d"}`, `{"Kind":"k"}`, `{"f32":1e60}`,
		`[1]`, `"s"`, `3`, `true`, `null`, ``, ` `, `{`, `{"a"`, `{"a":`, `{"a":1`, `{"a":1,`, `{"a":1,}`, `[1,]`, `[1 2]`, `{a:1}`, `{"a" 1}`, `tru`, `trux`, `nul`, `01`, `-`, `1.`, `1e`, `1.x`, `+1`, `"abc`, `"\x"`, `"\u12G4"`, "\"a\nb\"",
		`[1]x`, `{"a":1}}`, `'a'`, `"\ud83d\ude00"`, `"\ud83d"`, `"\ud83dx\u00e9"`, "\"\xff\"", "\xef\xbb\xbf1", `[` + strings.Repeat(`[`, 20)} {
		var d Doc
		err := json.Unmarshal([]byte(s), &d)
		out, _ := json.Marshal(d)
		fmt.Printf("%s => %v\n", s, err)
		if err == nil || len(s) > 2 && s[0] == '{' {
			fmt.Println(len(out), d.ID, d.Name, d.List, d.Arr, d.IntKeys, d.ColKeys, d.Any, d.T, int(d.C), string(d.Raw), d.Num, d.Quoted, d.QBool, d.QStr, d.Bytes, d.Sub, d.Dash, d.Deep, d.Base.Kind, d.F32)
		}
		var a any
		err = json.Unmarshal([]byte(s), &a)
		fmt.Printf("%#v %v %v\n", a, err, json.Valid([]byte(s)))
	}
	var i8 int8
	var ip *int
	var ifc any = &i8
	fmt.Println(json.Unmarshal([]byte("200"), &i8), json.Unmarshal([]byte("-5"), ifc), i8, json.Unmarshal([]byte("1"), i8), json.Unmarshal([]byte("1"), nil), json.Unmarshal([]byte("1"), ip))
	var se *json.SyntaxError
	var te *json.UnmarshalTypeError
	fmt.Println(errors.As(json.Unmarshal([]byte("[1,}"), &ifc), &se), errors.As(json.Unmarshal([]byte(`"x"`), &i8), &te), te.Value, te.Type)

	dec := json.NewDecoder(strings.NewReader(`{"a":1} {"a":2}[3,4] "five" 6 nul`))
	for {
		var v any
		err := dec.Decode(&v)
		fmt.Println(v, err, dec.InputOffset())
		if err != nil {
			break
		}
	}
	dec = json.NewDecoder(iotest{strings.NewReader(`{"x": [1, 2.5, {"y": null}], "z": true, "w": {"q": "s"}} [ ]`)})
	dec.UseNumber()
	for {
		t, err := dec.Token()
		if err != nil {
			fmt.Println(err == io.EOF)
			break
		}
		fmt.Printf("%T %v %v|", t, t, dec.More())
	}
	dec = json.NewDecoder(strings.NewReader(`[{"id":1},{"id":2,"zz":3}]`))
	dec.DisallowUnknownFields()
	t, _ := dec.Token()
	fmt.Println(t)
	for dec.More() {
		var b Base
		err := dec.Decode(&b)
		fmt.Println(b, err)
	}
	t, err = dec.Token()
	fmt.Println(t, err)
	enc := json.NewEncoder(os.Stdout)
	enc.SetEscapeHTML(false)
	enc.Encode("<a&b>")
	enc.SetIndent("", "\t")
	enc.Encode(map[string]any{"k": []int{1, 2}, "e": struct{}{}})
	fmt.Println(enc.Encode(make(chan int)))
	var buf bytes.Buffer
	fmt.Println(json.Compact(&buf, []byte(` { "a" : [ 1 , "x y" ] } `)), buf.String())
	buf.Reset()
	fmt.Println(json.Indent(&buf, []byte(`{"a":[1,{}, []],"b":{"c":null}}`), "", " "), buf.String())
	buf.Reset()
	json.HTMLEscape(&buf, []byte(`"<script>&"`))
	fmt.Println(buf.String(), json.Compact(&buf, []byte(`{]`)))
	type node struct{ Next *node }
	loop := &node{}
	loop.Next = loop
	_, err = json.Marshal(loop)
	fmt.Println(err)
}

type iotest struct{ r io.Reader }

func (i iotest) Read(p []byte) (int, error) { return i.r.Read(p[:1]) }
