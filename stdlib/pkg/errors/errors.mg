// Package errors makes errors and looks through chains and trees of them.
package errors

import "internal/reflectlite"

// ErrUnsupported is what an operation returns that cannot be done at all.
var ErrUnsupported = New("unsupported operation")

type errorString struct {
	s string
}

func (e *errorString) Error() string { return e.s }

// New makes an error with the given text; each call makes a different one.
func New(text string) error {
	return &errorString{text}
}

// Unwrap calls err's Unwrap method if it is one that returns a single error.
func Unwrap(err error) error {
	if u, ok := err.(interface{ Unwrap() error }); ok {
		return u.Unwrap()
	}
	return nil
}

// joinError is the error of Join. errs holds no nil.
type joinError struct {
	errs []error
}

// Join wraps the errors that are not nil, and is nil when there are none.
func Join(errs ...error) error {
	var kept []error
	n := 0
	for _, err := range errs {
		if err != nil {
			n++
		}
	}
	if n == 0 {
		return nil
	}
	kept = make([]error, 0, n)
	for _, err := range errs {
		if err != nil {
			kept = append(kept, err)
		}
	}
	return &joinError{kept}
}

func (e *joinError) Error() string {
	text := e.errs[0].Error()
	for _, err := range e.errs[1:] {
		text += "\n" + err.Error()
	}
	return text
}

func (e *joinError) Unwrap() []error { return e.errs }

// Is reports whether err, or any error in the tree below it, equals target or
// says so by its method Is.
func Is(err, target error) bool {
	if err == nil || target == nil {
		return err == target
	}
	return is(err, target, reflectlite.TypeComparable(reflectlite.TypeOf(target)))
}

func is(err, target error, comparable bool) bool {
	for {
		if comparable && err == target {
			return true
		}
		if x, ok := err.(interface{ Is(error) bool }); ok && x.Is(target) {
			return true
		}
		switch x := err.(type) {
		case interface{ Unwrap() error }:
			err = x.Unwrap()
			if err == nil {
				return false
			}
		case interface{ Unwrap() []error }:
			for _, sub := range x.Unwrap() {
				if is(sub, target, comparable) {
					return true
				}
			}
			return false
		default:
			return false
		}
	}
}

// As finds the first error in err's tree that fits the variable target points
// to, and stores it there.
func As(err error, target any) bool {
	if err == nil {
		return false
	}
	if target == nil {
		panic("errors: target cannot be nil")
	}
	typ := reflectlite.TypeOf(target)
	if reflectlite.TypeKind(typ) != reflectlite.Pointer || reflectlite.IsNil(target) {
		panic("errors: target must be a non-nil pointer")
	}
	want := reflectlite.TypeElem(typ)
	if reflectlite.TypeKind(want) != reflectlite.Interface {
		var none *error
		iface := reflectlite.TypeElem(reflectlite.TypeOf(none))
		if !reflectlite.TypeImplements(want, iface) {
			panic("errors: *target must be interface or implement error")
		}
	}
	return as(err, target, want)
}

func as(err error, target any, want reflectlite.Type) bool {
	for {
		if reflectlite.AssignableTo(err, want) {
			reflectlite.SetPtr(target, err)
			return true
		}
		if x, ok := err.(interface{ As(any) bool }); ok && x.As(target) {
			return true
		}
		switch x := err.(type) {
		case interface{ Unwrap() error }:
			err = x.Unwrap()
			if err == nil {
				return false
			}
		case interface{ Unwrap() []error }:
			for _, sub := range x.Unwrap() {
				if sub != nil && as(sub, target, want) {
					return true
				}
			}
			return false
		default:
			return false
		}
	}
}

// AsType finds the first error in err's tree that is an E.
func AsType[E error](err error) (E, bool) {
	var target *E
	return asType(err, &target)
}

// asType has methods As store into *target, which is made when the first is met.
func asType[E error](err error, target **E) (none E, ok bool) {
	for err != nil {
		if e, ok := err.(E); ok {
			return e, true
		}
		if x, ok := err.(interface{ As(any) bool }); ok {
			if *target == nil {
				*target = new(E)
			}
			if x.As(*target) {
				return **target, true
			}
		}
		switch x := err.(type) {
		case interface{ Unwrap() error }:
			err = x.Unwrap()
		case interface{ Unwrap() []error }:
			for _, sub := range x.Unwrap() {
				if e, ok := asType(sub, target); ok {
					return e, true
				}
			}
			return
		default:
			return
		}
	}
	return
}
