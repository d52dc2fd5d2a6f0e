// Package context carries deadlines, cancellation and values across calls.
//
// A context that can be cancelled is a node: it knows its children and cancels
// them when it is cancelled itself. A parent that is no node of this package is
// watched by a goroutine (or by its own AfterFunc).
package context

import (
	"errors"
	"internal/reflectlite"
	"sync"
	"time"
)

type Context interface {
	Deadline() (deadline time.Time, ok bool)
	Done() <-chan struct{}
	Err() error
	Value(key any) any
}

// Canceled and DeadlineExceeded are what Err gives.
var Canceled = errors.New("context canceled")

var DeadlineExceeded error = deadlineExceededError{}

type deadlineExceededError struct{}

func (deadlineExceededError) Error() string   { return "context deadline exceeded" }
func (deadlineExceededError) Timeout() bool   { return true }
func (deadlineExceededError) Temporary() bool { return true }

type emptyCtx struct{}

func (emptyCtx) Deadline() (deadline time.Time, ok bool) { return time.Time{}, false }
func (emptyCtx) Done() <-chan struct{}                   { return nil }
func (emptyCtx) Err() error                              { return nil }
func (emptyCtx) Value(key any) any                       { return nil }

type backgroundCtx struct{ emptyCtx }

func (backgroundCtx) String() string { return "context.Background" }

type todoCtx struct{ emptyCtx }

func (todoCtx) String() string { return "context.TODO" }

// Background is the root of contexts, TODO one for want of a better.
func Background() Context { return backgroundCtx{} }
func TODO() Context       { return todoCtx{} }

type CancelFunc func()
type CancelCauseFunc func(cause error)

// A canceler is a node as its parent sees it.
type canceler interface {
	cancel(leave bool, err, cause error)
	Done() <-chan struct{}
}

// A cancelCtx is a node. mu guards all but Context, which changes only once,
// before others know the node.
type cancelCtx struct {
	Context

	mu       sync.Mutex
	done     chan struct{} // made when first asked for
	children map[canceler]struct{}
	err      error
	cause    error
	unwatch  func() bool // ends the watch of a parent with an AfterFunc
}

// nodeKey asks a context for the node above it.
var nodeKey int

// closed is the Done of nodes cancelled before anybody asked.
var closed = make(chan struct{})

func init() {
	close(closed)
}

func (c *cancelCtx) Value(key any) any {
	if key == &nodeKey {
		return c
	}
	return c.Context.Value(key)
}

func (c *cancelCtx) Done() <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.done == nil {
		c.done = make(chan struct{})
	}
	return c.done
}

func (c *cancelCtx) Err() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.err
}

func (c *cancelCtx) String() string { return name(c.Context) + ".WithCancel" }

// parentNode is the node that cancels parent, if it is one of this package and
// nothing in between has a Done of its own.
func parentNode(parent Context) (*cancelCtx, bool) {
	done := parent.Done()
	if done == nil || done == closed {
		return nil, false
	}
	p, ok := parent.Value(&nodeKey).(*cancelCtx)
	if !ok {
		return nil, false
	}
	p.mu.Lock()
	same := p.done == done
	p.mu.Unlock()
	return p, same
}

// join makes child, whose node is c, be cancelled with parent.
func (c *cancelCtx) join(parent Context, child canceler) {
	c.Context = parent
	done := parent.Done()
	if done == nil {
		return
	}
	select {
	case <-done:
		child.cancel(false, parent.Err(), Cause(parent))
		return
	default:
	}
	if p, ok := parentNode(parent); ok {
		p.mu.Lock()
		if p.err != nil {
			err, cause := p.err, p.cause
			p.mu.Unlock()
			child.cancel(false, err, cause)
			return
		}
		if p.children == nil {
			p.children = make(map[canceler]struct{})
		}
		p.children[child] = struct{}{}
		p.mu.Unlock()
		return
	}
	if a, ok := parent.(interface{ AfterFunc(func()) func() bool }); ok {
		stop := a.AfterFunc(func() { child.cancel(false, parent.Err(), Cause(parent)) })
		c.mu.Lock()
		c.unwatch = stop
		c.mu.Unlock()
		return
	}
	go func() {
		select {
		case <-parent.Done():
			child.cancel(false, parent.Err(), Cause(parent))
		case <-child.Done():
		}
	}()
}

// depart takes child, whose node is c, off its parent.
func (c *cancelCtx) depart(child canceler) {
	c.mu.Lock()
	unwatch := c.unwatch
	c.mu.Unlock()
	if unwatch != nil {
		unwatch()
		return
	}
	if p, ok := parentNode(c.Context); ok {
		p.mu.Lock()
		delete(p.children, child)
		p.mu.Unlock()
	}
}

func (c *cancelCtx) cancel(leave bool, err, cause error) { c.cancelAs(c, leave, err, cause) }

// cancelAs cancels the node of self and all below it.
func (c *cancelCtx) cancelAs(self canceler, leave bool, err, cause error) {
	if cause == nil {
		cause = err
	}
	c.mu.Lock()
	if c.err != nil {
		c.mu.Unlock()
		return
	}
	c.err = err
	c.cause = cause
	if c.done == nil {
		c.done = closed
	} else {
		close(c.done)
	}
	children := c.children
	c.children = nil
	c.mu.Unlock()
	for child := range children {
		child.cancel(false, err, cause)
	}
	if leave {
		c.depart(self)
	}
}

func withCancel(parent Context) *cancelCtx {
	if parent == nil {
		panic("cannot create context from nil parent")
	}
	c := &cancelCtx{}
	c.join(parent, c)
	return c
}

