// A token bucket: a ticker drops a token now and then, callers wait for one, and a burst may use what was saved up.
package main

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

type limiter struct {
	tokens chan struct{}
	stop   chan struct{}
}

func newLimiter(every time.Duration, burst int) *limiter {
	l := &limiter{make(chan struct{}, burst), make(chan struct{})}
	for range burst {
		l.tokens <- struct{}{}
	}
	go func() {
		t := time.NewTicker(every)
		defer t.Stop()
		for {
			select {
			case <-t.C:
				select {
				case l.tokens <- struct{}{}:
				default: // the bucket is full
				}
			case <-l.stop:
				return
			}
		}
	}()
	return l
}

// wait takes a token, or gives up with the context.
func (l *limiter) wait(ctx context.Context) error {
	select {
	case <-l.tokens:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func main() {
	l := newLimiter(2*time.Millisecond, 5)
	began := time.Now()
	var served atomic.Int32
	var wg sync.WaitGroup
	for range 10 {
		wg.Go(func() {
			for range 3 {
				if l.wait(context.Background()) == nil {
					served.Add(1)
				}
			}
		})
	}
	wg.Wait()
	took := time.Since(began)
	fmt.Println("served", served.Load())
	// 30 calls, 5 of them from the burst: 25 ticks of 2 ms at least.
	fmt.Println("not too fast:", took >= 45*time.Millisecond)

	close(l.stop)
	for len(l.tokens) > 0 {
		<-l.tokens
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Millisecond)
	defer cancel()
	fmt.Println("without tokens:", l.wait(ctx))
}
