// Prefixes, flags, and what Panic and Fatal do; of times only the form is looked at.
package main

import (
	"bytes"
	"fmt"
	"log"
	"os"
)

func form(s string) string {
	b := []byte(s)
	for i, c := range b {
		if '0' <= c && c <= '9' {
			b[i] = '0'
		}
	}
	return string(b)
}

func main() {
	var buf bytes.Buffer
	l := log.New(&buf, "pre: ", log.LstdFlags|log.Lmicroseconds|log.LUTC)
	l.Print("one", 2, 3, "four")
	l.SetFlags(log.Lmsgprefix | log.Ldate)
	l.Printf("%d%%", 5)
	l.SetFlags(0)
	l.Println("a", "b")
	l.Print("with newline\n")
	fmt.Print(form(buf.String()))
	log.SetOutput(os.Stdout)
	log.SetFlags(0)
	log.SetPrefix("std ")
	log.Println(log.Prefix(), log.Flags(), l.Prefix() == "pre: ")
	func() {
		defer func() { fmt.Println(recover()) }()
		log.Panicf("bad %v", []int{1})
	}()
	defer fmt.Println("not reached")
	log.Fatalln("the end")
}
