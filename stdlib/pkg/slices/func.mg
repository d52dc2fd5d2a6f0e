package slices

// func.mg: ordered.mg again, over a function that compares. Change them together.

import "math/bits"

// Names are as in the literature: data[a:b] is the range at work, all bounds as in
// slices. limit is how many bad pivots are borne before heapsort takes over.
func quicksort_func[E any](data []E, a, b, limit int, cmp func(a, b E) int) {
	balanced, partitioned := true, true // of the last round
	for {
		n := b - a
		if n <= 12 {
			insertionSort_func(data, a, b, cmp)
			return
		}
		if limit == 0 {
			heapSort_func(data, a, b, cmp)
			return
		}
		if !balanced {
			breakPatterns_func(data, a, b, cmp)
			limit--
		}
		pivot, order := choosePivot_func(data, a, b, cmp)
		if order == decreasing {
			for i, j := a, b-1; i < j; i, j = i+1, j-1 {
				data[i], data[j] = data[j], data[i]
			}
			pivot = a + b - 1 - pivot
			order = increasing
		}
		if balanced && partitioned && order == increasing && nearlySorted_func(data, a, b, cmp) {
			return
		}
		// An element before the range that is no less than the pivot: the pivot is
		// the least here, so split off all that equal it.
		if a > 0 && cmp(data[a-1], data[pivot]) >= 0 {
			a = partitionEqual_func(data, a, b, pivot, cmp)
			continue
		}
		var mid int
		mid, partitioned = partition_func(data, a, b, pivot, cmp)
		left, right := mid-a, b-mid
		if left < right {
			balanced = left >= n/8
			quicksort_func(data, a, mid, limit, cmp)
			a = mid + 1
		} else {
			balanced = right >= n/8
			quicksort_func(data, mid+1, b, limit, cmp)
			b = mid
		}
	}
}

