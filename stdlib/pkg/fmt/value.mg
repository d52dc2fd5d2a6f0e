package fmt

// value.mg: which layout a value gets, by its type and its methods, and the walk
// over composite values.

import (
	"internal/reflectlite"
	"unicode/utf8"
)

// arg prints one operand.
func (p *printer) arg(v any, verb rune) {
	if v == nil {
		if verb == 'v' || verb == 'T' {
			p.padString("<nil>")
		} else {
			p.badVerb(v, verb)
		}
		return
	}
	switch verb {
	case 'T':
		p.padString(p.cut(reflectlite.TypeString(reflectlite.TypeOf(v))))
		return
	case 'p':
		p.pointer(v, verb)
		return
	}
	switch f := v.(type) {
	case int:
		p.fmtInt(v, uint64(f), true, verb)
	case string:
		p.fmtString(v, f, verb)
	case bool:
		p.fmtBool(v, f, verb)
	case float64:
		p.fmtFloat(v, f, 64, verb)
	case uint8:
		p.fmtInt(v, uint64(f), false, verb)
	case int32:
		p.fmtInt(v, uint64(f), true, verb)
	case int64:
		p.fmtInt(v, uint64(f), true, verb)
	case uint64:
		p.fmtInt(v, f, false, verb)
	case []byte:
		p.fmtBytes(v, f, verb, "[]byte")
	default:
		if x, typ, state := reflectlite.Unwrap(v); state != reflectlite.NotAValue {
			p.reflected(x, typ, state, verb)
		} else if !p.methods(v, verb) {
			p.value(v, verb, 0, 0)
		}
	}
}

// reflected prints what a reflect.Value holds: x, of type typ.
func (p *printer) reflected(x any, typ reflectlite.Type, state int, verb rune) {
	depth := 0
	if reflectlite.TypeKind(typ) == reflectlite.Interface {
		depth = 1 // what an interface holds lies a step further in: a pointer there is an address
	}
	switch state {
	case reflectlite.NoValue:
		p.buf = append(p.buf, "<invalid reflect.Value>"...)
	case reflectlite.HiddenValue:
		p.part(x, typ, verb, depth, deeply)
	default:
		p.part(x, typ, verb, depth, 0)
	}
}

// badVerb reports that verb does not go with v.
func (p *printer) badVerb(v any, verb rune) {
	p.erroring = true
	p.buf = append(p.buf, "%!"...)
	p.buf = utf8.AppendRune(p.buf, verb)
	p.buf = append(p.buf, '(')
	if v == nil {
		p.buf = append(p.buf, "<nil>"...)
	} else {
		p.buf = append(p.buf, reflectlite.TypeString(reflectlite.TypeOf(v))...)
		p.buf = append(p.buf, '=')
		p.arg(v, 'v')
	}
	p.buf = append(p.buf, ')')
	p.erroring = false
}

// The fmt* methods print the basic value that v holds by verb.

func (p *printer) fmtBool(v any, b bool, verb rune) {
	if verb != 't' && verb != 'v' {
		p.badVerb(v, verb)
	} else if b {
		p.padString("true")
	} else {
		p.padString("false")
	}
}

func (p *printer) fmtInt(v any, u uint64, signed bool, verb rune) {
	switch verb {
	case 'v':
		if p.sharpV && !signed {
			p.hex0x(u, true)
		} else {
			p.integer(u, 10, signed, verb, lowerDigits)
		}
	case 'd':
		p.integer(u, 10, signed, verb, lowerDigits)
	case 'b':
		p.integer(u, 2, signed, verb, lowerDigits)
	case 'o', 'O':
		p.integer(u, 8, signed, verb, lowerDigits)
	case 'x':
		p.integer(u, 16, signed, verb, lowerDigits)
	case 'X':
		p.integer(u, 16, signed, verb, upperDigits)
	case 'c':
		p.pad(utf8.AppendRune(p.scratch[:0], char(u)))
	case 'q':
		p.quotedChar(u)
	case 'U':
		p.unicode(u)
	default:
		p.badVerb(v, verb)
	}
}

