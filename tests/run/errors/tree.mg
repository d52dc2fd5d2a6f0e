// Is, As, Join and Unwrap over chains and trees.
package main

import (
	"errors"
	"fmt"
)

type code int

func (c code) Error() string { return fmt.Sprint("code ", int(c)) }
func (c code) Is(err error) bool {
	return err == errAny
}

type wrapped struct {
	text string
	err  error
}

func (w *wrapped) Error() string { return w.text }
func (w *wrapped) Unwrap() error { return w.err }

type slice []int

func (slice) Error() string { return "uncomparable" }

var errAny = errors.New("any")
var errBase = errors.New("base")

func main() {
	e := fmt.Errorf("a: %w", &wrapped{"b", errors.Join(errBase, nil, code(7))})
	fmt.Printf("%v|%+v|%q\n", e, errors.Join(errBase, code(1)), errors.Join(errBase, code(1)))
	fmt.Println(errors.Is(e, errBase), errors.Is(e, errAny), errors.Is(e, code(7)), errors.Is(e, code(8)), errors.Is(nil, nil), errors.Is(e, nil))
	var c code
	var w *wrapped
	var u interface{ Unwrap() []error }
	var s slice
	fmt.Println(errors.As(e, &c), c, errors.As(e, &w), w.text, errors.As(e, &u), errors.As(e, &s))
	fmt.Println(errors.Is(slice{1}, slice{1}), errors.As(fmt.Errorf("%w", slice{2}), &s), s)
	fmt.Println(errors.Join(nil, nil) == nil, errors.Unwrap(errBase), errors.Unwrap(e).Error(), errors.ErrUnsupported)
	for _, target := range []any{nil, 5, (*code)(nil), new(int)} {
		func() {
			defer func() { fmt.Println(recover()) }()
			errors.As(e, target)
		}()
	}
}
