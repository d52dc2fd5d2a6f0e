// Package fmt prints and scans with Go's verbs.
//
// print.mg has the entry points and the reading of format strings, format.mg the
// layout of basic values (padding, digits, quoting), value.mg the choice of a
// layout by a value's type and the walk over composite values, scan*.mg input.
package fmt

import (
	"internal/reflectlite"
	"internal/stdio"
	"io"
	"strconv"
	"unicode/utf8"
)

// A State is the printer as a Formatter sees it.
type State interface {
	Write(b []byte) (n int, err error)
	Width() (wid int, ok bool)
	Precision() (prec int, ok bool)
	Flag(c int) bool
}

// A Formatter prints itself for every verb.
type Formatter interface {
	Format(f State, verb rune)
}

// A Stringer has its own text for %v and %s.
type Stringer interface {
	String() string
}

// A GoStringer has its own text for %#v.
type GoStringer interface {
	GoString() string
}

// FormatString is the directive that state and verb came from.
func FormatString(state State, verb rune) string {
	b := []byte{'%'}
	for _, c := range " +-#0" {
		if state.Flag(int(c)) {
			b = append(b, byte(c))
		}
	}
	if w, ok := state.Width(); ok {
		b = strconv.AppendInt(b, int64(w), 10)
	}
	if p, ok := state.Precision(); ok {
		b = append(b, '.')
		b = strconv.AppendInt(b, int64(p), 10)
	}
	return string(utf8.AppendRune(b, verb))
}

// flags is what one directive says. sharpV and plusV are # and + of %v, which
// mean something else than for other verbs.
type flags struct {
	hasWidth, hasPrec         bool
	minus, plus, sharp, space bool
	zero                      bool
	plusV, sharpV             bool
	width, prec               int // zero if not given
}

// A printer collects the output of one call.
type printer struct {
	buf []byte
	flags
	panicking bool  // a panic of a method is being printed
	erroring  bool  // a wrong verb is being reported: methods are not called
	wrapping  bool  // for Errorf: %w is allowed
	reordered bool  // an argument index was used
	wrapped   []int // arguments of %w
	scratch   [72]byte
}

func newPrinter() *printer {
	p := new(printer)
	p.buf = make([]byte, 0, 64)
	return p
}

func (p *printer) Write(b []byte) (n int, err error) {
	p.buf = append(p.buf, b...)
	return len(b), nil
}

func (p *printer) WriteString(s string) (n int, err error) {
	p.buf = append(p.buf, s...)
	return len(s), nil
}

func (p *printer) Width() (wid int, ok bool)      { return p.width, p.hasWidth }
func (p *printer) Precision() (prec int, ok bool) { return p.prec, p.hasPrec }

func (p *printer) Flag(c int) bool {
	switch c {
	case '-':
		return p.minus
	case '+':
		return p.plus || p.plusV
	case '#':
		return p.sharp || p.sharpV
	case ' ':
		return p.space
	case '0':
		return p.zero
	}
	return false
}

// Fprintf writes to w by format.
func Fprintf(w io.Writer, format string, a ...any) (n int, err error) {
	p := newPrinter()
	p.printf(format, a)
	return w.Write(p.buf)
}

// Printf writes to standard output by format.
func Printf(format string, a ...any) (n int, err error) {
	p := newPrinter()
	p.printf(format, a)
	return stdio.Stdout().Write(p.buf)
}

// Sprintf is the text that Printf writes.
func Sprintf(format string, a ...any) string {
	p := newPrinter()
	p.printf(format, a)
	return string(p.buf)
}

// Appendf appends the text that Printf writes.
func Appendf(b []byte, format string, a ...any) []byte {
	p := newPrinter()
	p.printf(format, a)
	return append(b, p.buf...)
}

// Fprint writes operands to w, with a space between two that are no strings.
func Fprint(w io.Writer, a ...any) (n int, err error) {
	p := newPrinter()
	p.print(a)
	return w.Write(p.buf)
}

// Print is Fprint to standard output.
func Print(a ...any) (n int, err error) {
	p := newPrinter()
	p.print(a)
	return stdio.Stdout().Write(p.buf)
}

