package main

import (
	"fmt"
	"strconv"
)

// Two shortest decimals equally close to the value: the even one.
func main() {
	x := float64(float32(-547.587))
	fmt.Println(x, strconv.FormatFloat(x, 'e', -1, 64))
	print(x, "\n")
	for _, f := range []float64{9007199254740993, 5e-324, 1 << 60, 0.000001, 1e21, 2.5, 123456789.125, 4503599627370496.5} {
		fmt.Println(f, float32(f), -f)
	}
	var y float32 = 16777216.0
	for i := 0; i < 40; i++ {
		y *= 1.37
		fmt.Print(y, " ", float64(y), "\n")
	}
}
