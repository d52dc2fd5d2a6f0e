package main

func main() {
	for _ := range 3 {
	}
	for _, _ := range "a" {
	}
	for 1.5, x := range "a" {
	}
	for 1.5, _ := range "a" {
	}
}
