// Package bytes: functions, Buffer, Reader.
package main

import (
	"bytes"
	"fmt"
	"io"
	"unicode"
)

func main() {
	for _, s := range []string{"", "a,b,,c", "  sp aced ", "ÄÖ\xffx", "aaaa"} {
		b := []byte(s)
		for _, sep := range []string{"", ",", "a", " "} {
			p := []byte(sep)
			fmt.Printf("%q %q %q %q %d %d %q %q\n", bytes.Split(b, p), bytes.SplitN(b, p, 2), bytes.SplitAfter(b, p), bytes.Replace(b, p, []byte("--"), 3), bytes.Count(b, p), bytes.LastIndex(b, p), bytes.TrimPrefix(b, p), bytes.Trim(b, sep))
		}
		fmt.Printf("%q %q %q %q %q\n", bytes.Fields(b), bytes.ToUpper(b), bytes.TrimSpace(b), bytes.Runes(b), bytes.TrimFunc(b, unicode.IsLetter))
	}
	fmt.Println(bytes.Equal(nil, []byte{}), bytes.Compare([]byte("a"), []byte("b")), bytes.EqualFold([]byte("Go"), []byte("GO")))
	var buf bytes.Buffer
	buf.WriteString("hello")
	buf.WriteByte(' ')
	buf.WriteRune('世')
	fmt.Println(buf.String(), buf.Len())
	p := make([]byte, 4)
	n, err := buf.Read(p)
	fmt.Println(n, err, string(p), buf.UnreadByte(), buf.UnreadByte())
	line, err := buf.ReadString(' ')
	fmt.Printf("%q %v\n", line, err)
	r, size, err := buf.ReadRune()
	fmt.Println(r, size, err, buf.UnreadRune())
	buf.Truncate(1)
	fmt.Printf("%q\n", buf.Bytes())
	buf.Reset()
	_, err = buf.ReadByte()
	fmt.Println(err == io.EOF, (*bytes.Buffer)(nil))
	rd := bytes.NewReader([]byte("0123456789"))
	off, err := rd.Seek(-3, io.SeekEnd)
	rest, _ := io.ReadAll(rd)
	fmt.Println(off, err, string(rest))
	_, err = rd.Seek(-1, io.SeekStart)
	fmt.Println(err)
}
