package main

import (
	"fmt"
	"runtime"
	"sort"
	"strings"
)

type node struct {
	name string
	next *node
}

type big struct {
	a, b *node
	s    string
	l    []int
	n    int
}

// Each closure reads what it captured, allocates and reads it again.
func closures(k int) []func(int) string {
	n := &node{name: fmt.Sprint("n", k)}
	s := strings.Repeat("s", k%5+1)
	l := []int{k, k + 1, k + 2}
	var e any = fmt.Sprint("any", k)
	b := big{n, &node{"second", n}, s, l, k}
	m := map[string]int{s: k}
	ch := make(chan int, 1)
	count := 0
	text := "start"
	list := []string{}
	f := func(i int) int { return i * k }
	return []func(int) string{
		func(i int) string { return churn(i) + n.name },
		func(i int) string { return s + churn(i) + s },
		func(i int) string { return fmt.Sprint(l[i%3], churn(i), len(l)) },
		func(i int) string { return fmt.Sprint(e, churn(i), e) },
		func(i int) string { return fmt.Sprint(b.a.name, b.b.next.name, churn(i), b.s, b.l, b.n) },
		func(i int) string { m[churn(i)]++; return fmt.Sprint(m[s], len(m)) },
		func(i int) string { ch <- i; return churn(i) + fmt.Sprint(<-ch) },
		func(i int) string { count += i; return fmt.Sprint(churn(i), count, n.name, s, l, f(i)) },
		func(i int) string { text += "."; churn(i); return text },
		func(i int) string { list = append(list, churn(i)); return list[len(list)/2] },
		func(i int) string { return deep(i*3, func() string { return n.name + s + churn(i) }) },
		func(i int) (out string) {
			defer func() { out = fmt.Sprint(recover(), n.name, out, s) }()
			out = churn(i)
			return s + fmt.Sprint(l[i])
		},
	}
}

func churn(i int) string {
	fresh := make([]byte, 2000)
	return string(rune('a' + i%26 + int(fresh[i])))
}

// Goes down a stack that grows under closures that have just been entered.
func deep(n int, f func() string) string {
	if n == 0 {
		return f()
	}
	g := func() string { return f() }
	return deep(n-1, g)
}

func main() {
	for k := range 3 {
		fs := closures(k)
		for i := range 6 {
			if i == 3 {
				runtime.GC()
			}
			for _, f := range fs {
				fmt.Print(f(i), " ")
			}
			fmt.Println()
		}
	}
	done := make(chan string)
	for k := range 4 {
		fs := closures(k)
		go func() {
			last := ""
			for i := range 200 {
				for _, f := range fs[:8] {
					last = f(i % 3)
				}
			}
			done <- last
		}()
	}
	var all []string
	for range 4 {
		all = append(all, <-done)
	}
	sort.Slice(all, func(i, j int) bool { return all[i] < all[j] })
	fmt.Println(strings.Join(all, "\n"))
	type person struct {
		name string
		age  int
	}
	people := []person{{"ann", 30}, {"bob", 25}, {"eve", 41}, {"dan", 25}}
	sort.Slice(people, func(i, j int) bool { return people[i].age > people[j].age })
	sort.SliceStable(people, func(i, j int) bool { return people[i].name < people[j].name })
	fmt.Println(people, sort.SliceIsSorted(people, func(i, j int) bool { return people[i].name < people[j].name }))
}
