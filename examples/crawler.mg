// A concurrent crawler: a bounded crew of goroutines walks a folder tree and adds up what it finds.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"sync"
)

type found struct {
	files int
	bytes int64
}

type crawler struct {
	crew  chan struct{} // one token for each folder being read
	wg    sync.WaitGroup
	mu    sync.Mutex
	kinds map[string]found
}

func (c *crawler) walk(dir string) {
	defer c.wg.Done()
	c.crew <- struct{}{}
	entries, err := os.ReadDir(dir)
	<-c.crew
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return
	}
	for _, e := range entries {
		path := filepath.Join(dir, e.Name())
		if e.IsDir() {
			c.wg.Add(1)
			go c.walk(path)
			continue
		}
		info, err := e.Info()
		if err != nil {
			continue
		}
		c.mu.Lock()
		f := c.kinds[filepath.Ext(path)]
		f.files++
		f.bytes += info.Size()
		c.kinds[filepath.Ext(path)] = f
		c.mu.Unlock()
	}
}

// plant makes a tree to crawl: folders three deep, with files in each.
func plant(dir string, depth int) int {
	folders := 1
	for i := range 3 {
		os.WriteFile(filepath.Join(dir, fmt.Sprintf("note%d.txt", i)), make([]byte, 100*depth), 0o644)
		os.WriteFile(filepath.Join(dir, fmt.Sprintf("pic%d.pgm", i)), make([]byte, 7), 0o644)
		if depth > 0 {
			sub := filepath.Join(dir, fmt.Sprint("d", i))
			if err := os.Mkdir(sub, 0o755); err != nil {
				panic(err)
			}
			folders += plant(sub, depth-1)
		}
	}
	return folders
}

func main() {
	root := ""
	if len(os.Args) > 1 {
		root = os.Args[1]
	} else {
		dir, err := os.MkdirTemp("", "crawler")
		if err != nil {
			panic(err)
		}
		defer os.RemoveAll(dir)
		root = dir
		fmt.Println("planted", plant(dir, 3), "folders")
	}
	c := &crawler{crew: make(chan struct{}, 8), kinds: map[string]found{}}
	c.wg.Add(1)
	go c.walk(root)
	c.wg.Wait()
	var kinds []string
	for k := range c.kinds {
		kinds = append(kinds, k)
	}
	sort.Strings(kinds)
	for _, k := range kinds {
		fmt.Printf("%-6s %4d files %7d bytes\n", k, c.kinds[k].files, c.kinds[k].bytes)
	}
}
