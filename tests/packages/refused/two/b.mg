package deux
func X2() {}
