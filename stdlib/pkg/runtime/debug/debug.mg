// Package debug adjusts the runtime and shows stacks.
package debug

import (
	"internal/stdio"
	"runtime"
)

// Natives take and give what the functions of Go's names do.

func setGCPercent(percent int) (old int)

func setMemoryLimit(limit int64) (old int64)

func setMaxStack(bytes int) (old int)

func setMaxThreads(threads int) (old int)

func setTraceback(level string)

//minigo:park
func freeOSMemory()

// SetGCPercent sets how much the heap grows between collections; negative: no collections.
func SetGCPercent(percent int) int { return setGCPercent(percent) }

// SetMemoryLimit sets the soft limit of memory in bytes, unless negative.
func SetMemoryLimit(limit int64) int64 { return setMemoryLimit(limit) }

// SetMaxStack sets the size in bytes that ends a goroutine with a stack overflow.
func SetMaxStack(bytes int) int { return setMaxStack(bytes) }

// SetMaxThreads sets how many threads end the program.
func SetMaxThreads(threads int) int { return setMaxThreads(threads) }

var panicOnFault bool

// SetPanicOnFault has no effect but that the next call tells of it: no memory of a program is ever unmapped.
func SetPanicOnFault(enabled bool) bool {
	was := panicOnFault
	panicOnFault = enabled
	return was
}

// SetTraceback sets how much a program that dies shows, as GOTRACEBACK does; never less than that asks for.
func SetTraceback(level string) { setTraceback(level) }

// FreeOSMemory collects and gives free memory back to the system.
func FreeOSMemory() { freeOSMemory() }

// Stack is the traceback of this goroutine.
func Stack() []byte {
	buf := make([]byte, 1024)
	for {
		n := runtime.Stack(buf, false)
		if n < len(buf) {
			return buf[:n]
		}
		buf = make([]byte, 2*len(buf))
	}
}

// PrintStack prints Stack to standard error.
func PrintStack() { stdio.Stderr.Write(Stack()) }
