// N-queens by backtracking over bit sets; the first solution is drawn.
package main

import (
	"fmt"
	"math/bits"
	"strings"
)

type board struct {
	n     int
	rows  []int
	first []int
}

func (b *board) solve(row int, cols, left, right uint) int {
	if row == b.n {
		if b.first == nil {
			b.first = append([]int(nil), b.rows...)
		}
		return 1
	}
	count := 0
	free := (1<<b.n - 1) &^ (cols | left | right)
	for free != 0 {
		bit := free & -free
		free &^= bit
		b.rows[row] = bits.TrailingZeros(bit)
		count += b.solve(row+1, cols|bit, (left|bit)<<1, (right|bit)>>1)
	}
	return count
}

func main() {
	for n := 1; n <= 9; n++ {
		b := &board{n: n, rows: make([]int, n)}
		fmt.Printf("%d queens: %d\n", n, b.solve(0, 0, 0, 0))
		if n == 8 {
			for _, col := range b.first {
				fmt.Println(strings.Repeat(". ", col) + "Q" + strings.Repeat(" .", n-1-col))
			}
		}
	}
}
