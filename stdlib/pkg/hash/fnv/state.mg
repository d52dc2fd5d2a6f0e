package fnv

import (
	"hash"
	"internal/hashstate"
)

// state.mg: the state of a hash as bytes: AppendBinary and MarshalBinary give it, UnmarshalBinary takes one.

func (s *sum32) AppendBinary(b []byte) ([]byte, error) {
	return hashstate.Append32(append(b, "fnv\x01"...), uint32(*s)), nil
}

func (s *sum32) UnmarshalBinary(b []byte) error {
	if err := hashstate.Check("hash/fnv", b, "fnv\x01", 4+4); err != nil {
		return err
	}
	_, sum := hashstate.Take32(b[4:])
	*s = sum32(sum)
	return nil
}

func (s *sum32) MarshalBinary() ([]byte, error) { return s.AppendBinary(nil) }

func (s *sum32) Clone() (hash.Cloner, error) {
	c := *s
	return &c, nil
}

func (s *sum32a) AppendBinary(b []byte) ([]byte, error) {
	return hashstate.Append32(append(b, "fnv\x02"...), uint32(*s)), nil
}

func (s *sum32a) UnmarshalBinary(b []byte) error {
	if err := hashstate.Check("hash/fnv", b, "fnv\x02", 4+4); err != nil {
		return err
	}
	_, sum := hashstate.Take32(b[4:])
	*s = sum32a(sum)
	return nil
}

func (s *sum32a) MarshalBinary() ([]byte, error) { return s.AppendBinary(nil) }

func (s *sum32a) Clone() (hash.Cloner, error) {
	c := *s
	return &c, nil
}

func (s *sum64) AppendBinary(b []byte) ([]byte, error) {
	return hashstate.Append64(append(b, "fnv\x03"...), uint64(*s)), nil
}

func (s *sum64) UnmarshalBinary(b []byte) error {
	if err := hashstate.Check("hash/fnv", b, "fnv\x03", 4+8); err != nil {
		return err
	}
	_, sum := hashstate.Take64(b[4:])
	*s = sum64(sum)
	return nil
}

func (s *sum64) MarshalBinary() ([]byte, error) { return s.AppendBinary(nil) }

func (s *sum64) Clone() (hash.Cloner, error) {
	c := *s
	return &c, nil
}

func (s *sum64a) AppendBinary(b []byte) ([]byte, error) {
	return hashstate.Append64(append(b, "fnv\x04"...), uint64(*s)), nil
}

func (s *sum64a) UnmarshalBinary(b []byte) error {
	if err := hashstate.Check("hash/fnv", b, "fnv\x04", 4+8); err != nil {
		return err
	}
	_, sum := hashstate.Take64(b[4:])
	*s = sum64a(sum)
	return nil
}

func (s *sum64a) MarshalBinary() ([]byte, error) { return s.AppendBinary(nil) }

func (s *sum64a) Clone() (hash.Cloner, error) {
	c := *s
	return &c, nil
}

func (s *sum128) AppendBinary(b []byte) ([]byte, error) {
	return hashstate.Append64(hashstate.Append64(append(b, "fnv\x05"...), s[0]), s[1]), nil
}

func (s *sum128) UnmarshalBinary(b []byte) error {
	if err := hashstate.Check("hash/fnv", b, "fnv\x05", 4+16); err != nil {
		return err
	}
	b, s[0] = hashstate.Take64(b[4:])
	_, s[1] = hashstate.Take64(b)
	return nil
}

func (s *sum128) MarshalBinary() ([]byte, error) { return s.AppendBinary(nil) }

func (s *sum128) Clone() (hash.Cloner, error) {
	c := *s
	return &c, nil
}

func (s *sum128a) AppendBinary(b []byte) ([]byte, error) {
	return hashstate.Append64(hashstate.Append64(append(b, "fnv\x06"...), s[0]), s[1]), nil
}

func (s *sum128a) UnmarshalBinary(b []byte) error {
	if err := hashstate.Check("hash/fnv", b, "fnv\x06", 4+16); err != nil {
		return err
	}
	b, s[0] = hashstate.Take64(b[4:])
	_, s[1] = hashstate.Take64(b)
	return nil
}

func (s *sum128a) MarshalBinary() ([]byte, error) { return s.AppendBinary(nil) }

func (s *sum128a) Clone() (hash.Cloner, error) {
	c := *s
	return &c, nil
}
