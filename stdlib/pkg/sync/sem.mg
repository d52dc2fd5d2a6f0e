package sync

// sem.mg: what the runtime gives to this package.

// runtime_Semacquire waits until *s > 0 and takes one off. The other forms tell
// tracebacks what is waited for; lifo puts the goroutine at the queue's front.
// false: the goroutine is to end (a REPL's user interrupts it) and has left the
// queue without taking anything. The caller takes back what it has noted of the wait
// and calls Goexit; or, when it finds that somebody releases the semaphore for it
// already, waits anew, which takes but a moment. A goroutine that is to end is
// never ended by force while it runs in this package.
//
//minigo:park
func runtime_Semacquire(s *uint32) bool

//minigo:park
func runtime_SemacquireWaitGroup(s *uint32) bool

//minigo:park
func runtime_SemacquireMutex(s *uint32, lifo bool) bool

//minigo:park
func runtime_SemacquireRWMutexR(s *uint32, lifo bool) bool

//minigo:park
func runtime_SemacquireRWMutex(s *uint32, lifo bool) bool

// take waits for a release that is under way.
func take(s *uint32) {
	for !runtime_Semacquire(s) {
	}
}

// runtime_Semrelease adds one to *s and wakes a waiter; handoff runs it at once.
//
//minigo:park
func runtime_Semrelease(s *uint32, handoff bool)

// A notifyList is a queue of tickets: wait is the next to give out, notify the
// next to be called.
type notifyList struct {
	wait, notify uint32
	lock         uintptr
	head, tail   uintptr
}

//minigo:leaf
func runtime_notifyListAdd(l *notifyList) uint32

// runtime_notifyListWait waits for ticket t to be called; false as from runtime_Semacquire.
//
//minigo:park
func runtime_notifyListWait(l *notifyList, t uint32) bool

//minigo:park
func runtime_notifyListNotifyAll(l *notifyList)

//minigo:park
func runtime_notifyListNotifyOne(l *notifyList)

// fatal ends the program with "fatal error: " and s.
func fatal(s string)

// runtime_canSpin says whether the i-th round of spinning makes sense now.
//
//minigo:leaf
func runtime_canSpin(i int) bool

//minigo:leaf
func runtime_doSpin()

//minigo:leaf
func runtime_nanotime() int64

// runtime_procID is the number of the P that the goroutine is on, runtime_procs
// how many there may be, runtime_collections how many collections have begun.
//
//minigo:leaf
func runtime_procID() int

//minigo:leaf
func runtime_procs() int

//minigo:leaf
func runtime_collections() uint32

type noCopy struct{}

func (*noCopy) Lock()   {}
func (*noCopy) Unlock() {}
