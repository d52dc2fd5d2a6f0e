package main

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"strings"
)

func main() {
	for _, s := range []string{"", "f", "fo", "foo", "foob", "fooba", "foobar", "\x00\xff\xfe~>?", strings.Repeat("xyz!", 30)} {
		h := hex.EncodeToString([]byte(s))
		back, err := hex.DecodeString(h)
		fmt.Println(h, string(back) == s, err)
		for i, enc := range []*base64.Encoding{base64.StdEncoding, base64.URLEncoding, base64.RawStdEncoding, base64.RawURLEncoding, base64.StdEncoding.WithPadding('*').Strict()} {
			t := enc.EncodeToString([]byte(s))
			b, err := enc.DecodeString(t)
			fmt.Println(i, t, string(b) == s, err, enc.EncodedLen(len(s)), enc.DecodedLen(len(t)))
			var out bytes.Buffer
			w := base64.NewEncoder(enc, &out)
			for k := 0; k < len(s); k += 5 {
				w.Write([]byte(s[k:min(k+5, len(s))]))
			}
			w.Close()
			r, err := io.ReadAll(base64.NewDecoder(enc, strings.NewReader(out.String())))
			fmt.Println(out.String() == t, string(r) == s, err)
		}
	}
	for _, s := range []string{"0", "zz", "0g", "g0", "abc", "ABCDEF", "0x12"} {
		b, err := hex.DecodeString(s)
		fmt.Println(b, err)
		b, err = io.ReadAll(hex.NewDecoder(strings.NewReader(s)))
		fmt.Println(b, err)
	}
	for _, s := range []string{"Zg==", "Zg=", "Zg", "Z", "Z===", "=", "Zg==x", "Zm8=", "Zm8", "Zm9v", "Zm9v=", "Zm9v\nYmFy\r\n", "Zm\n9=v", "Zm9vY", "Z!9v", "Zh==", "Zm9=", "Zg=\n=\n", "Zg= =", "Zm9vZg==Zm9v", "----", "__8="} {
		for _, enc := range []*base64.Encoding{base64.StdEncoding, base64.RawURLEncoding, base64.StdEncoding.Strict()} {
			b, err := enc.DecodeString(s)
			fmt.Printf("%q %q %v\n", s, b, err)
		}
	}
	fmt.Print(hex.Dump([]byte("hello, world\x00\x01\x02 and more text here\n")))
	d := hex.Dumper(os.Stdout)
	for i := 0; i < 37; i++ {
		d.Write([]byte{byte(i * 7)})
	}
	d.Close()
	fmt.Println(string(hex.AppendEncode([]byte("x="), []byte{1, 171})))
	n, err := hex.Decode(make([]byte, 2), []byte("12x4"))
	fmt.Println(n, err)
}
