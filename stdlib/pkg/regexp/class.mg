package regexp

import (
	"regexp/syntax"
	"sort"
	"strings"
	"unicode"
)

// Classes are pairs of runes, sorted and apart from each other.

var (
	digitClass = []rune{'0', '9'}
	spaceClass = []rune{'\t', '\n', '\f', '\r', ' ', ' '}
	wordClass  = []rune{'0', '9', 'A', 'Z', '_', '_', 'a', 'z'}
)

// posixClass gives the ranges of [:name:], nil for no such name.
func posixClass(name string) []rune {
	switch name {
	case "alnum":
		return []rune{'0', '9', 'A', 'Z', 'a', 'z'}
	case "alpha":
		return []rune{'A', 'Z', 'a', 'z'}
	case "ascii":
		return []rune{0, 0x7f}
	case "blank":
		return []rune{'\t', '\t', ' ', ' '}
	case "cntrl":
		return []rune{0, 0x1f, 0x7f, 0x7f}
	case "digit":
		return digitClass
	case "graph":
		return []rune{'!', '~'}
	case "lower":
		return []rune{'a', 'z'}
	case "print":
		return []rune{' ', '~'}
	case "punct":
		return []rune{'!', '/', ':', '@', '[', '`', '{', '~'}
	case "space":
		return []rune{'\t', '\r', ' ', ' '}
	case "upper":
		return []rune{'A', 'Z'}
	case "word":
		return wordClass
	case "xdigit":
		return []rune{'0', '9', 'A', 'F', 'a', 'f'}
	}
	return nil
}

type pairs []rune

func (p pairs) Len() int           { return len(p) / 2 }
func (p pairs) Less(i, j int) bool { return p[2*i] < p[2*j] }
func (p pairs) Swap(i, j int) {
	p[2*i], p[2*j] = p[2*j], p[2*i]
	p[2*i+1], p[2*j+1] = p[2*j+1], p[2*i+1]
}

// clean sorts and joins ranges.
func clean(r []rune) []rune {
	sort.Sort(pairs(r))
	out := r[:0]
	for i := 0; i < len(r); i += 2 {
		if n := len(out); n > 0 && r[i] <= out[n-1]+1 {
			if r[i+1] > out[n-1] {
				out[n-1] = r[i+1]
			}
			continue
		}
		out = append(out, r[i], r[i+1])
	}
	return out
}

// negate gives all other runes.
func negate(r []rune) []rune {
	out := []rune{}
	next := rune(0)
	for i := 0; i < len(r); i += 2 {
		if next <= r[i]-1 {
			out = append(out, next, r[i]-1)
		}
		next = r[i+1] + 1
	}
	if next <= unicode.MaxRune {
		out = append(out, next, unicode.MaxRune)
	}
	return out
}

// lastFold is past all runes that have a case.
const lastFold = 0x1e944

// foldRanges adds the runes that differ from those of r in case only.
func foldRanges(r []rune) []rune {
	out := append([]rune(nil), r...)
	for i := 0; i < len(r); i += 2 {
		for c := r[i]; c <= r[i+1] && c < lastFold; c++ {
			for f := unicode.SimpleFold(c); f != c; f = unicode.SimpleFold(f) {
				out = append(out, f, f)
			}
		}
	}
	return clean(out)
}

func fromTable(t *unicode.RangeTable) []rune {
	var out []rune
	add := func(lo, hi, stride rune) {
		if stride == 1 {
			out = append(out, lo, hi)
			return
		}
		for c := lo; c <= hi; c += stride {
			out = append(out, c, c)
		}
	}
	for _, r := range t.R16 {
		add(rune(r.Lo), rune(r.Hi), rune(r.Stride))
	}
	for _, r := range t.R32 {
		add(rune(r.Lo), rune(r.Hi), rune(r.Stride))
	}
	return clean(out)
}

// namedClass reads \d, \pN and their like; nil if there is none.
func (p *parser) namedClass() []rune {
	if len(p.s) < 2 || p.posix {
		return nil
	}
	var r []rune
	not := false
	switch p.s[1] {
	case 'D':
		not = true
		r = digitClass
	case 'd':
		r = digitClass
	case 'S':
		not = true
		r = spaceClass
	case 's':
		r = spaceClass
	case 'W':
		not = true
		r = wordClass
	case 'w':
		r = wordClass
	case 'p', 'P':
		return p.unicodeClass()
	default:
		return nil
	}
	p.s = p.s[2:]
	r = append([]rune(nil), r...)
	if p.flags&foldCase != 0 {
		r = foldRanges(r)
	}
	if not {
		r = negate(r)
	}
	return r
}

