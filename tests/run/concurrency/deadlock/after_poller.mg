package main

// Goroutines have waited in the poller; nobody does any more.

import (
	"fmt"
	"os"
)

func main() {
	r, w, err := os.Pipe()
	if err != nil {
		panic(err)
	}
	got := make(chan string)
	go func() {
		b := make([]byte, 10)
		n, _ := r.Read(b)
		got <- string(b[:n])
		n, err := r.Read(b)
		got <- fmt.Sprint(n, err)
	}()
	fmt.Fprint(w, "hello")
	fmt.Println(<-got)
	w.Close()
	fmt.Println(<-got)
	r.Close()
	<-got
}
