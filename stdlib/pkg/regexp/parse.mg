package regexp

import (
	"regexp/syntax"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Kinds of nodes.
const (
	nEmpty = iota
	nClass // one rune of ranges
	nAny   // any rune
	nAnyNotNL
	nAssert // of arg: what the place must be
	nCapture
	nConcat
	nAlternate
	nRepeat
)

// What a place can be.
const (
	beginLine = 1 << iota
	endLine
	beginText
	endText
	wordBoundary
	noWordBoundary
)

// node is a part of an expression.
type node struct {
	kind     int
	arg      int // nAssert: which; nCapture: its number
	subs     []*node
	ranges   []rune // pairs
	literal  rune   // the one rune of a class that is one rune, else -1
	min, max int    // nRepeat; max -1: no limit
	lazy     bool
}

const (
	foldCase = 1 << iota
	dotNL
	multiLine
	swapGreed
)

const maxHeight = 1000

type parser struct {
	whole string
	s     string // what is left
	flags int
	posix bool
	names []string // of the groups, by number
	depth int
}

func fail(code syntax.ErrorCode, expr string) { panic(&syntax.Error{code, expr}) }

// parse reads an expression; the names of its groups have that of the whole, "",
// first.
func parse(expr string, posix bool) (n *node, names []string, err error) {
	defer func() {
		if r := recover(); r != nil {
			e, ok := r.(*syntax.Error)
			if !ok {
				panic(r)
			}
			err = e
		}
	}()
	p := &parser{whole: expr, s: expr, names: []string{""}, posix: posix}
	if posix {
		p.flags = multiLine
	}
	n = p.alternate()
	if p.s != "" {
		fail(syntax.ErrUnexpectedParen, expr)
	}
	return n, p.names, nil
}

func (p *parser) alternate() *node {
	if p.depth++; p.depth > maxHeight {
		fail(syntax.ErrNestingDepth, p.whole)
	}
	var subs []*node
	for {
		subs = append(subs, p.concat())
		if p.s == "" || p.s[0] != '|' {
			break
		}
		p.s = p.s[1:]
	}
	p.depth--
	if len(subs) == 1 {
		return subs[0]
	}
	return factored(subs)
}

// factored is the alternation of subs, with the literal text before it that all begin with: one step at its start, and
// seen by who looks for a prefix.
func factored(subs []*node) *node {
	first := flat(subs[0])
	n := 0
	for n < len(first) && first[n].kind == nClass && first[n].literal >= 0 {
		n++
	}
	lists := make([][]*node, len(subs))
	for i, sub := range subs {
		lists[i] = flat(sub)
		for k, f := range first[:n] {
			if l := lists[i]; k >= len(l) || l[k].kind != nClass || l[k].literal != f.literal {
				n = k
				break
			}
		}
	}
	empty := true
	rests := make([]*node, len(subs))
	for i, l := range lists {
		rests[i] = &node{kind: nConcat, subs: l[n:]}
		empty = empty && len(l) == n
	}
	if n == 0 && !empty {
		return &node{kind: nAlternate, subs: subs}
	}
	common := append([]*node(nil), first[:n]...)
	if !empty {
		common = append(common, &node{kind: nAlternate, subs: rests})
	}
	return &node{kind: nConcat, subs: common}
}

// flat are the parts of n, one after the other.
func flat(n *node) []*node {
	if n.kind == nEmpty {
		return nil
	}
	if n.kind != nConcat {
		return []*node{n}
	}
	var list []*node
	for _, sub := range n.subs {
		list = append(list, flat(sub)...)
	}
	return list
}

func (p *parser) concat() *node {
	var subs []*node
	repeated := "" // the text from the last repetition on, if that was the last thing
	quoting := false
	for p.s != "" {
		if quoting {
			if strings.HasPrefix(p.s, `\E`) {
				p.s = p.s[2:]
				quoting = false
				continue
			}
			subs = append(subs, p.literalRune())
			continue
		}
		c := p.s[0]
		if c == '|' || c == ')' {
			break
		}
		before := p.s
		switch c {
		case '*', '+', '?':
			min, max := 0, -1
			if c == '+' {
				min = 1
			} else if c == '?' {
				max = 1
			}
			p.s = p.s[1:]
			p.repeat(&subs, min, max, before, repeated)
			repeated = before
			continue
		case '{':
			min, max, rest, ok := parseRepeat(p.s)
			if ok {
				if min < 0 || min > 1000 || max > 1000 || max >= 0 && min > max {
					fail(syntax.ErrInvalidRepeatSize, before[:len(before)-len(rest)])
				}
				p.s = rest
				p.repeat(&subs, min, max, before, repeated)
				repeated = before
				continue
			}
			subs = append(subs, p.literalRune())
		case '\\':
			if !p.posix && strings.HasPrefix(p.s, `\Q`) {
				p.s = p.s[2:]
				quoting = true
				repeated = ""
				continue
			}
			subs = append(subs, p.escape())
		case '(':
			if n := p.group(); n != nil {
				subs = append(subs, n)
			} else {
				// Flags for the rest; nothing to be repeated.
				repeated = ""
				continue
			}
		case '[':
			subs = append(subs, p.class())
		case '.':
			p.s = p.s[1:]
			if p.flags&dotNL != 0 {
				subs = append(subs, &node{kind: nAny})
			} else {
				subs = append(subs, &node{kind: nAnyNotNL})
			}
		case '^':
			p.s = p.s[1:]
			if p.flags&multiLine != 0 {
				subs = append(subs, &node{kind: nAssert, arg: beginLine})
			} else {
				subs = append(subs, &node{kind: nAssert, arg: beginText})
			}
		case '$':
			p.s = p.s[1:]
			if p.flags&multiLine != 0 {
				subs = append(subs, &node{kind: nAssert, arg: endLine})
			} else {
				subs = append(subs, &node{kind: nAssert, arg: endText})
			}
		default:
			subs = append(subs, p.literalRune())
		}
		repeated = ""
	}
	switch len(subs) {
	case 0:
		return &node{kind: nEmpty}
	case 1:
		return subs[0]
	}
	return &node{kind: nConcat, subs: subs}
}

// repeat applies a repetition, whose text begins `before`, to the last of subs.
func (p *parser) repeat(subs *[]*node, min, max int, before, repeated string) {
	lazy := p.flags&swapGreed != 0
	if !p.posix {
		if p.s != "" && p.s[0] == '?' {
			p.s = p.s[1:]
			lazy = !lazy
		}
		if repeated != "" {
			fail(syntax.ErrInvalidRepeatOp, repeated[:len(repeated)-len(p.s)])
		}
	}
	n := len(*subs)
	if n == 0 {
		fail(syntax.ErrMissingRepeatArgument, before[:len(before)-len(p.s)])
	}
	r := &node{kind: nRepeat, subs: []*node{(*subs)[n-1]}, min: min, max: max, lazy: lazy}
	if (min >= 2 || max >= 2) && !repeatsFit(r, 1000) {
		fail(syntax.ErrInvalidRepeatSize, before[:len(before)-len(p.s)])
	}
	(*subs)[n-1] = r
}

// repeatsFit says whether counts in one another multiply to no more than n.
func repeatsFit(r *node, n int) bool {
	if r.kind == nRepeat {
		m := r.max
		if m == 0 {
			return true
		}
		if m < 0 {
			m = r.min
		}
		if m > n {
			return false
		}
		if m > 0 {
			n /= m
		}
	}
	for _, s := range r.subs {
		if !repeatsFit(s, n) {
			return false
		}
	}
	return true
}

// parseRepeat reads {n}, {n,} or {n,m}; min is -1 if a number is too large.
func parseRepeat(s string) (min, max int, rest string, ok bool) {
	s = s[1:]
	number := func() (int, bool) {
		i := 0
		for i < len(s) && '0' <= s[i] && s[i] <= '9' {
			i++
		}
		if i == 0 || i > 1 && s[0] == '0' {
			return 0, false
		}
		n := -1
		if i < 9 {
			n, _ = strconv.Atoi(s[:i])
		}
		s = s[i:]
		return n, true
	}
	if min, ok = number(); !ok || s == "" {
		return 0, 0, "", false
	}
	max = min
	if s[0] == ',' {
		s = s[1:]
		if s == "" {
			return 0, 0, "", false
		}
		if s[0] == '}' {
			max = -1
		} else if max, ok = number(); !ok {
			return 0, 0, "", false
		} else if max < 0 {
			min = -1
		}
	}
	if s == "" || s[0] != '}' {
		return 0, 0, "", false
	}
	return min, max, s[1:], true
}

func (p *parser) literalRune() *node { return p.literal(p.next()) }

// next takes a rune.
func (p *parser) next() rune {
	r, size := runeOf(p.s)
	p.s = p.s[size:]
	return r
}

// runeOf is the first rune of s, and its size.
func runeOf(s string) (rune, int) {
	r, size := utf8.DecodeRuneInString(s)
	if r == utf8.RuneError && size == 1 {
		fail(syntax.ErrInvalidUTF8, s)
	}
	return r, size
}

// mustBeUTF8 fails at the first byte of s that is not.
func mustBeUTF8(s string) {
	for s != "" {
		_, size := runeOf(s)
		s = s[size:]
	}
}

func (p *parser) literal(r rune) *node {
	if p.flags&foldCase != 0 && unicode.SimpleFold(r) != r {
		return p.classNode(foldRanges([]rune{r, r}))
	}
	return &node{kind: nClass, ranges: []rune{r, r}, literal: r}
}

func (p *parser) classNode(ranges []rune) *node {
	n := &node{kind: nClass, ranges: ranges, literal: -1}
	if len(ranges) == 2 && ranges[0] == ranges[1] {
		n.literal = ranges[0]
	}
	return n
}

// group reads what begins with a parenthesis; nil for flags alone.
func (p *parser) group() *node {
	start := p.s
	flags := p.flags
	capture := -1
	if p.posix || !strings.HasPrefix(p.s, "(?") {
		p.s = p.s[1:]
		capture = len(p.names)
		p.names = append(p.names, "")
	} else if strings.HasPrefix(p.s, "(?P<") || strings.HasPrefix(p.s, "(?<") {
		from := 4
		if p.s[2] == '<' {
			from = 3
		}
		end := strings.IndexByte(p.s, '>')
		if end < 0 {
			mustBeUTF8(p.s)
			fail(syntax.ErrInvalidNamedCapture, p.s)
		}
		name := p.s[from:end]
		mustBeUTF8(name)
		for _, r := range name {
			if r != '_' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') {
				fail(syntax.ErrInvalidNamedCapture, p.s[:end+1])
			}
		}
		if name == "" {
			fail(syntax.ErrInvalidNamedCapture, p.s[:end+1])
		}
		p.s = p.s[end+1:]
		capture = len(p.names)
		p.names = append(p.names, name)
	} else {
		p.s = p.s[2:]
		new, minus, some := flags, false, false
	letters:
		for {
			if p.s == "" {
				fail(syntax.ErrInvalidPerlOp, start)
			}
			r := p.next()
			bit := 0
			switch r {
			case 'i':
				bit = foldCase
			case 'm':
				bit = multiLine
			case 's':
				bit = dotNL
			case 'U':
				bit = swapGreed
			case '-':
				if minus {
					fail(syntax.ErrInvalidPerlOp, start[:len(start)-len(p.s)])
				}
				minus, some = true, false
				continue
			case ':', ')':
				if minus && !some {
					fail(syntax.ErrInvalidPerlOp, start[:len(start)-len(p.s)])
				}
				p.flags = new
				if r == ')' {
					return nil
				}
				break letters
			default:
				fail(syntax.ErrInvalidPerlOp, start[:len(start)-len(p.s)])
			}
			some = true
			if minus {
				new &^= bit
			} else {
				new |= bit
			}
		}
	}
	n := p.alternate()
	if p.s == "" {
		fail(syntax.ErrMissingParen, p.whole)
	}
	p.s = p.s[1:]
	p.flags = flags
	if capture >= 0 {
		return &node{kind: nCapture, arg: capture, subs: []*node{n}}
	}
	if n.kind == nEmpty {
		return &node{kind: nConcat}
	}
	return n
}

