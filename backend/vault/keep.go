package vault

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// Keep makes a file of what write writes: whole, on the disk and readable by its owner alone, or not at all. A file
// that is there already is left alone (fs.ErrExist). A machine that loses its power in between may leave a file
// ".NAME.part-…" behind, never NAME.
func Keep(path string, write func(io.Writer) error) (err error) {
	if _, err := os.Lstat(path); err == nil { // before the work; it is asked again at the end
		return fmt.Errorf("%s: %w", path, fs.ErrExist)
	}
	folder, name := filepath.Split(path)
	if folder == "" {
		folder = "."
	}
	made, err := os.CreateTemp(folder, "."+name+".part-") // 0600
	if err != nil {
		return err
	}
	defer func() {
		if gone := os.Remove(made.Name()); !errors.Is(gone, fs.ErrNotExist) { // it has the other name
			err = errors.Join(err, gone)
		}
	}()
	err = write(made)
	if err == nil {
		err = made.Sync()
	}
	if err := errors.Join(err, made.Close()); err != nil {
		return err
	}
	return place(made.Name(), path)
}

// link is os.Link, but for a test.
var link = os.Link

// place gives the file its name unless another has it, and puts that on the disk. What is left under the old name is
// removed by the caller.
func place(made, path string) error {
	switch err := link(made, path); {
	case errors.Is(err, fs.ErrExist):
		return fmt.Errorf("%s: %w", path, fs.ErrExist)
	case err != nil: // a file system without links, as of many a memory stick: of two in one moment the later stays
		if _, err := os.Lstat(path); err == nil {
			return fmt.Errorf("%s: %w", path, fs.ErrExist)
		}
		if err := os.Rename(made, path); err != nil {
			return err
		}
	}
	return SyncFolder(filepath.Dir(path))
}

// SyncFolder puts the names in a folder on the disk, where its file system knows what that is: not every network drive
// does.
func SyncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	err = folder.Sync()
	if errors.Is(err, syscall.EINVAL) {
		err = nil
	}
	return errors.Join(err, folder.Close())
}
