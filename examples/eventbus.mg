// Publish and subscribe: a bus passes events to those who asked for their topic, until a context ends.
package main

import (
	"context"
	"fmt"
	"sync"
)

type event struct {
	topic string
	value int
}

type bus struct {
	mu   sync.RWMutex
	subs map[string][]chan event
}

// subscribe gives a channel of the topic's events; it is closed when ctx ends.
func (b *bus) subscribe(ctx context.Context, topic string) <-chan event {
	c := make(chan event, 4)
	b.mu.Lock()
	b.subs[topic] = append(b.subs[topic], c)
	b.mu.Unlock()
	context.AfterFunc(ctx, func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		var rest []chan event
		for _, s := range b.subs[topic] {
			if s != c {
				rest = append(rest, s)
			}
		}
		b.subs[topic] = rest
		close(c)
	})
	return c
}

func (b *bus) publish(e event) int {
	b.mu.RLock()
	defer b.mu.RUnlock()
	for _, c := range b.subs[e.topic] {
		c <- e
	}
	return len(b.subs[e.topic])
}

func main() {
	b := &bus{subs: map[string][]chan event{}}
	ctx, cancel := context.WithCancel(context.Background())
	sums := make([]int, 3)
	var wg sync.WaitGroup
	for i, topic := range []string{"even", "odd", "even"} {
		events := b.subscribe(ctx, topic)
		wg.Go(func() {
			for e := range events {
				sums[i] += e.value
			}
		})
	}
	reached := 0
	for v := range 100 {
		topic := "even"
		if v%2 == 1 {
			topic = "odd"
		}
		reached += b.publish(event{topic, v})
	}
	fmt.Println("deliveries:", reached, "nobody:", b.publish(event{"prime", 7}))
	cancel()
	wg.Wait()
	fmt.Println("sums:", sums)
	fmt.Println("after the end:", b.publish(event{"odd", 1}))
}
