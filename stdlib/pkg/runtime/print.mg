package runtime

// print.mg: what the compiler makes of print and println: one call for each
// operand, between printlock and printunlock. All write to standard error.

import "unsafe"

func printlock()
func printunlock()
func printnl()
func printsp()
func printbool(v bool)
func printint(v int64)
func printuint(v uint64)

// printfloat64 and printfloat32 write the shortest digits that tell numbers of
// that width apart; printcomplex128 and printcomplex64 two of them as (r+ii).
func printfloat64(v float64)
func printfloat32(v float64)
func printcomplex128(v complex128)
func printcomplex64(v complex128)
func printstring(s string)

// printpointer writes 0x and hexadecimal digits.
func printpointer(p unsafe.Pointer)

// printslice writes [len/cap]0x….
func printslice(b []byte)

// printeface writes (0x…,0x…): the type word and the data word.
func printeface(v any)
