package shapes

// Area of s.
func (s Square) Area() int { return s.Side * s.Side }
