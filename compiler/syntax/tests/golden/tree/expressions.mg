package p

func f() {
	_ = a + b*c - d/e%f<<g&h&^i | j ^ k
	_ = a || b && c == d+e || !f
	_ = a && b || c && d
	_ = -a * ^b + +c - *d
	_ = &T{1, 2}
	_ = (a + b) * c
	_ = <-c + <-d
	_ = x.y.z(1)(2)[3].w
	_ = f(a, b...)
	_ = f(a,
		b,
	)
	_ = x[1:2] + x[:] + x[1:] + x[:2] + x[1:2:3]
	_ = x.(T).y.(*p.Q)
	_ = []int{1, 2: 3, len: 4}
	_ = [...]string{"a", 2: "b"}
	_ = map[string][]T{"a": {{1}, {x: 2}}, "b": nil}
	_ = struct{ a int }{1}
	_ = p.T{a: 1}
	_ = G[int]{}
	_ = p.G[int, string]{x: 1}
	_ = f[int](1) + g[int, []string](2)
	_ = []byte("x")
	_ = (*T)(nil)
	_ = (func())(nil)
	_ = func(x int) int { return x }(1)
	_ = chan int(nil)
	_ = <-chan int(nil)
	_ = (<-chan int)(nil)
	_ = interface{ M() }(x).M
	_ = make(chan func(), 1)
	_ = new([3]int)
	_ = m[[]int]
	_ = 'a' + 0x10 + 1.5 + 2i
	_ = "a\tb\x00\u00e9" + `raw\n`
	_ = T.Method
	_ = (*T).Method
	_ = []func(){func() {}, nil}
	_ = []func() int{}
	_ = ((T))
	_ = any
	_ = ~x
}
