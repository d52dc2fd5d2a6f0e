// Package regexp searches text by regular expressions of RE2's syntax, in time
// linear in the text. parse.mg and class.mg read expressions, prog.mg makes
// programs of them, match.mg runs these, replace.mg puts text in place of
// matches.
package regexp

import (
	"io"
	"regexp/syntax"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A Regexp is a compiled expression; any number of goroutines may use it.
type Regexp struct {
	expr    string
	prog    *prog
	names   []string
	longest bool
}

// Compile compiles an expression; matches prefer what stands first.
func Compile(expr string) (*Regexp, error) { return build(expr, false) }

// CompilePOSIX compiles an egrep expression; matches prefer the longest.
func CompilePOSIX(expr string) (*Regexp, error) { return build(expr, true) }

func build(expr string, posix bool) (*Regexp, error) {
	n, names, err := parse(expr, posix)
	if err != nil {
		return nil, err
	}
	p, ok := compile(n)
	if !ok {
		return nil, &syntax.Error{Code: syntax.ErrLarge, Expr: expr}
	}
	return &Regexp{expr, p, names, posix}, nil
}

func quote(s string) string {
	if strconv.CanBackquote(s) {
		return "`" + s + "`"
	}
	return strconv.Quote(s)
}

// MustCompile is Compile that panics.
func MustCompile(str string) *Regexp {
	re, err := Compile(str)
	if err != nil {
		panic(`regexp: Compile(` + quote(str) + `): ` + err.Error())
	}
	return re
}

// MustCompilePOSIX is CompilePOSIX that panics.
func MustCompilePOSIX(str string) *Regexp {
	re, err := CompilePOSIX(str)
	if err != nil {
		panic(`regexp: CompilePOSIX(` + quote(str) + `): ` + err.Error())
	}
	return re
}

// String gives the expression.
func (re *Regexp) String() string { return re.expr }

// Copy gives a copy.
func (re *Regexp) Copy() *Regexp {
	c := *re
	return &c
}

// Longest makes further matches prefer the longest.
func (re *Regexp) Longest() { re.longest = true }

// NumSubexp counts the groups.
func (re *Regexp) NumSubexp() int { return len(re.names) - 1 }

// SubexpNames gives the groups' names by number; the first is that of the whole.
func (re *Regexp) SubexpNames() []string { return re.names }

// SubexpIndex gives the number of the group of that name, -1 if there is none.
func (re *Regexp) SubexpIndex(name string) int {
	if name != "" {
		for i, n := range re.names {
			if n == name {
				return i
			}
		}
	}
	return -1
}

// LiteralPrefix gives what each match begins with, and whether that is all.
func (re *Regexp) LiteralPrefix() (prefix string, complete bool) {
	return re.prog.shownPrefix()
}

func (re *Regexp) MarshalText() ([]byte, error)        { return []byte(re.expr), nil }
func (re *Regexp) AppendText(b []byte) ([]byte, error) { return append(b, re.expr...), nil }

func (re *Regexp) UnmarshalText(text []byte) error {
	new, err := Compile(string(text))
	if err != nil {
		return err
	}
	*re = *new
	return nil
}

// Match and its like say whether there is a match.
func (re *Regexp) MatchString(s string) bool { return re.find(s, 0, 0) != nil }
func (re *Regexp) Match(b []byte) bool       { return re.find(string(b), 0, 0) != nil }

func (re *Regexp) MatchReader(r io.RuneReader) bool { return re.MatchString(readAll(r)) }

func MatchString(pattern string, s string) (matched bool, err error) {
	re, err := Compile(pattern)
	if err != nil {
		return false, err
	}
	return re.MatchString(s), nil
}

func Match(pattern string, b []byte) (matched bool, err error) {
	return MatchString(pattern, string(b))
}

func MatchReader(pattern string, r io.RuneReader) (matched bool, err error) {
	return MatchString(pattern, readAll(r))
}

func readAll(r io.RuneReader) string {
	var b strings.Builder
	for {
		c, size, err := r.ReadRune()
		if err != nil {
			return b.String()
		}
		if c == utf8.RuneError && size == 1 {
			b.WriteByte(0xff) // counts one byte, and is no rune either
			continue
		}
		b.WriteRune(c)
	}
}

// QuoteMeta gives an expression that matches s.
func QuoteMeta(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if strings.IndexByte(`\.+*?()|[]{}^$`, s[i]) >= 0 {
			b.WriteByte('\\')
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// each calls deliver with the places of up to n matches (all if n < 0), which do
// not overlap; an empty one right behind another is left out.
func (re *Regexp) each(s string, n int, ncap int, deliver func([]int)) {
	if n < 0 {
		n = len(s) + 1
	}
	end := -1
	for pos, i := 0, 0; i < n && pos <= len(s); {
		m := re.find(s, pos, ncap)
		if m == nil {
			return
		}
		accept := true
		if m[1] == pos {
			if m[0] == end {
				accept = false
			}
			if pos < len(s) {
				_, w := utf8.DecodeRuneInString(s[pos:])
				pos += w
			} else {
				pos = len(s) + 1
			}
		} else {
			pos = m[1]
		}
		end = m[1]
		if accept {
			deliver(m)
			i++
		}
	}
}

func (re *Regexp) ncap() int { return 2 * len(re.names) }

func sub(s string, m []int, i int) string {
	if m[2*i] < 0 {
		return ""
	}
	return s[m[2*i]:m[2*i+1]]
}

func subBytes(b []byte, m []int, i int) []byte {
	if m[2*i] < 0 {
		return nil
	}
	return b[m[2*i]:m[2*i+1]:m[2*i+1]]
}

// Find and its like give the first match: as bytes or string, or as places
// (Index), with the groups (Submatch) or all matches (All).

func (re *Regexp) Find(b []byte) []byte {
	m := re.find(string(b), 0, 2)
	if m == nil {
		return nil
	}
	return subBytes(b, m, 0)
}

func (re *Regexp) FindIndex(b []byte) (loc []int) { return re.find(string(b), 0, 2) }

func (re *Regexp) FindString(s string) string {
	m := re.find(s, 0, 2)
	if m == nil {
		return ""
	}
	return sub(s, m, 0)
}

func (re *Regexp) FindStringIndex(s string) (loc []int) { return re.find(s, 0, 2) }

func (re *Regexp) FindReaderIndex(r io.RuneReader) (loc []int) { return re.find(readAll(r), 0, 2) }

func (re *Regexp) FindSubmatch(b []byte) [][]byte {
	m := re.find(string(b), 0, re.ncap())
	if m == nil {
		return nil
	}
	out := make([][]byte, len(re.names))
	for i := range out {
		out[i] = subBytes(b, m, i)
	}
	return out
}

func (re *Regexp) FindSubmatchIndex(b []byte) []int { return re.find(string(b), 0, re.ncap()) }

func (re *Regexp) FindStringSubmatch(s string) []string {
	m := re.find(s, 0, re.ncap())
	if m == nil {
		return nil
	}
	out := make([]string, len(re.names))
	for i := range out {
		out[i] = sub(s, m, i)
	}
	return out
}

func (re *Regexp) FindStringSubmatchIndex(s string) []int { return re.find(s, 0, re.ncap()) }

func (re *Regexp) FindReaderSubmatchIndex(r io.RuneReader) []int {
	return re.find(readAll(r), 0, re.ncap())
}

func (re *Regexp) FindAll(b []byte, n int) [][]byte {
	var out [][]byte
	re.each(string(b), n, 2, func(m []int) { out = append(out, subBytes(b, m, 0)) })
	return out
}

func (re *Regexp) FindAllIndex(b []byte, n int) [][]int { return re.FindAllStringIndex(string(b), n) }

func (re *Regexp) FindAllString(s string, n int) []string {
	var out []string
	re.each(s, n, 2, func(m []int) { out = append(out, sub(s, m, 0)) })
	return out
}

func (re *Regexp) FindAllStringIndex(s string, n int) [][]int {
	var out [][]int
	re.each(s, n, 2, func(m []int) { out = append(out, m) })
	return out
}

func (re *Regexp) FindAllSubmatch(b []byte, n int) [][][]byte {
	var out [][][]byte
	re.each(string(b), n, re.ncap(), func(m []int) {
		one := make([][]byte, len(re.names))
		for i := range one {
			one[i] = subBytes(b, m, i)
		}
		out = append(out, one)
	})
	return out
}

func (re *Regexp) FindAllSubmatchIndex(b []byte, n int) [][]int {
	return re.FindAllStringSubmatchIndex(string(b), n)
}

func (re *Regexp) FindAllStringSubmatch(s string, n int) [][]string {
	var out [][]string
	re.each(s, n, re.ncap(), func(m []int) {
		one := make([]string, len(re.names))
		for i := range one {
			one[i] = sub(s, m, i)
		}
		out = append(out, one)
	})
	return out
}

func (re *Regexp) FindAllStringSubmatchIndex(s string, n int) [][]int {
	var out [][]int
	re.each(s, n, re.ncap(), func(m []int) { out = append(out, m) })
	return out
}

// Split cuts s at matches into at most n parts, all if n < 0.
func (re *Regexp) Split(s string, n int) []string {
	if n == 0 {
		return nil
	}
	if re.expr != "" && s == "" {
		return []string{""}
	}
	var out []string
	from, end := 0, 0
	for _, m := range re.FindAllStringIndex(s, n) {
		if n > 0 && len(out) == n-1 {
			break
		}
		end = m[0]
		if m[1] != 0 {
			out = append(out, s[from:end])
		}
		from = m[1]
	}
	if end != len(s) {
		out = append(out, s[from:])
	}
	return out
}
