//go:build drill

package storetest

import (
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// Disk is a small file system of a drill's own, in memory. Only root can make one.
type Disk struct{ Folder string }

// NewDisk mounts one of so many megabytes at a folder, until the drill ends.
func NewDisk(t testing.TB, folder string, megabytes int) Disk {
	t.Helper()
	if err := syscall.Mount("tmpfs", folder, "tmpfs", 0, fmt.Sprintf("size=%dm", megabytes)); err != nil {
		t.Fatalf("a small disk cannot be made: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(folder, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return Disk{folder}
}

func (d Disk) ballast() string { return filepath.Join(d.Folder, "ballast") }

// Fill leaves that many bytes free.
func (d Disk) Fill(t testing.TB, free int64) {
	t.Helper()
	var now syscall.Statfs_t
	if err := syscall.Statfs(d.Folder, &now); err != nil {
		t.Fatal(err)
	}
	more := int64(now.Bavail)*now.Bsize - free
	if more <= 0 {
		t.Fatalf("less than %d bytes are free already", free)
	}
	if err := os.WriteFile(d.ballast(), make([]byte, more), 0o600); err != nil {
		t.Fatal(err)
	}
}

// Free makes room again.
func (d Disk) Free(t testing.TB) {
	t.Helper()
	if err := os.Remove(d.ballast()); err != nil {
		t.Fatal(err)
	}
}

// Small makes a database of the cluster's, small, whose tables lie on a small disk.
func (c *Cluster) Small(t testing.TB, megabytes int) (Disk, string) {
	t.Helper()
	folder := filepath.Join(c.folder, "small")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	d := NewDisk(t, folder, megabytes)
	tables := filepath.Join(folder, "tables")
	if err := os.Mkdir(tables, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{folder, tables} {
		if who := c.as.Credential; who != nil {
			if err := os.Chown(path, int(who.Uid), int(who.Gid)); err != nil {
				t.Fatal(err)
			}
		}
	}
	c.Super(t, "postgres", "CREATE TABLESPACE small LOCATION '"+tables+"'",
		"CREATE DATABASE small OWNER lollipop_owner TABLESPACE small")
	return d, "small"
}
