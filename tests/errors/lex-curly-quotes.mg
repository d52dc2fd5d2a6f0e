package main

var a = 1__0
var b = “abc”

func main() {
	var x int
	x = “abc”
}
