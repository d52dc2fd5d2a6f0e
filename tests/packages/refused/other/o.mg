package other
import "fmt"
func Y() { var unused int }
