package p

func f() {
	x, y = y, x
	x := 1
	x += 2
	x <<= 1
	y &^= 2
	x++
	y--
	c <- 1
	c <- chan int(nil)
	<-c
	f(x)
	go f()
	defer func() { recover() }()
	var a, b int = 1, 2
	const k = 1
	type t []int
	{
		x = 1
	}
	;
	if x {
	} else if y := 1; y > 0 {
		z()
	} else {
	}
	if f := func() bool { return true }; f() {
	}
	if (T{1} == t) {
	}
	if x == (T{1}) {
	}
	if f(T{1}) {
	}
	for {
	}
	for x {
	}
	for i := 0; i < 10; i++ {
	}
	for ; ; {
	}
	for range 10 {
	}
	for i := range x {
	}
	for i, v = range []int{1, 2} {
	}
	for range struct{}{} {
	}
	switch {
	}
	switch x := f(); x {
	case 1, 2:
		fallthrough
	case 3:
	default:
		break
	}
	switch x := y.(type) {
	case int, []string, map[string]int, func(), *T, nil:
	}
	switch a := 1; b.(type) {
	}
	select {
	case x := <-c:
	case x, ok = <-d:
	case c <- 1:
		f()
	case <-e:
	default:
	}
outer:
	for {
		continue outer
	inner:
		for {
			break inner
		}
		goto end
	}
end:
}

func g() (int, error) {
	return 1, nil
}

func braces() {
	_ = "}" + `}` + string('}') // }
	/* } */
	_ = '\''
}
