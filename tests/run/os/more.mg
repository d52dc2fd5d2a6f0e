// Calls on files that are seldom used, and their errors.
package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

var base string

func show(what string, err error) {
	if err == nil {
		fmt.Println(what, "ok")
		return
	}
	fmt.Println(what, strings.ReplaceAll(err.Error(), base, "BASE"))
}

func main() {
	base, _ = os.MkdirTemp("", "more")
	defer os.RemoveAll(base)
	base, _ = filepath.EvalSymlinks(base)
	file := filepath.Join(base, "f")
	os.WriteFile(file, []byte("content"), 0644)
	show("chown", os.Chown(file, -1, -1))
	show("chown", os.Chown(file+"x", -1, -1))
	show("lchown", os.Lchown(file+"x", -1, -1))
	show("truncate", os.Truncate(file+"x", 3))
	show("truncate", os.Truncate(file, 3))
	show("chtimes", os.Chtimes(file, time.Time{}, time.Unix(5, 7)))
	info, _ := os.Stat(file)
	st := info.Sys().(*syscall.Stat_t)
	fmt.Println(info.Size(), st.Size, st.Mtim.Sec, st.Mtim.Nsec, st.Blksize > 0, st.Nlink)

	f, _ := os.Open(file)
	show("chown", f.Chown(-1, -1))
	show("chmod", f.Chmod(0600))
	show("chdir", f.Chdir())
	show("deadline", f.SetDeadline(time.Now()))
	raw, err := f.SyscallConn()
	show("conn", err)
	show("control", raw.Control(func(fd uintptr) { fmt.Println(fd == f.Fd()) }))
	show("read", raw.Read(func(fd uintptr) bool {
		b := make([]byte, 2)
		n, err := syscall.Read(int(fd), b)
		fmt.Println(n, err, string(b))
		return true
	}))
	f.Close()
	show("chown", f.Chown(-1, -1))
	show("chmod", f.Chmod(0600))
	show("chdir", f.Chdir())
	show("control", raw.Control(func(fd uintptr) {}))
	_, err = (*os.File)(nil).SyscallConn()
	show("nil", err)

	d, _ := os.Open(base)
	show("chdir", d.Chdir())
	os.Unsetenv("PWD")
	wd, err := os.Getwd()
	fmt.Println(wd == base, err)
	os.Symlink(base, filepath.Join(base, "link"))
	os.Setenv("PWD", filepath.Join(base, "link"))
	wd, err = os.Getwd()
	fmt.Println(strings.TrimPrefix(wd, base), err)

	os.MkdirAll("tree/sub", 0755)
	os.WriteFile("tree/sub/x", []byte("x"), 0751)
	os.Symlink("sub/x", "tree/l")
	show("copy", os.CopyFS("copied", os.DirFS("tree")))
	show("copy", os.CopyFS("copied", os.DirFS("tree")))
	fs.WalkDir(os.DirFS("copied"), ".", func(path string, d fs.DirEntry, err error) error {
		info, _ := d.Info()
		fmt.Println(path, info.Mode(), err)
		return nil
	})
	_, err = fs.ReadLink(os.DirFS("tree"), "nothing")
	show("readlink", err)
	show("removeall", os.RemoveAll("tree/."))
	show("removeall", os.RemoveAll("tree/sub/x/"))
	show("removeall", os.RemoveAll("tree//"))
	show("removeall", os.RemoveAll("f/x"))
	_, err = os.Stat("tree")
	show("stat", err)
	fmt.Printf("%q %q %q\n", os.Expand("${", os.Getenv), os.Expand("a${}b", os.Getenv), os.Expand("$", os.Getenv))
	_, err = filepath.EvalSymlinks(file + "/")
	show("evalsymlinks", err)
	_, err = filepath.Localize("a\xffb")
	show("localize", err)
}
