package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"
)

// Whoever works with SQLite's file holds a lock beside it, FILE.lock, together with others who do; whoever puts another
// database in its place holds it alone. Not the file itself: SQLite has locks of its own there, which closing it
// anywhere else in this process would lose. PostgreSQL needs none: it says who is there, and is never put in place.

// using says that this program works with the database, until release is called.
func using(c Config) (release func(), err error) {
	return locked(c, syscall.LOCK_SH, "the database is being restored or moved just now")
}

// claim is for whoever needs the database alone.
func claim(c Config) (release func(), err error) {
	return locked(c, syscall.LOCK_EX, "a server or another command is using it: stop that first")
}

func locked(c Config, how int, otherwise string) (func(), error) {
	if c.postgres() || strings.HasPrefix(file(c), "memory:") {
		return func() {}, nil
	}
	path := file(c) + ".lock"
	// For reading alone, and readable by others: whichever user made it, the next can hold it as well.
	held, err := os.OpenFile(path, os.O_RDONLY|os.O_CREATE, 0o644)
	if err != nil {
		return nil, fmt.Errorf("the database's lock: %w", err)
	}
	_ = held.Chmod(0o644) // whatever the mask took away; where it is another user's, they have done so
	for {
		err = syscall.Flock(int(held.Fd()), how|syscall.LOCK_NB)
		if !errors.Is(err, syscall.EINTR) {
			break
		}
	}
	if err != nil {
		held.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, fmt.Errorf("%s: %s", file(c), otherwise)
		}
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return func() { held.Close() }, nil // which lets go of it
}
