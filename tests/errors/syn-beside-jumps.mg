package main

// One syntax error; what the parser alone knows of jumps, slices and
// parameters is reported beside it, types are not.

func a() {
	break
L:
	for {
		goto M
	}
	switch x := any(1).(type) {
	case int:
		fallthrough
	}
	var n int = "not looked at"
}

func b(s []int, xs ...int, last int) {
	_ = s[1::3]
	_ = func() { continue }
}

func () c() {}

func d() {
	x y
	goto N
}

func main() {}
