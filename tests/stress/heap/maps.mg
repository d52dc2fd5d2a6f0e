package main

import (
	"cmp"
	"maps"
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"
)

var mapPieces = []piece{
	{"maps", pointerMaps}, {"bigmap", bigMaps}, {"rangemap", rangeMaps}, {"sort", sorts}, {"builder", builders},
	{"lists", lists}, {"slices", sliceMoves}, {"syncmap", syncMaps},
}

// Maps of pointers, strings, large values and interfaces, with deletion and clearing between.
func pointerMaps(r *rng) {
	byID := map[int]*box{}
	byName := map[string]*box{}
	byPtr := map[*box]int{}
	byAny := map[any]any{}
	large := map[[20]int][20]*box{}
	shadow := map[int]bool{}
	for i := 0; i < 600; i++ {
		k := r.next(200)
		key := "box" + strconv.Itoa(k)
		lk := [20]int{k, 19: k}
		switch r.next(8) {
		case 0:
			if b := byID[k]; b != nil {
				delete(byPtr, b)
			}
			delete(byID, k)
			delete(byName, key)
			delete(byAny, k)
			delete(byAny, key)
			delete(large, lk)
			delete(shadow, k)
		case 1:
			if r.next(30) == 0 {
				clear(byID)
				clear(byName)
				clear(byPtr)
				clear(byAny)
				clear(large)
				clear(shadow)
			}
		default:
			if b := byID[k]; b != nil {
				delete(byPtr, b)
			}
			b := newBox(k)
			byID[k], byName[key], byPtr[b], byAny[k], byAny[key] = b, b, k, b, *b
			large[lk] = [20]*box{b, 19: b}
			shadow[k] = true
		}
		if i%100 == 0 {
			churn(r)
		}
	}
	if len(byID) != len(shadow) || len(byName) != len(shadow) || len(byPtr) != len(shadow) ||
		len(byAny) != 2*len(shadow) || len(large) != len(shadow) {
		fail("map lengths", len(byID), len(byName), len(byPtr), len(byAny), len(large), len(shadow))
	}
	for k := range shadow {
		key := "box" + strconv.Itoa(k)
		byID[k].check("byID", k)
		byName[key].check("byName", k)
		if byPtr[byID[k]] != k {
			fail("byPtr", k)
		}
		byAny[k].(*box).check("byAny", k)
		v := byAny[key].(box)
		v.check("byAny value", k)
		l := large[[20]int{k, 19: k}]
		l[0].check("large", k)
		l[19].check("large end", k)
	}
}

// A map that grows while it is marked, replaced elements, and its clone.
func bigMaps(r *rng) {
	m := map[int]*box{}
	n := 500 + r.next(4000)
	for i := 0; i < n; i++ {
		m[i] = newBox(i)
	}
	for i := 0; i < n; i += 3 {
		m[i] = newBox(i)
	}
	c := maps.Clone(m)
	for i := 0; i < n; i += 2 {
		delete(m, i)
	}
	churn(r)
	for i := 0; i < n; i++ {
		c[i].check("clone", i)
		if i%2 == 1 {
			m[i].check("bigmap", i)
		} else if m[i] != nil {
			fail("bigmap deleted", i)
		}
	}
}

// Iteration over a map that is changed meanwhile.
func rangeMaps(r *rng) {
	m := map[string]*box{}
	n := 20 + r.next(400)
	for i := 0; i < n; i++ {
		m["box"+strconv.Itoa(i)] = newBox(i)
	}
	// What is deleted and comes again may be seen again, so only those are counted that never come again.
	seen := map[string]int{}
	for k, b := range m {
		if b.id < n {
			seen[k]++
		}
		b.check("range", b.id)
		if k != b.name {
			fail("range key", k, b.name)
		}
		switch r.next(6) {
		case 0:
			delete(m, k)
		case 1:
			x := n + r.next(3*n)
			m["box"+strconv.Itoa(x)] = newBox(x)
		case 2:
			churn(r)
			b.check("range after", b.id)
		case 3:
			m[k] = newBox(b.id)
		}
		if r.next(2000) == 0 {
			clear(m)
		}
	}
	for k, c := range seen {
		if c != 1 {
			fail("range twice", k, c)
		}
	}
	for _, k := range slices.Sorted(maps.Keys(m)) {
		m[k].check("left", m[k].id)
	}
}

type byLength []*box

func (b byLength) Len() int           { return len(b) }
func (b byLength) Less(i, j int) bool { return b[i].id < b[j].id }
func (b byLength) Swap(i, j int)      { b[i], b[j] = b[j], b[i] }

