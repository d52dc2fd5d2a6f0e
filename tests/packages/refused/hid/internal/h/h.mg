package h
func H() {}
