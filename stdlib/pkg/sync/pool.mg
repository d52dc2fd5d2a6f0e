package sync

// A Pool keeps values that may be used again. It holds few, so that it needs no
// help from the collector to let them go.
type Pool struct {
	_ noCopy

	mu    Mutex
	items []any

	// New makes a value when there is none to give.
	New func() any
}

const poolItems = 64

// Put gives x to the pool.
func (p *Pool) Put(x any) {
	if x == nil {
		return
	}
	p.mu.Lock()
	if len(p.items) < poolItems {
		p.items = append(p.items, x)
	}
	p.mu.Unlock()
}

// Get takes a value out of the pool, the last that came, or makes one.
func (p *Pool) Get() any {
	var x any
	p.mu.Lock()
	if n := len(p.items); n > 0 {
		x = p.items[n-1]
		p.items[n-1] = nil
		p.items = p.items[:n-1]
	}
	p.mu.Unlock()
	if x == nil && p.New != nil {
		x = p.New()
	}
	return x
}
