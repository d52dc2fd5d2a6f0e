package os

import "syscall"

func Getenv(key string) string {
	value, _ := syscall.Getenv(key)
	return value
}

func LookupEnv(key string) (string, bool) { return syscall.Getenv(key) }
func Setenv(key, value string) error      { return NewSyscallError("setenv", syscall.Setenv(key, value)) }
func Unsetenv(key string) error           { return syscall.Unsetenv(key) }
func Clearenv()                           { syscall.Clearenv() }
func Environ() []string                   { return syscall.Environ() }

// ExpandEnv is Expand by the environment.
func ExpandEnv(s string) string { return Expand(s, Getenv) }

// Expand puts mapping(v) in place of $v and ${v}.
func Expand(s string, mapping func(string) string) string {
	var b []byte
	start := 0
	for i := 0; i < len(s); i++ {
		if s[i] != '$' || i+1 >= len(s) {
			continue
		}
		if b == nil {
			b = make([]byte, 0, 2*len(s))
		}
		b = append(b, s[start:i]...)
		name, n := variable(s[i+1:])
		if name == "" && n > 0 {
			// Bad syntax: left out.
		} else if name == "" {
			b = append(b, '$')
		} else {
			b = append(b, mapping(name)...)
		}
		i += n
		start = i + 1
	}
	if b == nil {
		return s
	}
	return string(append(b, s[start:]...))
}

func isSpecialVariable(c byte) bool {
	switch c {
	case '*', '#', '$', '@', '!', '?', '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		return true
	}
	return false
}

// variable is the name that s begins with and the bytes that it takes.
func variable(s string) (string, int) {
	if s[0] == '{' {
		if len(s) > 2 && isSpecialVariable(s[1]) && s[2] == '}' {
			return s[1:2], 3
		}
		for i := 1; i < len(s); i++ {
			if s[i] == '}' {
				if i == 1 {
					return "", 2
				}
				return s[1:i], i + 1
			}
		}
		return "", 1
	}
	if isSpecialVariable(s[0]) {
		return s[:1], 1
	}
	i := 0
	for i < len(s) && (s[i] == '_' || '0' <= s[i] && s[i] <= '9' || 'a' <= s[i]|0x20 && s[i]|0x20 <= 'z') {
		i++
	}
	return s[:i], i
}

// UserHomeDir is $HOME.
func UserHomeDir() (string, error) {
	if dir := Getenv("HOME"); dir != "" {
		return dir, nil
	}
	return "", &homeError{}
}

type homeError struct{}

func (*homeError) Error() string { return "$HOME is not defined" }

// TempDir is $TMPDIR or /tmp.
func TempDir() string {
	if dir := Getenv("TMPDIR"); dir != "" {
		return dir
	}
	return "/tmp"
}
