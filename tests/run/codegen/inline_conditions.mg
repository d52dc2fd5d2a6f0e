package main

import (
	"fmt"
	"runtime"
	"sync/atomic"
)

type grid struct{ w, h int }

func (g grid) in(x, y int) bool { return x >= 0 && x < g.w && y >= 0 && y < g.h }
func (g grid) empty() bool      { return g == grid{} || g.w*g.h == 0 }

type letter byte

func (l letter) upper() bool { return 'A' <= l && l <= 'Z' }
func (l letter) vowel() bool {
	if l == 'a' || l == 'e' {
		return true
	} else if l == 'i' {
		return true
	}
	return l == 'o' || l == 'u'
}

func space(c byte) bool { return c == ' ' || '\t' <= c && c <= '\r' }
func digit(c byte) bool { return !(c < '0') && c <= '9' }
func word(c byte) bool {
	if space(c) {
		return false
	}
	return digit(c) || c != '-' && !letter(c).upper()
}
func odd(n int) bool         { return n&1 == 1 }
func yes() bool              { return true }
func no(n int) bool          { return false && n > 0 }
func same(b bool) bool       { return b }
func not(b bool) bool        { return !b }
func less(a, b float64) bool { return a < b }
func before(a, b string) bool {
	if len(a) == len(b) {
		return a < b
	}
	return len(a) < len(b)
}
func between(n, lo, hi int) bool {
	if n < lo {
		return false
	}
	if n > hi {
		return false
	}
	return true
}
func truth(n int) bool {
	if n > 0 {
		return true
	}
	return n < -10
}

func fields(s string) []string {
	var out []string
	for i := 0; i < len(s); {
		if space(s[i]) {
			i++
			continue
		}
		start := i
		for i < len(s) && !space(s[i]) {
			i++
		}
		out = append(out, s[start:i])
	}
	return out
}

var calls int

func count(b bool) bool { calls++; return b }

func main() {
	fmt.Println(len(fields("  a bc\tdef \n g")), fields(" x  y"), fields(""))
	nan := 0.0
	nan /= nan
	for _, f := range []float64{-1, 0, 1, nan} {
		if less(f, 0.5) {
			fmt.Print("less ")
		}
		if !less(f, 0.5) {
			fmt.Print("not less ")
		}
		if not(less(0.5, f)) && same(less(f, 2)) || not(same(less(f, f))) {
			fmt.Print("odd one ")
		}
		fmt.Println(less(f, f))
	}
	g := grid{3, 2}
	cells := 0
	for y := -1; y < 4; y++ {
		for x := -1; g.in(x, 0) || x < 5; x++ {
			if !g.in(x, y) {
				continue
			}
			cells++
			if g.in(x+1, y+1) && g.in(x-1, y-1) || grid.empty(grid{x, y}) {
				fmt.Print(x, y, " ")
			}
		}
	}
	fmt.Println(cells, g.empty(), grid{}.empty())
	for _, c := range []byte("aZ9- xe\t") {
		switch {
		case letter(c).upper():
			fmt.Print("upper ")
		case word(c) && letter(c).vowel():
			fmt.Print("vowel ")
		case digit(c):
			fmt.Print("digit ")
		case !word(c):
			fmt.Print("no word ")
		default:
			fmt.Print("other ")
		}
	}
	fmt.Println()
	n := 0
	for odd(n) || !odd(n) && n < 5 {
		n += 1 + n%2
		if between(n, 4, 6) {
			break
		}
	}
	for yes() {
		n++
		if n > 10 && truth(n) {
			break
		}
		if no(n) {
			panic("never")
		}
	}
	fmt.Println(n, truth(-11), truth(-3), before("b", "a"), before("a", "aa"))
	for i := 0; not(between(i, 3, 9)); i++ {
		if truth(i) != yes() {
			fmt.Print("first ", i, " ")
		}
	}
	fmt.Println(same(count(true)) && not(count(true)) && same(count(true)), calls)
	list := []int{1, 2}
	func() {
		defer func() { fmt.Println(recover()) }()
		i := 0
		for odd(list[i]) || true {
			i++
		}
	}()
	runtime.GOMAXPROCS(1)
	var stop atomic.Bool
	go stop.Store(true)
	for not(stop.Load()) {
	}
	var n64 atomic.Int64
	go n64.Store(1)
	for !odd(int(n64.Load())) {
	}
	fmt.Println("stopped")
}
