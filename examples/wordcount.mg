// Word count over standard input: the most frequent words, ties in alphabetical order.
package main

import (
	"bufio"
	"fmt"
	"os"
	"sort"
	"strings"
	"unicode"
)

func main() {
	counts := map[string]int{}
	lines, total := 0, 0
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		lines++
		words := strings.FieldsFunc(in.Text(), func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' })
		for _, w := range words {
			counts[strings.ToLower(w)]++
			total++
		}
	}
	if err := in.Err(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	words := make([]string, 0, len(counts))
	for w := range counts {
		words = append(words, w)
	}
	sort.Slice(words, func(i, j int) bool {
		if counts[words[i]] != counts[words[j]] {
			return counts[words[i]] > counts[words[j]]
		}
		return words[i] < words[j]
	})
	fmt.Printf("%d lines, %d words, %d different\n", lines, total, len(words))
	for i, w := range words {
		if i == 8 {
			break
		}
		fmt.Printf("%4d %s\n", counts[w], w)
	}
}
