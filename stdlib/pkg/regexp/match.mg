package regexp

import (
	"strings"
	"unicode/utf8"
)

// Two ways to the same result. The backtracker goes through the choices in order
// and marks each pair of instruction and position that it has been to, which do
// not lead to a match a second time. Where there would be too many pairs, the
// other way keeps all choices side by side, in order, position by position.

const maxVisited = 1 << 21

// find gives the places of the first match in s from pos on: ncap of them, pairs
// of start and end by group; nil if there is none.
func (re *Regexp) find(s string, pos, ncap int) []int {
	p := re.prog
	if p.anchored && pos > 0 {
		return nil
	}
	if p.prefix != "" {
		i := strings.Index(s[pos:], p.prefix)
		if i < 0 {
			return nil
		}
		pos += i
		if p.complete && ncap <= 2 && !re.longest {
			return []int{pos, pos + len(p.prefix)}[:ncap:ncap]
		}
	}
	if len(p.inst)*(len(s)-pos+1) <= maxVisited {
		return re.backtrack(s, pos, ncap)
	}
	return re.parallel(s, pos, ncap)
}

// job is a choice to come back to: go on at pc; or restore a capture if pc < 0.
type job struct {
	pc, pos int
}

type backtracker struct {
	visited []uint64
	jobs    []job
	caps    []int
}

func (re *Regexp) backtrack(s string, from, ncap int) []int {
	p := re.prog
	n := len(s) - from + 1
	b := backtracker{visited: make([]uint64, (len(p.inst)*n+63)/64), caps: make([]int, ncap)}
	for pos := from; pos <= len(s); {
		for i := range b.caps {
			b.caps[i] = -1
		}
		if got := re.try(&b, s, from, pos, n); got != nil {
			return got
		}
		if p.anchored {
			return nil
		}
		switch {
		case pos == len(s):
			pos++
		case s[pos] < utf8.RuneSelf:
			pos++
		default:
			_, w := utf8.DecodeRuneInString(s[pos:])
			pos += w
		}
		if p.prefix != "" && pos <= len(s) {
			i := strings.Index(s[pos:], p.prefix)
			if i < 0 {
				return nil
			}
			pos += i
		}
	}
	return nil
}

// try looks for a match that begins at start.
func (re *Regexp) try(b *backtracker, s string, from, start, n int) (best []int) {
	insts := re.prog.inst
	b.jobs = append(b.jobs[:0], job{re.prog.start, start})
	end := -1
	for len(b.jobs) > 0 {
		j := b.jobs[len(b.jobs)-1]
		b.jobs = b.jobs[:len(b.jobs)-1]
		pc, pos := j.pc, j.pos
		if pc < 0 {
			b.caps[-1-pc] = pos
			continue
		}
	run:
		for {
			bit := uint(pc*n + pos - from)
			if b.visited[bit/64]&(1<<(bit%64)) != 0 {
				break
			}
			b.visited[bit/64] |= 1 << (bit % 64)
			i := &insts[pc]
			switch i.op {
			case iAlt:
				b.jobs = append(b.jobs, job{i.arg, pos})
				pc = i.out
			case iCapture:
				if i.arg < len(b.caps) {
					b.jobs = append(b.jobs, job{-1 - i.arg, b.caps[i.arg]})
					b.caps[i.arg] = pos
				}
				pc = i.out
			case iAssert:
				if place(s, pos)&i.arg == 0 {
					break run
				}
				pc = i.out
			case iNop:
				pc = i.out
			case iFail:
				break run
			case iMatch:
				if pos > end {
					end = pos
					best = append(best[:0], b.caps...)
					if best == nil {
						best = []int{}
					}
					if len(best) > 1 {
						best[0], best[1] = start, pos
					}
				}
				if !re.longest || pos == len(s) {
					return best
				}
				break run
			default:
				w := i.width(s, pos)
				if w == 0 {
					break run
				}
				pos += w
				pc = i.out
			}
		}
	}
	return best
}

// thread is one choice of the parallel way: an instruction that takes a rune, or
// the match, and the captures so far.
type thread struct {
	pc   int
	caps []int
}

// queue has the threads of one position; at says which instructions are in.
type queue struct {
	threads []thread
	mark    []int
	gen     int
}

func (re *Regexp) parallel(s string, pos, ncap int) (best []int) {
	insts := re.prog.inst
	now, next := &queue{mark: make([]int, len(insts))}, &queue{mark: make([]int, len(insts))}
	now.gen, next.gen = 1, 1
	matched := false
	room := ncap
	if room < 2 {
		room = 2
	}
	for {
		if !matched && (!re.prog.anchored || pos == 0) {
			caps := make([]int, room)
			for i := range caps {
				caps[i] = -1
			}
			caps[0] = pos
			re.enqueue(now, re.prog.start, s, pos, caps)
		}
		if len(now.threads) == 0 && (matched || re.prog.anchored) {
			break
		}
		next.threads = next.threads[:0]
		next.gen++
		w := 0
		if pos < len(s) {
			_, w = utf8.DecodeRuneInString(s[pos:])
		}
		for _, t := range now.threads {
			i := &insts[t.pc]
			if i.op == iMatch {
				if re.longest && matched && (t.caps[0] > best[0] || t.caps[0] == best[0] && pos <= best[1]) {
					continue
				}
				matched = true
				best = append([]int(nil), t.caps...)
				best[1] = pos
				if !re.longest {
					break
				}
				continue
			}
			if re.longest && matched && t.caps[0] > best[0] {
				continue
			}
			if i.width(s, pos) > 0 {
				re.enqueue(next, i.out, s, pos+w, t.caps)
			}
		}
		if pos >= len(s) {
			break
		}
		pos += w
		now, next = next, now
	}
	if !matched {
		return nil
	}
	return best[:ncap]
}

// enqueue adds the threads that lead on from pc.
func (re *Regexp) enqueue(q *queue, pc int, s string, pos int, caps []int) {
	insts := re.prog.inst
	type step struct {
		pc   int
		caps []int
	}
	todo := []step{{pc, caps}}
	where := -1
	for len(todo) > 0 {
		t := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for {
			if q.mark[t.pc] == q.gen {
				break
			}
			q.mark[t.pc] = q.gen
			i := &insts[t.pc]
			if i.op == iAlt {
				todo = append(todo, step{i.arg, t.caps})
				t.pc = i.out
				continue
			}
			if i.op == iCapture {
				if i.arg < len(t.caps) {
					t.caps = append([]int(nil), t.caps...)
					t.caps[i.arg] = pos
				}
				t.pc = i.out
				continue
			}
			if i.op == iAssert {
				if where < 0 {
					where = place(s, pos)
				}
				if where&i.arg == 0 {
					break
				}
				t.pc = i.out
				continue
			}
			if i.op == iNop {
				t.pc = i.out
				continue
			}
			if i.op != iFail {
				q.threads = append(q.threads, thread{t.pc, t.caps})
			}
			break
		}
	}
}
