// A generic cache that forgets what was used longest ago: a map for the search, a ring of entries for the order.
package main

import "fmt"

type entry[K comparable, V any] struct {
	key        K
	value      V
	prev, next *entry[K, V]
}

// Cache keeps at most a fixed number of entries.
type Cache[K comparable, V any] struct {
	limit   int
	entries map[K]*entry[K, V]
	root    entry[K, V] // root.next was used last, root.prev longest ago
	onEvict func(K, V)
}

func NewCache[K comparable, V any](limit int, onEvict func(K, V)) *Cache[K, V] {
	c := &Cache[K, V]{limit: limit, entries: map[K]*entry[K, V]{}, onEvict: onEvict}
	c.root.next, c.root.prev = &c.root, &c.root
	return c
}

func (c *Cache[K, V]) unlink(e *entry[K, V]) {
	e.prev.next, e.next.prev = e.next, e.prev
}

func (c *Cache[K, V]) front(e *entry[K, V]) {
	e.prev, e.next = &c.root, c.root.next
	e.prev.next, e.next.prev = e, e
}

func (c *Cache[K, V]) Get(key K) (value V, ok bool) {
	e, ok := c.entries[key]
	if !ok {
		return value, false
	}
	c.unlink(e)
	c.front(e)
	return e.value, true
}

func (c *Cache[K, V]) Put(key K, value V) {
	if e, ok := c.entries[key]; ok {
		e.value = value
		c.unlink(e)
		c.front(e)
		return
	}
	if len(c.entries) == c.limit {
		old := c.root.prev
		c.unlink(old)
		delete(c.entries, old.key)
		c.onEvict(old.key, old.value)
	}
	e := &entry[K, V]{key: key, value: value}
	c.entries[key] = e
	c.front(e)
}

// All ranges over the entries, the one used last first.
func (c *Cache[K, V]) All() func(yield func(K, V) bool) {
	return func(yield func(K, V) bool) {
		for e := c.root.next; e != &c.root; e = e.next {
			if !yield(e.key, e.value) {
				return
			}
		}
	}
}

func main() {
	c := NewCache(3, func(k string, n int) { fmt.Println("forgotten:", k, n) })
	for i, word := range []string{"one", "two", "three", "one", "four", "five"} {
		if n, ok := c.Get(word); ok {
			fmt.Println("known:", word, n)
			continue
		}
		c.Put(word, i)
	}
	for k, n := range c.All() {
		fmt.Println(k, n)
	}
	fmt.Printf("%T\n", c)
}