func (p *printer) fmtFloat(v any, f float64, size int, verb rune) {
	switch verb {
	case 'v':
		p.float(f, size, 'g', -1)
	case 'b', 'g', 'G', 'x', 'X':
		p.float(f, size, byte(verb), -1)
	case 'f', 'e', 'E':
		p.float(f, size, byte(verb), 6)
	case 'F':
		p.float(f, size, 'f', 6)
	default:
		p.badVerb(v, verb)
	}
}

func (p *printer) fmtComplex(v any, c complex128, size int, verb rune) {
	switch verb {
	case 'v', 'b', 'g', 'G', 'x', 'X', 'f', 'F', 'e', 'E':
		plus := p.plus
		p.buf = append(p.buf, '(')
		p.fmtFloat(v, real(c), size/2, verb)
		p.plus = true
		p.fmtFloat(v, imag(c), size/2, verb)
		p.buf = append(p.buf, "i)"...)
		p.plus = plus
	default:
		p.badVerb(v, verb)
	}
}

func (p *printer) fmtString(v any, s string, verb rune) {
	switch verb {
	case 'v':
		if p.sharpV {
			p.quoted(s)
		} else {
			p.padString(p.cut(s))
		}
	case 's':
		p.padString(p.cut(s))
	case 'x':
		p.hexString(s, lowerDigits)
	case 'X':
		p.hexString(s, upperDigits)
	case 'q':
		p.quoted(s)
	default:
		p.badVerb(v, verb)
	}
}

func (p *printer) fmtBytes(v any, b []byte, verb rune, typ string) {
	switch verb {
	case 'v', 'd':
		if !p.sharpV {
			p.buf = append(p.buf, '[')
			for i, c := range b {
				if i > 0 {
					p.buf = append(p.buf, ' ')
				}
				p.integer(uint64(c), 10, false, verb, lowerDigits)
			}
			p.buf = append(p.buf, ']')
			return
		}
		p.buf = append(p.buf, typ...)
		if b == nil {
			p.buf = append(p.buf, "(nil)"...)
			return
		}
		p.buf = append(p.buf, '{')
		for i, c := range b {
			if i > 0 {
				p.buf = append(p.buf, ", "...)
			}
			p.hex0x(uint64(c), true)
		}
		p.buf = append(p.buf, '}')
	case 's':
		p.padString(p.cut(string(b)))
	case 'x':
		p.hexString(string(b), lowerDigits)
	case 'X':
		p.hexString(string(b), upperDigits)
	case 'q':
		p.quoted(string(b))
	default:
		p.value(v, verb, 0, 0)
	}
}

func (p *printer) pointer(v any, verb rune) {
	switch reflectlite.KindOf(v) {
	case reflectlite.Chan, reflectlite.Func, reflectlite.Map, reflectlite.Pointer, reflectlite.Slice, reflectlite.UnsafePointer:
	default:
		p.badVerb(v, verb)
		return
	}
	u := uint64(reflectlite.PointerOf(v))
	switch verb {
	case 'v':
		switch {
		case p.sharpV:
			p.buf = append(p.buf, '(')
			p.buf = append(p.buf, reflectlite.TypeString(reflectlite.TypeOf(v))...)
			p.buf = append(p.buf, ")("...)
			if u == 0 {
				p.buf = append(p.buf, "nil"...)
			} else {
				p.hex0x(u, true)
			}
			p.buf = append(p.buf, ')')
		case u == 0:
			p.padString("<nil>")
		default:
			p.hex0x(u, !p.sharp)
		}
	case 'p':
		p.hex0x(u, !p.sharp)
	case 'b', 'o', 'd', 'x', 'X':
		p.fmtInt(v, u, false, verb)
	default:
		p.badVerb(v, verb)
	}
}

