package debug

// buildinfo.mg: what a program was built from, and its text: lines of a word, a tab and columns between tabs.

import (
	"errors"
	"fmt"
	"runtime"
	"strconv"
	"strings"
)

// BuildInfo is what a program was built from.
type BuildInfo struct {
	GoVersion string         `json:",omitempty"`
	Path      string         `json:",omitempty"` // of package main
	Main      Module         `json:""`
	Deps      []*Module      `json:",omitempty"`
	Settings  []BuildSetting `json:",omitempty"`
}

// A Module is one that packages came from.
type Module struct {
	Path    string  `json:",omitempty"`
	Version string  `json:",omitempty"`
	Sum     string  `json:",omitempty"`
	Replace *Module `json:",omitempty"`
}

// A BuildSetting is a choice made in the build.
type BuildSetting struct {
	Key   string `json:",omitempty"`
	Value string `json:",omitempty"`
}

// ReadBuildInfo tells about this program: it is a file given on the command line, without modules.
func ReadBuildInfo() (info *BuildInfo, ok bool) {
	return &BuildInfo{
		GoVersion: runtime.Version(),
		Path:      "command-line-arguments",
		Settings: []BuildSetting{
			{"-compiler", runtime.Compiler},
			{"GOARCH", runtime.GOARCH},
			{"GOOS", runtime.GOOS},
		},
	}, true
}

const unquotable = " \t\r\n\"`"

func keyNeedsQuotes(key string) bool { return key == "" || strings.ContainsAny(key, "="+unquotable) }

// String is info as ParseBuildInfo reads it, but for the first line, the version.
func (bi *BuildInfo) String() string {
	var b strings.Builder
	line := func(word string, columns ...string) {
		b.WriteString(word)
		for _, c := range columns {
			b.WriteString("\t" + c)
		}
		b.WriteString("\n")
	}
	if bi.GoVersion != "" {
		line("go", bi.GoVersion)
	}
	if bi.Path != "" {
		line("path", bi.Path)
	}
	module := func(word string, m *Module) {
		replaced := 0
		for ; m.Replace != nil; word, m = "=>", m.Replace {
			line(word, m.Path, m.Version)
			replaced++
		}
		line(word, m.Path, m.Version, m.Sum)
		b.WriteString(strings.Repeat("\n", replaced)) // as in Go, an empty line for each
	}
	if bi.Main != (Module{}) {
		module("mod", &bi.Main)
	}
	for _, m := range bi.Deps {
		module("dep", m)
	}
	for _, s := range bi.Settings {
		key, value := s.Key, s.Value
		if keyNeedsQuotes(key) {
			key = strconv.Quote(key)
		}
		if strings.ContainsAny(value, unquotable) {
			value = strconv.Quote(value)
		}
		line("build", key+"="+value)
	}
	return b.String()
}

// ParseBuildInfo reads the text of a BuildInfo; lines of other words are left out.
func ParseBuildInfo(data string) (bi *BuildInfo, err error) {
	bi = new(BuildInfo)
	var last *Module
	for n := 1; ; n++ {
		line, rest, found := strings.Cut(data, "\n")
		if !found {
			return bi, nil
		}
		data = rest
		word, columns, tab := strings.Cut(line, "\t")
		if !tab {
			continue
		}
		switch word {
		case "path":
			bi.Path = columns
		case "mod":
			last = &bi.Main
			*last, err = parseModule(columns)
		case "dep":
			last = new(Module)
			bi.Deps = append(bi.Deps, last)
			*last, err = parseModule(columns)
		case "=>":
			parts := strings.Split(columns, "\t")
			switch {
			case len(parts) != 3:
				err = fmt.Errorf("expected 3 columns for replacement; got %d", len(parts))
			case last == nil:
				err = errors.New("replacement with no module on previous line")
			default:
				last.Replace = &Module{Path: parts[0], Version: parts[1], Sum: parts[2]}
				last = nil
			}
		case "build":
			var s BuildSetting
			s, err = parseSetting(columns)
			bi.Settings = append(bi.Settings, s)
		}
		if err != nil {
			return nil, fmt.Errorf("could not parse Go build info: line %d: %w", n, err)
		}
	}
}

func parseModule(columns string) (m Module, err error) {
	parts := strings.Split(columns, "\t")
	switch len(parts) {
	case 3:
		m.Sum = parts[2]
		fallthrough
	case 2:
		m.Path, m.Version = parts[0], parts[1]
		return m, nil
	}
	return m, fmt.Errorf("expected 2 or 3 columns; got %d", len(parts))
}

// parseSetting reads key=value, either possibly quoted.
func parseSetting(text string) (s BuildSetting, err error) {
	if text == "" {
		return s, errors.New("build line missing '='")
	}
	value := ""
	switch text[0] {
	case '=':
		return s, errors.New("build line with missing key")
	case '"', '`':
		quoted, err := strconv.QuotedPrefix(text)
		if err != nil {
			return s, errors.New("invalid quoted key in build line")
		}
		value = text[len(quoted):]
		if value == "" {
			return s, errors.New("build line missing '=' after quoted key")
		}
		if value[0] != '=' {
			return s, fmt.Errorf("unexpected character after quoted key: %q", value[0])
		}
		s.Key, _ = strconv.Unquote(quoted)
		value = value[1:]
	default:
		key, after, found := strings.Cut(text, "=")
		if !found {
			return s, errors.New("build line missing '=' after key")
		}
		if keyNeedsQuotes(key) {
			return s, fmt.Errorf("unquoted key %q must be quoted", key)
		}
		s.Key, value = key, after
	}
	s.Value = value
	if value != "" && (value[0] == '"' || value[0] == '`') {
		if s.Value, err = strconv.Unquote(value); err != nil {
			return s, errors.New("invalid quoted value in build line")
		}
	} else if strings.ContainsAny(value, unquotable) {
		return s, fmt.Errorf("unquoted value %q must be quoted", value)
	}
	return s, nil
}
