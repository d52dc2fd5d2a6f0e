// 10,000 random texts through strings, bytes, unicode/utf8, unicode/utf16, path, path/filepath, encoding/csv, hex and
// base64, text/tabwriter and bufio.
package main

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/csv"
	"encoding/hex"
	"fmt"
	"io"
	"math/rand"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

var r = rand.New(rand.NewSource(71))

func text(max int, alphabet []string) string {
	s := ""
	for k := r.Intn(max + 1); k > 0; k-- {
		s += alphabet[r.Intn(len(alphabet))]
	}
	return s
}

var (
	letters = []string{"a", "b", "a", "A", "B", "é", "É", "日", "\xff", "\xe6\x97", " ", "\t", "\n", "ß", "ſ", "K", "K", "İ", "ı", "\u0345", "Σ", "ς", "σ", "ǅ", "\U0001F600", "\u2028", "\x00", "ab", ",", "\u00a0", "\ufeff"}
	few     = []string{"a", "b", "ab", "", "é", "\xff"}
	paths   = []string{"a", "b", "/", "/", ".", "..", "./", "../", "//", "*", "?", "[a-c]", "[^a]", "\\", "[", "]", "é", "ab", "-", "\\*", ".txt"}
	fields  = []string{"a", "b,", "\"", "\"q\"", "\n", "\r\n", ",", " ", "#", "\"\"", "é", ";", "\t", "\r", "x y", "\\"}
	cells   = []string{"a", "bb", "\t", "\t", "\n", "\v", "\f", "é", "日本", "<b>", "&amp;", "&", "\xff", " ", "123", "|", "<"}
	codes   = []string{"A", "B", "Q", "=", "==", "g", "-", "_", "+", "/", "\n", "\r", "AAAA", "QUJD", " ", "é", "0", "f", "F", "A=", "QQ=="}
)

func runes(s []rune) string { return fmt.Sprintf("%x", s) }

