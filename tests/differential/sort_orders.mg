// 10,000 random slices sorted in all ways; the order of equal elements shows which swaps were made.
package main

import (
	"bufio"
	"fmt"
	"math/rand"
	"os"
	"sort"
)

type item struct{ key, id int }

type byKey []item

func (b byKey) Len() int           { return len(b) }
func (b byKey) Less(i, j int) bool { return b[i].key < b[j].key }
func (b byKey) Swap(i, j int)      { b[i], b[j] = b[j], b[i] }

func sum(v []item) uint64 {
	h := uint64(14695981039346656037)
	for _, x := range v {
		h = (h ^ uint64(x.key*1000+x.id)) * 1099511628211
	}
	return h
}

func main() {
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	r := rand.New(rand.NewSource(4))
	for i := 0; i < 10000; i++ {
		n := r.Intn(60)
		if i%50 == 0 {
			n = r.Intn(400)
		}
		keys := 1 + r.Intn(n+2)
		v := make([]item, n)
		for k := range v {
			v[k] = item{r.Intn(keys), k}
			switch i % 7 {
			case 0:
				v[k].key = k
			case 1:
				v[k].key = n - k
			case 2:
				v[k].key = k % (keys + 1)
			}
		}
		a := append([]item(nil), v...)
		sort.Sort(byKey(a))
		b := append([]item(nil), v...)
		sort.Stable(byKey(b))
		c := append([]item(nil), v...)
		sort.Slice(c, func(x, y int) bool { return c[x].key < c[y].key })
		d := append([]item(nil), v...)
		sort.SliceStable(d, func(x, y int) bool { return d[x].key > d[y].key })
		e := append([]item(nil), v...)
		sort.Sort(sort.Reverse(byKey(e)))
		at := sort.Search(n, func(x int) bool { return a[x].key >= keys/2 })
		fmt.Fprintln(out, sum(a), sum(b), sum(c), sum(d), sum(e), at, sort.IsSorted(byKey(v)))
	}
}
