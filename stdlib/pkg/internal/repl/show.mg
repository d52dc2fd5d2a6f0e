package repl

import (
	"internal/reflectlite"
	"os"
	"sort"
	"strconv"
	"strings"
)

const (
	width     = 88   // columns of a line that is not broken
	maxLines  = 60   // lines of a value
	maxText   = 2000 // bytes of a string
	maxDepth  = 12   // braces within braces
	maxFollow = 3    // levels to which pointers are followed
)

// Show prints values as Go syntax, followed by their type.
func Show(values ...any) {
	typ := typeText()
	parts := make([]string, len(values))
	for i, v := range values {
		parts[i] = inline(v, 0, true, 4*width)
	}
	line := strings.Join(parts, ", ")
	if len(values) != 1 || len(line) <= width || !composite(values[0]) {
		os.Stdout.WriteString(cut(line) + " // " + typ + "\n")
		return
	}
	p := &printer{}
	p.value(values[0], "", true, "", 0)
	lines := p.lines
	if p.dropped > 0 {
		lines = append(lines[:len(lines)-1], "\t// ... and "+strconv.Itoa(p.dropped)+" more", "}")
	}
	os.Stdout.WriteString(strings.Join(lines, "\n") + " // " + typ + "\n")
}

// cut shortens what is too long for a screen.
func cut(s string) string {
	if len(s) <= maxText {
		return s
	}
	n := maxText
	for n > 0 && s[n]&0xC0 == 0x80 {
		n--
	}
	return s[:n] + "... (" + strconv.Itoa(len(s)-n) + " more bytes)"
}

// typeName is a type as the input may write it: names of package main stand alone.
func typeName(t reflectlite.Type) string {
	s := strings.ReplaceAll(reflectlite.TypeString(t), "interface {}", "any")
	out := ""
	for {
		i := strings.Index(s, "main.")
		if i < 0 {
			return out + s
		}
		word := i > 0 && (s[i-1] == '_' || s[i-1] == '/' || s[i-1] >= '0' && s[i-1] <= '9' || s[i-1] >= 'A' && s[i-1] <= 'Z' || s[i-1] >= 'a' && s[i-1] <= 'z')
		if word {
			out += s[:i+5]
		} else {
			out += s[:i]
		}
		s = s[i+5:]
	}
}

// composite says whether a value is written with braces.
func composite(v any) bool {
	if v == nil {
		return false
	}
	switch reflectlite.KindOf(v) {
	case reflectlite.Slice, reflectlite.Map:
		return !reflectlite.IsNil(v)
	case reflectlite.Array, reflectlite.Struct:
		return true
	case reflectlite.Pointer:
		return !reflectlite.IsNil(v) && reflectlite.TypeKind(reflectlite.TypeElem(reflectlite.TypeOf(v))) == reflectlite.Struct
	}
	return false
}

// plain says whether the type is predeclared, so that a constant of its own kind has it.
func plain(t reflectlite.Type) bool {
	switch reflectlite.TypeString(t) {
	case "int", "string", "bool", "float64", "complex128":
		return true
	}
	return false
}

// scalar writes what has no parts. With known the type is clear from where it stands.
func scalar(v any, known bool) string {
	t := reflectlite.TypeOf(v)
	s := ""
	switch reflectlite.KindOf(v) {
	case reflectlite.Bool:
		s = strconv.FormatBool(reflectlite.BoolOf(v))
	case reflectlite.Int, reflectlite.Int8, reflectlite.Int16, reflectlite.Int32, reflectlite.Int64:
		s = strconv.FormatInt(reflectlite.IntOf(v), 10)
	case reflectlite.Uint, reflectlite.Uint8, reflectlite.Uint16, reflectlite.Uint32, reflectlite.Uint64:
		s = strconv.FormatUint(reflectlite.UintOf(v), 10)
	case reflectlite.Uintptr:
		s = "0x" + strconv.FormatUint(reflectlite.UintOf(v), 16)
	case reflectlite.Float32:
		s = strconv.FormatFloat(reflectlite.FloatOf(v), 'g', -1, 32)
	case reflectlite.Float64:
		s = strconv.FormatFloat(reflectlite.FloatOf(v), 'g', -1, 64)
	case reflectlite.Complex64:
		s = strconv.FormatComplex(reflectlite.ComplexOf(v), 'g', -1, 64)
	case reflectlite.Complex128:
		s = strconv.FormatComplex(reflectlite.ComplexOf(v), 'g', -1, 128)
	case reflectlite.String:
		s = strconv.Quote(reflectlite.StringOf(v))
	case reflectlite.Func:
		if reflectlite.IsNil(v) {
			return null(t, known)
		}
		return typeName(t) + " {...}"
	default:
		if reflectlite.IsNil(v) {
			return null(t, known)
		}
		return "(" + typeName(t) + ")(0x" + strconv.FormatUint(uint64(reflectlite.PointerOf(v)), 16) + ")"
	}
	if known || plain(t) {
		return s
	}
	return typeName(t) + "(" + s + ")"
}

// null is a nil of type t.
func null(t reflectlite.Type, known bool) string {
	if known {
		return "nil"
	}
	name := typeName(t)
	if strings.HasPrefix(name, "*") || strings.HasPrefix(name, "func") || strings.HasPrefix(name, "<-") || strings.HasPrefix(name, "chan") {
		name = "(" + name + ")"
	}
	return name + "(nil)"
}

// part is an element, field or entry: the text before its value, and whether the value's type is known.
type part struct {
	key   string
	value any
	known bool
}

