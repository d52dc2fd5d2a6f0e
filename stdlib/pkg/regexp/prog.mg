package regexp

import "unicode/utf8"

// Instructions.
const (
	iAlt = iota // on at out, else at arg
	iCapture
	iAssert
	iMatch
	iFail
	iNop
	iRune1 // the rune arg
	iClass
	iAny
	iAnyNotNL
)

type inst struct {
	op     int
	out    int
	arg    int
	ranges []rune
}

// prog is a compiled expression; what every match begins with is in prefix.
type prog struct {
	inst     []inst
	start    int
	prefix   string
	complete bool // the prefix is all there is
	anchored bool // matches begin at the start of the text only
}

const maxInst = 1 << 20

func (p *prog) add(i inst) int {
	p.inst = append(p.inst, i)
	return len(p.inst) - 1
}

// compile makes the program of an expression.
func compile(n *node) (*prog, bool) {
	p := &prog{}
	if size(n) > maxInst {
		return nil, false
	}
	match := p.add(inst{op: iMatch})
	p.start = p.emit(n, match)
	p.findPrefix()
	return p, true
}

// size counts the instructions of n, up to some large number.
func size(n *node) int {
	s := 1
	for _, sub := range n.subs {
		s += size(sub)
	}
	if n.kind == nRepeat {
		times := n.max
		if times < n.min {
			times = n.min + 1
		}
		if times > 1 {
			s *= times
		}
	}
	if s > maxInst {
		s = maxInst + 1
	}
	return s
}

// emit adds what matches n and then goes on at next; the place to begin.
func (p *prog) emit(n *node, next int) int {
	switch n.kind {
	case nClass:
		switch {
		case len(n.ranges) == 0:
			return p.add(inst{op: iFail})
		case n.literal >= 0:
			return p.add(inst{op: iRune1, out: next, arg: int(n.literal)})
		}
		return p.add(inst{op: iClass, out: next, ranges: n.ranges})
	case nAny:
		return p.add(inst{op: iAny, out: next})
	case nAnyNotNL:
		return p.add(inst{op: iAnyNotNL, out: next})
	case nAssert:
		return p.add(inst{op: iAssert, out: next, arg: n.arg})
	case nCapture:
		end := p.add(inst{op: iCapture, out: next, arg: 2*n.arg + 1})
		return p.add(inst{op: iCapture, out: p.emit(n.subs[0], end), arg: 2 * n.arg})
	case nConcat:
		for i := len(n.subs) - 1; i >= 0; i-- {
			next = p.emit(n.subs[i], next)
		}
		return next
	case nAlternate:
		at := p.emit(n.subs[len(n.subs)-1], next)
		for i := len(n.subs) - 2; i >= 0; i-- {
			at = p.add(inst{op: iAlt, out: p.emit(n.subs[i], next), arg: at})
		}
		return at
	case nRepeat:
		return p.repeat(n, next)
	}
	return next
}

func (p *prog) alt(lazy bool, more, done int) int {
	if lazy {
		more, done = done, more
	}
	return p.add(inst{op: iAlt, out: more, arg: done})
}

func (p *prog) repeat(n *node, next int) int {
	sub := n.subs[0]
	if n.max < 0 {
		// The last one loops; x* of an x that may be empty is (x+)?.
		loop := p.add(inst{op: iAlt})
		body := p.emit(sub, loop)
		p.inst[loop].out, p.inst[loop].arg = body, next
		if n.lazy {
			p.inst[loop].out, p.inst[loop].arg = next, body
		}
		switch {
		case n.min > 0:
			next = body
			for i := 1; i < n.min; i++ {
				next = p.emit(sub, next)
			}
			return next
		case nullable(sub):
			return p.alt(n.lazy, body, next)
		}
		return loop
	}
	done := next
	for i := n.min; i < n.max; i++ {
		next = p.alt(n.lazy, p.emit(sub, next), done)
	}
	for i := 0; i < n.min; i++ {
		next = p.emit(sub, next)
	}
	return next
}

// nullable says whether n may match nothing.
func nullable(n *node) bool {
	switch n.kind {
	case nClass, nAny, nAnyNotNL:
		return false
	case nCapture:
		return nullable(n.subs[0])
	case nRepeat:
		return n.min == 0 || nullable(n.subs[0])
	case nConcat:
		for _, s := range n.subs {
			if !nullable(s) {
				return false
			}
		}
		return true
	case nAlternate:
		for _, s := range n.subs {
			if nullable(s) {
				return true
			}
		}
		return false
	}
	return true
}

// findPrefix looks for literal text at the start.
func (p *prog) findPrefix() {
	at := p.skipCaptures(p.start)
	if p.inst[at].op == iAssert && p.inst[at].arg == beginText {
		p.anchored = true
	}
	p.prefix, at = p.literals(p.start)
	p.complete = p.inst[at].op == iMatch
}

func (p *prog) skipCaptures(at int) int {
	for p.inst[at].op == iCapture || p.inst[at].op == iNop {
		at = p.inst[at].out
	}
	return at
}

