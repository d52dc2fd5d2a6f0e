// Package ioutil has the old names of functions of io and os.
package ioutil

import (
	"io"
	"io/fs"
	"os"
)

// Discard is io.Discard.
var Discard io.Writer = io.Discard

func ReadAll(r io.Reader) ([]byte, error)         { return io.ReadAll(r) }
func ReadFile(filename string) ([]byte, error)    { return os.ReadFile(filename) }
func NopCloser(r io.Reader) io.ReadCloser         { return io.NopCloser(r) }
func TempDir(dir, pattern string) (string, error) { return os.MkdirTemp(dir, pattern) }

func WriteFile(filename string, data []byte, perm fs.FileMode) error {
	return os.WriteFile(filename, data, perm)
}

func TempFile(dir, pattern string) (*os.File, error) { return os.CreateTemp(dir, pattern) }

// ReadDir gives the entries of a folder with what Lstat says of them.
func ReadDir(dirname string) ([]fs.FileInfo, error) {
	entries, err := os.ReadDir(dirname)
	if err != nil {
		return nil, err
	}
	list := make([]fs.FileInfo, 0, len(entries))
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil {
			return nil, err
		}
		list = append(list, info)
	}
	return list, nil
}
