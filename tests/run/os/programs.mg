// Other programs: input, output, exit status, signals, environment, not found.
package main

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"time"
)

func main() {
	out, err := exec.Command("echo", "a b", "c").Output()
	fmt.Printf("%q %v\n", out, err)
	cmd := exec.Command("tr", "a-z", "A-Z")
	cmd.Stdin = strings.NewReader("upper case")
	out, err = cmd.CombinedOutput()
	fmt.Printf("%q %v %v\n", out, err, cmd.ProcessState)
	cmd = exec.Command("sh", "-c", "echo $GREETING; pwd; echo problem >&2; exit 3")
	cmd.Env = []string{"GREETING=hi", "PATH=/usr/bin:/bin"}
	cmd.Dir = "/"
	out, err = cmd.Output()
	var ee *exec.ExitError
	fmt.Printf("%q %v %v\n", out, err, errors.As(err, &ee))
	fmt.Printf("%d %q\n", ee.ExitCode(), ee.Stderr)
	fmt.Println(exec.Command("sh", "-c", "kill -9 $$").Run())
	fmt.Println(exec.Command("no-such-program-here").Run())
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	fmt.Println(exec.CommandContext(ctx, "sleep", "60").Run(), ctx.Err())
}
