// The Mandelbrot set as a PGM picture, its rows computed by as many goroutines: `minigo run mandelbrot.mg > set.pgm`.
package main

import (
	"bufio"
	"fmt"
	"os"
	"sync"
)

const (
	width  = 72
	height = 48
	depth  = 255
)

// escape counts the steps until z leaves the circle of radius 2; 0 where it never does.
func escape(c complex128) int {
	var z complex128
	for n := 1; n <= depth; n++ {
		z = z*z + c
		if real(z)*real(z)+imag(z)*imag(z) > 4 {
			return n
		}
	}
	return 0
}

func main() {
	var rows [height][width]int
	var wg sync.WaitGroup
	for y := range height {
		wg.Go(func() {
			im := (float64(y)/(height-1) - 0.5) * 2.4
			for x := range width {
				re := float64(x)/(width-1)*3.2 - 2.2
				rows[y][x] = escape(complex(re, im))
			}
		})
	}
	wg.Wait()

	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	fmt.Fprintf(out, "P2\n%d %d\n%d\n", width, height, depth)
	for _, row := range rows {
		for x, n := range row {
			if x > 0 {
				out.WriteByte(' ')
			}
			fmt.Fprint(out, n)
		}
		out.WriteByte('\n')
	}
}
