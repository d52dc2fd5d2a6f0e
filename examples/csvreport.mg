// A report from CSV on standard input: sales are grouped by region, summed up and set in columns.
package main

import (
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"sort"
	"strconv"
	"text/tabwriter"
)

type total struct {
	region string
	units  int
	money  float64
}

func main() {
	r := csv.NewReader(os.Stdin)
	head, err := r.Read()
	if err != nil {
		fmt.Fprintln(os.Stderr, "no header:", err)
		os.Exit(1)
	}
	column := map[string]int{}
	for i, name := range head {
		column[name] = i
	}
	totals := map[string]*total{}
	for {
		row, err := r.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		units, err := strconv.Atoi(row[column["units"]])
		if err != nil {
			line, col := r.FieldPos(column["units"])
			fmt.Printf("line %d, column %d: %v\n", line, col, err)
			continue
		}
		price, err := strconv.ParseFloat(row[column["price"]], 64)
		if err != nil {
			fmt.Println("skipped:", err)
			continue
		}
		region := row[column["region"]]
		t := totals[region]
		if t == nil {
			t = &total{region: region}
			totals[region] = t
		}
		t.units += units
		t.money += float64(units) * price
	}
	var all []*total
	for _, t := range totals {
		all = append(all, t)
	}
	sort.Slice(all, func(i, j int) bool { return all[i].money > all[j].money })
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "region\tunits\tmoney\t")
	for _, t := range all {
		fmt.Fprintf(w, "%s\t%d\t%.2f\t\n", t.region, t.units, t.money)
	}
	w.Flush()
}
