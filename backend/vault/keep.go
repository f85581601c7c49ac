package vault

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
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
	defer func() { err = errors.Join(err, os.Remove(made.Name())) }()
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
	case err != nil: // a file system without links, as of many a memory stick
		if err := copyTo(made, path); err != nil {
			return err
		}
	}
	return SyncFolder(filepath.Dir(path))
}

// copyTo makes path, which must not be there.
func copyTo(made, path string) (err error) {
	from, err := os.Open(made)
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(to, from)
	if err == nil {
		err = to.Sync()
	}
	if err = errors.Join(err, to.Close()); err != nil {
		err = errors.Join(err, os.Remove(path))
	}
	return err
}

// SyncFolder puts the names in a folder on the disk.
func SyncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
