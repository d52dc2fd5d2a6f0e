// Package unicode knows the properties of runes (Unicode 17.0.0). The data is in
// natives; range tables are made from it when a program uses them.
package unicode

const (
	MaxRune         = '\U0010FFFF'
	ReplacementChar = '\uFFFD'
	MaxASCII        = '\u007F'
	MaxLatin1       = '\u00FF'

	Version = "17.0.0"
)

// Indices into CaseRange.Delta.
const (
	UpperCase = iota
	LowerCase
	TitleCase
	MaxCase
)

// UpperLower in a CaseRange: upper and lower case alternate.
const UpperLower = MaxRune + 1

// Classes that hasClass knows, bits of a set.
const (
	letter = 1 << iota
	upper
	lower
	title
	mark
	digit
	number
	punct
	symbol
	space // White_Space
	zs    // category Zs
)

// hasClass reports whether r is in one of classes.
//
//minigo:leaf
func hasClass(r rune, classes int) bool

// toCase maps r to case UpperCase, LowerCase or TitleCase; r itself if there is none.
//
//minigo:leaf
func toCase(_case int, r rune) rune

// SimpleFold is the next of the runes that differ from r in case only, the least
// after the greatest; r itself if it is alone.
//
//minigo:leaf
func SimpleFold(r rune) rune

func IsLetter(r rune) bool {
	if uint32(r) < 0x80 {
		return 'a' <= r|0x20 && r|0x20 <= 'z'
	}
	return hasClass(r, letter)
}

func IsDigit(r rune) bool {
	if uint32(r) < 0x80 {
		return '0' <= r && r <= '9'
	}
	return hasClass(r, digit)
}

func IsSpace(r rune) bool {
	if uint32(r) < 0x80 {
		return r == ' ' || '\t' <= r && r <= '\r'
	}
	return hasClass(r, space)
}

func IsUpper(r rune) bool {
	if uint32(r) < 0x80 {
		return 'A' <= r && r <= 'Z'
	}
	return hasClass(r, upper)
}

func IsLower(r rune) bool {
	if uint32(r) < 0x80 {
		return 'a' <= r && r <= 'z'
	}
	return hasClass(r, lower)
}

func IsTitle(r rune) bool  { return hasClass(r, title) }
func IsMark(r rune) bool   { return hasClass(r, mark) }
func IsNumber(r rune) bool { return hasClass(r, number) }
func IsPunct(r rune) bool  { return hasClass(r, punct) }
func IsSymbol(r rune) bool { return hasClass(r, symbol) }

func IsControl(r rune) bool {
	return 0 <= r && r < ' ' || 0x7F <= r && r < 0xA0
}

// IsGraphic reports whether r is a letter, mark, number, punctuation, symbol or
// space of category Zs; IsPrint likewise, of spaces only ASCII's.
func IsGraphic(r rune) bool {
	return hasClass(r, letter|mark|number|punct|symbol|zs)
}

func IsPrint(r rune) bool {
	return r == ' ' || hasClass(r, letter|mark|number|punct|symbol)
}

// To maps r to the given case.
func To(_case int, r rune) rune {
	if _case < 0 || MaxCase <= _case {
		return ReplacementChar
	}
	return toCase(_case, r)
}

func ToUpper(r rune) rune {
	if uint32(r) < 0x80 {
		if 'a' <= r && r <= 'z' {
			r -= 'a' - 'A'
		}
		return r
	}
	return toCase(UpperCase, r)
}

func ToLower(r rune) rune {
	if uint32(r) < 0x80 {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}
	return toCase(LowerCase, r)
}

func ToTitle(r rune) rune {
	if uint32(r) < 0x80 {
		if 'a' <= r && r <= 'z' {
			r -= 'a' - 'A'
		}
		return r
	}
	return toCase(TitleCase, r)
}

// A CaseRange maps the runes from Lo to Hi by adding Delta.
type CaseRange struct {
	Lo    uint32
	Hi    uint32
	Delta d
}

type d [MaxCase]rune

// A SpecialCase is mappings that go before the usual ones.
type SpecialCase []CaseRange

func (special SpecialCase) to(_case int, r rune) rune {
	for i := range special {
		c := &special[i]
		if c.Lo <= uint32(r) && uint32(r) <= c.Hi {
			delta := c.Delta[_case]
			if delta > MaxRune {
				return rune(c.Lo) + ((r-rune(c.Lo))&^1 | rune(_case&1))
			}
			if r2 := r + delta; r2 != r {
				return r2
			}
			return To(_case, r)
		}
	}
	return To(_case, r)
}

func (special SpecialCase) ToUpper(r rune) rune { return special.to(UpperCase, r) }
func (special SpecialCase) ToTitle(r rune) rune { return special.to(TitleCase, r) }
func (special SpecialCase) ToLower(r rune) rune { return special.to(LowerCase, r) }