// literals gives the runes that must come from `at` on, and what follows them.
func (p *prog) literals(at int) (string, int) {
	var b []byte
	at = p.skipCaptures(at)
	for p.inst[at].op == iRune1 && p.inst[at].arg != utf8.RuneError {
		b = utf8.AppendRune(b, rune(p.inst[at].arg))
		at = p.skipCaptures(p.inst[at].out)
	}
	return string(b), at
}

// shownPrefix is what LiteralPrefix gives. Behind a \A it goes on, as far as Go's matcher for expressions with one way to
// match sees: without groups.
func (p *prog) shownPrefix() (string, bool) {
	begin := p.inst[p.start]
	if begin.op != iAssert || begin.arg != beginText || !p.onePass() {
		return p.prefix, p.complete
	}
	var b []byte
	at := begin.out
	for p.inst[at].op == iRune1 && p.inst[at].arg != utf8.RuneError {
		b = utf8.AppendRune(b, rune(p.inst[at].arg))
		at = p.inst[at].out
	}
	end := p.inst[at]
	if len(b) == 0 {
		return "", end.op == iMatch
	}
	return string(b), end.op == iAssert && end.arg == endText && p.inst[end.out].op == iMatch
}

// onePass reports whether the next rune alone says how to go on, in an expression that begins with \A.
func (p *prog) onePass() bool {
	choices := false
	for _, i := range p.inst {
		choices = choices || i.op == iAlt
	}
	for _, i := range p.inst {
		switch {
		case i.op == iMatch || i.op == iFail:
		case i.op == iAlt:
			if p.inst[i.out].op == iMatch || p.inst[i.arg].op == iMatch {
				return false
			}
			var ranges []rune
			if !p.first(i.out, &ranges, 0) || !p.first(i.arg, &ranges, 0) {
				return false
			}
		case p.inst[i.out].op != iMatch:
		case i.op == iAssert:
			if i.arg != endText {
				return false
			}
		case choices:
			return false
		}
	}
	return true
}

// first adds the ranges of runes that may come at `at`; false if one is there already. The end of the text counts as -1.
func (p *prog) first(at int, ranges *[]rune, depth int) bool {
	i := p.inst[at]
	add := func(low, high rune) bool {
		for k := 0; k < len(*ranges); k += 2 {
			if low <= (*ranges)[k+1] && (*ranges)[k] <= high {
				return false
			}
		}
		*ranges = append(*ranges, low, high)
		return true
	}
	switch i.op {
	case iRune1:
		return add(rune(i.arg), rune(i.arg))
	case iClass:
		for k := 0; k < len(i.ranges); k += 2 {
			if !add(i.ranges[k], i.ranges[k+1]) {
				return false
			}
		}
		return true
	case iAny:
		return add(0, utf8.MaxRune)
	case iAnyNotNL:
		return add(0, '\n'-1) && add('\n'+1, utf8.MaxRune)
	case iMatch:
		return add(-1, -1)
	case iFail:
		return true
	case iAlt:
		// A way back to here without a rune has no end.
		return depth < len(p.inst) && p.first(i.out, ranges, depth+1) && p.first(i.arg, ranges, depth+1)
	}
	return depth < len(p.inst) && p.first(i.out, ranges, depth+1)
}

// has says whether r is in ranges.
func has(ranges []rune, r rune) bool {
	if len(ranges) <= 8 {
		for i := 0; i < len(ranges); i += 2 {
			if r < ranges[i] {
				return false
			}
			if r <= ranges[i+1] {
				return true
			}
		}
		return false
	}
	lo, hi := 0, len(ranges)/2
	for lo < hi {
		m := int(uint(lo+hi) >> 1)
		switch {
		case r < ranges[2*m]:
			hi = m
		case r > ranges[2*m+1]:
			lo = m + 1
		default:
			return true
		}
	}
	return false
}

func isWord(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '_'
}

// place gives what the position in s is.
func place(s string, pos int) int {
	before, after := rune(-1), rune(-1)
	if pos > 0 {
		before, _ = utf8.DecodeLastRuneInString(s[:pos])
	}
	if pos < len(s) {
		after, _ = utf8.DecodeRuneInString(s[pos:])
	}
	f := 0
	if before < 0 {
		f |= beginText | beginLine
	}
	if before == '\n' {
		f |= beginLine
	}
	if after < 0 {
		f |= endText | endLine
	}
	if after == '\n' {
		f |= endLine
	}
	if isWord(before) != isWord(after) {
		f |= wordBoundary
	} else {
		f |= noWordBoundary
	}
	return f
}

// width is the length of the rune at s[pos] that instruction i takes, 0 if it
// does not.
func (i *inst) width(s string, pos int) int {
	if pos >= len(s) {
		return 0
	}
	r, n := rune(s[pos]), 1
	if r >= utf8.RuneSelf {
		r, n = utf8.DecodeRuneInString(s[pos:])
	}
	switch i.op {
	case iRune1:
		if r == rune(i.arg) {
			return n
		}
	case iClass:
		if has(i.ranges, r) {
			return n
		}
	case iAny:
		return n
	case iAnyNotNL:
		if r != '\n' {
			return n
		}
	}
	return 0
}
