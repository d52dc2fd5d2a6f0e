package main

func forward() {
	goto L
	x, y := 1, 2
L:
	_, _ = x, y
}

func over() {
	goto M
	var z int
M:
	_ = z
}

func into(n int) {
	goto N
	if n > 0 {
	N:
		n++
	}
	goto P
	switch n {
	case 1:
	P:
	}
L:
L:
	goto L
}

func main() {
	switch x := any(1).(type) {
	case int:
	}
}
