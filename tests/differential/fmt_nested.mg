// 10,000 random directives with every flag over values of all kinds, nested ones and ones with methods; and operands
// that do not match the format.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"math"
	"math/rand"
	"os"
	"time"
)

var r = rand.New(rand.NewSource(12))

type point struct {
	X, Y int
	s    string
}

type (
	myInt    int8
	myFloat  float32
	myString string
	myBytes  []byte
	myBool   bool
	weekday  int
	failing  struct{ n int }
	goer     struct{ a, b any }
	former   struct{ v int }
	boomer   struct{}
	nilStr   struct{ x int }
	tree     struct {
		Left, Right *tree
		Val         any
		m           map[string]*tree
	}
	embed struct {
		point
		*myInt
		error
	}
)

func (w weekday) String() string { return "day" + string(rune('0'+w)) }
func (f failing) Error() string  { return fmt.Sprintf("failing %d", f.n) }
func (g goer) GoString() string  { return "goer!" }
func (boomer) String() string    { panic("boom") }
func (p *nilStr) String() string { return fmt.Sprint("nilStr", p.x) }
func (f former) Format(s fmt.State, verb rune) {
	w, wok := s.Width()
	p, pok := s.Precision()
	fmt.Fprintf(s, "<%c %d%v %d%v", verb, w, wok, p, pok)
	for _, c := range "+-# 0" {
		if s.Flag(int(c)) {
			fmt.Fprintf(s, "%c", c)
		}
	}
	fmt.Fprintf(s, "%s>", fmt.FormatString(s, verb))
}

func float() float64 {
	switch r.Intn(8) {
	case 0:
		return []float64{0, math.Copysign(0, -1), math.NaN(), math.Inf(1), math.Inf(-1), math.MaxFloat64, math.SmallestNonzeroFloat64, 1e21, 1e20, 123456789, 0.000001}[r.Intn(11)]
	case 1:
		return math.Float64frombits(r.Uint64())
	case 2:
		return float64(r.Intn(2000) - 1000)
	}
	return r.NormFloat64() * math.Pow(10, float64(r.Intn(50)-25))
}

func text() string {
	return []string{"", "a", "hello", "é日本", "\xff\xfe", "a\x00b", "tab\tnl\n", "q\"uo'te`", "\u202e\U0010ffff", "\\back", "`"}[r.Intn(11)]
}

func value(depth int) any {
	n := 48
	if depth > 2 {
		n = 20
	}
	k := r.Intn(n)
	if depth > 0 && (k == 24 || k == 31 || k == 32 || k == 38 || k == 39) {
		k = 0 // a pointer further in prints its address
	}
	switch k {
	case 0:
		return nil
	case 1:
		return r.Intn(2) == 0
	case 2:
		return int(r.Uint64()) >> uint(r.Intn(64))
	case 3:
		return int8(r.Uint32())
	case 4:
		return uint8(r.Uint32())
	case 5:
		return int16(r.Uint32())
	case 6:
		return uint32(r.Uint32())
	case 7:
		return r.Uint64() >> uint(r.Intn(64))
	case 8:
		return uintptr(r.Intn(100000))
	case 9:
		return float()
	case 10:
		return float32(float())
	case 11:
		return complex(float(), float())
	case 12:
		return complex64(complex(float(), float()))
	case 13:
		return text()
	case 14:
		return []byte(text())
	case 15:
		return rune(r.Intn(0x110010) - 5)
	case 16:
		return []rune(text())
	case 17:
		return weekday(r.Intn(7))
	case 18:
		return failing{r.Intn(9)}
	case 19:
		return myInt(r.Intn(200) - 100)
	case 20:
		return myFloat(float())
	case 21:
		return myString(text())
	case 22:
		return myBytes(text())
	case 23:
		return point{r.Intn(100), -r.Intn(100), text()}
	case 24:
		return &point{r.Intn(100), -r.Intn(100), text()}
	case 25:
		return map[string]any{"a": value(depth + 1), "b": value(depth + 1)}
	case 26:
		return map[int]string{3: text(), -1: text(), 2: "x"}
	case 27:
		return []any{value(depth + 1), value(depth + 1)}
	case 28:
		return [2]any{value(depth + 1), value(depth + 1)}
	case 29:
		return []string{text(), text()}
	case 30:
		return [3]byte{byte(r.Uint32()), 1, 2}
	case 31:
		return &[]int{r.Intn(9), 2}
	case 32:
		return &map[string]int{"k": r.Intn(9)}
	case 33:
		return struct {
			A any
			B []int
			C map[float64]bool
			D error
			E func()
			F *int
			G chan int
		}{value(depth + 1), nil, map[float64]bool{math.NaN(): true, 1: false, math.Inf(-1): true}, nil, nil, nil, nil}
	case 34:
		return goer{1, 2}
	case 35:
		return former{r.Intn(9)}
	case 36:
		return boomer{}
	case 37:
		return (*nilStr)(nil)
	case 38:
		return &nilStr{r.Intn(9)}
	case 39:
		return errors.New(text())
	case 40:
		return time.Duration(r.Int63() >> uint(r.Intn(63)))
	case 41:
		return [][]int{{1, r.Intn(9)}, nil, {}}
	case 42:
		return []error{failing{1}, nil}
	case 43:
		return [2]bool{r.Intn(2) == 0, true}
	case 44:
		return map[point]weekday{{1, 2, "x"}: 3, {1, 1, "y"}: 2}
	case 45:
		return tree{Val: value(depth + 1), m: map[string]*tree{"n": nil}}
	case 46:
		return embed{point: point{1, 2, "e"}}
	case 47:
		return []any{[]float32{float32(float())}, map[bool]complex64{true: 1i, false: complex64(complex(float(), 1))}, myBool(true)}
	}
	return nil
}

func directive() string {
	f := "%"
	for k := r.Intn(3); k > 0; k-- {
		f += string("+-# 0"[r.Intn(5)])
	}
	if r.Intn(20) == 0 {
		f += "[" + []string{"1", "2", "3", "", "x", "-1", "9"}[r.Intn(7)] + "]"
	}
	switch r.Intn(6) {
	case 0, 1:
		f += fmt.Sprint(r.Intn(25))
	case 2:
		if r.Intn(5) == 0 {
			f += "*"
		}
	}
	switch r.Intn(6) {
	case 0, 1:
		f += "." + fmt.Sprint(r.Intn(12))
	case 2:
		f += "."
	case 3:
		if r.Intn(5) == 0 {
			f += ".*"
		}
	}
	return f + string("vvvvTtbcdoOqxXUeEfFgGsw%kz!"[r.Intn(27)])
}

func main() {
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for i := 0; i < 10000; i++ {
		f := directive()
		if r.Intn(10) == 0 {
			f += "|" + directive() + text()
		}
		args := []any{value(0)}
		for r.Intn(12) == 0 {
			args = append(args, value(0))
		}
		fmt.Fprintf(out, "%d %q %T ", i, f, args[0])
		fmt.Fprintf(out, f+"\n", args...)
		if i%10 == 0 {
			fmt.Fprintln(out, args...)
			out.WriteString(fmt.Sprint(value(0), value(0), value(0)) + "\n")
			e := fmt.Errorf(f, args...)
			fmt.Fprintf(out, "%T %v %v\n", e, e, errors.Unwrap(e) != nil)
		}
	}
}
