package main

import "fmt"

var B = other("B")

func init() { fmt.Println("main init 2") }
func init() { fmt.Println("main init 3") }

func other(s string) string { fmt.Println("var", s); return s }
func helper() string       { return "helper" }
