package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"syscall"
)

// drilling begins the names of the folders in which drills are made.
const drilling = ".lollipop.drill-"

// aside makes a folder for a drill; done removes it. What killed ones left is removed first: each is a whole database
// that needs no key to be read. A drill that is under way holds its folder.
func aside(within string) (folder string, done func(), err error) {
	left, err := filepath.Glob(filepath.Join(within, drilling+"*"))
	if err != nil {
		return "", nil, err
	}
	for _, old := range left {
		if held := takes(old); held != nil {
			_ = os.RemoveAll(old) // in a folder of everybody's it may be somebody else's
			held.Close()
		}
	}
	for range 10 {
		if folder, err = os.MkdirTemp(within, drilling); err != nil {
			return "", nil, err
		}
		if held := takes(folder); held != nil {
			return folder, func() { _ = os.RemoveAll(folder); held.Close() }, nil
		}
		_ = os.Remove(folder) // another drill has taken it for one that was left
	}
	return "", nil, errors.New("no folder for the drill can be held in " + within)
}

// roomy reads as long as the disk has room for what was read, and beside that for the day of a server that is there.
type roomy struct {
	io.Reader
	at           string
	read, looked int64
}

// Read implements io.Reader.
func (r *roomy) Read(into []byte) (int, error) {
	n, err := r.Reader.Read(into)
	if r.read += int64(n); r.looked > 0 && r.read-r.looked < 16<<20 {
		return n, err
	}
	r.looked = r.read
	var disk syscall.Statfs_t
	if statfs(r.at, &disk) == nil && disk.Bavail*uint64(disk.Bsize) < leastSpace+uint64(r.read) {
		return 0, errors.New("there is too little room beside the database, and it needs some for the day: make the drill " +
			"on another machine, or where LOLLIPOP_DATA has more")
	}
	return n, err
}

// takes holds a folder until what it returns is closed; nil where somebody else does, or it is gone.
func takes(folder string) *os.File {
	held, err := os.Open(folder)
	if err != nil {
		return nil
	}
	if syscall.Flock(int(held.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil {
		here, err := os.Stat(folder)
		is, err2 := held.Stat()
		if errors.Join(err, err2) == nil && os.SameFile(here, is) {
			return held
		}
	}
	held.Close()
	return nil
}