// WithCancel makes a context that cancel cancels.
func WithCancel(parent Context) (ctx Context, cancel CancelFunc) {
	c := withCancel(parent)
	return c, func() { c.cancel(true, Canceled, nil) }
}

// WithCancelCause is WithCancel with a reason, which Cause tells.
func WithCancelCause(parent Context) (ctx Context, cancel CancelCauseFunc) {
	c := withCancel(parent)
	return c, func(cause error) { c.cancel(true, Canceled, cause) }
}

// Cause is why c was cancelled, Err() if no reason was given.
func Cause(c Context) error {
	err := c.Err()
	if err == nil {
		return nil
	}
	if n, ok := c.Value(&nodeKey).(*cancelCtx); ok {
		n.mu.Lock()
		cause := n.cause
		n.mu.Unlock()
		if cause != nil {
			return cause
		}
	}
	return err
}

// AfterFunc calls f in its own goroutine when ctx is done, unless stop comes first.
func AfterFunc(ctx Context, f func()) (stop func() bool) {
	a := &afterFuncCtx{f: f}
	a.join(ctx, a)
	return func() bool {
		stopped := false
		a.once.Do(func() { stopped = true })
		if stopped {
			a.cancel(true, Canceled, nil)
		}
		return stopped
	}
}

type afterFuncCtx struct {
	cancelCtx
	once sync.Once // done by f's start or its stop
	f    func()
}

func (a *afterFuncCtx) cancel(leave bool, err, cause error) {
	a.cancelAs(a, leave, err, cause)
	a.once.Do(func() { go a.f() })
}

// WithoutCancel is parent's values without its cancellation.
func WithoutCancel(parent Context) Context {
	if parent == nil {
		panic("cannot create context from nil parent")
	}
	return withoutCancelCtx{parent}
}

type withoutCancelCtx struct {
	c Context
}

func (withoutCancelCtx) Deadline() (deadline time.Time, ok bool) { return time.Time{}, false }
func (withoutCancelCtx) Done() <-chan struct{}                   { return nil }
func (withoutCancelCtx) Err() error                              { return nil }

func (c withoutCancelCtx) Value(key any) any {
	if key == &nodeKey {
		return nil
	}
	return c.c.Value(key)
}

func (c withoutCancelCtx) String() string { return name(c.c) + ".WithoutCancel" }

// WithDeadline makes a context that is cancelled at d.
func WithDeadline(parent Context, d time.Time) (Context, CancelFunc) {
	return WithDeadlineCause(parent, d, nil)
}

// WithDeadlineCause is WithDeadline with a reason for the deadline.
func WithDeadlineCause(parent Context, d time.Time, cause error) (Context, CancelFunc) {
	if parent == nil {
		panic("cannot create context from nil parent")
	}
	if cur, ok := parent.Deadline(); ok && cur.Before(d) {
		return WithCancel(parent)
	}
	c := &timerCtx{deadline: d}
	c.join(parent, c)
	left := time.Until(d)
	if left <= 0 {
		c.cancel(true, DeadlineExceeded, cause)
		return c, func() { c.cancel(false, Canceled, nil) }
	}
	c.mu.Lock()
	if c.err == nil {
		c.timer = time.AfterFunc(left, func() { c.cancel(true, DeadlineExceeded, cause) })
	}
	c.mu.Unlock()
	return c, func() { c.cancel(true, Canceled, nil) }
}

func WithTimeout(parent Context, timeout time.Duration) (Context, CancelFunc) {
	return WithDeadline(parent, time.Now().Add(timeout))
}

func WithTimeoutCause(parent Context, timeout time.Duration, cause error) (Context, CancelFunc) {
	return WithDeadlineCause(parent, time.Now().Add(timeout), cause)
}

type timerCtx struct {
	cancelCtx
	timer    *time.Timer
	deadline time.Time
}

func (c *timerCtx) Deadline() (deadline time.Time, ok bool) { return c.deadline, true }

func (c *timerCtx) String() string {
	return name(c.Context) + ".WithDeadline(" + c.deadline.String() + " [" + time.Until(c.deadline).String() + "])"
}

func (c *timerCtx) cancel(leave bool, err, cause error) {
	c.cancelAs(c, leave, err, cause)
	c.mu.Lock()
	if c.timer != nil {
		c.timer.Stop()
		c.timer = nil
	}
	c.mu.Unlock()
}

// WithValue is parent with val at key.
func WithValue(parent Context, key, val any) Context {
	if parent == nil {
		panic("cannot create context from nil parent")
	}
	if key == nil {
		panic("nil key")
	}
	if !reflectlite.TypeComparable(reflectlite.TypeOf(key)) {
		panic("key is not comparable")
	}
	return &valueCtx{parent, key, val}
}

type valueCtx struct {
	Context
	key, val any
}

// Value goes up the chain in a loop where it knows the way.
func (c *valueCtx) Value(key any) any {
	for {
		if c.key == key {
			return c.val
		}
		next, ok := c.Context.(*valueCtx)
		if !ok {
			return c.Context.Value(key)
		}
		c = next
	}
}

func (c *valueCtx) String() string {
	return name(c.Context) + ".WithValue(" + text(c.key) + ", " + text(c.val) + ")"
}

// name is a context for people.
func name(c Context) string {
	if s, ok := c.(interface{ String() string }); ok {
		return s.String()
	}
	return reflectlite.TypeString(reflectlite.TypeOf(c))
}

func text(v any) string {
	switch s := v.(type) {
	case interface{ String() string }:
		return s.String()
	case string:
		return s
	case nil:
		return "<nil>"
	}
	return reflectlite.TypeString(reflectlite.TypeOf(v))
}