// Sprint is the text that Print writes.
func Sprint(a ...any) string {
	p := newPrinter()
	p.print(a)
	return string(p.buf)
}

// Append appends the text that Print writes.
func Append(b []byte, a ...any) []byte {
	p := newPrinter()
	p.print(a)
	return append(b, p.buf...)
}

// Fprintln writes operands to w with spaces between and a newline after them.
func Fprintln(w io.Writer, a ...any) (n int, err error) {
	p := newPrinter()
	p.println(a)
	return w.Write(p.buf)
}

// Println is Fprintln to standard output.
func Println(a ...any) (n int, err error) {
	p := newPrinter()
	p.println(a)
	return stdio.Stdout().Write(p.buf)
}

// Sprintln is the text that Println writes.
func Sprintln(a ...any) string {
	p := newPrinter()
	p.println(a)
	return string(p.buf)
}

// Appendln appends the text that Println writes.
func Appendln(b []byte, a ...any) []byte {
	p := newPrinter()
	p.println(a)
	return append(b, p.buf...)
}

func (p *printer) print(a []any) {
	afterString := false
	for i, arg := range a {
		isString := reflectlite.KindOf(arg) == reflectlite.String
		if i > 0 && !isString && !afterString {
			p.buf = append(p.buf, ' ')
		}
		p.arg(arg, 'v')
		afterString = isString
	}
}

func (p *printer) println(a []any) {
	for i, arg := range a {
		if i > 0 {
			p.buf = append(p.buf, ' ')
		}
		p.arg(arg, 'v')
	}
	p.buf = append(p.buf, '\n')
}

// printf walks over the format.
func (p *printer) printf(format string, a []any) {
	n := 0 // the next argument
	p.reordered = false
	for i := 0; i < len(format); {
		start := i
		for i < len(format) && format[i] != '%' {
			i++
		}
		if i > start {
			p.buf = append(p.buf, format[start:i]...)
		}
		if i == len(format) {
			break
		}
		i++
		p.flags = flags{}
		i = p.readFlags(format, i)

		// A small letter now ends the directive.
		if i < len(format) && n < len(a) {
			if c := format[i]; 'a' <= c && c <= 'z' {
				i++
				p.operand(a, n, rune(c))
				n++
				continue
			}
		}

		n, i = p.directive(format, i, a, n)
	}
	if !p.reordered && n < len(a) {
		p.extra(a[n:])
	}
}

func (p *printer) readFlags(format string, i int) int {
	for ; i < len(format); i++ {
		switch format[i] {
		case '#':
			p.sharp = true
		case '0':
			p.zero = true
		case '+':
			p.plus = true
		case '-':
			p.minus = true
		case ' ':
			p.space = true
		default:
			return i
		}
	}
	return i
}

// directive reads what may stand after the flags, from index i of format on, and
// prints the argument it asks for. It returns the next argument and index.
func (p *printer) directive(format string, i int, a []any, n int) (int, int) {
	good := true // no wrong argument index so far
	n, i, indexed := p.argIndex(format, i, n, len(a), &good)
	if i < len(format) && format[i] == '*' {
		i++
		p.width, p.hasWidth, n = intArg(a, n)
		if !p.hasWidth {
			p.buf = append(p.buf, "%!(BADWIDTH)"...)
		}
		if p.width < 0 {
			p.width = -p.width
			p.minus = true
			p.zero = false
		}
		indexed = false
	} else {
		p.width, p.hasWidth, i = number(format, i, len(format))
		if indexed && p.hasWidth {
			good = false
		}
	}
	if i+1 < len(format) && format[i] == '.' {
		i++
		if indexed {
			good = false
		}
		n, i, indexed = p.argIndex(format, i, n, len(a), &good)
		if i < len(format) && format[i] == '*' {
			i++
			p.prec, p.hasPrec, n = intArg(a, n)
			if p.prec < 0 {
				p.prec, p.hasPrec = 0, false
			}
			if !p.hasPrec {
				p.buf = append(p.buf, "%!(BADPREC)"...)
			}
			indexed = false
		} else {
			p.prec, p.hasPrec, i = number(format, i, len(format))
			if !p.hasPrec {
				p.prec, p.hasPrec = 0, true
			}
		}
	}
	if !indexed {
		n, i, _ = p.argIndex(format, i, n, len(a), &good)
	}
	if i >= len(format) {
		p.buf = append(p.buf, "%!(NOVERB)"...)
		return n, i
	}
	verb, size := utf8.DecodeRuneInString(format[i:])
	i += size
	switch {
	case verb == '%':
		p.buf = append(p.buf, '%')
	case !good:
		p.complain(verb, "(BADINDEX)")
	case n >= len(a):
		p.complain(verb, "(MISSING)")
	default:
		p.operand(a, n, verb)
		n++
	}
	return n, i
}

