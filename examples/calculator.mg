// A calculator with variables, by recursive descent: `echo "x = 2 * (3 + 4)" | minigo run calculator.mg`.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"math"
	"os"
	"strconv"
	"unicode"
)

type parser struct {
	text []rune
	at   int
	vars map[string]float64
}

var errEnd = errors.New("unexpected end")

func (p *parser) peek() rune {
	for p.at < len(p.text) && unicode.IsSpace(p.text[p.at]) {
		p.at++
	}
	if p.at == len(p.text) {
		return 0
	}
	return p.text[p.at]
}

func (p *parser) accept(c rune) bool {
	if p.peek() != c {
		return false
	}
	p.at++
	return true
}

// sum and its callees panic with an error; line turns that back into a result.
func (p *parser) sum() float64 {
	v := p.product()
	for {
		switch {
		case p.accept('+'):
			v += p.product()
		case p.accept('-'):
			v -= p.product()
		default:
			return v
		}
	}
}

func (p *parser) product() float64 {
	v := p.power()
	for {
		switch {
		case p.accept('*'):
			v *= p.power()
		case p.accept('/'):
			by := p.power()
			if by == 0 {
				panic(errors.New("division by zero"))
			}
			v /= by
		default:
			return v
		}
	}
}

func (p *parser) power() float64 {
	v := p.atom()
	if p.accept('^') {
		return math.Pow(v, p.power())
	}
	return v
}

func (p *parser) word(in func(rune) bool) string {
	from := p.at
	for p.at < len(p.text) && in(p.text[p.at]) {
		p.at++
	}
	return string(p.text[from:p.at])
}

func (p *parser) atom() float64 {
	switch c := p.peek(); {
	case c == 0:
		panic(errEnd)
	case c == '-':
		p.at++
		return -p.atom()
	case c == '(':
		p.at++
		v := p.sum()
		if !p.accept(')') {
			panic(errors.New("missing )"))
		}
		return v
	case unicode.IsDigit(c):
		text := p.word(func(r rune) bool { return unicode.IsDigit(r) || r == '.' })
		v, err := strconv.ParseFloat(text, 64)
		if err != nil {
			panic(err)
		}
		return v
	case unicode.IsLetter(c):
		name := p.word(unicode.IsLetter)
		v, ok := p.vars[name]
		if !ok {
			panic(fmt.Errorf("unknown name %s", name))
		}
		return v
	default:
		panic(fmt.Errorf("unexpected %q", c))
	}
}

func (p *parser) line() (v float64, err error) {
	defer func() {
		if r := recover(); r != nil {
			e, ok := r.(error)
			if !ok {
				panic(r)
			}
			err = e
		}
	}()
	name := ""
	p.peek()
	if word := p.word(unicode.IsLetter); word != "" && p.accept('=') {
		name = word
	} else {
		p.at = 0
	}
	v = p.sum()
	if c := p.peek(); c != 0 {
		return 0, fmt.Errorf("unexpected %q", c)
	}
	if name != "" {
		p.vars[name] = v
	}
	return v, nil
}

func main() {
	vars := map[string]float64{"pi": math.Pi, "e": math.E}
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		p := &parser{text: []rune(lines.Text()), vars: vars}
		if v, err := p.line(); err != nil {
			fmt.Println("error:", err)
		} else {
			fmt.Println(v)
		}
	}
}