// methods lets v print itself if it has a method for this verb.
func (p *printer) methods(v any, verb rune) (handled bool) {
	if p.erroring {
		return false
	}
	if verb == 'w' {
		if _, ok := v.(error); !ok || !p.wrapping {
			p.badVerb(v, verb)
			return true
		}
		verb = 'v'
	}
	if f, ok := v.(Formatter); ok {
		handled = true // also if the method panics
		defer p.catch(v, verb, "Format")
		f.Format(p, verb)
		return true
	}
	if p.sharpV {
		if g, ok := v.(GoStringer); ok {
			handled = true
			defer p.catch(v, verb, "GoString")
			p.padString(p.cut(g.GoString()))
			return true
		}
		return false
	}
	switch verb {
	case 'v', 's', 'x', 'X', 'q':
		switch s := v.(type) {
		case error:
			handled = true
			defer p.catch(v, verb, "Error")
			p.fmtString(v, s.Error(), verb)
			return true
		case Stringer:
			handled = true
			defer p.catch(v, verb, "String")
			p.fmtString(v, s.String(), verb)
			return true
		}
	}
	return false
}

// catch prints the panic of a method of v instead of letting it through, unless
// it came while another one was printed.
func (p *printer) catch(v any, verb rune, method string) {
	err := recover()
	if err == nil {
		return
	}
	if reflectlite.KindOf(v) == reflectlite.Pointer && reflectlite.IsNil(v) {
		p.buf = append(p.buf, "<nil>"...)
		return
	}
	if p.panicking {
		panic(err)
	}
	saved := p.flags
	p.flags = flags{}
	p.buf = append(p.buf, "%!"...)
	p.buf = utf8.AppendRune(p.buf, verb)
	p.buf = append(p.buf, "(PANIC="...)
	p.buf = append(p.buf, method...)
	p.buf = append(p.buf, " method: "...)
	p.panicking = true
	p.arg(err, 'v')
	p.panicking = false
	p.buf = append(p.buf, ')')
	// What else is printed by this directive has its flags, but as in Go a width and precision of 0 if it has any.
	p.flags = saved
	p.width, p.prec = 0, 0
}

// A hiding says whether a value was reached through an unexported field, so that
// its methods must not be called.
type hiding uint8

const (
	embedded hiding = 1 // it is an embedded field: its exported fields are in the open
	deeply   hiding = 2 // all that is in it is hidden
)

// inside is the hiding of elements, keys and pointed-to values.
func (h hiding) inside() hiding {
	if h != 0 {
		return deeply
	}
	return 0
}

// part prints an element, field, key of static type typ inside another value.
func (p *printer) part(v any, typ reflectlite.Type, verb rune, depth int, hidden hiding) {
	if v != nil {
		if hidden != 0 || !p.methods(v, verb) {
			p.value(v, verb, depth, hidden)
		}
		return
	}
	// Only a part of interface type can be nil as an interface.
	if p.sharpV {
		p.buf = append(p.buf, reflectlite.TypeString(typ)...)
		p.buf = append(p.buf, "(nil)"...)
	} else {
		p.buf = append(p.buf, "<nil>"...)
	}
}

func (p *printer) separate(i int) {
	switch {
	case i == 0:
	case p.sharpV:
		p.buf = append(p.buf, ", "...)
	default:
		p.buf = append(p.buf, ' ')
	}
}

