package two
func X() {}
