package sort

// func.mg: interface.mg again, over a lessSwap. Change them together.

import (
	"internal/reflectlite"
	"math/bits"
)

// Names are as in the literature: data[a:b] is the range at work, all bounds as in
// slices. limit is how many bad pivots are borne before heapsort takes over.
func quicksort_func(data *lessSwap, a, b, limit int) {
	balanced, partitioned := true, true // of the last round
	for {
		n := b - a
		if n <= 12 {
			insertionSort_func(data, a, b)
			return
		}
		if limit == 0 {
			heapSort_func(data, a, b)
			return
		}
		if !balanced {
			breakPatterns_func(data, a, b)
			limit--
		}
		pivot, order := choosePivot_func(data, a, b)
		if order == decreasing {
			for i, j := a, b-1; i < j; i, j = i+1, j-1 {
				reflectlite.Swap(data.slice, i, j)
			}
			pivot = a + b - 1 - pivot
			order = increasing
		}
		if balanced && partitioned && order == increasing && nearlySorted_func(data, a, b) {
			return
		}
		// An element before the range that is no less than the pivot: the pivot is
		// the least here, so split off all that equal it.
		if a > 0 && !data.less(a-1, pivot) {
			a = partitionEqual_func(data, a, b, pivot)
			continue
		}
		var mid int
		mid, partitioned = partition_func(data, a, b, pivot)
		left, right := mid-a, b-mid
		if left < right {
			balanced = left >= n/8
			quicksort_func(data, a, mid, limit)
			a = mid + 1
		} else {
			balanced = right >= n/8
			quicksort_func(data, mid+1, b, limit)
			b = mid
		}
	}
}

// partition puts the pivot where it belongs, lesser elements before it; sorted
// says that nothing but the pivot had to move.
func partition_func(data *lessSwap, a, b, pivot int) (mid int, sorted bool) {
	reflectlite.Swap(data.slice, a, pivot)
	i, j := a+1, b-1
	for sorted = true; ; sorted = false {
		for i <= j && data.less(i, a) {
			i++
		}
		for i <= j && !data.less(j, a) {
			j--
		}
		if i > j {
			break
		}
		reflectlite.Swap(data.slice, i, j)
		i++
		j--
	}
	reflectlite.Swap(data.slice, j, a)
	return j, sorted
}

// partitionEqual puts the elements that equal the pivot first and gives the index
// after them; none is less.
func partitionEqual_func(data *lessSwap, a, b, pivot int) int {
	reflectlite.Swap(data.slice, a, pivot)
	i, j := a+1, b-1
	for {
		for i <= j && !data.less(a, i) {
			i++
		}
		for i <= j && data.less(a, j) {
			j--
		}
		if i > j {
			return i
		}
		reflectlite.Swap(data.slice, i, j)
		i++
		j--
	}
}

// nearlySorted tries to finish a range that looks sorted with at most five repairs.
func nearlySorted_func(data *lessSwap, a, b int) bool {
	i := a + 1
	for repairs := 0; repairs < 5; repairs++ {
		for i < b && !data.less(i, i-1) {
			i++
		}
		if i == b {
			return true
		}
		if b-a < 50 {
			return false
		}
		reflectlite.Swap(data.slice, i, i-1)
		if i-a >= 2 {
			for j := i - 1; j >= 1 && data.less(j, j-1); j-- {
				reflectlite.Swap(data.slice, j, j-1)
			}
		}
		if b-i >= 2 {
			for j := i + 1; j < b && data.less(j, j-1); j++ {
				reflectlite.Swap(data.slice, j, j-1)
			}
		}
	}
	return false
}

// breakPatterns swaps three elements around the middle with others that a
// generator seeded by the length chooses.
func breakPatterns_func(data *lessSwap, a, b int) {
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
		reflectlite.Swap(data.slice, i, a+other)
	}
}