// value prints v by its kind; its own methods are not asked.
func (p *printer) value(v any, verb rune, depth int, hidden hiding) {
	typ := reflectlite.TypeOf(v)
	switch kind := reflectlite.TypeKind(typ); kind {
	case reflectlite.Bool:
		p.fmtBool(v, reflectlite.BoolOf(v), verb)
	case reflectlite.Int, reflectlite.Int8, reflectlite.Int16, reflectlite.Int32, reflectlite.Int64:
		p.fmtInt(v, uint64(reflectlite.IntOf(v)), true, verb)
	case reflectlite.Uint, reflectlite.Uint8, reflectlite.Uint16, reflectlite.Uint32, reflectlite.Uint64, reflectlite.Uintptr:
		p.fmtInt(v, reflectlite.UintOf(v), false, verb)
	case reflectlite.Float32:
		p.fmtFloat(v, reflectlite.FloatOf(v), 32, verb)
	case reflectlite.Float64:
		p.fmtFloat(v, reflectlite.FloatOf(v), 64, verb)
	case reflectlite.Complex64:
		p.fmtComplex(v, reflectlite.ComplexOf(v), 64, verb)
	case reflectlite.Complex128:
		p.fmtComplex(v, reflectlite.ComplexOf(v), 128, verb)
	case reflectlite.String:
		p.fmtString(v, reflectlite.StringOf(v), verb)
	case reflectlite.Map:
		p.mapValue(v, typ, verb, depth, hidden)
	case reflectlite.Struct:
		if p.sharpV {
			p.buf = append(p.buf, reflectlite.TypeString(typ)...)
		}
		p.buf = append(p.buf, '{')
		n := reflectlite.NumField(typ)
		for i := 0; i < n; i++ {
			p.separate(i)
			if p.plusV || p.sharpV {
				p.buf = append(p.buf, reflectlite.FieldName(typ, i)...)
				p.buf = append(p.buf, ':')
			}
			h := hiding(0)
			switch {
			case hidden == deeply:
				h = deeply
			case reflectlite.FieldExported(typ, i):
			case reflectlite.FieldEmbedded(typ, i):
				h = embedded
			default:
				h = deeply
			}
			p.part(reflectlite.Field(v, i), reflectlite.FieldType(typ, i), verb, depth+1, h)
		}
		p.buf = append(p.buf, '}')
	case reflectlite.Array, reflectlite.Slice:
		p.list(v, typ, kind, verb, depth, hidden)
	case reflectlite.Pointer:
		if depth == 0 && !reflectlite.IsNil(v) {
			switch reflectlite.TypeKind(reflectlite.TypeElem(typ)) {
			case reflectlite.Array, reflectlite.Slice, reflectlite.Struct, reflectlite.Map:
				p.buf = append(p.buf, '&')
				p.part(reflectlite.Elem(v), 0, verb, depth+1, hidden.inside())
				return
			}
		}
		p.pointer(v, verb)
	case reflectlite.Chan, reflectlite.Func, reflectlite.UnsafePointer:
		p.pointer(v, verb)
	}
}

func (p *printer) list(v any, typ reflectlite.Type, kind reflectlite.Kind, verb rune, depth int, hidden hiding) {
	elem := reflectlite.TypeElem(typ)
	switch verb {
	case 's', 'q', 'x', 'X':
		if reflectlite.TypeKind(elem) == reflectlite.Uint8 {
			p.fmtBytes(v, reflectlite.BytesOf(v), verb, "")
			return
		}
	}
	open, end := byte('['), byte(']')
	if p.sharpV {
		p.buf = append(p.buf, reflectlite.TypeString(typ)...)
		if kind == reflectlite.Slice && reflectlite.IsNil(v) {
			p.buf = append(p.buf, "(nil)"...)
			return
		}
		open, end = '{', '}'
	}
	p.buf = append(p.buf, open)
	n := reflectlite.LenOf(v)
	for i := 0; i < n; i++ {
		p.separate(i)
		p.part(reflectlite.Index(v, i), elem, verb, depth+1, hidden.inside())
	}
	p.buf = append(p.buf, end)
}

func (p *printer) mapValue(v any, typ reflectlite.Type, verb rune, depth int, hidden hiding) {
	end := byte(']')
	if p.sharpV {
		p.buf = append(p.buf, reflectlite.TypeString(typ)...)
		if reflectlite.IsNil(v) {
			p.buf = append(p.buf, "(nil)"...)
			return
		}
		p.buf = append(p.buf, '{')
		end = '}'
	} else {
		p.buf = append(p.buf, "map["...)
	}
	entries := reflectlite.MapEntries(v)
	sortEntries(entries)
	key, elem := reflectlite.TypeKey(typ), reflectlite.TypeElem(typ)
	for i := 0; i < len(entries); i += 2 {
		p.separate(i)
		p.part(entries[i], key, verb, depth+1, hidden.inside())
		p.buf = append(p.buf, ':')
		p.part(entries[i+1], elem, verb, depth+1, hidden.inside())
	}
	p.buf = append(p.buf, end)
}
