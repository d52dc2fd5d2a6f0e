// A pipeline: three stages joined by channels, each closing its output when its input ends.
package main

import (
	"fmt"
	"strings"
)

func source(lines []string) <-chan string {
	out := make(chan string)
	go func() {
		defer close(out)
		for _, line := range lines {
			out <- line
		}
	}()
	return out
}

func words(in <-chan string) <-chan string {
	out := make(chan string, 4)
	go func() {
		defer close(out)
		for line := range in {
			for _, w := range strings.Fields(line) {
				out <- strings.ToLower(strings.Trim(w, ".,;"))
			}
		}
	}()
	return out
}

type measured struct {
	word   string
	length int
}

func measure(in <-chan string) <-chan measured {
	out := make(chan measured)
	go func() {
		defer close(out)
		for w := range in {
			out <- measured{w, len([]rune(w))}
		}
	}()
	return out
}

func main() {
	text := []string{
		"A stage reads from one channel,",
		"writes to the next, and ends",
		"when its input does; ¡así de fácil!",
	}
	total := 0
	for m := range measure(words(source(text))) {
		fmt.Printf("%-10s %d\n", m.word, m.length)
		total += m.length
	}
	fmt.Println("total", total)
}
