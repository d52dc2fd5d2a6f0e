package deep
import "fmt"
func init() { fmt.Println("deep init") }
