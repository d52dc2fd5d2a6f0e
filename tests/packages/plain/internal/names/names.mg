package names

import "fmt"

// Of is the name of v's type.
func Of(v any) string { return fmt.Sprintf("%T", v) }
