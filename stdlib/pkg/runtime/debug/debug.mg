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

//minigo:park
func freeOSMemory()

// SetGCPercent sets how much the heap grows between collections; negative: no collections.
func SetGCPercent(percent int) int { return setGCPercent(percent) }

// SetMemoryLimit sets the soft limit of memory in bytes, unless negative.
func SetMemoryLimit(limit int64) int64 { return setMemoryLimit(limit) }

// SetMaxStack sets the size in bytes that ends a goroutine with a stack overflow.
func SetMaxStack(bytes int) int { return setMaxStack(bytes) }

// SetMaxThreads has no effect.
func SetMaxThreads(threads int) int { return 10000 }

// SetPanicOnFault has no effect.
func SetPanicOnFault(enabled bool) bool { return false }

// SetTraceback has no effect.
func SetTraceback(level string) {}

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
