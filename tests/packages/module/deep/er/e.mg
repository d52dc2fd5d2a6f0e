package er
import "example.com/m1/deep/internal/x"
type Er struct{ X int }
var _ = x.X
