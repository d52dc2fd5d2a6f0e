// heap, list and ring.
package main

import (
	"container/heap"
	"container/list"
	"container/ring"
	"fmt"
)

type ints []int

func (h ints) Len() int           { return len(h) }
func (h ints) Less(i, j int) bool { return h[i] < h[j] }
func (h ints) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *ints) Push(x any)        { *h = append(*h, x.(int)) }
func (h *ints) Pop() any {
	old := *h
	x := old[len(old)-1]
	*h = old[:len(old)-1]
	return x
}

func main() {
	h := &ints{9, 4, 7, 1, 8, 2}
	heap.Init(h)
	fmt.Println(*h)
	heap.Push(h, 3)
	(*h)[4] = 0
	heap.Fix(h, 4)
	fmt.Println(heap.Remove(h, 2), *h)
	for h.Len() > 0 {
		fmt.Print(heap.Pop(h), " ")
	}
	fmt.Println()
	l := list.New()
	four := l.PushBack(4)
	one := l.PushFront(1)
	l.InsertBefore(3, four)
	l.InsertAfter(2, one)
	l.MoveToBack(one)
	l.PushBackList(l)
	for e := l.Front(); e != nil; e = e.Next() {
		fmt.Print(e.Value, " ")
	}
	fmt.Println(l.Len(), l.Remove(four), l.Remove(four), l.Len(), l.Back().Value)
	r := ring.New(5)
	for i := 0; i < r.Len(); i++ {
		r.Value = i
		r = r.Next()
	}
	cut := r.Unlink(2)
	r.Do(func(v any) { fmt.Print(v, " ") })
	cut.Do(func(v any) { fmt.Print("-", v, " ") })
	fmt.Println(r.Move(-1).Value)
}
