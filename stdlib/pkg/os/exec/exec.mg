// Package exec runs other programs.
package exec

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

var (
	ErrNotFound  = errors.New("executable file not found in $PATH")
	ErrDot       = errors.New("cannot run executable found relative to current directory")
	ErrWaitDelay = errors.New("exec: WaitDelay expired before I/O complete")
)

// An Error says why a program cannot be run.
type Error struct {
	Name string
	Err  error
}

func (e *Error) Error() string { return "exec: " + strconv.Quote(e.Name) + ": " + e.Err.Error() }
func (e *Error) Unwrap() error { return e.Err }

// An ExitError is a program that ended without success. Stderr is a part of what it
// wrote there, where Output ran it.
type ExitError struct {
	*os.ProcessState
	Stderr []byte
}

func (e *ExitError) Error() string { return e.ProcessState.String() }

// A Cmd is a program to run, or that runs.
type Cmd struct {
	Path        string
	Args        []string
	Env         []string
	Dir         string
	Stdin       io.Reader
	Stdout      io.Writer
	Stderr      io.Writer
	ExtraFiles  []*os.File
	SysProcAttr *syscall.SysProcAttr

	Process      *os.Process
	ProcessState *os.ProcessState
	Err          error // of LookPath

	Cancel    func() error  // called when the context is done
	WaitDelay time.Duration // how long to wait for output after that

	ctx      context.Context
	childEnd []io.Closer    // closed once the program has started
	ourEnd   []io.Closer    // closed when it has ended
	copies   []func() error // run beside the program
	copied   sync.WaitGroup
	copyErr  error
	mu       sync.Mutex    // guards copyErr and ctxErr
	ctxErr   error         // why the context stopped the program
	ended    chan struct{} // closed when the program has ended
	watched  chan struct{} // closed when nobody watches the context any more
	started  bool
	finished bool
}

// Command is the program name with arguments; a name without slashes is looked
// for in $PATH.
func Command(name string, arg ...string) *Cmd {
	cmd := &Cmd{Path: name, Args: append([]string{name}, arg...)}
	if filepath.Base(name) == name {
		path, err := LookPath(name)
		if path != "" {
			cmd.Path = path
		}
		cmd.Err = err
	}
	return cmd
}

// CommandContext is Command that is killed when ctx is done.
func CommandContext(ctx context.Context, name string, arg ...string) *Cmd {
	if ctx == nil {
		panic("nil Context")
	}
	cmd := Command(name, arg...)
	cmd.ctx = ctx
	cmd.Cancel = func() error { return cmd.Process.Kill() }
	return cmd
}

func (c *Cmd) String() string {
	if c.Err != nil {
		return strings.Join(c.Args, " ")
	}
	return strings.Join(append([]string{c.Path}, c.Args[min(1, len(c.Args)):]...), " ")
}

// Environ is the environment that the program gets.
func (c *Cmd) Environ() []string {
	env := c.Env
	if env == nil {
		env = os.Environ()
		if c.Dir != "" {
			env = append(env, "PWD="+c.Dir)
		}
	}
	// Of several values of one variable the last counts.
	seen := make(map[string]bool)
	var out []string
	for i := len(env) - 1; i >= 0; i-- {
		key, _, _ := strings.Cut(env[i], "=")
		if !seen[key] {
			seen[key] = true
			out = append(out, env[i])
		}
	}
	for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
		out[i], out[j] = out[j], out[i]
	}
	return out
}

// Run runs the program to its end.
func (c *Cmd) Run() error {
	if err := c.Start(); err != nil {
		return err
	}
	return c.Wait()
}

func closeAll(list []io.Closer) {
	for _, c := range list {
		c.Close()
	}
}

// input is the descriptor to read from.
func (c *Cmd) input() (*os.File, error) {
	if c.Stdin == nil {
		return c.null(os.O_RDONLY)
	}
	if f, ok := c.Stdin.(*os.File); ok {
		return f, nil
	}
	r, w, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	c.childEnd = append(c.childEnd, r)
	c.ourEnd = append(c.ourEnd, w)
	c.copies = append(c.copies, func() error {
		_, err := io.Copy(w, c.Stdin)
		// A program need not read all that there is for it.
		if errors.Is(err, syscall.EPIPE) {
			err = nil
		}
		if err1 := w.Close(); err == nil {
			err = err1
		}
		return err
	})
	return r, nil
}

