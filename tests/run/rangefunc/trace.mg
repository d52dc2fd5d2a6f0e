// A panic in the body of a loop over a function shows the functions on the way.
package main

func each(yield func(int) bool) {
	for i := range 3 {
		if !yield(i) {
			return
		}
	}
}

func search() {
	for i := range each {
		for j := range each {
			func() {
				if i == 1 && j == 2 {
					panic("found")
				}
			}()
		}
	}
}

func main() {
	search()
}
