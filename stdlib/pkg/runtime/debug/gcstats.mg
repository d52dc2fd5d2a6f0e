package debug

// gcstats.mg: the collections so far.

import (
	"runtime"
	"slices"
	"time"
)

// GCStats tells about collections.
type GCStats struct {
	LastGC         time.Time
	NumGC          int64
	PauseTotal     time.Duration
	Pause          []time.Duration // the latest first
	PauseEnd       []time.Time     // likewise
	PauseQuantiles []time.Duration
}

// ReadGCStats fills stats; PauseQuantiles keeps its length, from the shortest pause to the longest.
func ReadGCStats(stats *GCStats) {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	stats.LastGC = time.Unix(0, int64(m.LastGC))
	stats.NumGC = int64(m.NumGC)
	stats.PauseTotal = time.Duration(m.PauseTotalNs)
	stats.Pause, stats.PauseEnd = stats.Pause[:0], stats.PauseEnd[:0]
	known := min(int(m.NumGC), len(m.PauseNs))
	for i := range known {
		at := (int(m.NumGC) - 1 - i) % len(m.PauseNs)
		stats.Pause = append(stats.Pause, time.Duration(m.PauseNs[at]))
		stats.PauseEnd = append(stats.PauseEnd, time.Unix(0, int64(m.PauseEnd[at])))
	}
	if q := stats.PauseQuantiles; len(q) > 0 {
		clear(q)
		if known > 0 {
			sorted := slices.Sorted(slices.Values(stats.Pause))
			last := len(q) - 1
			for i := range last {
				q[i] = sorted[known*i/last]
			}
			q[last] = sorted[known-1]
		}
	}
}
