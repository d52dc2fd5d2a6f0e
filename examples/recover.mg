// Panic and recover: failures of a small calculator become errors; deferred calls run on the way.
package main

import (
	"errors"
	"fmt"
	"runtime"
)

type syntaxError struct{ at int }

func (e *syntaxError) Error() string { return fmt.Sprintf("unexpected input at %d", e.at) }

type parser struct {
	text string
	pos  int
}

func (p *parser) number() int {
	start, n := p.pos, 0
	for p.pos < len(p.text) && p.text[p.pos] >= '0' && p.text[p.pos] <= '9' {
		n = n*10 + int(p.text[p.pos]-'0')
		p.pos++
	}
	if p.pos == start {
		panic(&syntaxError{p.pos})
	}
	return n
}

func (p *parser) expr() int {
	n := p.number()
	for p.pos < len(p.text) {
		op := p.text[p.pos]
		p.pos++
		m := p.number()
		switch op {
		case '+':
			n += m
		case '-':
			n -= m
		case '*':
			n *= m
		case '/':
			n /= m
		default:
			panic(&syntaxError{p.pos - 2})
		}
	}
	return n
}

func eval(text string) (n int, err error) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case runtime.Error:
			err = fmt.Errorf("evaluating %q: %w", text, r)
		case error:
			err = r
		default:
			panic(r)
		}
	}()
	return (&parser{text: text}).expr(), nil
}

func main() {
	for _, text := range []string{"1+2*3", "10/3", "7/0", "2+", "4?2", ""} {
		n, err := eval(text)
		var se *syntaxError
		switch {
		case errors.As(err, &se):
			fmt.Printf("%-6q syntax error, position %d\n", text, se.at)
		case err != nil:
			fmt.Printf("%-6q %v\n", text, err)
		default:
			fmt.Printf("%-6q = %d\n", text, n)
		}
	}
	defer fmt.Println("deferred calls run last, in reverse")
	defer func() { fmt.Println("recovered:", recover()) }()
	var m map[string]int
	m["x"] = 1
}
