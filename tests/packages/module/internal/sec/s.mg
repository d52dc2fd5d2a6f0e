package sec
func Secret() string { return "s" }
