package time

// binary.mg: times as bytes. Version, 8 bytes of seconds since the year 1, 4 of nanoseconds, 2 of minutes east of UTC (-1:
// UTC itself), all big-endian; in version 2 a byte more for seconds of the zone.

import "errors"

const (
	binaryPlain = 1 + iota
	binaryZoneSeconds
)

func appendBytes(b []byte, bytes int, v int64) []byte {
	for i := bytes - 1; i >= 0; i-- {
		b = append(b, byte(v>>(8*i)))
	}
	return b
}

// AppendBinary appends t as UnmarshalBinary reads it.
func (t Time) AppendBinary(b []byte) ([]byte, error) {
	version, minutes, seconds := byte(binaryPlain), -1, 0
	if t.Location() != UTC {
		_, offset := t.Zone()
		minutes, seconds = offset/60, offset%60
		if seconds != 0 {
			version = binaryZoneSeconds
		}
		if minutes == -1 || minutes != int(int16(minutes)) {
			return b, errors.New("Time.MarshalBinary: unexpected zone offset")
		}
	}
	b = append(b, version)
	b = appendBytes(b, 8, t.sec())
	b = appendBytes(b, 4, int64(t.Nanosecond()))
	b = appendBytes(b, 2, int64(minutes))
	if version == binaryZoneSeconds {
		b = append(b, byte(seconds))
	}
	return b, nil
}

// MarshalBinary is AppendBinary to nothing.
func (t Time) MarshalBinary() ([]byte, error) {
	b, err := t.AppendBinary(make([]byte, 0, 16))
	if err != nil {
		return nil, err
	}
	return b, nil
}

// UnmarshalBinary reads what AppendBinary has written.
func (t *Time) UnmarshalBinary(data []byte) error {
	if len(data) == 0 {
		return errors.New("Time.UnmarshalBinary: no data")
	}
	size := 1 + 8 + 4 + 2
	switch data[0] {
	case binaryPlain:
	case binaryZoneSeconds:
		size++
	default:
		return errors.New("Time.UnmarshalBinary: unsupported version")
	}
	if len(data) != size {
		return errors.New("Time.UnmarshalBinary: invalid length")
	}
	r := &zoneReader{data: data[1:]}
	sec := r.number(8)
	nsec := r.number(4)
	offset := int(r.number(2)) * 60
	if data[0] == binaryZoneSeconds {
		offset += int(r.number(1))
	}
	*t = Time{wall: uint64(uint32(nsec)), ext: sec}
	if offset == -1*60 {
		t.setLoc(UTC)
	} else if _, here, _, _, _ := Local.lookup(t.unixSec()); here == offset {
		t.setLoc(Local)
	} else {
		t.setLoc(FixedZone("", offset))
	}
	return nil
}

// GobEncode is MarshalBinary, GobDecode UnmarshalBinary.
func (t Time) GobEncode() ([]byte, error) { return t.MarshalBinary() }

func (t *Time) GobDecode(data []byte) error { return t.UnmarshalBinary(data) }
