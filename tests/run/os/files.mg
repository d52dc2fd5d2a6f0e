// Files, directories, pipes and their errors.
package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	dir, err := os.MkdirTemp("", "minigo-test-*")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	show := func(args ...any) {
		fmt.Print(strings.ReplaceAll(fmt.Sprintln(args...), dir, "DIR"))
	}
	file := filepath.Join(dir, "a.txt")
	show(os.WriteFile(file, []byte("hello\nworld\n"), 0o640))
	data, err := os.ReadFile(file)
	show(string(data), err)
	info, err := os.Stat(file)
	show(info.Name(), info.Size(), info.Mode(), info.IsDir(), err)
	f, err := os.OpenFile(file, os.O_RDWR|os.O_APPEND, 0)
	show(f.Name(), err)
	show(f.WriteString("more"))
	show(f.WriteAt([]byte("x"), 0))
	show(f.Seek(-4, io.SeekEnd))
	b := make([]byte, 10)
	n, err := f.Read(b)
	show(n, err, string(b[:n]))
	n, err = f.Read(b)
	show(n, err)
	n, err = f.ReadAt(b, 6)
	show(n, err, string(b[:n]))
	show(f.Truncate(3), f.Sync(), f.Close(), f.Close())
	_, err = f.Read(b)
	show(err, errors.Is(err, os.ErrClosed))
	_, err = os.Open(filepath.Join(dir, "none"))
	var pe *fs.PathError
	show(err, os.IsNotExist(err), errors.Is(err, fs.ErrNotExist), errors.As(err, &pe), pe.Op)
	_, err = os.OpenFile(file, os.O_CREATE|os.O_EXCL, 0o600)
	show(err, os.IsExist(err))
	show(os.MkdirAll(filepath.Join(dir, "x/y/z"), 0o755), os.Mkdir(filepath.Join(dir, "x"), 0o755))
	show(os.Symlink("a.txt", filepath.Join(dir, "link")))
	show(os.Readlink(filepath.Join(dir, "link")))
	show(os.Rename(file, filepath.Join(dir, "x/b.txt")), os.Remove(filepath.Join(dir, "x")))
	show(os.Rename(file, filepath.Join(dir, "c")))
	filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		show(p, d.Type(), d.IsDir(), err)
		return nil
	})
	entries, err := os.ReadDir(dir)
	show(len(entries), entries[0], err)
	matches, err := filepath.Glob(filepath.Join(dir, "x", "*"))
	show(matches, err)
	r, w, err := os.Pipe()
	show(err)
	go func() {
		fmt.Fprint(w, "through the pipe")
		w.Close()
	}()
	all, err := io.ReadAll(r)
	show(string(all), err, r.Close())
	os.Setenv("MINIGO_T", "v")
	v, ok := os.LookupEnv("MINIGO_T")
	show(v, ok, os.ExpandEnv("$MINIGO_T ${MINIGO_T}x $"), os.Unsetenv("MINIGO_T"), os.Getenv("MINIGO_T") == "")
	show(os.RemoveAll(dir))
	_, err = os.Stat(dir)
	show(err != nil)
}
