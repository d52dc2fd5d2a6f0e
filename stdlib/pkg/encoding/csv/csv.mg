// Package csv reads and writes records of fields with commas between them, as
// RFC 4180 has them.
package csv

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A ParseError says where a record is wrong; lines and columns count from 1.
type ParseError struct {
	StartLine int
	Line      int
	Column    int
	Err       error
}

func (e *ParseError) Error() string {
	if e.Err == ErrFieldCount {
		return fmt.Sprintf("record on line %d: %v", e.Line, e.Err)
	}
	if e.StartLine != e.Line {
		return fmt.Sprintf("record on line %d; parse error on line %d, column %d: %v", e.StartLine, e.Line, e.Column, e.Err)
	}
	return fmt.Sprintf("parse error on line %d, column %d: %v", e.Line, e.Column, e.Err)
}

func (e *ParseError) Unwrap() error { return e.Err }

// What can be wrong.
var (
	ErrBareQuote     = errors.New("bare \" in non-quoted-field")
	ErrQuote         = errors.New("extraneous or missing \" in quoted-field")
	ErrFieldCount    = errors.New("wrong number of fields")
	ErrTrailingComma = errors.New("extra delimiter at end of line")
)

var errInvalidDelim = errors.New("csv: invalid field or comment delimiter")

func validDelim(r rune) bool {
	return r != 0 && r != '"' && r != '\r' && r != '\n' && utf8.ValidRune(r) && r != utf8.RuneError
}

// A Reader reads records.
type Reader struct {
	Comma            rune
	Comment          rune
	FieldsPerRecord  int
	LazyQuotes       bool
	TrimLeadingSpace bool
	ReuseRecord      bool
	TrailingComma    bool

	r      *bufio.Reader
	line   int
	offset int64
	last   []place
}

// place is where a field begins.
type place struct{ line, column int }

// NewReader gives a reader of r.
func NewReader(r io.Reader) *Reader { return &Reader{Comma: ',', r: bufio.NewReader(r)} }

// Read gives the next record.
func (r *Reader) Read() (record []string, err error) { return r.read() }

// ReadAll gives all records.
func (r *Reader) ReadAll() (records [][]string, err error) {
	for {
		rec, err := r.read()
		if err == io.EOF {
			return records, nil
		}
		if err != nil {
			return nil, err
		}
		records = append(records, rec)
	}
}

// FieldPos tells where a field of the last record begins.
func (r *Reader) FieldPos(field int) (line, column int) {
	if field < 0 || field >= len(r.last) {
		panic("out of range index passed to FieldPos")
	}
	p := r.last[field]
	return p.line, p.column
}

// InputOffset tells how many bytes have been read.
func (r *Reader) InputOffset() int64 { return r.offset }

// readLine gives a line with \n at its end, for \r\n too.
func (r *Reader) readLine() ([]byte, error) {
	line, err := r.r.ReadBytes('\n')
	size := len(line)
	if size > 0 && err == io.EOF {
		err = nil
		if line[size-1] == '\r' {
			line = line[:size-1]
		}
	}
	r.line++
	r.offset += int64(size)
	if n := len(line); n >= 2 && line[n-2] == '\r' && line[n-1] == '\n' {
		line[n-2] = '\n'
		line = line[:n-1]
	}
	return line, err
}

func lengthNL(b []byte) int {
	if len(b) > 0 && b[len(b)-1] == '\n' {
		return 1
	}
	return 0
}

