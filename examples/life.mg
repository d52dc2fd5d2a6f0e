// Conway's game of life on a torus. On a terminal, `minigo run life.mg 200` animates that many generations.
package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

const (
	width  = 24
	height = 12
)

type world [height][width]bool

func (w *world) neighbours(y, x int) int {
	n := 0
	for dy := -1; dy <= 1; dy++ {
		for dx := -1; dx <= 1; dx++ {
			if (dy != 0 || dx != 0) && w[(y+dy+height)%height][(x+dx+width)%width] {
				n++
			}
		}
	}
	return n
}

func (w *world) next() *world {
	var to world
	for y := range height {
		for x := range width {
			n := w.neighbours(y, x)
			to[y][x] = n == 3 || n == 2 && w[y][x]
		}
	}
	return &to
}

func (w *world) String() string {
	var b strings.Builder
	for _, row := range w {
		for _, alive := range row {
			if alive {
				b.WriteString("#")
			} else {
				b.WriteString(".")
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func main() {
	w := &world{}
	for y, line := range []string{".#.", "..#", "###"} { // a glider
		for x, c := range line {
			w[y+1][x+1] = c == '#'
		}
	}
	for x := 15; x < 18; x++ { // a blinker
		w[5][x] = true
	}
	if len(os.Args) > 1 {
		n, err := strconv.Atoi(os.Args[1])
		if err != nil {
			fmt.Fprintln(os.Stderr, "usage: life [generations]")
			os.Exit(1)
		}
		for range n {
			fmt.Print("\x1b[H\x1b[2J", w)
			time.Sleep(80 * time.Millisecond)
			w = w.next()
		}
		return
	}
	for g := range 13 {
		if g%6 == 0 {
			fmt.Printf("generation %d\n%v", g, w)
		}
		w = w.next()
	}
}
