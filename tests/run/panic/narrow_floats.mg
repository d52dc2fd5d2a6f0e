package main

type celsius float32

type phase complex64

// Panic values and println show narrow floats with the digits their width needs.
func main() {
	var f float32 = 6e10
	var c complex64 = complex(f, 0.1)
	println(f, celsius(f), c, phase(c), complex128(c))
	defer panic(phase(c))
	defer panic(celsius(f))
	defer panic(c)
	panic(f)
}
