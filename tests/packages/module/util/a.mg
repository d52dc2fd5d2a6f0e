package util

import "fmt"

const Name = "util"

func init() { fmt.Println("util init a", x) }

type T struct{ v int }

func (t *T) Set(v int) { t.v = v }
