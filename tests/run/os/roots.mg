// A Root reaches what is in its folder and nothing else, whatever links and ".." say.
package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

var base string

// show prints an error without the name of the temporary folder.
func show(what string, err error) {
	if err == nil {
		fmt.Println(what, "ok")
		return
	}
	fmt.Println(what, strings.ReplaceAll(err.Error(), base, "BASE"))
}

func main() {
	base, _ = os.MkdirTemp("", "roots")
	defer os.RemoveAll(base)
	in := filepath.Join(base, "in")
	os.MkdirAll(filepath.Join(in, "a/b"), 0755)
	os.WriteFile(filepath.Join(base, "secret"), []byte("s"), 0644)
	os.WriteFile(filepath.Join(in, "a/b/file"), []byte("hello"), 0644)
	os.Symlink("../secret", filepath.Join(in, "out"))
	os.Symlink("/etc", filepath.Join(in, "abs"))
	os.Symlink("a/b", filepath.Join(in, "inner"))
	os.Symlink("../b/file", filepath.Join(in, "a/b/again"))
	os.Symlink("loop2", filepath.Join(in, "loop1"))
	os.Symlink("loop1", filepath.Join(in, "loop2"))
	os.Symlink("missing", filepath.Join(in, "dangling"))

	_, err := os.OpenRoot(filepath.Join(base, "secret"))
	show("open file", err)
	_, err = os.OpenRoot(filepath.Join(base, "nothing"))
	show("open nothing", err)
	r, err := os.OpenRoot(in)
	show("open", err)
	fmt.Println(r.Name() == in)

	for _, name := range []string{"a/b/file", "inner/file", "a/../a/b/file", "inner/again", "../secret", "a/../../secret", "out", "abs/passwd",
		"loop1", "dangling", "/etc/passwd", "", "a/b/file/", "inner/", "a//b/./file", "nothing/file", "a/b/file/x"} {
		b, err := r.ReadFile(name)
		show(fmt.Sprintf("read %q %q", name, b), err)
		info, err := r.Stat(name)
		if err == nil {
			fmt.Println(info.Name(), info.IsDir())
		} else {
			show("stat", err)
		}
		info, err = r.Lstat(name)
		if err == nil {
			fmt.Println(info.Name(), info.Mode().Type())
		} else {
			show("lstat", err)
		}
		t, err := r.Readlink(name)
		show(fmt.Sprintf("readlink %q", t), err)
	}

	show("mkdir", r.Mkdir("new", 0700))
	show("mkdir", r.Mkdir("new", 0700))
	show("mkdir", r.Mkdir("../new", 0700))
	show("mkdir", r.Mkdir("n", os.ModeSetuid|0700))
	show("mkdirall", r.MkdirAll("x/y/z", 0755))
	show("mkdirall", r.MkdirAll("a/b/file/z", 0755))
	show("mkdirall", r.MkdirAll("inner", 0755))
	show("mkdirall", r.MkdirAll("dangling", 0755))
	show("write", r.WriteFile("x/y/f", []byte("12345"), 0600))
	show("write", r.WriteFile("out", []byte("12345"), 0600))
	show("write", r.WriteFile("out2/", []byte("12345"), 0600))
	f, err := r.Create("x/created")
	show("create", err)
	fmt.Println(strings.TrimPrefix(f.Name(), in))
	f.Close()
	show("chmod", r.Chmod("x/created", 0640))
	info, _ := r.Stat("x/created")
	fmt.Println(info.Mode())
	show("chmod", r.Chmod("nothing", 0640))
	when := time.Unix(1e9, 5)
	show("chtimes", r.Chtimes("x/created", time.Time{}, when))
	info, _ = r.Stat("x/created")
	fmt.Println(info.ModTime().Equal(when))
	show("rename", r.Rename("x/created", "x/moved"))
	show("rename", r.Rename("x/nothing", "x/moved2"))
	show("rename", r.Rename("x/moved", "../moved"))
	show("rename", r.Rename("x/moved", "x/y"))
	show("rename", r.Rename("x/moved", "x/m/"))
	show("link", r.Link("x/moved", "x/linked"))
	show("link", r.Link("x/moved", "../linked"))
	show("symlink", r.Symlink("anything", "x/sym"))
	show("symlink", r.Symlink("anything", "x/sym"))
	show("remove", r.Remove("x/sym"))
	show("remove", r.Remove("x/sym"))
	show("remove", r.Remove("x"))
	show("remove", r.Remove("."))
	show("lchown", r.Lchown("x/moved", -1, -1))
	show("chown", r.Chown("out", -1, -1))
	show("removeall", r.RemoveAll("x"))
	show("removeall", r.RemoveAll("x"))
	show("removeall", r.RemoveAll("."))
	show("removeall", r.RemoveAll("../secret"))

	sub, err := r.OpenRoot("a")
	show("openroot", err)
	fmt.Println(strings.TrimPrefix(sub.Name(), in))
	_, err = sub.Open("../inner")
	show("sub", err)
	_, err = r.OpenRoot("a/b/file")
	show("openroot", err)
	_, err = os.OpenInRoot(in, "../secret")
	show("openinroot", err)

	fs.WalkDir(r.FS(), ".", func(path string, d fs.DirEntry, err error) error {
		fmt.Println(path, d.Type(), err)
		return nil
	})
	_, err = fs.ReadFile(r.FS(), "/x")
	show("fs", err)

	show("close", r.Close())
	_, err = r.Open("a")
	show("closed", err)
	fmt.Println(errors.Is(err, os.ErrClosed))
	show("close", r.Close())
}
