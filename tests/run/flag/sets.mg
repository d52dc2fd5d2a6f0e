package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"time"
)

type list []string

func (l *list) String() string     { return strings.Join(*l, ",") }
func (l *list) Set(s string) error { *l = append(*l, s); return nil }

type level int

func (l level) MarshalText() ([]byte, error) { return []byte(fmt.Sprint("L", int(l))), nil }
func (l *level) UnmarshalText(b []byte) error {
	_, err := fmt.Sscanf(string(b), "L%d", (*int)(l))
	return err
}

func main() {
	for _, args := range []string{
		"", "-n 5 -s=hi -b rest -n 6", "--n=7 -b=false -d 3s -f 2.5 x y", "-u -3", "-n abc", "-n 99999999999999999999", "-b=maybe", "-zz", "-n",
		"-h", "--", "-- -n 1", "- a", "-=x", "---n", "-l a -l b -i64 -9 -u64 18446744073709551615", "-fn ok", "-fn bad", "-bf", "-t L4", "-d 5", "-n 0x1F -u 0b11 -i64 0o17",
	} {
		f := flag.NewFlagSet("prog", flag.ContinueOnError)
		f.SetOutput(os.Stdout)
		n := f.Int("n", 3, "a `number` of things")
		s := f.String("s", "def", "a string")
		b := f.Bool("b", false, "on or off\nover two lines")
		d := f.Duration("d", time.Minute, "how long")
		fl := f.Float64("f", 0, "a float")
		u := f.Uint("u", 1, "unsigned")
		i64 := f.Int64("i64", 0, "wide")
		u64 := f.Uint64("u64", 0, "wide unsigned")
		var l list
		f.Var(&l, "l", "a list")
		var lv level
		f.TextVar(&lv, "t", level(2), "a level")
		f.Func("fn", "a function", func(s string) error {
			if s == "bad" {
				return errors.New("no good")
			}
			return nil
		})
		f.BoolFunc("bf", "a function without a value", func(s string) error { fmt.Println("bf", s); return nil })
		var a []string
		if args != "" {
			a = strings.Split(args, " ")
		}
		err := f.Parse(a)
		fmt.Printf("%q: %v\n", args, err)
		fmt.Println(*n, *s, *b, *d, *fl, *u, *i64, *u64, l, lv, f.Args(), f.NArg(), f.NFlag(), f.Arg(0), f.Arg(9), f.Parsed(), err == flag.ErrHelp)
		f.Visit(func(g *flag.Flag) { fmt.Print(g.Name, "=", g.Value, " ") })
		fmt.Println()
		fmt.Println(f.Set("n", "12"), f.Set("nope", "1"), f.Lookup("n").Value, f.Lookup("nope") == nil, f.Lookup("n").DefValue)
	}
	func() {
		defer func() { fmt.Println(recover()) }()
		f := flag.NewFlagSet("twice", flag.PanicOnError)
		f.SetOutput(os.Stdout)
		f.Int("a", 0, "")
		f.Int("a", 0, "")
	}()
	func() {
		defer func() { fmt.Println(recover()) }()
		f := flag.NewFlagSet("", flag.PanicOnError)
		f.SetOutput(os.Stdout)
		f.Parse([]string{"-q"})
	}()
	os.Args[0] = "cmd"
	flag.CommandLine = flag.NewFlagSet("cmd", flag.ContinueOnError)
	flag.CommandLine.SetOutput(os.Stdout)
	v := flag.Bool("verbose", true, "say `more`")
	flag.Usage()
	flag.CommandLine.Parse([]string{"-verbose=0", "z"})
	fmt.Println(*v, flag.Args(), flag.NFlag())
}
