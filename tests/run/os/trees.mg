package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

func main() {
	dir, err := os.MkdirTemp("", "tree")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	for _, f := range []string{"a.txt", "b.go", "sub/c.txt", "sub/deep/d.txt", "sub/e.md"} {
		os.MkdirAll(filepath.Dir(filepath.Join(dir, f)), 0o755)
		os.WriteFile(filepath.Join(dir, f), []byte("content of "+f), 0o644)
	}
	os.Symlink("a.txt", filepath.Join(dir, "link"))
	root := os.DirFS(dir)
	for _, p := range []string{"*.txt", "*/*.txt", "sub/*", "[ab].*", "nope*", "*/*/*", "[", "sub", "sub/deep/d.txt"} {
		m, err := fs.Glob(root, p)
		fmt.Println(p, m, err)
	}
	sub, err := fs.Sub(root, "sub")
	fmt.Println(err)
	b, err := fs.ReadFile(sub, "deep/d.txt")
	fmt.Println(string(b), err)
	m, err := fs.Glob(sub, "*/*.txt")
	fmt.Println(m, err)
	_, err = sub.Open("nope")
	fmt.Println(err, errors.Is(err, fs.ErrNotExist))
	_, err = sub.Open("../a.txt")
	fmt.Println(err)
	_, err = fs.Sub(root, "/x")
	fmt.Println(err)
	err = fs.WalkDir(root, ".", func(path string, d fs.DirEntry, err error) error {
		fmt.Println(path, d.IsDir(), err)
		return nil
	})
	fmt.Println(err)
	l, err := fs.ReadLink(root, "link")
	fmt.Println(l, err)
	info, err := fs.Lstat(root, "link")
	fmt.Println(info.Mode()&fs.ModeSymlink != 0, err)
	info, err = fs.Stat(root, "link")
	fmt.Println(info.Mode().IsRegular(), info.Size(), err)
	os.Setenv("XDG_CACHE_HOME", "/c")
	os.Setenv("XDG_CONFIG_HOME", "rel")
	fmt.Println(os.UserCacheDir())
	fmt.Println(os.UserConfigDir())
	os.Unsetenv("XDG_CACHE_HOME")
	os.Setenv("HOME", "/h")
	fmt.Println(os.UserCacheDir())
}