// partition puts the pivot where it belongs, lesser elements before it; sorted
// says that nothing but the pivot had to move.
func partition_func[E any](data []E, a, b, pivot int, cmp func(a, b E) int) (mid int, sorted bool) {
	data[a], data[pivot] = data[pivot], data[a]
	i, j := a+1, b-1
	for sorted = true; ; sorted = false {
		for i <= j && cmp(data[i], data[a]) < 0 {
			i++
		}
		for i <= j && cmp(data[j], data[a]) >= 0 {
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
func partitionEqual_func[E any](data []E, a, b, pivot int, cmp func(a, b E) int) int {
	data[a], data[pivot] = data[pivot], data[a]
	i, j := a+1, b-1
	for {
		for i <= j && cmp(data[a], data[i]) >= 0 {
			i++
		}
		for i <= j && cmp(data[a], data[j]) < 0 {
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
func nearlySorted_func[E any](data []E, a, b int, cmp func(a, b E) int) bool {
	i := a + 1
	for repairs := 0; repairs < 5; repairs++ {
		for i < b && cmp(data[i], data[i-1]) >= 0 {
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
			for j := i - 1; j >= 1 && cmp(data[j], data[j-1]) < 0; j-- {
				data[j], data[j-1] = data[j-1], data[j]
			}
		}
		if b-i >= 2 {
			for j := i + 1; j < b && cmp(data[j], data[j-1]) < 0; j++ {
				data[j], data[j-1] = data[j-1], data[j]
			}
		}
	}
	return false
}

// breakPatterns swaps three elements around the middle with others that a
// generator seeded by the length chooses.
func breakPatterns_func[E any](data []E, a, b int, cmp func(a, b E) int) {
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
func choosePivot_func[E any](data []E, a, b int, cmp func(a, b E) int) (pivot, order int) {
	n := b - a
	swaps := 0
	i, j, k := a+n/4, a+n/4*2, a+n/4*3
	if n >= 8 {
		if n >= 50 {
			i = median_func(data, i-1, i, i+1, &swaps, cmp)
			j = median_func(data, j-1, j, j+1, &swaps, cmp)
			k = median_func(data, k-1, k, k+1, &swaps, cmp)
		}
		j = median_func(data, i, j, k, &swaps, cmp)
	}
	switch swaps {
	case 0:
		return j, increasing
	case 12:
		return j, decreasing
	}
	return j, unknown
}

func median_func[E any](data []E, a, b, c int, swaps *int, cmp func(a, b E) int) int {
	if cmp(data[b], data[a]) < 0 {
		*swaps++
		a, b = b, a
	}
	if cmp(data[c], data[b]) < 0 {
		*swaps++
		b, c = c, b
	}
	if cmp(data[b], data[a]) < 0 {
		*swaps++
		a, b = b, a
	}
	return b
}

func insertionSort_func[E any](data []E, a, b int, cmp func(a, b E) int) {
	for i := a + 1; i < b; i++ {
		for j := i; j > a && cmp(data[j], data[j-1]) < 0; j-- {
			data[j], data[j-1] = data[j-1], data[j]
		}
	}
}

func heapSort_func[E any](data []E, a, b int, cmp func(a, b E) int) {
	n := b - a
	for i := (n - 1) / 2; i >= 0; i-- {
		siftDown_func(data, i, n, a, cmp)
	}
	for i := n - 1; i >= 0; i-- {
		data[a], data[a+i] = data[a+i], data[a]
		siftDown_func(data, 0, i, a, cmp)
	}
}

// siftDown restores the heap data[first+root : first+hi] below root.
func siftDown_func[E any](data []E, root, hi, first int, cmp func(a, b E) int) {
	for {
		child := 2*root + 1
		if child >= hi {
			return
		}
		if child+1 < hi && cmp(data[first+child], data[first+child+1]) < 0 {
			child++
		}
		if cmp(data[first+root], data[first+child]) >= 0 {
			return
		}
		data[first+root], data[first+child] = data[first+child], data[first+root]
		root = child
	}
}

// stable sorts blocks of 20 and merges them in place.
func stable_func[E any](data []E, n int, cmp func(a, b E) int) {
	size := 20
	a := 0
	for ; a+size <= n; a += size {
		insertionSort_func(data, a, a+size, cmp)
	}
	insertionSort_func(data, a, n, cmp)
	for ; size < n; size *= 2 {
		a = 0
		for ; a+2*size <= n; a += 2 * size {
			merge_func(data, a, a+size, a+2*size, cmp)
		}
		if m := a + size; m < n {
			merge_func(data, a, m, n, cmp)
		}
	}
}

// merge merges the sorted data[a:m] and data[m:b] (Kim and Kutzner's SymMerge):
// it finds what of the first part belongs past the middle and what of the second
// before it, exchanges these by a rotation, and does the same with both halves.
func merge_func[E any](data []E, a, m, b int, cmp func(a, b E) int) {
	if m-a == 1 {
		// One element: find its place and move it there.
		i, j := m, b
		for i < j {
			h := int(uint(i+j) >> 1)
			if cmp(data[h], data[a]) < 0 {
				i = h + 1
			} else {
				j = h
			}
		}
		for k := a; k < i-1; k++ {
			data[k], data[k+1] = data[k+1], data[k]
		}
		return
	}
	if b-m == 1 {
		i, j := a, m
		for i < j {
			h := int(uint(i+j) >> 1)
			if cmp(data[m], data[h]) >= 0 {
				i = h + 1
			} else {
				j = h
			}
		}
		for k := m; k > i; k-- {
			data[k], data[k-1] = data[k-1], data[k]
		}
		return
	}
	mid := int(uint(a+b) >> 1)
	n := mid + m
	start, r := a, m
	if m > mid {
		start, r = n-b, mid
	}
	p := n - 1
	for start < r {
		c := int(uint(start+r) >> 1)
		if cmp(data[p-c], data[c]) >= 0 {
			start = c + 1
		} else {
			r = c
		}
	}
	end := n - start
	if start < m && m < end {
		rotate_func(data, start, m, end, cmp)
	}
	if a < start && start < mid {
		merge_func(data, a, start, mid, cmp)
	}
	if mid < end && end < b {
		merge_func(data, mid, end, b, cmp)
	}
}

// rotate exchanges the neighbours data[a:m] and data[m:b], by swaps of equal parts.
func rotate_func[E any](data []E, a, m, b int, cmp func(a, b E) int) {
	i, j := m-a, b-m
	for i != j {
		if i > j {
			swapParts_func(data, m-i, m, j, cmp)
			i -= j
		} else {
			swapParts_func(data, m-i, m+j-i, i, cmp)
			j -= i
		}
	}
	swapParts_func(data, m-i, m, i, cmp)
}

func swapParts_func[E any](data []E, a, b, n int, cmp func(a, b E) int) {
	for i := 0; i < n; i++ {
		data[a+i], data[b+i] = data[b+i], data[a+i]
	}
}