func (r *Reader) read() ([]string, error) {
	if r.Comma == r.Comment || !validDelim(r.Comma) || r.Comment != 0 && !validDelim(r.Comment) {
		return nil, errInvalidDelim
	}
	var line []byte
	var err error
	for {
		line, err = r.readLine()
		if err != nil {
			return nil, err
		}
		if c, _ := utf8.DecodeRune(line); r.Comment != 0 && c == r.Comment {
			continue
		}
		if len(line) == lengthNL(line) {
			continue
		}
		break
	}
	comma := utf8.RuneLen(r.Comma)
	start := r.line
	fields := []string{}
	r.last = nil
	pos := place{r.line, 1}
	var bad error
fields:
	for {
		if r.TrimLeadingSpace {
			i := bytes.IndexFunc(line, func(c rune) bool { return !unicode.IsSpace(c) })
			if i < 0 {
				i = len(line)
				pos.column -= lengthNL(line)
			}
			line = line[i:]
			pos.column += i
		}
		if len(line) == 0 || line[0] != '"' {
			i := bytes.IndexRune(line, r.Comma)
			field := line
			if i >= 0 {
				field = field[:i]
			} else {
				field = field[:len(field)-lengthNL(field)]
			}
			if !r.LazyQuotes {
				if j := bytes.IndexByte(field, '"'); j >= 0 {
					bad = &ParseError{start, r.line, pos.column + j, ErrBareQuote}
					break fields
				}
			}
			fields = append(fields, string(field))
			r.last = append(r.last, pos)
			if i < 0 {
				break fields
			}
			line = line[i+comma:]
			pos.column += i + comma
			continue
		}
		at := pos
		line = line[1:]
		pos.column++
		var field []byte
		for {
			i := bytes.IndexByte(line, '"')
			if i >= 0 {
				field = append(field, line[:i]...)
				line = line[i+1:]
				pos.column += i + 1
				c, _ := utf8.DecodeRune(line)
				switch {
				case c == '"' && len(line) > 0:
					field = append(field, '"')
					line = line[1:]
					pos.column++
				case len(line) > 0 && c == r.Comma:
					line = line[comma:]
					pos.column += comma
					fields = append(fields, string(field))
					r.last = append(r.last, at)
					continue fields
				case lengthNL(line) == len(line):
					fields = append(fields, string(field))
					r.last = append(r.last, at)
					break fields
				case r.LazyQuotes:
					field = append(field, '"')
				default:
					bad = &ParseError{start, r.line, pos.column - 1, ErrQuote}
					break fields
				}
			} else if len(line) > 0 {
				field = append(field, line...)
				pos.column += len(line)
				line, err = r.readLine()
				if len(line) > 0 {
					pos.line++
					pos.column = 1
				}
				if err == io.EOF {
					err = nil
				}
			} else {
				if !r.LazyQuotes && err == nil {
					bad = &ParseError{start, pos.line, pos.column, ErrQuote}
					break fields
				}
				fields = append(fields, string(field))
				r.last = append(r.last, at)
				break fields
			}
		}
	}
	if bad == nil {
		bad = err
	}
	if r.FieldsPerRecord > 0 {
		if len(fields) != r.FieldsPerRecord && bad == nil {
			bad = &ParseError{start, start, 1, ErrFieldCount}
		}
	} else if r.FieldsPerRecord == 0 {
		r.FieldsPerRecord = len(fields)
	}
	return fields, bad
}

// A Writer writes records.
type Writer struct {
	Comma   rune
	UseCRLF bool
	w       *bufio.Writer
}

// NewWriter gives a writer to w.
func NewWriter(w io.Writer) *Writer { return &Writer{Comma: ',', w: bufio.NewWriter(w)} }

// Write writes a record; Flush sends it on.
func (w *Writer) Write(record []string) error {
	if !validDelim(w.Comma) {
		return errInvalidDelim
	}
	end := "\n"
	if w.UseCRLF {
		end = "\r\n"
	}
	for n, field := range record {
		if n > 0 {
			w.w.WriteRune(w.Comma)
		}
		if !w.needsQuotes(field) {
			w.w.WriteString(field)
			continue
		}
		w.w.WriteByte('"')
		for i := 0; i < len(field); i++ {
			switch c := field[i]; {
			case c == '"':
				w.w.WriteString(`""`)
			case c == '\r' && w.UseCRLF:
			case c == '\n':
				w.w.WriteString(end)
			default:
				w.w.WriteByte(c)
			}
		}
		w.w.WriteByte('"')
	}
	_, err := w.w.WriteString(end)
	return err
}

func (w *Writer) needsQuotes(field string) bool {
	if field == "" {
		return false
	}
	if field == `\.` || strings.ContainsRune(field, w.Comma) || strings.ContainsAny(field, "\"\r\n") {
		return true
	}
	r, _ := utf8.DecodeRuneInString(field)
	return unicode.IsSpace(r)
}

// Flush sends what was written on.
func (w *Writer) Flush() { w.w.Flush() }

// Error gives an error of an earlier Write or Flush.
func (w *Writer) Error() error {
	_, err := w.w.Write(nil)
	return err
}

// WriteAll writes records and flushes.
func (w *Writer) WriteAll(records [][]string) error {
	for _, r := range records {
		if err := w.Write(r); err != nil {
			return err
		}
	}
	return w.w.Flush()
}
