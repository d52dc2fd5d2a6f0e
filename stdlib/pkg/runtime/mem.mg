package runtime

// mem.mg: doors to the collector.

import "unsafe"

// GC collects, and waits for it to be done.
//
//minigo:park
func GC()

// SetFinalizer has finalizer called with obj once nothing else points to obj, a
// pointer; nil takes it back.
func SetFinalizer(obj any, finalizer any) {
	setFinalizer(obj, finalizer)
	if firstSpecial() {
		go runFinalizers()
	}
}

func setFinalizer(obj any, finalizer any)

// firstSpecial says true once in a program.
//
//minigo:leaf
func firstSpecial() bool

// nextFinalizer waits until an object is gone and gives what is to be called: kind 0,
// a function of a pointer; 1, a function of an interface, whose words are typ and
// arg; 2, a function without parameters.
//
//minigo:park
func nextFinalizer() (fn, typ, arg unsafe.Pointer, kind int)

// runFinalizers runs finalizers and cleanups, one after the other, in a goroutine
// of its own.
func runFinalizers() {
	for {
		fn, typ, arg, kind := nextFinalizer()
		switch kind {
		case 0:
			(*(*func(unsafe.Pointer))(unsafe.Pointer(&fn)))(arg)
		case 1:
			words := [2]unsafe.Pointer{typ, arg}
			(*(*func(any))(unsafe.Pointer(&fn)))(*(*any)(unsafe.Pointer(&words)))
		case 2:
			(*(*func())(unsafe.Pointer(&fn)))()
		}
	}
}

// A Cleanup is a call that AddCleanup arranged.
type Cleanup struct {
	id  uint64
	ptr uintptr
}

// AddCleanup has cleanup called with arg, in the goroutine of finalizers, once nothing points to ptr's object any more. The
// object is gone by then; so neither cleanup nor arg may lead to it, or it never will be.
func AddCleanup[T, S any](ptr *T, cleanup func(S), arg S) Cleanup {
	if ptr == nil {
		panic("runtime.AddCleanup: ptr is nil")
	}
	var same bool
	switch p := any(arg).(type) {
	case *T:
		same = p == ptr
	case unsafe.Pointer:
		same = p == unsafe.Pointer(ptr)
	}
	if same {
		panic("runtime.AddCleanup: ptr is equal to arg, cleanup will never run")
	}
	id := addCleanup(unsafe.Pointer(ptr), func() { cleanup(arg) })
	if firstSpecial() {
		go runFinalizers()
	}
	return Cleanup{id, uintptr(unsafe.Pointer(ptr))}
}

// Stop takes the cleanup back, if it has not been started.
func (c Cleanup) Stop() {
	if c.id != 0 {
		stopCleanup(c.id)
	}
}

// addCleanup has f called once ptr's object is dead; the number is for stopCleanup.
func addCleanup(ptr unsafe.Pointer, f func()) uint64
func stopCleanup(id uint64)

// MemStats tells about the heap. Fields that mean nothing here stay zero.
type MemStats struct {
	Alloc         uint64
	TotalAlloc    uint64
	Sys           uint64
	Lookups       uint64
	Mallocs       uint64
	Frees         uint64
	HeapAlloc     uint64
	HeapSys       uint64
	HeapIdle      uint64
	HeapInuse     uint64
	HeapReleased  uint64
	HeapObjects   uint64
	StackInuse    uint64
	StackSys      uint64
	MSpanInuse    uint64
	MSpanSys      uint64
	MCacheInuse   uint64
	MCacheSys     uint64
	BuckHashSys   uint64
	GCSys         uint64
	OtherSys      uint64
	NextGC        uint64
	LastGC        uint64
	PauseTotalNs  uint64
	PauseNs       [256]uint64
	PauseEnd      [256]uint64
	NumGC         uint32
	NumForcedGC   uint32
	GCCPUFraction float64
	EnableGC      bool
	DebugGC       bool
	BySize        [61]struct {
		Size    uint32
		Mallocs uint64
		Frees   uint64
	}
}

// memstats fills out (532 words): bytes of live objects, of all ever allocated,
// taken from the system, objects ever allocated, ever freed, bytes of heap taken,
// idle, in use, given back, objects live, heap size of the next collection, time
// of the last (ns since 1970), total pause in ns, collections, those asked for by
// GC, bytes of stacks in use, of stacks taken, of the collector's own, 0, 0; then for the
// last 256 collections, at their number modulo 256, the pauses in ns and the ends.
//
//minigo:park
func memstats(out []uint64)

// ReadMemStats fills m.
func ReadMemStats(m *MemStats) {
	out := make([]uint64, 532)
	memstats(out)
	*m = MemStats{
		Alloc: out[0], HeapAlloc: out[0], TotalAlloc: out[1], Sys: out[2], Mallocs: out[3], Frees: out[4],
		HeapSys: out[5], HeapIdle: out[6], HeapInuse: out[7], HeapReleased: out[8], HeapObjects: out[9],
		NextGC: out[10], LastGC: out[11], PauseTotalNs: out[12], NumGC: uint32(out[13]), NumForcedGC: uint32(out[14]),
		StackInuse: out[15], StackSys: out[16], GCSys: out[17], EnableGC: true,
	}
	copy(m.PauseNs[:], out[20:])
	copy(m.PauseEnd[:], out[276:])
}