// operand prints a[n] by verb.
func (p *printer) operand(a []any, n int, verb rune) {
	if verb == 'v' || verb == 'w' {
		p.sharpV, p.sharp = p.sharp, false
		p.plusV, p.plus = p.plus, false
		if verb == 'w' {
			p.wrapped = append(p.wrapped, n)
		}
	}
	p.arg(a[n], verb)
}

func (p *printer) complain(verb rune, what string) {
	p.buf = append(p.buf, "%!"...)
	p.buf = utf8.AppendRune(p.buf, verb)
	p.buf = append(p.buf, what...)
}

// extra reports arguments that no directive used.
func (p *printer) extra(a []any) {
	p.flags = flags{}
	p.buf = append(p.buf, "%!(EXTRA "...)
	for i, arg := range a {
		if i > 0 {
			p.buf = append(p.buf, ", "...)
		}
		if arg == nil {
			p.buf = append(p.buf, "<nil>"...)
			continue
		}
		p.buf = append(p.buf, reflectlite.TypeString(reflectlite.TypeOf(arg))...)
		p.buf = append(p.buf, '=')
		p.arg(arg, 'v')
	}
	p.buf = append(p.buf, ')')
}

// A width, precision or index is at most this.
const largest = 1e6

// number reads a decimal number of s[i:end]; one that is too large counts as none
// and takes all the rest.
func number(s string, i, end int) (num int, ok bool, next int) {
	if i >= end {
		return 0, false, end
	}
	for ; i < end && '0' <= s[i] && s[i] <= '9'; i++ {
		if num > largest {
			return 0, false, end
		}
		num = num*10 + int(s[i]-'0')
		ok = true
	}
	return num, ok, i
}

// intArg is a[n] as a width or precision, if it is an integer of a useful size.
func intArg(a []any, n int) (num int, ok bool, next int) {
	if n >= len(a) {
		return 0, false, n
	}
	switch kind := reflectlite.KindOf(a[n]); {
	case reflectlite.Int <= kind && kind <= reflectlite.Int64:
		num, ok = int(reflectlite.IntOf(a[n])), true
	case reflectlite.Uint <= kind && kind <= reflectlite.Uintptr:
		num = int(reflectlite.UintOf(a[n]))
		ok = num >= 0
		if !ok {
			num = 0
		}
	}
	if num > largest || num < -largest {
		num, ok = 0, false
	}
	return num, ok, n + 1
}

// argIndex reads [k] if that stands at format[i]. It gives the argument to go on
// with, the index after the bracket, and whether there was an index.
func (p *printer) argIndex(format string, i, n, count int, good *bool) (arg, next int, found bool) {
	if i >= len(format) || format[i] != '[' {
		return n, i, false
	}
	p.reordered = true
	if len(format)-i >= 3 {
		for j := i + 1; j < len(format); j++ {
			if format[j] != ']' {
				continue
			}
			k, ok, end := number(format, i+1, j)
			if !ok || end != j {
				*good = false
				return n, j + 1, false
			}
			if 1 <= k && k <= count {
				return k - 1, j + 1, true
			}
			*good = false
			return n, j + 1, true
		}
	}
	*good = false
	return n, i + 1, false
}