// TurkishCase has i with and without dot.
var TurkishCase SpecialCase = SpecialCase{
	{0x49, 0x49, d{0, 0x131 - 0x49, 0}},
	{0x69, 0x69, d{0x130 - 0x69, 0, 0x130 - 0x69}},
	{0x130, 0x130, d{0, 0x69 - 0x130, 0}},
	{0x131, 0x131, d{0x49 - 0x131, 0, 0x49 - 0x131}},
}

var AzeriCase SpecialCase = TurkishCase

// A RangeTable is a set of runes, ranges in order; R16 and R32 hold those below and
// from 0x10000 on.
type RangeTable struct {
	R16         []Range16
	R32         []Range32
	LatinOffset int // entries of R16 with Hi <= MaxLatin1
}

// A Range16 is the runes Lo, Lo+Stride, … Hi.
type Range16 struct {
	Lo     uint16
	Hi     uint16
	Stride uint16
}

type Range32 struct {
	Lo     uint32
	Hi     uint32
	Stride uint32
}

// ranges is Lo, Hi, Stride of each range of the table that Go's package has under
// that name, in order.
func ranges(name string) []uint32

// table makes the range table of that name.
func table(name string) *RangeTable {
	t := new(RangeTable)
	list := ranges(name)
	for i := 0; i+2 < len(list); i += 3 {
		lo, hi, stride := list[i], list[i+1], list[i+2]
		if hi > 0xFFFF {
			t.R32 = append(t.R32, Range32{lo, hi, stride})
			continue
		}
		t.R16 = append(t.R16, Range16{uint16(lo), uint16(hi), uint16(stride)})
		if hi <= MaxLatin1 {
			t.LatinOffset++
		}
	}
	return t
}

// Is reports whether r is in the table.
func Is(t *RangeTable, r rune) bool {
	x := uint32(r)
	if n := len(t.R16); n > 0 && x <= uint32(t.R16[n-1].Hi) {
		lo, hi := 0, n
		for lo < hi {
			m := int(uint(lo+hi) >> 1)
			if e := &t.R16[m]; x < uint32(e.Lo) {
				hi = m
			} else if x > uint32(e.Hi) {
				lo = m + 1
			} else {
				return e.Stride == 1 || (x-uint32(e.Lo))%uint32(e.Stride) == 0
			}
		}
		return false
	}
	lo, hi := 0, len(t.R32)
	for lo < hi {
		m := int(uint(lo+hi) >> 1)
		if e := &t.R32[m]; x < e.Lo {
			hi = m
		} else if x > e.Hi {
			lo = m + 1
		} else {
			return e.Stride == 1 || (x-e.Lo)%e.Stride == 0
		}
	}
	return false
}

// GraphicRanges is what IsGraphic knows, PrintRanges what IsPrint does but for ASCII's space.
var (
	GraphicRanges = []*RangeTable{L, M, N, P, S, Zs}
	PrintRanges   = []*RangeTable{L, M, N, P, S}
)

// CategoryAliases leads from other names of categories to those that Categories has.
var CategoryAliases = aliases("LC=Cased_Letter Pe=Close_Punctuation M=Combining_Mark Pc=Connector_Punctuation Cc=Control " +
	"Sc=Currency_Symbol Pd=Dash_Punctuation Nd=Decimal_Number Me=Enclosing_Mark Pf=Final_Punctuation Cf=Format " +
	"Pi=Initial_Punctuation L=Letter Nl=Letter_Number Zl=Line_Separator Ll=Lowercase_Letter M=Mark Sm=Math_Symbol " +
	"Lm=Modifier_Letter Sk=Modifier_Symbol Mn=Nonspacing_Mark N=Number Ps=Open_Punctuation C=Other Lo=Other_Letter " +
	"No=Other_Number Po=Other_Punctuation So=Other_Symbol Zp=Paragraph_Separator Co=Private_Use P=Punctuation Z=Separator " +
	"Zs=Space_Separator Mc=Spacing_Mark Cs=Surrogate S=Symbol Lt=Titlecase_Letter Cn=Unassigned Lu=Uppercase_Letter " +
	"Cc=cntrl Nd=digit P=punct")

// aliases makes a map of words "value=key".
func aliases(words string) map[string]string {
	m := make(map[string]string)
	start, equal := 0, 0
	for i := 0; i <= len(words); i++ {
		switch {
		case i == len(words) || words[i] == ' ':
			m[words[equal+1:i]] = words[start:equal]
			start = i + 1
		case words[i] == '=':
			equal = i
		}
	}
	return m
}

// In reports whether r is in one of the tables.
func In(r rune, tables ...*RangeTable) bool { return IsOneOf(tables, r) }

func IsOneOf(tables []*RangeTable, r rune) bool {
	for _, t := range tables {
		if Is(t, r) {
			return true
		}
	}
	return false
}
