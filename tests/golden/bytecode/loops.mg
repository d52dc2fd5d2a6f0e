package main

type node struct {
	val  int32
	next *node
}

// Counted loops end in one instruction; conditions are fused with their jumps.
func sum(list []int) int {
	total := 0
	for i := 0; i < len(list); i++ {
		total += list[i]
	}
	for _, v := range list {
		if v > 100 {
			continue
		}
		total -= v
	}
	return total
}

// A float constant used in a loop is loaded once.
func scale(list []float64) {
	for i := range list {
		list[i] *= 1.5
	}
}

// Fields behind pointers.
func length(n *node) (count int) {
	for n != nil && n.val >= 0 {
		n = n.next
		count++
	}
	return
}

// Narrow integers wrap.
func wrap(a, b int32, c uint8) (int32, uint8) {
	return a*b + 1, c + 200
}

func main() {
	println(sum([]int{1, 2, 300}), length(&node{1, nil}))
	scale([]float64{2})
	println(wrap(1<<30, 4, 100))
}
