package main

import "example.com/m1/util"

func main() { println(util.Name) }
