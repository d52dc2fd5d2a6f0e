// A tiny Lisp: numbers, lists, lambda, define, if, quote. It reads programs from standard input.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
)

// value is a number, a symbol, a list, a builtin or a lambda.
type value any

type symbol string

type builtin func(args []value) (value, error)

type lambda struct {
	params []symbol
	body   value
	env    *scope
}

type scope struct {
	vars  map[symbol]value
	outer *scope
}

func (s *scope) find(name symbol) (value, error) {
	for ; s != nil; s = s.outer {
		if v, ok := s.vars[name]; ok {
			return v, nil
		}
	}
	return nil, fmt.Errorf("undefined: %s", name)
}

func read(tokens []string) (value, []string, error) {
	if len(tokens) == 0 {
		return nil, nil, io.ErrUnexpectedEOF
	}
	t, rest := tokens[0], tokens[1:]
	switch t {
	case "(":
		list := []value{}
		for len(rest) > 0 && rest[0] != ")" {
			v, r, err := read(rest)
			if err != nil {
				return nil, nil, err
			}
			list, rest = append(list, v), r
		}
		if len(rest) == 0 {
			return nil, nil, io.ErrUnexpectedEOF
		}
		return list, rest[1:], nil
	case ")":
		return nil, nil, errors.New("unexpected )")
	case "'":
		v, r, err := read(rest)
		return []value{symbol("quote"), v}, r, err
	}
	if n, err := strconv.ParseInt(t, 10, 64); err == nil {
		return n, rest, nil
	}
	return symbol(t), rest, nil
}

func eval(v value, env *scope) (value, error) {
	for {
		switch x := v.(type) {
		case symbol:
			return env.find(x)
		case []value:
			if len(x) == 0 {
				return x, nil
			}
			switch x[0] {
			case symbol("quote"):
				return x[1], nil
			case symbol("if"):
				c, err := eval(x[1], env)
				if err != nil {
					return nil, err
				}
				if c == int64(0) {
					v = x[3]
				} else {
					v = x[2]
				}
				continue
			case symbol("define"):
				r, err := eval(x[2], env)
				if err == nil {
					env.vars[x[1].(symbol)] = r
				}
				return nil, err
			case symbol("lambda"):
				l := &lambda{body: x[2], env: env}
				for _, p := range x[1].([]value) {
					l.params = append(l.params, p.(symbol))
				}
				return l, nil
			}
			f, err := eval(x[0], env)
			if err != nil {
				return nil, err
			}
			args := make([]value, len(x)-1)
			for i := range args {
				if args[i], err = eval(x[i+1], env); err != nil {
					return nil, err
				}
			}
			switch f := f.(type) {
			case builtin:
				return f(args)
			case *lambda:
				if len(args) != len(f.params) {
					return nil, fmt.Errorf("want %d arguments, have %d", len(f.params), len(args))
				}
				env = &scope{map[symbol]value{}, f.env}
				for i, p := range f.params {
					env.vars[p] = args[i]
				}
				v = f.body // a tail call: no new frame
				continue
			}
			return nil, fmt.Errorf("not a function: %s", show(f))
		default:
			return v, nil
		}
	}
}

func show(v value) string {
	switch v := v.(type) {
	case nil:
		return "nil"
	case []value:
		parts := make([]string, len(v))
		for i, x := range v {
			parts[i] = show(x)
		}
		return "(" + strings.Join(parts, " ") + ")"
	case builtin, *lambda:
		return "<function>"
	default:
		return fmt.Sprint(v)
	}
}

func fold(f func(a, b int64) int64) builtin {
	return func(args []value) (value, error) {
		var t int64
		for i, a := range args {
			n, ok := a.(int64)
			if !ok {
				return nil, fmt.Errorf("not a number: %s", show(a))
			}
			if i == 0 {
				t = n
			} else {
				t = f(t, n)
			}
		}
		return t, nil
	}
}

func truth(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

func globals() *scope {
	return &scope{vars: map[symbol]value{
		"+":    fold(func(a, b int64) int64 { return a + b }),
		"-":    fold(func(a, b int64) int64 { return a - b }),
		"*":    fold(func(a, b int64) int64 { return a * b }),
		"<":    fold(func(a, b int64) int64 { return truth(a < b) }),
		"=":    fold(func(a, b int64) int64 { return truth(a == b) }),
		"list": builtin(func(args []value) (value, error) { return args, nil }),
		"car": builtin(func(args []value) (value, error) {
			if l, ok := args[0].([]value); ok && len(l) > 0 {
				return l[0], nil
			}
			return nil, errors.New("car of an empty list")
		}),
		"cdr": builtin(func(args []value) (value, error) { return args[0].([]value)[1:], nil }),
		"cons": builtin(func(args []value) (value, error) {
			return append([]value{args[0]}, args[1].([]value)...), nil
		}),
		"empty": builtin(func(args []value) (value, error) {
			l, ok := args[0].([]value)
			return truth(ok && len(l) == 0), nil
		}),
	}}
}

func main() {
	env := globals()
	lines := bufio.NewScanner(os.Stdin)
	spaces := strings.NewReplacer("(", " ( ", ")", " ) ", "'", " ' ")
	for lines.Scan() {
		tokens := strings.Fields(spaces.Replace(lines.Text()))
		for len(tokens) > 0 {
			v, rest, err := read(tokens)
			if err == nil {
				v, err = eval(v, env)
			}
			if err != nil {
				fmt.Println("error:", err)
				break
			}
			if v != nil {
				fmt.Println(show(v))
			}
			tokens = rest
		}
	}
}
