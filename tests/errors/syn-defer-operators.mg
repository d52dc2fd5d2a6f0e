package main

func a(c chan int) {
	defer <-c
}

func b(f func()) {
	go !f()
}

func d(p *func() int) {
	defer *p()
	undefined()
}

func e(f func() int) {
	defer f() + 1
}

func main() {}
