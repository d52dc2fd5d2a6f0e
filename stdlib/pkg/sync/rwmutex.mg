package sync

import (
	"runtime"
	"sync/atomic"
)

// An RWMutex is a lock for one writer or many readers. A writer that waits keeps
// new readers out: it makes readers negative by maxReaders.
type RWMutex struct {
	w          Mutex  // held by a writer, waiting or not
	writerSem  uint32 // a writer waits here for the readers before it
	readerSem  uint32 // readers wait here for a writer
	readers    atomic.Int32
	readerWait atomic.Int32 // readers that the waiting writer waits for
}

const maxReaders = 1 << 30

// RLock locks rw for reading.
func (rw *RWMutex) RLock() {
	if rw.readers.Add(1) < 0 {
		if !runtime_SemacquireRWMutexR(&rw.readerSem, false) {
			rw.giveUpReading()
		}
	}
}

// giveUpReading ends a goroutine that is to end and waits for reading no more.
func (rw *RWMutex) giveUpReading() {
	for {
		n := rw.readers.Load()
		if n >= 0 {
			// A writer has left and lets it in.
			take(&rw.readerSem)
			rw.RUnlock()
			runtime.Goexit()
		}
		if rw.readers.CompareAndSwap(n, n-1) {
			runtime.Goexit()
		}
	}
}

// TryRLock locks rw for reading if no writer has it or waits for it.
func (rw *RWMutex) TryRLock() bool {
	for {
		n := rw.readers.Load()
		if n < 0 {
			return false
		}
		if rw.readers.CompareAndSwap(n, n+1) {
			return true
		}
	}
}

// RUnlock undoes one RLock.
func (rw *RWMutex) RUnlock() {
	n := rw.readers.Add(-1)
	if n >= 0 {
		return
	}
	if n+1 == 0 || n+1 == -maxReaders {
		rw.readers.Add(1)
		fatal("sync: RUnlock of unlocked RWMutex")
	}
	if rw.readerWait.Add(-1) == 0 {
		runtime_Semrelease(&rw.writerSem, false)
	}
}

// Lock locks rw for writing.
func (rw *RWMutex) Lock() {
	rw.w.Lock()
	active := rw.readers.Add(-maxReaders) + maxReaders
	if active != 0 && rw.readerWait.Add(active) != 0 {
		if !runtime_SemacquireRWMutex(&rw.writerSem, false) {
			// Which readers came before and which after is known only when the former have left. Until then another
			// goroutine waits in place of this one, which is to end.
			go func() {
				take(&rw.writerSem)
				rw.Unlock()
			}()
			runtime.Goexit()
		}
	}
}

// TryLock locks rw for writing if nobody has it.
func (rw *RWMutex) TryLock() bool {
	if !rw.w.TryLock() {
		return false
	}
	if !rw.readers.CompareAndSwap(0, -maxReaders) {
		rw.w.Unlock()
		return false
	}
	return true
}

// Unlock ends writing; readers that waited go first.
func (rw *RWMutex) Unlock() {
	n := rw.readers.Add(maxReaders)
	if n >= maxReaders {
		rw.readers.Add(-maxReaders)
		fatal("sync: Unlock of unlocked RWMutex")
	}
	for ; n > 0; n-- {
		runtime_Semrelease(&rw.readerSem, false)
	}
	rw.w.Unlock()
}

// RLocker is a Locker over RLock and RUnlock.
func (rw *RWMutex) RLocker() Locker { return (*rlocker)(rw) }

type rlocker RWMutex

func (r *rlocker) Lock()   { (*RWMutex)(r).RLock() }
func (r *rlocker) Unlock() { (*RWMutex)(r).RUnlock() }
