// 10,000 random texts scanned by random formats.
package main

import (
	"bufio"
	"fmt"
	"math/rand"
	"os"
	"strings"
)

var r = rand.New(rand.NewSource(21))

type hex int

func (h *hex) Scan(s fmt.ScanState, verb rune) error {
	tok, err := s.Token(true, func(c rune) bool { return strings.ContainsRune("0123456789abcdef", c) })
	if err != nil {
		return err
	}
	w, ok := s.Width()
	*h = hex(len(tok)*100 + w)
	if !ok {
		*h = -*h
	}
	return nil
}

func word() string {
	return []string{"0", "-12", "+7", "0x1f", "0b101", "0o17", "017", "1_000", "255", "256", "-129", "99999999999999999999", "1.5", "-2e3", "1e400", ".5", "0x1p4", "NaN", "+Inf", "inf", "true", "T", "false", "F", "0", "hello", "\"quoted x\"", "`raw`", "é日", "'", "(1+2i)", "3i", "abc", "deadbeef", "%", ",", "x", "12abc", "\"bad", "\xff", "-", "", "U+0041", "1.", "1e", "0x", "00"}[r.Intn(47)]
}

func space() string { return []string{" ", "  ", "\n", "\t", "", " \n ", "\r\n", ","}[r.Intn(8)] }

func input() string {
	s := ""
	if r.Intn(5) == 0 {
		s = space()
	}
	for k := r.Intn(4); k >= 0; k-- {
		s += word()
		if r.Intn(3) != 0 {
			s += " "
		} else {
			s += space()
		}
	}
	return s
}

func format() string {
	f := ""
	for k := r.Intn(4); k >= 0; k-- {
		f += "%"
		if r.Intn(4) == 0 {
			f += fmt.Sprint(r.Intn(6))
		}
		f += string("vvddsqxXobtceEfgGU%kT"[r.Intn(21)])
		if r.Intn(2) == 0 {
			f += " "
		} else {
			f += []string{"", ",", "\n", "x", "%%", "  ", " \n", "é"}[r.Intn(8)]
		}
	}
	return f
}

func main() {
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for i := 0; i < 10000; i++ {
		var ptrs []any
		for k := r.Intn(4); k >= 0; k-- {
			ptrs = append(ptrs, []any{new(int), new(int8), new(int32), new(int64), new(uint), new(uint8), new(uint64), new(float32), new(float64), new(string), new([]byte), new(bool), new(complex128), new(complex64), new(rune), new(hex), 5, new(uintptr), new(any)}[r.Intn(19)])
		}
		s := input()
		var n int
		var err error
		kind := r.Intn(8)
		f := ""
		switch kind {
		case 0:
			n, err = fmt.Sscan(s, ptrs...)
		case 1:
			n, err = fmt.Sscanln(s, ptrs...)
		case 2:
			rd := strings.NewReader(s)
			n, err = fmt.Fscan(rd, ptrs...)
			fmt.Fprint(out, rd.Len(), " ")
		default:
			f = format()
			n, err = fmt.Sscanf(s, f, ptrs...)
		}
		fmt.Fprintf(out, "%d %d %q %q: %d %v", i, kind, s, f, n, err)
		for _, p := range ptrs {
			switch p := p.(type) {
			case *int:
				fmt.Fprint(out, " ", *p)
			case *int8:
				fmt.Fprint(out, " ", *p)
			case *int32:
				fmt.Fprint(out, " ", *p)
			case *int64:
				fmt.Fprint(out, " ", *p)
			case *uint:
				fmt.Fprint(out, " ", *p)
			case *uint8:
				fmt.Fprint(out, " ", *p)
			case *uint64:
				fmt.Fprint(out, " ", *p)
			case *float32:
				fmt.Fprint(out, " ", *p)
			case *float64:
				fmt.Fprint(out, " ", *p)
			case *string:
				fmt.Fprintf(out, " %q", *p)
			case *[]byte:
				fmt.Fprintf(out, " %q", *p)
			case *bool:
				fmt.Fprint(out, " ", *p)
			case *complex128:
				fmt.Fprint(out, " ", *p)
			case *complex64:
				fmt.Fprint(out, " ", *p)
			case *hex:
				fmt.Fprint(out, " ", *p)
			case *uintptr:
				fmt.Fprint(out, " ", *p)
			}
		}
		fmt.Fprintln(out)
	}
}
