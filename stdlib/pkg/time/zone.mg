package time

// zone.mg: places, and which zone is in effect there when.

import (
	"errors"
	"sync/atomic"
)

// A Location is a place with its zones.
type Location struct {
	name    string
	zones   []zone
	changes []change
	extend  string // rule for the time after the last change, as in TZ
	loaded  uint32 // set once the local place has been read
	lock    chan bool
}

// A zone is an offset with a name.
type zone struct {
	name   string
	offset int // seconds east of UTC
	isDST  bool
}

// A change is the coming into effect of a zone.
type change struct {
	when  int64 // Unix time
	index uint8
}

const (
	beginning = -1 << 63
	end_      = 1<<63 - 1
)

var (
	utcLoc   = Location{name: "UTC"}
	localLoc = Location{name: "Local", lock: make(chan bool, 1)}

	// UTC is Universal Coordinated Time.
	UTC *Location = &utcLoc

	// Local is the system's place.
	Local *Location = &localLoc
)

func (l *Location) get() *Location {
	switch {
	case l == nil:
		return &utcLoc
	case l == &localLoc && atomic.LoadUint32(&l.loaded) == 0:
		l.lock <- true
		if l.loaded == 0 {
			loadLocal(l)
			atomic.StoreUint32(&l.loaded, 1)
		}
		<-l.lock
	}
	return l
}

func (l *Location) String() string { return l.get().name }

// FixedZone is a place that is always offset seconds east of UTC.
func FixedZone(name string, offset int) *Location {
	return &Location{name: name, zones: []zone{{name, offset, false}}}
}

// lookup is the zone in effect at Unix time sec, which is in [start, end).
func (l *Location) lookup(sec int64) (name string, offset int, start, end int64, isDST bool) {
	l = l.get()
	if len(l.zones) == 0 {
		return "UTC", 0, beginning, end_, false
	}
	z := &l.zones[0]
	start, end = beginning, end_
	if len(l.changes) == 0 || sec < l.changes[0].when {
		z = l.firstZone()
		if len(l.changes) > 0 {
			end = l.changes[0].when
		}
		return z.name, z.offset, start, end, z.isDST
	}
	lo, hi := 0, len(l.changes)
	for hi-lo > 1 {
		mid := (lo + hi) / 2
		if sec < l.changes[mid].when {
			hi = mid
		} else {
			lo = mid
		}
	}
	z = &l.zones[l.changes[lo].index]
	start = l.changes[lo].when
	if hi < len(l.changes) {
		end = l.changes[hi].when
	} else if l.extend != "" {
		if name, offset, start, end, isDST, ok := ruleLookup(l.extend, start, sec); ok {
			return name, offset, start, end, isDST
		}
	}
	return z.name, z.offset, start, end, z.isDST
}

// firstZone is the zone in effect before the first change: zone 0 if no change
// leads to it, else the standard zone before the first change if that is to
// daylight saving time, else the first standard zone.
func (l *Location) firstZone() *zone {
	used := false
	for _, c := range l.changes {
		if c.index == 0 {
			used = true
			break
		}
	}
	if !used {
		return &l.zones[0]
	}
	if len(l.changes) > 0 && l.zones[l.changes[0].index].isDST {
		for i := int(l.changes[0].index) - 1; i >= 0; i-- {
			if !l.zones[i].isDST {
				return &l.zones[i]
			}
		}
	}
	for i := range l.zones {
		if !l.zones[i].isDST {
			return &l.zones[i]
		}
	}
	return &l.zones[0]
}

// byName finds a zone by its abbreviation, best one that was so called at unix.
func (l *Location) byName(name string, unix int64) (offset int, ok bool) {
	l = l.get()
	for i := range l.zones {
		z := &l.zones[i]
		if z.name == name {
			now, offset, _, _, _ := l.lookup(unix - int64(z.offset))
			if now == z.name {
				return offset, true
			}
		}
	}
	for i := range l.zones {
		if l.zones[i].name == name {
			return l.zones[i].offset, true
		}
	}
	return 0, false
}

// LoadLocation is the place of that name in the system's database; "" and "UTC"
// are UTC, "Local" is Local.
func LoadLocation(name string) (*Location, error) {
	switch name {
	case "", "UTC":
		return UTC, nil
	case "Local":
		return Local, nil
	}
	bad := name[0] == '/' || name[0] == '\\'
	for i := 0; i+1 < len(name); i++ {
		bad = bad || name[i] == '.' && name[i+1] == '.'
	}
	if bad {
		return nil, errors.New("time: invalid location name")
	}
	data := zoneFile(name)
	if data == nil {
		return nil, errors.New("unknown time zone " + name)
	}
	l, ok := parseZoneFile(name, data)
	if !ok {
		return nil, errors.New("malformed time zone information")
	}
	return l, nil
}

// LoadLocationFromTZData makes a place of a file of the database.
func LoadLocationFromTZData(name string, data []byte) (*Location, error) {
	l, ok := parseZoneFile(name, data)
	if !ok {
		return nil, errors.New("malformed time zone information")
	}
	return l, nil
}