// output is the descriptor to write w to.
func (c *Cmd) output(w io.Writer) (*os.File, error) {
	if w == nil {
		return c.null(os.O_WRONLY)
	}
	if f, ok := w.(*os.File); ok {
		return f, nil
	}
	pr, pw, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	c.childEnd = append(c.childEnd, pw)
	c.ourEnd = append(c.ourEnd, pr)
	c.copies = append(c.copies, func() error {
		_, err := io.Copy(w, pr)
		pr.Close()
		return err
	})
	return pw, nil
}

func (c *Cmd) null(mode int) (*os.File, error) {
	f, err := os.OpenFile(os.DevNull, mode, 0)
	if err == nil {
		c.childEnd = append(c.childEnd, f)
	}
	return f, err
}

// sameWriter reports whether a and b are one writer.
func sameWriter(a, b io.Writer) bool {
	defer func() { recover() }() // they may not be comparable
	return a == b
}

// Start starts the program and does not wait for it.
func (c *Cmd) Start() error {
	if c.started {
		return errors.New("exec: already started")
	}
	c.started = true
	if c.Path == "" && c.Err == nil {
		c.Err = errors.New("exec: no command")
	}
	err := c.Err
	if err == nil && c.ctx != nil {
		err = c.ctx.Err()
	}
	var files []*os.File
	if err == nil {
		files, err = c.files()
	}
	if err == nil {
		c.Process, err = os.StartProcess(c.Path, c.argv(), &os.ProcAttr{Dir: c.Dir, Files: files, Env: c.Environ(), Sys: c.SysProcAttr})
	}
	closeAll(c.childEnd)
	c.childEnd = nil
	if err != nil {
		closeAll(c.ourEnd)
		return err
	}
	for _, f := range c.copies {
		c.copied.Add(1)
		go func() {
			defer c.copied.Done()
			if err := f(); err != nil {
				c.mu.Lock()
				if c.copyErr == nil {
					c.copyErr = err
				}
				c.mu.Unlock()
			}
		}()
	}
	if c.ctx != nil && c.ctx.Done() != nil {
		c.ended = make(chan struct{})
		c.watched = make(chan struct{})
		go c.watch()
	}
	return nil
}

func (c *Cmd) argv() []string {
	if len(c.Args) > 0 {
		return c.Args
	}
	return []string{c.Path}
}

func (c *Cmd) files() ([]*os.File, error) {
	in, err := c.input()
	if err != nil {
		return nil, err
	}
	out, err := c.output(c.Stdout)
	if err != nil {
		return nil, err
	}
	errs := out
	if c.Stderr == nil || c.Stdout == nil || !sameWriter(c.Stderr, c.Stdout) {
		if errs, err = c.output(c.Stderr); err != nil {
			return nil, err
		}
	}
	return append([]*os.File{in, out, errs}, c.ExtraFiles...), nil
}

// watch stops the program when the context is done.
func (c *Cmd) watch() {
	defer close(c.watched)
	select {
	case <-c.ended:
		return
	case <-c.ctx.Done():
	}
	err := c.ctx.Err()
	if c.Cancel != nil {
		if e := c.Cancel(); e != nil {
			if errors.Is(e, os.ErrProcessDone) {
				return
			}
			err = e
		}
	}
	c.mu.Lock()
	c.ctxErr = err
	c.mu.Unlock()
}

// Wait waits for the program that Start started, and for its output.
func (c *Cmd) Wait() error {
	if c.Process == nil {
		return errors.New("exec: not started")
	}
	if c.finished {
		return errors.New("exec: Wait was already called")
	}
	c.finished = true
	state, err := c.Process.Wait()
	if err == nil && !state.Success() {
		err = &ExitError{ProcessState: state}
	}
	c.ProcessState = state
	if c.ended != nil {
		close(c.ended)
		<-c.watched
		c.mu.Lock()
		if c.ctxErr != nil && (err == nil || c.ctx.Err() != c.ctxErr) {
			err = c.ctxErr
		}
		c.mu.Unlock()
	}
	if c.WaitDelay > 0 && c.ctx != nil && c.ctx.Err() != nil {
		timer := time.AfterFunc(c.WaitDelay, func() { closeAll(c.ourEnd) })
		c.copied.Wait()
		timer.Stop()
	} else {
		c.copied.Wait()
	}
	closeAll(c.ourEnd)
	c.ourEnd = nil
	c.mu.Lock()
	if err == nil {
		err = c.copyErr
	}
	c.mu.Unlock()
	return err
}

