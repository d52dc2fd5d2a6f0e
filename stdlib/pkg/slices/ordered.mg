package slices

// ordered.mg: the algorithms of package sort (interface.mg there) over ordered elements. Change them together.
// What compares is cmp.Less, written out: a call would cost more than the rest.

import (
	"cmp"
	"math/bits"
)

// Names are as in the literature: data[a:b] is the range at work, all bounds as in
// slices. limit is how many bad pivots are borne before heapsort takes over.
func quicksort[E cmp.Ordered](data []E, a, b, limit int) {
	balanced, partitioned := true, true // of the last round
	for {
		n := b - a
		if n <= 12 {
			insertionSort(data, a, b)
			return
		}
		if limit == 0 {
			heapSort(data, a, b)
			return
		}
		if !balanced {
			breakPatterns(data, a, b)
			limit--
		}
		pivot, order := choosePivot(data, a, b)
		if order == decreasing {
			for i, j := a, b-1; i < j; i, j = i+1, j-1 {
				data[i], data[j] = data[j], data[i]
			}
			pivot = a + b - 1 - pivot
			order = increasing
		}
		if balanced && partitioned && order == increasing && nearlySorted(data, a, b) {
			return
		}
		// An element before the range that is no less than the pivot: the pivot is
		// the least here, so split off all that equal it.
		if a > 0 && !(data[a-1] < data[pivot] || data[a-1] != data[a-1] && data[pivot] == data[pivot]) {
			a = partitionEqual(data, a, b, pivot)
			continue
		}
		var mid int
		mid, partitioned = partition(data, a, b, pivot)
		left, right := mid-a, b-mid
		if left < right {
			balanced = left >= n/8
			quicksort(data, a, mid, limit)
			a = mid + 1
		} else {
			balanced = right >= n/8
			quicksort(data, mid+1, b, limit)
			b = mid
		}
	}
}

// partition puts the pivot where it belongs, lesser elements before it; sorted
// says that nothing but the pivot had to move.
func partition[E cmp.Ordered](data []E, a, b, pivot int) (mid int, sorted bool) {
	data[a], data[pivot] = data[pivot], data[a]
	i, j := a+1, b-1
	for sorted = true; ; sorted = false {
		for i <= j && (data[i] < data[a] || data[i] != data[i] && data[a] == data[a]) {
			i++
		}
		for i <= j && !(data[j] < data[a] || data[j] != data[j] && data[a] == data[a]) {
			j--
		}
		if i > j {
			break
		}
		data[i], data[j] = data[j], data[i]
		i++
		j--
	}
	data[j], data[a] = data[a], data[j]
	return j, sorted
}

// partitionEqual puts the elements that equal the pivot first and gives the index
// after them; none is less.
func partitionEqual[E cmp.Ordered](data []E, a, b, pivot int) int {
	data[a], data[pivot] = data[pivot], data[a]
	i, j := a+1, b-1
	for {
		for i <= j && !(data[a] < data[i] || data[a] != data[a] && data[i] == data[i]) {
			i++
		}
		for i <= j && (data[a] < data[j] || data[a] != data[a] && data[j] == data[j]) {
			j--
		}
		if i > j {
			return i
		}
		data[i], data[j] = data[j], data[i]
		i++
		j--
	}
}

// nearlySorted tries to finish a range that looks sorted with at most five repairs.
func nearlySorted[E cmp.Ordered](data []E, a, b int) bool {
	i := a + 1
	for repairs := 0; repairs < 5; repairs++ {
		for i < b && !(data[i] < data[i-1] || data[i] != data[i] && data[i-1] == data[i-1]) {
			i++
		}
		if i == b {
			return true
		}
		if b-a < 50 {
			return false
		}
		data[i], data[i-1] = data[i-1], data[i]
		if i-a >= 2 {
			for j := i - 1; j >= 1 && (data[j] < data[j-1] || data[j] != data[j] && data[j-1] == data[j-1]); j-- {
				data[j], data[j-1] = data[j-1], data[j]
			}
		}
		if b-i >= 2 {
			for j := i + 1; j < b && (data[j] < data[j-1] || data[j] != data[j] && data[j-1] == data[j-1]); j++ {
				data[j], data[j-1] = data[j-1], data[j]
			}
		}
	}
	return false
}

// breakPatterns swaps three elements around the middle with others that a
// generator seeded by the length chooses.
func breakPatterns[E cmp.Ordered](data []E, a, b int) {
	n := b - a
	if n < 8 {
		return
	}
	random := xorshift(n)
	mask := uint(1)<<bits.Len(uint(n)) - 1
	middle := a + n/4*2
	for i := middle - 1; i <= middle+1; i++ {
		other := int(uint(random.next()) & mask)
		if other >= n {
			other -= n
		}
		data[i], data[a+other] = data[a+other], data[i]
	}
}

// choosePivot is the median of three, of medians of three if the range is long.
// How many exchanges that took tells how the range may be ordered.
func choosePivot[E cmp.Ordered](data []E, a, b int) (pivot, order int) {
	n := b - a
	swaps := 0
	i, j, k := a+n/4, a+n/4*2, a+n/4*3
	if n >= 8 {
		if n >= 50 {
			i = median(data, i-1, i, i+1, &swaps)
			j = median(data, j-1, j, j+1, &swaps)
			k = median(data, k-1, k, k+1, &swaps)
		}
		j = median(data, i, j, k, &swaps)
	}
	switch swaps {
	case 0:
		return j, increasing
	case 12:
		return j, decreasing
	}
	return j, unknown
}

func median[E cmp.Ordered](data []E, a, b, c int, swaps *int) int {
	if (data[b] < data[a] || data[b] != data[b] && data[a] == data[a]) {
		*swaps++
		a, b = b, a
	}
	if (data[c] < data[b] || data[c] != data[c] && data[b] == data[b]) {
		*swaps++
		b, c = c, b
	}
	if (data[b] < data[a] || data[b] != data[b] && data[a] == data[a]) {
		*swaps++
		a, b = b, a
	}
	return b
}

func insertionSort[E cmp.Ordered](data []E, a, b int) {
	for i := a + 1; i < b; i++ {
		for j := i; j > a && (data[j] < data[j-1] || data[j] != data[j] && data[j-1] == data[j-1]); j-- {
			data[j], data[j-1] = data[j-1], data[j]
		}
	}
}

func heapSort[E cmp.Ordered](data []E, a, b int) {
	n := b - a
	for i := (n - 1) / 2; i >= 0; i-- {
		siftDown(data, i, n, a)
	}
	for i := n - 1; i >= 0; i-- {
		data[a], data[a+i] = data[a+i], data[a]
		siftDown(data, 0, i, a)
	}
}

// siftDown restores the heap data[first+root : first+hi] below root.
func siftDown[E cmp.Ordered](data []E, root, hi, first int) {
	for {
		child := 2*root + 1
		if child >= hi {
			return
		}
		if child+1 < hi && (data[first+child] < data[first+child+1] || data[first+child] != data[first+child] && data[first+child+1] == data[first+child+1]) {
			child++
		}
		if !(data[first+root] < data[first+child] || data[first+root] != data[first+root] && data[first+child] == data[first+child]) {
			return
		}
		data[first+root], data[first+child] = data[first+child], data[first+root]
		root = child
	}
}
