// Build information as text and back, and what the collector tells.
package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"time"
)

func main() {
	bi, ok := debug.ReadBuildInfo()
	fmt.Println(ok, bi.Path, bi.GoVersion == runtime.Version(), bi.Main == debug.Module{}, len(bi.Deps))
	full := &debug.BuildInfo{
		Path:     "example.com/cmd",
		Main:     debug.Module{Path: "example.com", Version: "(devel)"},
		Deps:     []*debug.Module{{Path: "a", Version: "v1", Sum: "h1:x"}, {Path: "b", Version: "v2", Replace: &debug.Module{Path: "../b", Version: "", Sum: "s"}}},
		Settings: []debug.BuildSetting{{Key: "-tags", Value: "a,b"}, {Key: "odd key", Value: "x y"}, {Key: "", Value: ""}, {Key: "q", Value: "`\"`"}},
	}
	text := full.String()
	fmt.Print(text)
	back, err := debug.ParseBuildInfo(text)
	fmt.Println(back.String() == text, err)
	for _, s := range []string{
		"", "path", "path\tx", "path\tx\n", "go\tgo1\nnoise\nmod\ta\tv\n", "mod\ta\n", "mod\ta\tb\tc\td\n", "dep\tx\ty\n=>\tz\tv\ts\n",
		"=>\tz\tv\ts\n", "dep\tx\ty\n=>\tz\tv\n", "build\t\n", "build\t=x\n", "build\tk\n", "build\tk=v\n", "build\t\"k\"\n", "build\t\"k\"v\n",
		"build\t\"k=v\n", "build\t\"k \"=\"v\\n\"\n", "build\tk=\"v\n", "build\tk=v w\n", "build\tk x=v\n", "path\ta\n\nbuild\tk\n",
	} {
		bi, err := debug.ParseBuildInfo(s)
		fmt.Printf("%q: %v", s, err)
		if err == nil {
			fmt.Printf(" %q", bi.String())
		}
		fmt.Println()
	}
	runtime.GC()
	runtime.GC()
	stats := debug.GCStats{PauseQuantiles: make([]time.Duration, 3)}
	debug.ReadGCStats(&stats)
	q := stats.PauseQuantiles
	fmt.Println(stats.NumGC >= 2, len(stats.Pause) == int(stats.NumGC), len(stats.PauseEnd) == len(stats.Pause), q[0] <= q[1] && q[1] <= q[2], stats.PauseTotal > 0, !stats.LastGC.IsZero())

	var p runtime.Pinner
	n := 1
	p.Pin(&n)
	p.Unpin()
	for _, v := range []any{nil, 5, "x"} {
		func() {
			defer func() { fmt.Println(recover()) }()
			p.Pin(v)
		}()
	}
	fmt.Println(strings.Count(text, "\n"))
}
