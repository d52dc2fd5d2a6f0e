// 10,000 random directives over values of all kinds.
package main

import (
	"bufio"
	"fmt"
	"math"
	"math/rand"
	"os"
)

type point struct {
	X, Y int
	s    string
}

type named []float32

func (n named) String() string { return fmt.Sprint("named", len(n)) }

func main() {
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	r := rand.New(rand.NewSource(2))
	for i := 0; i < 10000; i++ {
		f := "%"
		for k := r.Intn(3); k > 0; k-- {
			f += string("+-# 0"[r.Intn(5)])
		}
		if r.Intn(2) == 0 {
			f += fmt.Sprint(r.Intn(30))
		}
		if r.Intn(2) == 0 {
			f += "." + fmt.Sprint(r.Intn(12))
		}
		f += string("vTtbcdoOqxXUeEfFgGsp%"[r.Intn(21)])
		var v any
		switch r.Intn(14) {
		case 0:
			v = int(r.Uint64()) >> uint(r.Intn(64))
		case 1:
			v = r.NormFloat64() * math.Pow(10, float64(r.Intn(60)-30))
		case 2:
			v = math.Float64frombits(r.Uint64())
		case 3:
			v = uint8(r.Intn(256))
		case 4:
			v = string([]byte{byte(r.Intn(256)), 'a', byte(r.Intn(256)), 'é' & 0xff})
		case 5:
			v = []byte{byte(r.Intn(256)), 1, 2}
		case 6:
			v = rune(r.Intn(0x11ffff))
		case 7:
			v = r.Intn(2) == 0
		case 8:
			v = complex(r.NormFloat64(), float64(r.Intn(100)))
		case 9:
			v = point{r.Intn(100), -r.Intn(100), "s"}
		case 10:
			v = map[string]int{"a": r.Intn(9), "b": 2}
		case 11:
			v = named{1, float32(r.NormFloat64())}
		case 12:
			v = []any{nil, r.Intn(5), "x", 1.5}
		case 13:
			v = [2]float32{float32(r.NormFloat64()), 0}
		}
		if f[len(f)-1] == 'p' {
			v = 5
		}
		fmt.Fprintf(out, "%q "+f+"\n", f, v)
	}
}
