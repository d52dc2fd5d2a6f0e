package unicode

// fold.mg: tables that are made from the functions when a program uses them.

// FoldCategory and FoldScript have, for some categories and scripts, the runes outside that differ only in case from one
// inside.
var (
	FoldCategory = foldTables(Categories, "L", "Ll", "Lt", "Lu", "M", "Mn")
	FoldScript   = foldTables(Scripts, "Common", "Greek", "Inherited")
)

// lastCased is beyond all runes that have case.
const lastCased = 0x1F000

func foldTables(of map[string]*RangeTable, names ...string) map[string]*RangeTable {
	lists := make(map[string][]rune)
	for r := rune(0); r < lastCased; r++ {
		if SimpleFold(r) == r {
			continue
		}
		for _, name := range names {
			if Is(of[name], r) {
				continue
			}
			for f := SimpleFold(r); f != r; f = SimpleFold(f) {
				if Is(of[name], f) {
					lists[name] = append(lists[name], r)
					break
				}
			}
		}
	}
	tables := make(map[string]*RangeTable)
	for _, name := range names {
		tables[name] = rangeTable(lists[name])
	}
	return tables
}

// rangeTable is the table of a sorted list of runes: each range goes as far as the distance stays.
func rangeTable(list []rune) *RangeTable {
	t := &RangeTable{}
	for len(list) > 0 {
		n, stride := 1, rune(1)
		wide := list[0] > 0xFFFF
		if len(list) > 1 && list[1] > 0xFFFF == wide {
			stride = list[1] - list[0]
			for n < len(list) && list[n]-list[n-1] == stride && list[n] > 0xFFFF == wide {
				n++
			}
		}
		low, high := list[0], list[n-1]
		list = list[n:]
		if wide {
			t.R32 = append(t.R32, Range32{uint32(low), uint32(high), uint32(stride)})
			continue
		}
		t.R16 = append(t.R16, Range16{uint16(low), uint16(high), uint16(stride)})
		if high <= MaxLatin1 {
			t.LatinOffset = len(t.R16)
		}
	}
	return t
}

// CaseRanges has the distances from runes to their other cases.
var CaseRanges = caseRanges()

// pair has the distances in a run of upper and lower case in turn.
var pair = d{UpperLower, UpperLower, UpperLower}

func caseRanges() []CaseRange {
	var list []CaseRange
	distances := func(r rune) d { return d{ToUpper(r) - r, ToLower(r) - r, ToTitle(r) - r} }
	paired := func(r rune, delta d) bool {
		if IsUpper(r) {
			return delta == d{0, 1, 0}
		}
		return IsLower(r) && delta == d{-1, 0, -1}
	}
	var last d
	for r := rune(0); r < lastCased; r++ {
		delta := distances(r)
		if delta == (d{}) {
			last = delta
			continue
		}
		now := len(list) - 1
		if now >= 0 && list[now].Hi == uint32(r)-1 {
			turn := last != delta && paired(r, delta) && paired(r-1, last)
			switch {
			case delta == list[now].Delta:
				list[now].Hi++
				last = delta
				continue
			case turn && list[now].Delta == pair:
				list[now].Hi++
				last = delta
				continue
			case turn && list[now].Lo == uint32(r)-1:
				list[now].Hi++
				list[now].Delta = pair
				last = delta
				continue
			}
		}
		list = append(list, CaseRange{uint32(r), uint32(r), delta})
		last = delta
	}
	return list
}
