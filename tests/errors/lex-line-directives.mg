package main

//line x:0
//line x:y
//line x:1:0
//line x
func main() {}