// escape reads a backslash and what it escapes, outside of classes.
func (p *parser) escape() *node {
	if len(p.s) >= 2 && !p.posix {
		arg := 0
		switch p.s[1] {
		case 'A':
			arg = beginText
		case 'z':
			arg = endText
		case 'b':
			arg = wordBoundary
		case 'B':
			arg = noWordBoundary
		case 'C':
			fail(syntax.ErrInvalidEscape, p.s[:2])
		}
		if arg != 0 {
			p.s = p.s[2:]
			return &node{kind: nAssert, arg: arg}
		}
		if ranges := p.namedClass(); ranges != nil {
			return p.classNode(ranges)
		}
	}
	return p.literal(p.escapedRune())
}

// escapedRune reads a backslash and the rune that it stands for.
func (p *parser) escapedRune() rune {
	start := p.s
	t := p.s[1:]
	if t == "" {
		fail(syntax.ErrTrailingBackslash, "")
	}
	c, size := runeOf(t)
	t = t[size:]
	switch c {
	case '1', '2', '3', '4', '5', '6', '7', '0':
		if c != '0' && (t == "" || t[0] < '0' || t[0] > '7') {
			break
		}
		r := c - '0'
		for i := 0; i < 2 && t != "" && '0' <= t[0] && t[0] <= '7'; i++ {
			r = r*8 + rune(t[0]-'0')
			t = t[1:]
		}
		p.s = t
		return r
	case 'x':
		if t == "" {
			break
		}
		if t[0] == '{' {
			for rest, digit := t[1:], true; digit && rest != ""; {
				r, size := runeOf(rest)
				digit, rest = hexDigit(r) >= 0, rest[size:]
			}
			end := strings.IndexByte(t, '}')
			if end < 2 {
				if end < 0 {
					t = ""
				} else {
					t = t[end+1:]
				}
				break
			}
			r := rune(0)
			for _, d := range t[1:end] {
				v := hexDigit(d)
				if v < 0 || r > unicode.MaxRune {
					fail(syntax.ErrInvalidEscape, start[:len(start)-len(t)+1])
				}
				r = r*16 + v
			}
			if r > unicode.MaxRune {
				fail(syntax.ErrInvalidEscape, start[:len(start)-len(t)+end])
			}
			p.s = t[end+1:]
			return r
		}
		if len(t) >= 2 && hexDigit(rune(t[0])) >= 0 && hexDigit(rune(t[1])) >= 0 {
			p.s = t[2:]
			return hexDigit(rune(t[0]))*16 + hexDigit(rune(t[1]))
		}
		if len(t) >= 2 {
			t = t[2:]
		} else {
			t = t[1:]
		}
	case 'a', 'f', 'n', 'r', 't', 'v':
		p.s = t
		return rune("\a\f\n\r\t\v"[strings.IndexRune("afnrtv", c)])
	default:
		if c < utf8.RuneSelf && !('0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z') {
			p.s = t
			return c
		}
	}
	fail(syntax.ErrInvalidEscape, start[:len(start)-len(t)])
	return 0
}

func hexDigit(c rune) rune {
	switch {
	case '0' <= c && c <= '9':
		return c - '0'
	case 'a' <= c && c <= 'f':
		return c - 'a' + 10
	case 'A' <= c && c <= 'F':
		return c - 'A' + 10
	}
	return -1
}
