// Package testing has what a program that measures or tests itself uses: T and B
// for functions that are called by Benchmark and by hand.
package testing

import (
	"fmt"
	"runtime"
	"strings"
	"time"
)

// TB is what T and B have in common.
type TB interface {
	Error(args ...any)
	Errorf(format string, args ...any)
	Fail()
	FailNow()
	Failed() bool
	Fatal(args ...any)
	Fatalf(format string, args ...any)
	Helper()
	Log(args ...any)
	Logf(format string, args ...any)
	Name() string
	Skip(args ...any)
	SkipNow()
	Skipf(format string, args ...any)
	Skipped() bool
	Cleanup(func())
}

type common struct {
	name    string
	failed  bool
	skipped bool
	text    strings.Builder
	cleanup []func()
}

func (c *common) Name() string     { return c.name }
func (c *common) Helper()          {}
func (c *common) Fail()            { c.failed = true }
func (c *common) Failed() bool     { return c.failed }
func (c *common) Skipped() bool    { return c.skipped }
func (c *common) Cleanup(f func()) { c.cleanup = append(c.cleanup, f) }

func (c *common) FailNow() {
	c.Fail()
	runtime.Goexit()
}

func (c *common) SkipNow() {
	c.skipped = true
	runtime.Goexit()
}

func (c *common) Log(args ...any)                 { fmt.Fprintln(&c.text, args...) }
func (c *common) Logf(format string, args ...any) { c.Log(fmt.Sprintf(format, args...)) }

func (c *common) Error(args ...any) {
	c.Log(args...)
	c.Fail()
}

func (c *common) Errorf(format string, args ...any) {
	c.Logf(format, args...)
	c.Fail()
}

func (c *common) Fatal(args ...any) {
	c.Log(args...)
	c.FailNow()
}

func (c *common) Fatalf(format string, args ...any) {
	c.Logf(format, args...)
	c.FailNow()
}

func (c *common) Skip(args ...any) {
	c.Log(args...)
	c.SkipNow()
}

func (c *common) Skipf(format string, args ...any) {
	c.Logf(format, args...)
	c.SkipNow()
}

// run calls f in a goroutine of its own, so that FailNow ends it.
func (c *common) run(f func()) {
	done := make(chan any)
	go func() {
		var r any
		defer func() { done <- r }()
		defer func() {
			for i := len(c.cleanup) - 1; i >= 0; i-- {
				c.cleanup[i]()
			}
		}()
		f()
	}()
	<-done
}

// A T is a test's state.
type T struct{ common }

// Run runs f as a test within t.
func (t *T) Run(name string, f func(t *T)) bool {
	sub := &T{common{name: t.name + "/" + name}}
	if t.name == "" {
		sub.name = name
	}
	sub.run(func() { f(sub) })
	t.failed = t.failed || sub.failed
	t.text.WriteString(sub.text.String())
	return !sub.failed
}

// Parallel is there for programs that call it.
func (t *T) Parallel() {}

// A B is a benchmark's state.
type B struct {
	common
	N        int
	running  bool
	start    time.Time
	duration time.Duration
	bytes    int64
	loops    int
	mallocs  uint64
	size     uint64
	report   bool
}

func memory() (mallocs, size uint64) {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.Mallocs, m.TotalAlloc
}

func (b *B) StartTimer() {
	if !b.running {
		b.running = true
		b.start = time.Now()
	}
}

func (b *B) StopTimer() {
	if b.running {
		b.running = false
		b.duration += time.Since(b.start)
	}
}

func (b *B) ResetTimer() {
	b.duration = 0
	if b.running {
		b.start = time.Now()
	}
}

func (b *B) SetBytes(n int64) { b.bytes = n }
func (b *B) ReportAllocs()    { b.report = true }

func (b *B) Elapsed() time.Duration {
	if b.running {
		return b.duration + time.Since(b.start)
	}
	return b.duration
}

// Loop says whether to go on.
func (b *B) Loop() bool {
	if b.loops == 0 {
		b.ResetTimer()
	}
	if b.loops < b.N {
		b.loops++
		return true
	}
	b.StopTimer()
	return false
}

// A BenchmarkResult is what Benchmark measured.
type BenchmarkResult struct {
	N         int
	T         time.Duration
	Bytes     int64
	MemAllocs uint64
	MemBytes  uint64
	Extra     map[string]float64
}

func (r BenchmarkResult) NsPerOp() int64 {
	if r.N <= 0 {
		return 0
	}
	return r.T.Nanoseconds() / int64(r.N)
}

func (r BenchmarkResult) AllocsPerOp() int64 {
	if r.N <= 0 {
		return 0
	}
	return int64(r.MemAllocs) / int64(r.N)
}

func (r BenchmarkResult) AllocedBytesPerOp() int64 {
	if r.N <= 0 {
		return 0
	}
	return int64(r.MemBytes) / int64(r.N)
}

func (r BenchmarkResult) String() string {
	return fmt.Sprintf("%8d\t%10d ns/op", r.N, r.NsPerOp())
}

// Benchmark calls f with growing N until it takes a second.
func Benchmark(f func(b *B)) BenchmarkResult {
	for n := 1; ; {
		b := &B{N: n}
		runtime.GC()
		b.mallocs, b.size = memory()
		b.StartTimer()
		b.run(func() { f(b) })
		b.StopTimer()
		mallocs, size := memory()
		if b.failed || b.duration >= time.Second || n >= 1e9 {
			return BenchmarkResult{N: n, T: b.duration, Bytes: b.bytes, MemAllocs: mallocs - b.mallocs, MemBytes: size - b.size}
		}
		last := b.duration.Nanoseconds()
		if last <= 0 {
			last = 1
		}
		next := int(float64(time.Second) * 1.2 * float64(n) / float64(last))
		if next > 100*n {
			next = 100 * n
		}
		if next <= n {
			next = n + 1
		}
		n = next
	}
}

// AllocsPerRun is how many objects f allocates, on average of runs calls.
func AllocsPerRun(runs int, f func()) (avg float64) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	f()
	before, _ := memory()
	for i := 0; i < runs; i++ {
		f()
	}
	after, _ := memory()
	return float64((after - before) / uint64(runs))
}

// Short says whether tests should be quick, Verbose whether they should say more.
func Short() bool   { return false }
func Verbose() bool { return false }

// Testing says whether the program is a test made by `go test`.
func Testing() bool { return false }
