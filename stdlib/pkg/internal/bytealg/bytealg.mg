// Package bytealg has the loops over bytes that are worth having as natives.
package bytealg

// String is b as a string, without a copy: the caller lets nobody write to b
// any more, or drops the string before somebody does.
//
//minigo:leaf
func String(b []byte) string

// IndexByte is the index of the first c in s, or -1.
//
//minigo:leaf
func IndexByte(s string, c byte) int

// LastIndexByte is the index of the last c in s, or -1.
//
//minigo:leaf
func LastIndexByte(s string, c byte) int

// CountByte is how often c is in s.
//
//minigo:leaf
func CountByte(s string, c byte) int

// Index is the index of the first sub in s, or -1; 0 for an empty sub.
//
//minigo:leaf
func Index(s, sub string) int

// LastIndex is the index of the last sub in s, or -1; len(s) for an empty sub.
//
//minigo:leaf
func LastIndex(s, sub string) int

// Compare is -1, 0 or 1 as a is less than, equal to or more than b.
//
//minigo:leaf
func Compare(a, b string) int