func sorts(r *rng) {
	n := 50 + r.next(300)
	a := make([]*box, n)
	for i := range a {
		a[i] = newBox(r.next(1000))
	}
	b, c, d := slices.Clone(a), slices.Clone(a), slices.Clone(a)
	sort.Sort(byLength(a))
	sort.Slice(b, func(i, j int) bool { churnLittle(r); return b[i].id < b[j].id })
	slices.SortFunc(c, func(x, y *box) int { return cmp.Compare(x.id, y.id) })
	slices.SortStableFunc(d, func(x, y *box) int { return strings.Compare(x.name, y.name) })
	for i := range a {
		a[i].check("sort", a[i].id)
		b[i].check("sort.Slice", a[i].id)
		c[i].check("slices.SortFunc", a[i].id)
		if i > 0 && d[i].name < d[i-1].name {
			fail("stable", i)
		}
		d[i].check("stable", d[i].id)
	}
}

func churnLittle(r *rng) {
	if r.next(100) == 0 {
		churn(r)
	}
}

func builders(r *rng) {
	var b strings.Builder
	want := 0
	words := []string{}
	for i := 0; i < 300; i++ {
		w := strconv.Itoa(r.next(1 << 30))
		words = append(words, w)
		b.WriteString(w)
		b.WriteRune('€')
		want += len(w) + 3
		if i%64 == 0 {
			churn(r)
		}
	}
	s := b.String()
	if len(s) != want {
		fail("builder length", len(s), want)
	}
	i := 0
	for w := range strings.SplitSeq(strings.TrimSuffix(s, "€"), "€") {
		if w != words[i] {
			fail("builder word", i, w, words[i])
		}
		i++
	}
	up := strings.Map(func(c rune) rune { churnLittle(r); return c + 1 }, words[0])
	for i := range up {
		if up[i] != words[0][i]+1 {
			fail("map", up, words[0])
		}
	}
	if f := strings.Fields(strings.Join(words, " ")); !slices.Equal(f, words) {
		fail("fields")
	}
}

// A list that is turned round, cut and joined while it is marked: every link is overwritten.
func lists(r *rng) {
	var head *box
	n := 100 + r.next(2000)
	for i := 0; i < n; i++ {
		b := newBox(i)
		b.next = head
		head = b
	}
	for k := 0; k < 3; k++ {
		var back *box
		for head != nil {
			next := head.next
			head.next = back
			back, head = head, next
		}
		head = back
		churn(r)
	}
	i := 0
	for b := head; b != nil; b = b.next {
		b.check("list", i)
		i++
	}
	if i != n {
		fail("list length", i, n)
	}
}

// Elements that move to and fro in slices, with append, copy, clear, Insert and Delete.
func sliceMoves(r *rng) {
	var a []*box
	var ids []int
	for i := 0; i < 300; i++ {
		switch k := r.next(6); {
		case k == 0 && len(a) > 0:
			j := r.next(len(a))
			a, ids = slices.Delete(a, j, j+1), slices.Delete(ids, j, j+1)
		case k == 1 && len(a) > 1:
			j := r.next(len(a))
			a[0], a[j] = a[j], a[0]
			ids[0], ids[j] = ids[j], ids[0]
		case k == 2 && len(a) > 4:
			copy(a[1:], a[:3])
			copy(ids[1:], ids[:3])
		case k == 3:
			j := r.next(len(a) + 1)
			a, ids = slices.Insert(a, j, newBox(i)), slices.Insert(ids, j, i)
		case k == 4 && len(a) > 0:
			a, ids = append(a, a[r.next(len(a))]), append(ids, -1)
			ids[len(ids)-1] = a[len(a)-1].id
		default:
			a, ids = append(a, newBox(i), newBox(i+1)), append(ids, i, i+1)
		}
		if i%100 == 99 {
			churn(r)
			slices.Reverse(a)
			slices.Reverse(ids)
		}
	}
	for i, id := range ids {
		a[i].check("slices", id)
	}
	clear(a[:len(a)/2])
	for i, b := range a {
		if i < len(a)/2 && b != nil {
			fail("clear", i)
		} else if i >= len(a)/2 {
			b.check("clear", ids[i])
		}
	}
}

var shared sync.Map

// A map that all goroutines share.
func syncMaps(r *rng) {
	for i := 0; i < 100; i++ {
		k := r.next(64)
		switch r.next(5) {
		case 0:
			shared.Delete(k)
		case 1:
			shared.Store(k, newBox(k))
		case 2:
			if old, ok := shared.Swap(k, newBox(k)); ok {
				old.(*box).check("sync.Map swap", k)
			}
		case 3:
			if v, ok := shared.LoadAndDelete(k); ok {
				v.(*box).check("sync.Map take", k)
			}
		default:
			v, _ := shared.LoadOrStore(k, newBox(k))
			v.(*box).check("sync.Map", k)
		}
	}
	shared.Range(func(k, v any) bool { v.(*box).check("sync.Map range", k.(int)); return true })
}
