package time

import "unsafe"

// Sleep waits for d.
//
//minigo:park
func Sleep(d Duration)

// newChanTimer makes a running timer that at `when` (of runtimeNano) sends the time
// on c, which has room for one, unless one lies there; then every period ns if
// that is not 0. A stopped or reset timer leaves nothing in c.
func newChanTimer(c chan Time, loc *Location, when, period int64) unsafe.Pointer

// newFuncTimer makes a running timer that calls f in a goroutine of its own.
func newFuncTimer(f func(), when int64) unsafe.Pointer

// stopTimer and resetTimer say whether the timer was running.
func stopTimer(t unsafe.Pointer) bool

func resetTimer(t unsafe.Pointer, when, period int64) bool

// runtimeNano is the monotonic clock.
//
//minigo:leaf
func runtimeNano() int64

// when is the reading of the clock d from now.
func when(d Duration) int64 {
	if d <= 0 {
		return runtimeNano()
	}
	t := runtimeNano() + int64(d)
	if t < 0 {
		t = 1<<63 - 1
	}
	return t
}

// A Timer fires once: it sends the time on C or calls a function.
type Timer struct {
	C <-chan Time
	r unsafe.Pointer
}

// NewTimer makes a Timer that fires after d.
func NewTimer(d Duration) *Timer {
	c := make(chan Time, 1)
	return &Timer{c, newChanTimer(c, &localLoc, when(d), 0)}
}

// AfterFunc calls f in its own goroutine after d.
func AfterFunc(d Duration, f func()) *Timer {
	return &Timer{nil, newFuncTimer(f, when(d))}
}

// After is NewTimer(d).C.
func After(d Duration) <-chan Time {
	return NewTimer(d).C
}

// Stop keeps the timer from firing; false if it has fired or was stopped.
func (t *Timer) Stop() bool {
	if t.r == nil {
		panic("time: Stop called on uninitialized Timer")
	}
	return stopTimer(t.r)
}

// Reset has the timer fire after d; false if it had fired or was stopped.
func (t *Timer) Reset(d Duration) bool {
	if t.r == nil {
		panic("time: Reset called on uninitialized Timer")
	}
	return resetTimer(t.r, when(d), 0)
}

// A Ticker sends the time on C at intervals.
type Ticker struct {
	C <-chan Time
	r unsafe.Pointer
}

// NewTicker makes a Ticker with period d.
func NewTicker(d Duration) *Ticker {
	if d <= 0 {
		panic("non-positive interval for NewTicker")
	}
	c := make(chan Time, 1)
	return &Ticker{c, newChanTimer(c, &localLoc, when(d), int64(d))}
}

// Stop turns the ticker off.
func (t *Ticker) Stop() {
	if t.r != nil {
		stopTimer(t.r)
	}
}

// Reset sets the period to d and starts anew.
func (t *Ticker) Reset(d Duration) {
	if d <= 0 {
		panic("non-positive interval for Ticker.Reset")
	}
	if t.r == nil {
		panic("time: Reset called on uninitialized Ticker")
	}
	resetTimer(t.r, when(d), int64(d))
}

// Tick is NewTicker(d).C, nil for a d that is not positive.
func Tick(d Duration) <-chan Time {
	if d <= 0 {
		return nil
	}
	return NewTicker(d).C
}
