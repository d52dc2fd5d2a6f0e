// Calls: several values, arguments that call, interfaces of one method set, constants in loops.
package main

import "fmt"

type first interface{ M() int }
type second interface{ M() int }
type impl struct{ n int }

func (p *impl) M() int { return p.n }

func parts() (float64, float64)            { return 5, 7 }
func pieces() ([]byte, byte, byte)         { return []byte{'a'}, '1', '2' }
func three() (int, string, []int)          { return 1, "x", []int{3} }
func show(a any, rest ...any) (int, error) { return fmt.Println(append([]any{a}, rest...)...) }
func add(a, b, c int) int                  { return a*100 + b*10 + c }

func early(n int) string {
	// Registers used before the loop must not hold its constants.
	text := fmt.Sprint(n, n+1)
	out := ""
	for i := 0; i < 2; i++ {
		for _, c := range text {
			if c == '0' || c == ':' {
				out += "0"
			} else {
				out += string(c)
			}
		}
	}
	return out
}

func main() {
	t := &impl{4}
	var a first
	var anon interface{ M() int } = t
	a = anon
	var b first = t
	fmt.Println(a == b, a == first(second(t)), a.M()+b.M())

	fmt.Println(complex(parts()), string(append(pieces())))
	show(three())
	fmt.Println(add(add(1, 2, 3), add(0, 0, add(0, 0, 1)), 2), early(10))

	// Closures by value and by reference, called where they stand.
	k, sum := 3, 0
	func(n int) { sum += n * k }(5)
	fs := []func() int{}
	for i := 0; i < 3; i++ {
		fs = append(fs, func() int { i += 10; return i })
	}
	fmt.Println(sum, fs[0](), fs[0](), fs[1](), fs[2]())

	// A switch without tag on interfaces, method values and expressions.
	switch v := any(true); {
	case v:
		fmt.Println("true")
	default:
		fmt.Println("other")
	}
	f, g, h := t.M, (*impl).M, first.M
	t.n = 6
	fmt.Println(f(), g(t), h(t))
	s, copied := "abc", []byte("const")
	fmt.Println(len(copied), cap(copied), s[1:]+s[:1]+string(copied[:2]))
	defer func(parts ...any) { fmt.Println(append(parts, recover())...) }("deferred", k)
	var none map[string]int
	none["x"] = t.n
}
