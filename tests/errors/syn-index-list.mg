package main

func main() {
	grid := [][]int{{1}}
	_ = grid[0, 1]
	undefined()
}
