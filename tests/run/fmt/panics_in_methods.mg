// What a directive prints after a method has panicked: the flags stay, width and precision become 0.
package main

import "fmt"

type boom int

func (b boom) String() string { panic(fmt.Sprintf("boom %05d", int(b))) }

type failing struct{ p *int }

func (f failing) Error() string { return fmt.Sprint(*f.p) }

type pair struct {
	A any
	B float64
	C string
	D map[string]int
}

func main() {
	for _, f := range []string{"%v", "%8v", "%-8v|", "%.2v", "%8.2f", "%+08d", "%x", "%q", "%8.1q", "%#v", "% d", "%s"} {
		fmt.Printf(f+"\n", pair{boom(1), 1.25, "abc", map[string]int{"k": 7}})
		fmt.Printf(f+" %6.2f\n", []any{boom(2), 2.5, failing{}, "xyz", 3}, 1.5)
	}
	fmt.Println(boom(3), failing{}, (*boom)(nil), 4.5)
}
