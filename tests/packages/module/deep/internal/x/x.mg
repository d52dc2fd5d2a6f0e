package x
import "fmt"
var X = 1
func init() { fmt.Println("x init") }
