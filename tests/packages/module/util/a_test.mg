package util
func broken( {
