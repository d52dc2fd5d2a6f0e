package shapes

// A Square is a square.
type Square struct{ Side int }
