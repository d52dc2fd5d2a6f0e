// A query over JSON on standard input: `minigo run jsonquery.mg .items.1.name < file.json`; without a path, the whole thing.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
)

// lookup follows one step of a path: a key of an object or an index of an array.
func lookup(v any, step string) (any, error) {
	switch v := v.(type) {
	case map[string]any:
		if x, ok := v[step]; ok {
			return x, nil
		}
		return nil, fmt.Errorf("no key %q", step)
	case []any:
		i, err := strconv.Atoi(step)
		if err != nil || i < 0 || i >= len(v) {
			return nil, fmt.Errorf("no element %q of %d", step, len(v))
		}
		return v[i], nil
	default:
		return nil, fmt.Errorf("%q of a %T", step, v)
	}
}

type order struct {
	ID    int      `json:"id"`
	Who   string   `json:"who,omitempty"`
	Items []item   `json:"items"`
	Note  *string  `json:"note"`
	Tags  []string `json:"tags,omitempty"`
}

type item struct {
	Name  string  `json:"name"`
	Price float64 `json:"price"`
	Count int     `json:"count"`
}

func main() {
	paths := []string{".id", ".items.1.name", ".items.0.price", ".items.7", ".who.first", ".tags"}
	if len(os.Args) > 1 {
		paths = os.Args[1:]
	}
	var text json.RawMessage
	if err := json.NewDecoder(os.Stdin).Decode(&text); err != nil {
		fmt.Fprintln(os.Stderr, "not JSON:", err)
		os.Exit(1)
	}
	var root any
	if err := json.Unmarshal(text, &root); err != nil {
		panic(err)
	}
	for _, path := range paths {
		v, err := root, error(nil)
		for _, step := range strings.Split(strings.Trim(path, "."), ".") {
			if v, err = lookup(v, step); err != nil {
				break
			}
		}
		if err != nil {
			fmt.Printf("%-16s error: %v\n", path, err)
			continue
		}
		out, _ := json.Marshal(v)
		fmt.Printf("%-16s %s\n", path, out)
	}
	if len(os.Args) > 1 {
		return
	}

	// The same text into a struct: fields by their tags, and what does not fit is an error with its place.
	var o order
	if err := json.Unmarshal(text, &o); err != nil {
		fmt.Println(err)
	}
	sum := 0.0
	for _, i := range o.Items {
		sum += i.Price * float64(i.Count)
	}
	fmt.Printf("order %d: %d items, %.2f\n", o.ID, len(o.Items), sum)
	o.Who, o.Tags = "", nil
	out, _ := json.MarshalIndent(o, "", "  ")
	fmt.Println(string(out))
	fmt.Println(json.Unmarshal([]byte(`{"id": "x"}`), &o))
}
