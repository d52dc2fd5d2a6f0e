package main

import (
	"fmt"
	"os"
	"syscall"
)

// Texts of system errors, and of temporary folders in a place that is missing.

func main() {
	_, err := os.MkdirTemp("/nonexistent", "x")
	fmt.Println(err)
	for _, e := range []syscall.Errno{0, 1, 2, 18, 41, 50, 73, 95, 110, 118, 121, 132, 133, 134, 9999} {
		fmt.Println(int(e), e)
	}
}
