// Cancelling parents and children, causes, values, what contexts print as.
package main

import (
	"context"
	"errors"
	"fmt"
	"time"
)

type key string

func main() {
	root, cancel := context.WithCancelCause(context.WithValue(context.Background(), key("k"), "v"))
	child, stop := context.WithTimeout(root, time.Hour)
	defer stop()
	free := context.WithoutCancel(child)
	grand, stop2 := context.WithCancel(child)
	defer stop2()
	fmt.Println(root, free.Value(key("k")), grand.Value(key("none")))
	done := make(chan bool)
	context.AfterFunc(grand, func() { close(done) })
	undo := context.AfterFunc(grand, func() { fmt.Println("never") })
	fmt.Println(undo(), undo(), grand.Err())
	cancel(errors.New("because"))
	<-done
	<-grand.Done()
	fmt.Println(root.Err(), child.Err(), grand.Err(), context.Cause(grand), free.Err(), context.Cause(free))
	cancel(errors.New("later"))
	fmt.Println(context.Cause(root))
	late, stop3 := context.WithDeadlineCause(context.Background(), time.Now().Add(time.Millisecond), errors.New("too slow"))
	defer stop3()
	<-late.Done()
	fmt.Println(late.Err(), context.Cause(late), errors.Is(late.Err(), context.DeadlineExceeded))
	after, stop4 := context.WithCancel(late)
	defer stop4()
	fmt.Println(after.Err(), context.TODO())
	defer func() { fmt.Println(recover()) }()
	context.WithValue(root, []int{}, 1)
}