// parts gives the first limit parts of a composite value, and how many there are.
func parts(v any, limit int) ([]part, int) {
	t := reflectlite.TypeOf(v)
	var out []part
	switch reflectlite.KindOf(v) {
	case reflectlite.Slice, reflectlite.Array:
		n := reflectlite.LenOf(v)
		known := reflectlite.TypeKind(reflectlite.TypeElem(t)) != reflectlite.Interface
		for i := 0; i < n && i < limit; i++ {
			out = append(out, part{"", reflectlite.Index(v, i), known})
		}
		return out, n
	case reflectlite.Map:
		knownKey := reflectlite.TypeKind(reflectlite.TypeKey(t)) != reflectlite.Interface
		known := reflectlite.TypeKind(reflectlite.TypeElem(t)) != reflectlite.Interface
		entries := reflectlite.MapEntries(v)
		var list entryList
		for i := 0; i+1 < len(entries); i += 2 {
			list = append(list, entry{entries[i], inline(entries[i], 1, knownKey, width), entries[i+1]})
		}
		sort.Sort(list)
		for i := 0; i < len(list) && i < limit; i++ {
			out = append(out, part{list[i].text + ": ", list[i].value, known})
		}
		return out, len(list)
	}
	n := reflectlite.NumField(t)
	for i := 0; i < n && i < limit; i++ {
		known := reflectlite.TypeKind(reflectlite.FieldType(t, i)) != reflectlite.Interface
		out = append(out, part{reflectlite.FieldName(t, i) + ": ", reflectlite.Field(v, i), known})
	}
	return out, n
}

type entry struct {
	key   any
	text  string
	value any
}

type entryList []entry

func (l entryList) Len() int      { return len(l) }
func (l entryList) Swap(i, j int) { l[i], l[j] = l[j], l[i] }
func (l entryList) Less(i, j int) bool {
	a, b := l[i].key, l[j].key
	if a == nil || b == nil || reflectlite.KindOf(a) != reflectlite.KindOf(b) {
		return l[i].text < l[j].text
	}
	switch reflectlite.KindOf(a) {
	case reflectlite.Int, reflectlite.Int8, reflectlite.Int16, reflectlite.Int32, reflectlite.Int64:
		return reflectlite.IntOf(a) < reflectlite.IntOf(b)
	case reflectlite.Uint, reflectlite.Uint8, reflectlite.Uint16, reflectlite.Uint32, reflectlite.Uint64, reflectlite.Uintptr:
		return reflectlite.UintOf(a) < reflectlite.UintOf(b)
	case reflectlite.Float32, reflectlite.Float64:
		return reflectlite.FloatOf(a) < reflectlite.FloatOf(b)
	case reflectlite.String:
		return reflectlite.StringOf(a) < reflectlite.StringOf(b)
	}
	return l[i].text < l[j].text
}

// open is what stands before the brace of a composite value, and the value with the parts.
func open(v any, known bool) (string, any) {
	t := reflectlite.TypeOf(v)
	if reflectlite.KindOf(v) == reflectlite.Pointer {
		return "&" + typeName(reflectlite.TypeElem(t)), reflectlite.Elem(v)
	}
	if known {
		return "", v
	}
	return typeName(t), v
}

// inline writes a value on one line; what comes after about limit bytes is left out.
func inline(v any, depth int, known bool, limit int) string {
	if v == nil {
		return "nil"
	}
	if !composite(v) || depth >= maxFollow && reflectlite.KindOf(v) == reflectlite.Pointer {
		switch reflectlite.KindOf(v) {
		case reflectlite.Slice, reflectlite.Map:
			return null(reflectlite.TypeOf(v), known && depth > 0)
		}
		return scalar(v, known)
	}
	if depth > maxDepth {
		return "..."
	}
	head, of := open(v, known && depth > 0)
	list, n := parts(of, limit)
	out := head + "{"
	for i, p := range list {
		if i > 0 {
			out += ", "
		}
		if len(out) > limit {
			return out + "...}"
		}
		out += p.key + inline(p.value, depth+1, p.known, limit-len(out))
	}
	if n > len(list) {
		out += ", ..."
	}
	return out + "}"
}

// printer writes a value over several lines.
type printer struct {
	lines   []string
	dropped int
}

// value writes a value whose line begins with indent and key.
func (p *printer) value(v any, indent string, known bool, key string, depth int) {
	end := ","
	if depth == 0 {
		end = ""
	}
	line := indent + key + inline(v, depth, known, 2*width)
	if len(line) <= width || !composite(v) || depth >= maxFollow && reflectlite.KindOf(v) == reflectlite.Pointer || depth > maxDepth {
		p.lines = append(p.lines, cut(line)+end)
		return
	}
	head, of := open(v, known && depth > 0)
	p.lines = append(p.lines, indent+key+head+"{")
	list, n := parts(of, maxLines+1)
	short := true
	for _, x := range list {
		short = short && !composite(x.value) && x.key == "" && len(inline(x.value, 1, x.known, width)) <= 20
	}
	if short {
		p.packed(list, n, indent+"\t")
	} else {
		for i, x := range list {
			if len(p.lines) >= maxLines {
				p.dropped += n - i
				break
			}
			p.value(x.value, indent+"\t", x.known, x.key, depth+1)
		}
	}
	p.lines = append(p.lines, indent+"}"+end)
}

// packed writes short elements, as many on a line as fit.
func (p *printer) packed(list []part, n int, indent string) {
	line := indent
	for _, x := range list {
		s := inline(x.value, 1, x.known, width)
		if len(line)+len(s)+2 > width {
			p.lines = append(p.lines, strings.TrimSuffix(line, " "))
			line = indent
		}
		line += s + ", "
	}
	p.lines = append(p.lines, strings.TrimSuffix(line, " "))
	p.dropped += n - len(list)
}