// Output runs the program and gives what it writes to its standard output.
func (c *Cmd) Output() ([]byte, error) {
	if c.Stdout != nil {
		return nil, errors.New("exec: Stdout already set")
	}
	var out bytes.Buffer
	c.Stdout = &out
	var errs *prefixSuffix
	if c.Stderr == nil {
		errs = &prefixSuffix{}
		c.Stderr = errs
	}
	err := c.Run()
	if e, ok := err.(*ExitError); ok && errs != nil {
		e.Stderr = errs.bytes()
	}
	return out.Bytes(), err
}

// CombinedOutput is Output with standard error mixed in.
func (c *Cmd) CombinedOutput() ([]byte, error) {
	if c.Stdout != nil {
		return nil, errors.New("exec: Stdout already set")
	}
	if c.Stderr != nil {
		return nil, errors.New("exec: Stderr already set")
	}
	var out bytes.Buffer
	c.Stdout = &out
	c.Stderr = &out
	err := c.Run()
	return out.Bytes(), err
}

// StdinPipe, StdoutPipe and StderrPipe give the other end of a pipe to the program.
func (c *Cmd) StdinPipe() (io.WriteCloser, error) {
	if c.Stdin != nil {
		return nil, errors.New("exec: Stdin already set")
	}
	if c.Process != nil {
		return nil, errors.New("exec: StdinPipe after process started")
	}
	r, w, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	c.Stdin = r
	c.childEnd = append(c.childEnd, r)
	c.ourEnd = append(c.ourEnd, w)
	return w, nil
}

func (c *Cmd) StdoutPipe() (io.ReadCloser, error) {
	if c.Stdout != nil {
		return nil, errors.New("exec: Stdout already set")
	}
	if c.Process != nil {
		return nil, errors.New("exec: StdoutPipe after process started")
	}
	r, w, err := c.outPipe()
	if err == nil {
		c.Stdout = w
	}
	return r, err
}

func (c *Cmd) StderrPipe() (io.ReadCloser, error) {
	if c.Stderr != nil {
		return nil, errors.New("exec: Stderr already set")
	}
	if c.Process != nil {
		return nil, errors.New("exec: StderrPipe after process started")
	}
	r, w, err := c.outPipe()
	if err == nil {
		c.Stderr = w
	}
	return r, err
}

func (c *Cmd) outPipe() (*os.File, *os.File, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return nil, nil, err
	}
	c.childEnd = append(c.childEnd, w)
	c.ourEnd = append(c.ourEnd, r)
	return r, w, nil
}

// A prefixSuffix keeps the first and the last 32 KB written to it.
type prefixSuffix struct {
	data    []byte
	skipped int
}

const keep = 32 << 10

func (p *prefixSuffix) Write(b []byte) (int, error) {
	p.data = append(p.data, b...)
	if extra := len(p.data) - 2*keep; extra > keep {
		p.data = append(p.data[:keep], p.data[keep+extra:]...)
		p.skipped += extra
	}
	return len(b), nil
}

func (p *prefixSuffix) bytes() []byte {
	if extra := len(p.data) - 2*keep; extra > 0 {
		p.data = append(p.data[:keep], p.data[keep+extra:]...)
		p.skipped += extra
	}
	if p.skipped == 0 {
		return p.data
	}
	out := append([]byte(nil), p.data[:keep]...)
	out = append(out, "\n... omitting "+strconv.Itoa(p.skipped)+" bytes ...\n"...)
	return append(out, p.data[keep:]...)
}

// LookPath finds the program file in $PATH.
func LookPath(file string) (string, error) {
	if file == "" || file == "." || file == ".." {
		return "", &Error{file, ErrNotFound}
	}
	if strings.Contains(file, "/") {
		if err := executable(file); err != nil {
			return "", &Error{file, err}
		}
		return file, nil
	}
	for _, dir := range filepath.SplitList(os.Getenv("PATH")) {
		path := filepath.Join(dir, file)
		if executable(path) == nil {
			if path[0] != '/' && !strings.Contains(os.Getenv("GODEBUG"), "execerrdot=0") {
				return path, &Error{file, ErrDot}
			}
			return path, nil
		}
	}
	return "", &Error{file, ErrNotFound}
}

func executable(file string) error {
	info, err := os.Stat(file)
	if err != nil {
		return err
	}
	if info.IsDir() {
		return syscall.EISDIR
	}
	if info.Mode()&0111 == 0 {
		return fs.ErrPermission
	}
	return nil
}
