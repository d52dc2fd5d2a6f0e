package main

type Huge [1 << 62]int

func main() {}
