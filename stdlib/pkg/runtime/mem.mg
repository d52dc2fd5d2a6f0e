package runtime

// mem.mg: doors to the collector.

import (
	"internal/reflectlite"
	"unsafe"
)

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
	obj, word := unsafe.Pointer(ptr), pointerIn(arg)
	if word == obj {
		panic("runtime.AddCleanup: ptr is equal to arg, cleanup will never run")
	}
	if sameObject(obj, word) {
		panic("runtime.AddCleanup: ptr is within arg, cleanup will never run")
	}
	if closesOver(*(*unsafe.Pointer)(unsafe.Pointer(&cleanup)), obj) {
		panic("runtime.AddCleanup: cleanup function closes over ptr, cleanup will never run")
	}
	id := addCleanup(obj, func() { cleanup(arg) })
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

// pointerIn is the pointer v, or nil if v is none.
//
//minigo:leaf
func pointerIn(v any) unsafe.Pointer

// sameObject says whether both point into one object of the heap.
//
//minigo:leaf
func sameObject(p, q unsafe.Pointer) bool

// closesOver says whether the closure holds a pointer into p's object.
//
//minigo:leaf
func closesOver(closure, p unsafe.Pointer) bool

// addCleanup has f called once ptr's object is dead; the number is for stopCleanup,
// 0 if ptr points to nothing that is ever collected.
func addCleanup(ptr unsafe.Pointer, f func()) uint64
func stopCleanup(id uint64)

// MemProfileRate is how many bytes are allocated for each sample of a memory profile.
// There is none, so no value changes anything.
var MemProfileRate int = 512 * 1024

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
	// The numbers come by way of m itself: to allocate would change them. The ends
	// of pauses move up before the pauses do, which would overwrite them.
	words := unsafe.Slice((*uint64)(unsafe.Pointer(m)), unsafe.Sizeof(*m)/8)
	memstats(words[:532])
	out := [20]uint64(words[:20])
	copy(m.PauseEnd[:], words[276:532])
	copy(m.PauseNs[:], words[20:276])
	clear(words[:unsafe.Offsetof(m.PauseNs)/8])
	clear(words[(unsafe.Offsetof(m.PauseEnd)+unsafe.Sizeof(m.PauseEnd))/8:])
	m.Alloc, m.HeapAlloc, m.TotalAlloc, m.Sys = out[0], out[0], out[1], out[2]
	m.Mallocs, m.Frees, m.HeapObjects = out[3], out[4], out[9]
	m.HeapSys, m.HeapIdle, m.HeapInuse, m.HeapReleased = out[5], out[6], out[7], out[8]
	m.NextGC, m.LastGC, m.PauseTotalNs = out[10], out[11], out[12]
	m.NumGC, m.NumForcedGC = uint32(out[13]), uint32(out[14])
	m.StackInuse, m.StackSys, m.GCSys, m.EnableGC = out[15], out[16], out[17], true
}

// A Pinner keeps objects alive and where they are, which here they always are.
type Pinner struct {
	*pinner
}

type pinner struct{ held []any }

// Pin keeps what pointer points to until Unpin.
func (p *Pinner) Pin(pointer any) {
	if pointer == nil {
		panic(errorString("runtime.Pinner: argument is nil"))
	}
	if k := reflectlite.KindOf(pointer); k != reflectlite.Pointer && k != reflectlite.UnsafePointer {
		panic(errorString("runtime.Pinner: argument is not a pointer: " + reflectlite.TypeString(reflectlite.TypeOf(pointer))))
	}
	if p.pinner == nil {
		p.pinner = new(pinner)
	}
	p.held = append(p.held, pointer)
}

// Unpin lets go of all that was pinned.
func (p *Pinner) Unpin() {
	if p.pinner != nil {
		p.held = nil
	}
}
