package main

import (
	"fmt"
	"os"
	"text/tabwriter"
)

func main() {
	texts := []string{"a\tb\tc\naa\tbb\tcc\naaa\t\tc\n", "name\tqty\tprice\napple\t1\t0.5\nbanana split\t22\t12.75\n\nother\tblock\nx\ty\n", "no tabs\n", "é\tü\n\tx\n", "a\vb\vc\n\v\vd\n", "1\t2\n\f3\t4\n", "\xff<esc\tape>\xff\tx\ny\tz\n", "<b>bold</b>\t&amp;\tx\nlonger\t&lt;a&gt;\ty\n", "unfinished\tline", "\t\t\n\ta\t\n", "\tindent\n\t\tmore\n", "a\t|b\t|c\n"}
	for _, f := range []struct {
		min, tab, pad int
		char          byte
		flags         uint
	}{{0, 8, 1, ' ', 0}, {5, 0, 2, '.', tabwriter.AlignRight | tabwriter.Debug}, {8, 8, 0, '\t', 0}, {0, 4, 1, '-', tabwriter.Debug | tabwriter.DiscardEmptyColumns}, {4, 8, 1, '\t', tabwriter.TabIndent | tabwriter.FilterHTML | tabwriter.StripEscape}, {1, 8, 3, ' ', tabwriter.TabIndent | tabwriter.Debug}} {
		fmt.Printf("== %+v\n", f)
		for _, t := range texts {
			w := tabwriter.NewWriter(os.Stdout, f.min, f.tab, f.pad, f.char, f.flags)
			for i := 0; i < len(t); i++ {
				w.Write([]byte(t[i : i+1]))
			}
			w.Flush()
			fmt.Println("|")
		}
	}
	w := new(tabwriter.Writer).Init(os.Stdout, 0, 8, 2, ' ', 0)
	for i := 0; i < 12; i++ {
		fmt.Fprintf(w, "%d\t%d\t%d\n", i, i*i*i, 1<<uint(i*3))
	}
	w.Flush()
}
