// omitzero asks the type of a field, not what an interface holds.
package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"log"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"
)

type even int

func (e even) IsZero() bool { return e%2 == 0 }

type odd struct{ N int }

func (o *odd) IsZero() bool { return o.N%2 == 0 }

type zeroer interface{ IsZero() bool }

type all struct {
	A even           `json:"a,omitzero"`
	B *even          `json:"b,omitzero"`
	C odd            `json:"c,omitzero"`
	D *odd           `json:"d,omitzero"`
	E zeroer         `json:"e,omitzero"`
	F any            `json:"f,omitzero"`
	G time.Time      `json:"g,omitzero"`
	H [2]int         `json:"h,omitzero"`
	I map[string]int `json:"i,omitzero"`
}

func main() {
	two, three := even(2), even(3)
	for _, v := range []any{
		all{}, &all{}, all{A: 2, B: &two, C: odd{2}, D: &odd{2}, E: two, F: two}, &all{A: 3, B: &three, C: odd{3}, D: &odd{3}, E: three, F: three},
		all{E: (*odd)(nil), F: (*odd)(nil)}, all{E: &odd{4}, F: odd{4}, I: map[string]int{}}, all{H: [2]int{0, 1}},
		map[string]all{"x": {C: odd{4}}},
	} {
		b, err := json.Marshal(v)
		fmt.Println(string(b), err)
	}

	// Small things found beside it.
	n, err := base64.NewDecoder(base64.StdEncoding, strings.NewReader("")).Read(nil)
	fmt.Println(n, err)
	l := log.New(os.Stdout, "\n", 0)
	l.Output(1, "")
	l.Print("x")
	for _, s := range []string{"00005e005301", "02005e1000000001", "00005e00530", "00:00:5e:00:53:01", "0000.5e00.5301", "00005e00530g"} {
		a, err := net.ParseMAC(s)
		fmt.Println(a, err)
	}
	dir, _ := os.MkdirTemp("", "sub")
	defer os.RemoveAll(dir)
	os.Mkdir(filepath.Join(dir, "d"), 0755)
	os.Symlink("target", filepath.Join(dir, "d/l"))
	sub, _ := fs.Sub(os.DirFS(dir), "d")
	target, err := fs.ReadLink(sub, "l")
	info, err1 := fs.Lstat(sub, "l")
	fmt.Println(target, err, info.Mode().Type(), err1)
	_, err = fs.ReadLink(sub, "m")
	fmt.Println(err)
	_, err = filepath.Glob("/*" + strings.Repeat("/", 10001))
	fmt.Println(err)
	m := io.MultiReader(strings.NewReader("a"), strings.NewReader("b"))
	b, err := io.ReadAll(m)
	fmt.Println(string(b), err)
}