func main() {
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for i := 0; i < 10000; i++ {
		s, t, u := text(10, letters), text(2, few), text(2, letters)
		if r.Intn(3) == 0 {
			s = text(12, few)
		}
		n := r.Intn(5) - 1
		fmt.Fprintf(out, "%d %q %q %q\n", i, s, t, u)
		fmt.Fprintf(out, "%d %d %d %d %d %d %d %v\n", strings.Index(s, t), strings.LastIndex(s, t), strings.IndexAny(s, u), strings.LastIndexAny(s, u), strings.Count(s, t), strings.Compare(s, u), strings.IndexByte(s, 'b'), strings.ContainsAny(s, u))
		fmt.Fprintf(out, "%q %q %q %q\n", strings.Split(s, t), strings.SplitN(s, t, n), strings.SplitAfter(s, t), strings.SplitAfterN(s, t, n))
		fmt.Fprintf(out, "%q %q %q %q\n", strings.Fields(s), strings.ToUpper(s), strings.ToLower(s), strings.ToTitle(s))
		fmt.Fprintf(out, "%q %q %q %q %q\n", strings.Trim(s, u), strings.TrimLeft(s, u), strings.TrimRight(s, u), strings.TrimSpace(s), strings.TrimPrefix(s, t))
		fmt.Fprintf(out, "%q %q %q %v\n", strings.Replace(s, t, u, n), strings.ReplaceAll(s, t, u), strings.ToValidUTF8(s, u), strings.EqualFold(s, strings.ToUpper(s)))
		fmt.Fprintf(out, "%q %q %v %v\n", strings.Title(s), strings.Map(func(c rune) rune {
			if c%3 == 0 {
				return -1
			}
			return c + 1
		}, s), strings.IndexFunc(s, unicode.IsSpace), strings.LastIndexFunc(s, unicode.IsUpper))
		before, after, ok := strings.Cut(s, t)
		fmt.Fprintf(out, "%q %q %v %q %q\n", before, after, ok, strings.NewReplacer(t, "1", u, "2", "a", "3").Replace(s), strings.NewReplacer("a", "x", "b", "").Replace(s))
		fmt.Fprintf(out, "%q %q %v\n", slices.Collect(strings.Lines(s)), slices.Collect(strings.SplitSeq(s, t)), slices.Collect(strings.FieldsSeq(s)))
		b, c := []byte(s), []byte(t)
		fmt.Fprintf(out, "%d %d %q %q %q %q %v\n", bytes.Index(b, c), bytes.LastIndex(b, c), bytes.Split(b, c), bytes.Fields(b), bytes.Title(b), bytes.ToUpper(b), bytes.EqualFold(b, bytes.ToLower(b)))
		fmt.Fprintf(out, "%q %q %q %v %q\n", bytes.Replace(b, c, []byte(u), n), bytes.TrimFunc(b, unicode.IsLetter), bytes.ToValidUTF8(b, c), bytes.Runes(b), bytes.TrimRight(b, u))

		rs := []rune(s)
		u16 := utf16.Encode(append(rs, rune(r.Intn(0x120000)-10)))
		for range r.Intn(2) {
			u16 = append(u16, uint16(0xd800+r.Intn(0x900)))
		}
		fmt.Fprintln(out, utf8.ValidString(s), utf8.RuneCountInString(s), runes(rs), u16, runes(utf16.Decode(u16)))
		for k := 0; k < len(s) && k < 4; k++ {
			a, w := utf8.DecodeRuneInString(s[k:])
			d, v := utf8.DecodeLastRuneInString(s[:len(s)-k])
			fmt.Fprint(out, a, w, d, v, utf8.FullRuneInString(s[k:]), utf8.RuneStart(s[k]), " ")
		}
		cr := rune(r.Intn(0x111000) - 100)
		fmt.Fprintln(out, cr, utf8.RuneLen(cr), utf8.ValidRune(cr), utf8.AppendRune(nil, cr), unicode.IsLetter(cr), unicode.IsPrint(cr), unicode.ToUpper(cr), unicode.ToLower(cr), unicode.ToTitle(cr), unicode.SimpleFold(max(cr, 0)), unicode.IsSpace(cr), unicode.IsPunct(cr), unicode.IsSymbol(cr), unicode.IsMark(cr), unicode.IsDigit(cr), unicode.IsNumber(cr), unicode.IsGraphic(cr), unicode.IsControl(cr), unicode.IsTitle(cr))

		p, q := text(7, paths), text(6, paths)
		m, err := path.Match(p, q)
		m2, err2 := filepath.Match(p, q)
		dir, file := path.Split(p)
		rel, err3 := filepath.Rel(p, q)
		fmt.Fprintf(out, "%q %q %q %q %q %q %v %v %v %v %v %q %q %q %v %v %v\n", p, q, path.Clean(p), path.Base(p), path.Dir(p), path.Ext(p), path.IsAbs(p), m, err, m2, err2, dir, file, rel, err3, filepath.IsLocal(p), filepath.SplitList(p))
		fmt.Fprintf(out, "%q %q %q\n", path.Join(p, q, "", "x"), filepath.Join("", p, q), filepath.ToSlash(p))

		f := text(12, fields)
		cr2 := csv.NewReader(strings.NewReader(f))
		cr2.LazyQuotes = r.Intn(3) == 0
		cr2.TrimLeadingSpace = r.Intn(3) == 0
		cr2.FieldsPerRecord = r.Intn(3) - 1
		if r.Intn(3) == 0 {
			cr2.Comment = '#'
			cr2.Comma = ';'
		}
		for k := 0; k < 6; k++ {
			rec, err := cr2.Read()
			fmt.Fprintf(out, "%q %v %d;", rec, err, cr2.InputOffset())
			if err == io.EOF {
				break
			}
			if len(rec) > 0 {
				l, c := cr2.FieldPos(len(rec) - 1)
				fmt.Fprint(out, l, c)
			}
		}
		var buf bytes.Buffer
		w := csv.NewWriter(&buf)
		w.UseCRLF = r.Intn(2) == 0
		err = w.Write([]string{text(3, fields), text(2, fields), s})
		w.Flush()
		fmt.Fprintf(out, "\n%q %v\n", buf.String(), err)

		e := text(8, codes)
		for _, enc := range []*base64.Encoding{base64.StdEncoding, base64.RawURLEncoding, base64.StdEncoding.Strict(), base64.URLEncoding.WithPadding('*')} {
			d, err := enc.DecodeString(e)
			fmt.Fprintf(out, "%q %v %s ", d, err, enc.EncodeToString(b))
		}
		h, err := hex.DecodeString(e)
		fmt.Fprintf(out, "%q %v %q\n", h, err, hex.Dump(b))

		buf.Reset()
		tw := tabwriter.NewWriter(&buf, r.Intn(6), r.Intn(9), r.Intn(3), " .\t0"[r.Intn(4)], uint(r.Intn(64)))
		tx := text(20, cells)
		_, err = io.WriteString(tw, tx)
		err2 = tw.Flush()
		fmt.Fprintf(out, "%q %q %v %v\n", tx, buf.String(), err, err2)

		sc := bufio.NewScanner(strings.NewReader(s))
		sc.Split([]bufio.SplitFunc{bufio.ScanLines, bufio.ScanWords, bufio.ScanRunes, bufio.ScanBytes}[r.Intn(4)])
		for sc.Scan() {
			fmt.Fprintf(out, "%q,", sc.Text())
		}
		br := bufio.NewReaderSize(strings.NewReader(s+s+s), 16)
		x, err := br.ReadString(t1(t))
		y, pre, err2 := br.ReadLine()
		pk, err3 := br.Peek(r.Intn(20))
		fmt.Fprintf(out, "%v %q %v %q %v %v %q %v %d\n", sc.Err(), x, err, y, pre, err2, pk, err3, br.Buffered())
	}
}

func t1(s string) byte {
	if s == "" {
		return '\n'
	}
	return s[0]
}