func (p *parser) unicodeClass() []rune {
	not := p.s[1] == 'P'
	start := p.s
	t := p.s[2:]
	if t == "" {
		fail(syntax.ErrInvalidCharRange, start)
	}
	c, size := runeOf(t)
	name := t[:size]
	t = t[size:]
	if c == '{' {
		end := strings.IndexByte(start, '}')
		if end < 0 {
			mustBeUTF8(start)
			fail(syntax.ErrInvalidCharRange, start)
		}
		name = start[3:end]
		mustBeUTF8(name)
		t = start[end+1:]
	}
	if strings.HasPrefix(name, "^") {
		not = !not
		name = name[1:]
	}
	r := tableNamed(name)
	if r == nil {
		fail(syntax.ErrInvalidCharRange, start[:len(start)-len(t)])
	}
	p.s = t
	if p.flags&foldCase != 0 {
		r = foldRanges(r)
	}
	if not {
		r = negate(r)
	}
	return r
}

// tableNamed gives the runes of a category or script, nil if there is none of that name: case, spaces, underscores and
// hyphens do not count.
func tableNamed(name string) []rune {
	name = canonicalName(name)
	switch name {
	case "Any":
		return []rune{0, unicode.MaxRune}
	case "Assigned":
		return negate(fromTable(unicode.Cn))
	case "Ascii":
		return []rune{0, unicode.MaxASCII}
	case "Lc":
		return fromTable(unicode.Categories["LC"])
	}
	if t := unicode.Categories[name]; t != nil {
		return fromTable(t)
	}
	if t := unicode.Scripts[name]; t != nil {
		return fromTable(t)
	}
	for long, short := range unicode.CategoryAliases {
		if canonicalName(long) == name {
			return fromTable(unicode.Categories[short])
		}
	}
	for script, t := range unicode.Scripts {
		if canonicalName(script) == name {
			return fromTable(t)
		}
	}
	return nil
}

// canonicalName is name with its first letter in upper case, the others in lower case, of ASCII, and no separators.
func canonicalName(name string) string {
	b := make([]byte, 0, len(name))
	for i := 0; i < len(name); i++ {
		c := name[i]
		switch {
		case c == '_' || c == '-' || c == ' ':
			continue
		case len(b) == 0 && 'a' <= c && c <= 'z':
			c -= 'a' - 'A'
		case len(b) > 0 && 'A' <= c && c <= 'Z':
			c += 'a' - 'A'
		}
		b = append(b, c)
	}
	return string(b)
}

// class reads [...].
func (p *parser) class() *node {
	start := p.s
	p.s = p.s[1:]
	not := false
	if p.s != "" && p.s[0] == '^' {
		not = true
		p.s = p.s[1:]
	}
	var all []rune
	first := true
	for p.s == "" || p.s[0] != ']' || first {
		// A minus is itself at the ends.
		if p.s != "" && p.s[0] == '-' && p.posix && !first && (len(p.s) == 1 || p.s[1] != ']') {
			fail(syntax.ErrInvalidCharRange, p.s[:1])
		}
		first = false
		if p.s == "" {
			fail(syntax.ErrMissingBracket, start)
		}
		if strings.HasPrefix(p.s, "[:") {
			if end := strings.Index(p.s[2:], ":]"); end >= 0 {
				name := p.s[2 : 2+end]
				no := strings.HasPrefix(name, "^")
				r := posixClass(strings.TrimPrefix(name, "^"))
				if r == nil {
					fail(syntax.ErrInvalidCharRange, p.s[:end+4])
				}
				p.s = p.s[end+4:]
				r = append([]rune(nil), r...)
				if p.flags&foldCase != 0 {
					r = foldRanges(r)
				}
				if no {
					r = negate(r)
				}
				all = append(all, r...)
				continue
			}
		}
		if p.s[0] == '\\' {
			if r := p.namedClass(); r != nil {
				all = append(all, r...)
				continue
			}
		}
		from := p.s
		lo := p.classRune(start)
		hi := lo
		if len(p.s) >= 2 && p.s[0] == '-' && p.s[1] != ']' {
			p.s = p.s[1:]
			hi = p.classRune(start)
			if hi < lo {
				fail(syntax.ErrInvalidCharRange, from[:len(from)-len(p.s)])
			}
		}
		if p.flags&foldCase != 0 {
			all = append(all, foldRanges([]rune{lo, hi})...)
		} else {
			all = append(all, lo, hi)
		}
	}
	p.s = p.s[1:]
	if not && p.posix {
		all = append(all, '\n', '\n') // which no negated class of POSIX syntax matches
	}
	all = clean(all)
	if not {
		all = negate(all)
	}
	return p.classNode(all)
}

func (p *parser) classRune(start string) rune {
	if p.s == "" {
		fail(syntax.ErrMissingBracket, start)
	}
	if p.s[0] == '\\' {
		return p.escapedRune()
	}
	return p.next()
}
