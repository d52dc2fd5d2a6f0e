package main

import (
	"fmt"
	"io/ioutil"
	"os"
	"strings"
	"testing"
)

func main() {
	fmt.Println(testing.AllocsPerRun(10, func() {}))
	n := 0
	r := testing.Benchmark(func(b *testing.B) {
		if b.N > 1 {
			b.FailNow()
		}
		for i := 0; i < b.N; i++ {
			n++
		}
	})
	fmt.Println(n, r.NsPerOp() >= 0)
	b, err := ioutil.ReadAll(strings.NewReader("all of it"))
	fmt.Println(string(b), err)
	dir, err := ioutil.TempDir("", "x")
	fmt.Println(err, ioutil.WriteFile(dir+"/f", b, 0o644))
	infos, err := ioutil.ReadDir(dir)
	fmt.Println(len(infos), infos[0].Name(), infos[0].Size(), err, os.RemoveAll(dir))
}
