// Package flag reads a command line's flags. value.mg has the types that flags
// can have, define.mg the functions that define them, usage.mg their printing.
package flag

import (
	"errors"
	"fmt"
	"io"
	"os"
	"sort"
)

// ErrHelp is the error for -help where no such flag is defined.
var ErrHelp = errors.New("flag: help requested")

// ErrorHandling says what a FlagSet does when Parse fails.
type ErrorHandling int

const (
	ContinueOnError ErrorHandling = iota
	ExitOnError
	PanicOnError
)

// A FlagSet is a set of defined flags.
type FlagSet struct {
	// Usage is called when there is a mistake in the flags.
	Usage func()

	name     string
	parsed   bool
	actual   map[string]*Flag
	formal   map[string]*Flag
	args     []string
	handling ErrorHandling
	output   io.Writer
	undef    map[string]bool // set before they were defined
}

// A Flag is a flag's definition and value.
type Flag struct {
	Name     string
	Usage    string
	Value    Value
	DefValue string
}

// CommandLine is the program's own set.
var CommandLine = &FlagSet{name: os.Args[0], handling: ExitOnError}

// Usage prints the usage of the program's flags.
var Usage = func() {
	fmt.Fprintf(CommandLine.Output(), "Usage of %s:\n", os.Args[0])
	PrintDefaults()
}

// NewFlagSet makes an empty set.
func NewFlagSet(name string, errorHandling ErrorHandling) *FlagSet {
	f := &FlagSet{name: name, handling: errorHandling}
	f.Usage = f.defaultUsage
	return f
}

// Init sets name and error handling.
func (f *FlagSet) Init(name string, errorHandling ErrorHandling) {
	f.name = name
	f.handling = errorHandling
}

func (f *FlagSet) Name() string                 { return f.name }
func (f *FlagSet) ErrorHandling() ErrorHandling { return f.handling }
func (f *FlagSet) SetOutput(output io.Writer)   { f.output = output }

// Output is where messages go.
func (f *FlagSet) Output() io.Writer {
	if f.output == nil {
		return os.Stderr
	}
	return f.output
}

func sorted(flags map[string]*Flag) []*Flag {
	all := make([]*Flag, 0, len(flags))
	for _, f := range flags {
		all = append(all, f)
	}
	sort.Slice(all, func(i, j int) bool { return all[i].Name < all[j].Name })
	return all
}

// VisitAll calls fn for all flags by name, Visit for those that were set.
func (f *FlagSet) VisitAll(fn func(*Flag)) {
	for _, flag := range sorted(f.formal) {
		fn(flag)
	}
}

func (f *FlagSet) Visit(fn func(*Flag)) {
	for _, flag := range sorted(f.actual) {
		fn(flag)
	}
}

func (f *FlagSet) Lookup(name string) *Flag { return f.formal[name] }

// Set sets the named flag.
func (f *FlagSet) Set(name, value string) error {
	flag, ok := f.formal[name]
	if !ok {
		if f.undef == nil {
			f.undef = map[string]bool{}
		}
		f.undef[name] = true
		return fmt.Errorf("no such flag -%v", name)
	}
	if err := flag.Value.Set(value); err != nil {
		return err
	}
	f.note(name, flag)
	return nil
}

func (f *FlagSet) note(name string, flag *Flag) {
	if f.actual == nil {
		f.actual = make(map[string]*Flag)
	}
	f.actual[name] = flag
}

func (f *FlagSet) NFlag() int     { return len(f.actual) }
func (f *FlagSet) NArg() int      { return len(f.args) }
func (f *FlagSet) Args() []string { return f.args }
func (f *FlagSet) Parsed() bool   { return f.parsed }

// Arg gives the i-th argument after the flags, "" if there is none.
func (f *FlagSet) Arg(i int) string {
	if i < 0 || i >= len(f.args) {
		return ""
	}
	return f.args[i]
}

// failf makes an error and prints it with the usage.
func (f *FlagSet) failf(format string, a ...any) error {
	msg := fmt.Sprintf(format, a...)
	fmt.Fprintln(f.Output(), msg)
	f.usage()
	return errors.New(msg)
}

func (f *FlagSet) usage() {
	switch {
	case f.Usage != nil:
		f.Usage()
	case f == CommandLine:
		Usage()
	default:
		f.defaultUsage()
	}
}

// Parse takes the flags at the front of arguments.
func (f *FlagSet) Parse(arguments []string) error {
	f.parsed = true
	f.args = arguments
	for {
		more, err := f.parseOne()
		if more {
			continue
		}
		if err == nil {
			return nil
		}
		switch f.handling {
		case ExitOnError:
			if err == ErrHelp {
				os.Exit(0)
			}
			os.Exit(2)
		case PanicOnError:
			panic(err)
		}
		return err
	}
}

// parseOne takes one flag; false at the first argument that is none.
func (f *FlagSet) parseOne() (bool, error) {
	if len(f.args) == 0 {
		return false, nil
	}
	arg := f.args[0]
	if len(arg) < 2 || arg[0] != '-' {
		return false, nil
	}
	name := arg[1:]
	if name[0] == '-' {
		name = name[1:]
		if name == "" { // "--" ends the flags
			f.args = f.args[1:]
			return false, nil
		}
	}
	if name == "" || name[0] == '-' || name[0] == '=' {
		return false, f.failf("bad flag syntax: %s", arg)
	}
	f.args = f.args[1:]
	value, hasValue := "", false
	for i := 1; i < len(name); i++ {
		if name[i] == '=' {
			value, hasValue, name = name[i+1:], true, name[:i]
			break
		}
	}
	flag, ok := f.formal[name]
	if !ok {
		if name == "help" || name == "h" {
			f.usage()
			return false, ErrHelp
		}
		return false, f.failf("flag provided but not defined: -%s", name)
	}
	if b, ok := flag.Value.(boolFlag); ok && b.IsBoolFlag() {
		if !hasValue {
			value = "true"
		}
		if err := b.Set(value); err != nil {
			if hasValue {
				return false, f.failf("invalid boolean value %q for -%s: %v", value, name, err)
			}
			return false, f.failf("invalid boolean flag %s: %v", name, err)
		}
	} else {
		if !hasValue && len(f.args) > 0 {
			value, hasValue = f.args[0], true
			f.args = f.args[1:]
		}
		if !hasValue {
			return false, f.failf("flag needs an argument: -%s", name)
		}
		if err := flag.Value.Set(value); err != nil {
			return false, f.failf("invalid value %q for flag -%s: %v", value, name, err)
		}
	}
	f.note(name, flag)
	return true, nil
}

// The functions below work on CommandLine.

func VisitAll(fn func(*Flag))      { CommandLine.VisitAll(fn) }
func Visit(fn func(*Flag))         { CommandLine.Visit(fn) }
func Lookup(name string) *Flag     { return CommandLine.formal[name] }
func Set(name, value string) error { return CommandLine.Set(name, value) }
func PrintDefaults()               { CommandLine.PrintDefaults() }
func NFlag() int                   { return len(CommandLine.actual) }
func Arg(i int) string             { return CommandLine.Arg(i) }
func NArg() int                    { return len(CommandLine.args) }
func Args() []string               { return CommandLine.args }
func Parse()                       { CommandLine.Parse(os.Args[1:]) }
func Parsed() bool                 { return CommandLine.Parsed() }
