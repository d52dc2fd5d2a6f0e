// A result that a call just left in the out-window survives a collection that the instruction reading it starts.
package main

import "fmt"

func five(i int) []int {
	s := make([]int, 5)
	for k := range s {
		s[k] = i + k
	}
	return s
}

func word(i int) string { return string([]byte{byte('a' + i%26), byte('a' + i/26%26)}) }

func main() {
	bad := 0
	for i := range 200000 {
		s := append([]int(nil), five(i)...)
		for k, v := range s {
			if v != i+k {
				bad++
			}
		}
		if w := word(i) + word(i+1); w[0] != byte('a'+i%26) || w[2] != byte('a'+(i+1)%26) {
			bad++
		}
		var box any = five(i)
		if box.([]int)[4] != i+4 {
			bad++
		}
	}
	fmt.Println("bad:", bad)
}
