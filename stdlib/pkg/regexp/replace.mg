package regexp

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// replace gives s with each match replaced by what repl appends; nil if there is none.
func (re *Regexp) replace(s string, ncap int, repl func(dst []byte, m []int) []byte) []byte {
	var out []byte // not nil once there is a match
	end := 0
	for pos := 0; pos <= len(s); {
		m := re.find(s, pos, ncap)
		if m == nil {
			break
		}
		if out == nil {
			out = make([]byte, 0, len(s))
		}
		out = append(out, s[end:m[0]]...)
		if m[1] > end || m[0] == 0 {
			out = repl(out, m)
		}
		end = m[1]
		w := 0
		if pos < len(s) {
			_, w = utf8.DecodeRuneInString(s[pos:])
		}
		switch {
		case pos+w > m[1]:
			pos += w
		case pos+1 > m[1]:
			pos++
		default:
			pos = m[1]
		}
	}
	if out == nil {
		return nil
	}
	return append(out, s[end:]...)
}

func (re *Regexp) replaceString(s string, ncap int, repl func(dst []byte, m []int) []byte) string {
	b := re.replace(s, ncap, repl)
	if b == nil {
		return s
	}
	return string(b)
}

func (re *Regexp) replaceBytes(s []byte, ncap int, repl func(dst []byte, m []int) []byte) []byte {
	b := re.replace(string(s), ncap, repl)
	if b == nil {
		return append([]byte(nil), s...)
	}
	return b
}

// templateCaps is how many places a template needs.
func (re *Regexp) templateCaps(template string) int {
	if strings.IndexByte(template, '$') >= 0 {
		return re.ncap()
	}
	return 2
}

// ReplaceAllString replaces matches by repl, in which $1 or ${name} is a group.
func (re *Regexp) ReplaceAllString(src, repl string) string {
	return re.replaceString(src, re.templateCaps(repl), func(dst []byte, m []int) []byte {
		return re.expand(dst, repl, src, m)
	})
}

// ReplaceAllLiteralString replaces matches by repl as it is.
func (re *Regexp) ReplaceAllLiteralString(src, repl string) string {
	return re.replaceString(src, 2, func(dst []byte, m []int) []byte { return append(dst, repl...) })
}

// ReplaceAllStringFunc replaces matches by what repl gives for them.
func (re *Regexp) ReplaceAllStringFunc(src string, repl func(string) string) string {
	return re.replaceString(src, 2, func(dst []byte, m []int) []byte {
		return append(dst, repl(src[m[0]:m[1]])...)
	})
}

func (re *Regexp) ReplaceAll(src, repl []byte) []byte {
	s, t := string(src), string(repl)
	return re.replaceBytes(src, re.templateCaps(t), func(dst []byte, m []int) []byte {
		return re.expand(dst, t, s, m)
	})
}

func (re *Regexp) ReplaceAllLiteral(src, repl []byte) []byte {
	return re.replaceBytes(src, 2, func(dst []byte, m []int) []byte { return append(dst, repl...) })
}

func (re *Regexp) ReplaceAllFunc(src []byte, repl func([]byte) []byte) []byte {
	return re.replaceBytes(src, 2, func(dst []byte, m []int) []byte {
		return append(dst, repl(src[m[0]:m[1]])...)
	})
}

// Expand appends template to dst with its variables replaced by groups of match.
func (re *Regexp) Expand(dst []byte, template []byte, src []byte, match []int) []byte {
	return re.expand(dst, string(template), string(src), match)
}

func (re *Regexp) ExpandString(dst []byte, template string, src string, match []int) []byte {
	return re.expand(dst, template, src, match)
}

func (re *Regexp) expand(dst []byte, template string, src string, m []int) []byte {
	for template != "" {
		before, after, ok := strings.Cut(template, "$")
		if !ok {
			break
		}
		dst = append(dst, before...)
		template = after
		if strings.HasPrefix(template, "$") {
			dst = append(dst, '$')
			template = template[1:]
			continue
		}
		name, num, rest, ok := variable(template)
		if !ok {
			dst = append(dst, '$')
			continue
		}
		template = rest
		if num < 0 {
			for i, n := range re.names {
				if n == name && 2*i+1 < len(m) && m[2*i] >= 0 {
					dst = append(dst, src[m[2*i]:m[2*i+1]]...)
					break
				}
			}
		} else if 2*num+1 < len(m) && m[2*num] >= 0 {
			dst = append(dst, src[m[2*num]:m[2*num+1]]...)
		}
	}
	return append(dst, template...)
}

// variable reads name or {name} behind a dollar; num is -1 if it is no number.
func variable(s string) (name string, num int, rest string, ok bool) {
	brace := strings.HasPrefix(s, "{")
	if brace {
		s = s[1:]
	}
	i := 0
	for i < len(s) {
		r, size := utf8.DecodeRuneInString(s[i:])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' {
			break
		}
		i += size
	}
	if i == 0 {
		return "", 0, "", false
	}
	name, rest = s[:i], s[i:]
	if brace {
		if !strings.HasPrefix(rest, "}") {
			return "", 0, "", false
		}
		rest = rest[1:]
	}
	for k := 0; k < len(name); k++ {
		if name[k] < '0' || name[k] > '9' || num >= 1e8 {
			num = -1
			break
		}
		num = num*10 + int(name[k]-'0')
	}
	if name[0] == '0' && len(name) > 1 {
		num = -1
	}
	return name, num, rest, true
}
