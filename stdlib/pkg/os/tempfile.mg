package os

import (
	"errors"
	"strconv"
)

// runtime_rand is a random number.
func runtime_rand() uint64

// tempName splits pattern at its last star; there is to be no slash in it.
func tempName(op, dir, pattern string) (prefix, suffix string, err error) {
	for i := 0; i < len(pattern); i++ {
		if pattern[i] == '/' {
			return "", "", &PathError{op, pattern, errors.New("pattern contains path separator")}
		}
	}
	prefix = pattern
	for i := len(pattern) - 1; i >= 0; i-- {
		if pattern[i] == '*' {
			prefix, suffix = pattern[:i], pattern[i+1:]
			break
		}
	}
	if dir == "" {
		dir = TempDir()
	}
	if dir[len(dir)-1] != '/' {
		dir += "/"
	}
	return dir + prefix, suffix, nil
}

// CreateTemp makes a file that was not there, named by pattern with a random number
// in place of its last star or at its end.
func CreateTemp(dir, pattern string) (*File, error) {
	prefix, suffix, err := tempName("createtemp", dir, pattern)
	if err != nil {
		return nil, err
	}
	for try := 0; ; try++ {
		name := prefix + strconv.FormatUint(runtime_rand()&(1<<32-1), 10) + suffix
		f, err := OpenFile(name, O_RDWR|O_CREATE|O_EXCL, 0600)
		if IsExist(err) && try < 10000 {
			continue
		}
		return f, err
	}
}

// MkdirTemp is CreateTemp for directories.
func MkdirTemp(dir, pattern string) (string, error) {
	prefix, suffix, err := tempName("mkdirtemp", dir, pattern)
	if err != nil {
		return "", err
	}
	for try := 0; ; try++ {
		name := prefix + strconv.FormatUint(runtime_rand()&(1<<32-1), 10) + suffix
		err := Mkdir(name, 0700)
		if IsExist(err) && try < 10000 {
			continue
		}
		if IsNotExist(err) {
			// Rather the folder that is missing than the one that cannot be made in it.
			if dir == "" {
				dir = TempDir()
			}
			if _, err := Stat(dir); IsNotExist(err) {
				return "", err
			}
		}
		if err != nil {
			return "", err
		}
		return name, nil
	}
}