// choosePivot is the median of three, of medians of three if the range is long.
// How many exchanges that took tells how the range may be ordered.
func choosePivot_func(data *lessSwap, a, b int) (pivot, order int) {
	n := b - a
	swaps := 0
	i, j, k := a+n/4, a+n/4*2, a+n/4*3
	if n >= 8 {
		if n >= 50 {
			i = median_func(data, i-1, i, i+1, &swaps)
			j = median_func(data, j-1, j, j+1, &swaps)
			k = median_func(data, k-1, k, k+1, &swaps)
		}
		j = median_func(data, i, j, k, &swaps)
	}
	switch swaps {
	case 0:
		return j, increasing
	case 12:
		return j, decreasing
	}
	return j, unknown
}

func median_func(data *lessSwap, a, b, c int, swaps *int) int {
	if data.less(b, a) {
		*swaps++
		a, b = b, a
	}
	if data.less(c, b) {
		*swaps++
		b, c = c, b
	}
	if data.less(b, a) {
		*swaps++
		a, b = b, a
	}
	return b
}

func insertionSort_func(data *lessSwap, a, b int) {
	for i := a + 1; i < b; i++ {
		for j := i; j > a && data.less(j, j-1); j-- {
			reflectlite.Swap(data.slice, j, j-1)
		}
	}
}

func heapSort_func(data *lessSwap, a, b int) {
	n := b - a
	for i := (n - 1) / 2; i >= 0; i-- {
		siftDown_func(data, i, n, a)
	}
	for i := n - 1; i >= 0; i-- {
		reflectlite.Swap(data.slice, a, a+i)
		siftDown_func(data, 0, i, a)
	}
}

// siftDown restores the heap data[first+root : first+hi] below root.
func siftDown_func(data *lessSwap, root, hi, first int) {
	for {
		child := 2*root + 1
		if child >= hi {
			return
		}
		if child+1 < hi && data.less(first+child, first+child+1) {
			child++
		}
		if !data.less(first+root, first+child) {
			return
		}
		reflectlite.Swap(data.slice, first+root, first+child)
		root = child
	}
}

// stable sorts blocks of 20 and merges them in place.
func stable_func(data *lessSwap, n int) {
	size := 20
	a := 0
	for ; a+size <= n; a += size {
		insertionSort_func(data, a, a+size)
	}
	insertionSort_func(data, a, n)
	for ; size < n; size *= 2 {
		a = 0
		for ; a+2*size <= n; a += 2 * size {
			merge_func(data, a, a+size, a+2*size)
		}
		if m := a + size; m < n {
			merge_func(data, a, m, n)
		}
	}
}

// merge merges the sorted data[a:m] and data[m:b] (Kim and Kutzner's SymMerge):
// it finds what of the first part belongs past the middle and what of the second
// before it, exchanges these by a rotation, and does the same with both halves.
func merge_func(data *lessSwap, a, m, b int) {
	if m-a == 1 {
		// One element: find its place and move it there.
		i, j := m, b
		for i < j {
			h := int(uint(i+j) >> 1)
			if data.less(h, a) {
				i = h + 1
			} else {
				j = h
			}
		}
		for k := a; k < i-1; k++ {
			reflectlite.Swap(data.slice, k, k+1)
		}
		return
	}
	if b-m == 1 {
		i, j := a, m
		for i < j {
			h := int(uint(i+j) >> 1)
			if !data.less(m, h) {
				i = h + 1
			} else {
				j = h
			}
		}
		for k := m; k > i; k-- {
			reflectlite.Swap(data.slice, k, k-1)
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
		if !data.less(p-c, c) {
			start = c + 1
		} else {
			r = c
		}
	}
	end := n - start
	if start < m && m < end {
		rotate_func(data, start, m, end)
	}
	if a < start && start < mid {
		merge_func(data, a, start, mid)
	}
	if mid < end && end < b {
		merge_func(data, mid, end, b)
	}
}

// rotate exchanges the neighbours data[a:m] and data[m:b], by swaps of equal parts.
func rotate_func(data *lessSwap, a, m, b int) {
	i, j := m-a, b-m
	for i != j {
		if i > j {
			swapParts_func(data, m-i, m, j)
			i -= j
		} else {
			swapParts_func(data, m-i, m+j-i, i)
			j -= i
		}
	}
	swapParts_func(data, m-i, m, i)
}

func swapParts_func(data *lessSwap, a, b, n int) {
	for i := 0; i < n; i++ {
		reflectlite.Swap(data.slice, a+i, b+i)
	}
}
