//go:build bench

package main

import (
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"lollipop/backend/store/storetest"
)

// TestFiguresBackup prints, for schools of 400 adults each as the fan-out has them, how fast a backup is made and
// restored, each by a process of its own, and what that process takes of memory: the same for a tenth of the people,
// since nothing is ever held whole.
func TestFiguresBackup(t *testing.T) {
	public, secret := newKey(t)
	for _, kind := range storetest.Kinds[1:] {
		for _, many := range []int{10, 100} {
			t.Run(fmt.Sprint(kind.Name, " ", many), func(t *testing.T) {
				config, err := readConfig(in(t.TempDir(), "LOLLIPOP_ORIGIN=https://lollipop.test"))
				must(t, err)
				db := kind.Config(t)
				p := morning(t, config, db)
				furnishFigures(t, p, db, many)
				p.close()
				key := "LOLLIPOP_CHAIN_KEY=" + hex.EncodeToString(storetest.Key[0])
				environ := in(config.Data, "LOLLIPOP_DATABASE="+db.DSN, key)
				name := fmt.Sprintf("backup_%s_%d", kind.Name, many*figureAdults)
				file := filepath.Join(t.TempDir(), "b")
				took, memory := alongside(t, environ, "backup", file, "--to", public)
				counted := &counter{to: io.Discard}
				must(t, unlocked(file, ring(t, secret), func(r io.Reader) error {
					_, err := io.Copy(counted, r)
					return err
				}))
				info, err := os.Stat(file)
				must(t, err)
				mb := float64(counted.bytes) / 1e6
				figure(name+"_size", mb, "MB")
				figure(name+"_locked", float64(info.Size())/1e6, "MB")
				figure(name+"_speed", mb/took.Seconds(), "MB/s")
				goal(t, name+"_memory", memory, 100)
				took, memory = alongside(t, environ, "restore", file, "--identity", secret, "--verify")
				figure(name+"_drill_speed", mb/took.Seconds(), "MB/s")
				figure(name+"_drill_took", took.Seconds(), "s")
				figure(name+"_drill_memory", float64(memory), "MB")
				empty := storetest.Kinds[2].Config(t)
				took, memory = alongside(t, in(t.TempDir(), "LOLLIPOP_DATABASE="+empty.DSN, "LOLLIPOP_DATABASE_OWNER="+
					empty.OwnerDSN, key), "restore", file, "--identity", secret)
				figure(name+"_into_postgres_took", took.Seconds(), "s")
				figure(name+"_into_postgres_memory", float64(memory), "MB")
			})
		}
	}
}

// alongside runs the program in a process of its own: how long that took, and the most memory that it had, in MB.
func alongside(t *testing.T, environ []string, args ...string) (took time.Duration, memory int) {
	t.Helper()
	binary, err := os.Executable()
	must(t, err)
	cmd := exec.Command(binary, args...)
	cmd.Env = append(environ, asProgram)
	begun := time.Now()
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("lollipop %s: %v %s", strings.Join(args, " "), err, out)
	}
	return time.Since(begun), int(cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss >> 10)
}
