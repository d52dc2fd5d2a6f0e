package runtime

// proc.mg: doors to the scheduler.

const (
	GOOS     = "linux"
	GOARCH   = "amd64"
	Compiler = "gc"
)

// Version is the version of the language that is spoken here.
func Version() string { return "go1.27" }

// GOROOT is empty: the library is inside the program.
func GOROOT() string { return "" }

// NumCgoCall is 0.
func NumCgoCall() int64 { return 0 }

// Gosched lets others run.
//
//minigo:park
func Gosched()

// Goexit ends the goroutine after its deferred calls.
func Goexit()

// GOMAXPROCS sets how many goroutines may run at once, if n > 0, and gives the
// number before.
//
//minigo:park
func GOMAXPROCS(n int) int

// SetDefaultGOMAXPROCS sets GOMAXPROCS to the number of processors, whatever the environment says.
func SetDefaultGOMAXPROCS() { GOMAXPROCS(NumCPU()) }

// Breakpoint stops the program under a debugger and ends it elsewhere.
func Breakpoint()

//minigo:leaf
func NumCPU() int

//minigo:leaf
func NumGoroutine() int

// LockOSThread ties the goroutine to its thread until as many UnlockOSThread.
//
//minigo:park
func LockOSThread()

//minigo:park
func UnlockOSThread()

// KeepAlive is a use of x.
//
//minigo:leaf
func KeepAlive(x any)

// ---- frames ----

// Caller tells where the skip-th function above this call (0: the caller itself) is.
func Caller(skip int) (pc uintptr, file string, line int, ok bool)

// Callers fills pc with the return addresses of the stack, leaving skip out (0: that
// of Callers itself, 1: its caller's).
func Callers(skip int, pc []uintptr) int

// Stack writes the traceback of the goroutine, or of all, to buf.
//
//minigo:park
func Stack(buf []byte, all bool) int

// pcInfo tells what a pc of Caller or Callers is in; name is "" if it is nothing.
func pcInfo(pc uintptr) (name, file string, line int, entry uintptr)

// A Func is a function of the program, known by a pc in it.
type Func struct {
	name  string
	entry uintptr
}

// FuncForPC is the function that pc is in, or nil.
func FuncForPC(pc uintptr) *Func {
	name, _, _, entry := pcInfo(pc)
	if name == "" {
		return nil
	}
	return &Func{name, entry}
}

func (f *Func) Name() string {
	if f == nil {
		return ""
	}
	return f.name
}

func (f *Func) Entry() uintptr { return f.entry }

func (f *Func) FileLine(pc uintptr) (file string, line int) {
	_, file, line, _ = pcInfo(pc)
	return file, line
}

// A Frame is one call on a stack.
type Frame struct {
	PC       uintptr
	Func     *Func
	Function string
	File     string
	Line     int
	Entry    uintptr
}

// Frames translates the pcs of Callers.
type Frames struct {
	pcs []uintptr
}

func CallersFrames(callers []uintptr) *Frames { return &Frames{callers} }

// Next is the next frame; more says whether another follows.
func (f *Frames) Next() (frame Frame, more bool) {
	if len(f.pcs) == 0 {
		return Frame{}, false
	}
	pc := f.pcs[0]
	f.pcs = f.pcs[1:]
	name, file, line, entry := pcInfo(pc)
	return Frame{pc, &Func{name, entry}, name, file, line, entry}, len(f.pcs) > 0
}
