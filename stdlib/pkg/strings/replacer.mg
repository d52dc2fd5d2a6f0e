package strings

import (
	"internal/bytealg"
	"io"
)

// A Replacer puts strings in place of others. At each place of the text the first
// of its pairs that fits counts; the text is not looked at again.
type Replacer struct {
	pairs []string
	first [256]bool // bytes that an old string can begin with
	empty bool      // there is an empty old string
}

// NewReplacer takes old strings and what replaces them in turn.
func NewReplacer(oldnew ...string) *Replacer {
	if len(oldnew)%2 == 1 {
		panic("strings.NewReplacer: odd argument count")
	}
	r := &Replacer{pairs: append([]string(nil), oldnew...)}
	for i := 0; i < len(oldnew); i += 2 {
		if oldnew[i] == "" {
			r.empty = true
		} else {
			r.first[oldnew[i][0]] = true
		}
	}
	return r
}

// match is the pair for the start of s; an empty old string does not count if
// noEmpty is set.
func (r *Replacer) match(s string, noEmpty bool) (old, new string, ok bool) {
	for i := 0; i < len(r.pairs); i += 2 {
		old = r.pairs[i]
		if HasPrefix(s, old) && !(noEmpty && old == "") {
			return old, r.pairs[i+1], true
		}
	}
	return "", "", false
}

// Replace is s with all replacements made.
func (r *Replacer) Replace(s string) string {
	var b []byte
	last := 0 // s[last:i] stays as it is
	afterEmpty := false
	for i := 0; i <= len(s); {
		if !r.empty && (i == len(s) || !r.first[s[i]]) {
			i++
			continue
		}
		old, new, ok := r.match(s[i:], afterEmpty)
		afterEmpty = ok && old == ""
		if !ok {
			i++
			continue
		}
		if b == nil {
			b = make([]byte, 0, len(s)+len(new))
		}
		b = append(b, s[last:i]...)
		b = append(b, new...)
		i += len(old)
		last = i
	}
	if b == nil {
		return s
	}
	b = append(b, s[last:]...)
	return bytealg.String(b)
}

// WriteString writes Replace(s) to w.
func (r *Replacer) WriteString(w io.Writer, s string) (n int, err error) {
	return io.WriteString(w, r.Replace(s))
}
