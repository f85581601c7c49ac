package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/vault"
)

// backupCommand makes what is to leave the machine.
type backupCommand struct {
	Save   backupSave   `cmd:"" default:"withargs" help:"Keep the whole database in one locked file, while the server goes on."`
	Keys   backupKeys   `cmd:"" help:"Keep the keys of the record, of concerns and of pushes in a locked file of their own."`
	NewKey backupNewKey `cmd:"" help:"Make a key pair for backups: on the machine that will keep it, never on the server."`
}

// readers are the public keys of those who can open a backup.
type readers struct {
	To     []string `help:"A public key (age1…) that can open it; may be given again." placeholder:"KEY" sep:"none"`
	ToFile []string `help:"A file of public keys, one a line; may be given again." placeholder:"FILE" sep:"none"`
}

func (r readers) keys() (vault.To, error) {
	var all vault.To
	for _, key := range r.To {
		to, err := vault.ReadTo(key)
		if err != nil {
			return nil, fmt.Errorf("--to: %w", err)
		}
		all = append(all, to...)
	}
	for _, path := range r.ToFile {
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("--to-file: %w", err)
		}
		to, err := vault.ReadTo(string(text))
		if err != nil {
			return nil, fmt.Errorf("--to-file %s: %w", path, err)
		}
		all = append(all, to...)
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("%w: name a public key with --to or --to-file (lollipop backup new-key makes a pair)",
			vault.ErrNobody)
	}
	return all, nil
}

type backupSave struct {
	File string `arg:"" help:"The file to make; it must not be there. - is standard output."`
	readers
}

// backupLast is the file in the data folder that holds the moment up to which the last backup has everything.
const backupLast = "backup.last"

// Run makes a backup: whole, or none. The keys are not in it.
func (b backupSave) Run(g *globals) error {
	to, err := b.keys()
	if err != nil {
		return err
	}
	s, err := opened(g.ctx, g.config)
	if err != nil {
		return fmt.Errorf("the database: %w", err)
	}
	defer s.Close()
	made, said := clock.System{}.Now(), ""
	write := func(w io.Writer) error {
		counted := &counter{to: w}
		locked, err := vault.Lock(counted, to)
		if err != nil {
			return err
		}
		dumped, err := s.Dump(g.ctx, locked, made, build())
		if err == nil {
			err = locked.Close() // else half a backup would open as a whole file
		}
		if err != nil {
			return err
		}
		said = fmt.Sprintf("%s: schools: %d, rows: %d, as of %s; %s, for keys: %d.\n", b.File, len(dumped.Head.Schools),
			dumped.Rows(), made.Format(time.RFC3339), size(counted.bytes), len(to))
		return nil
	}
	if b.File == "-" {
		err = write(g.out)
	} else {
		err = vault.Keep(b.File, write)
	}
	if err != nil {
		return fmt.Errorf("there is no backup: %w", err)
	}
	if err := noteBackup(g.config, made); err != nil {
		return fmt.Errorf("the backup is made, but not noted: %w", err)
	}
	if b.File != "-" {
		fmt.Fprint(g.out, "Kept in ", said, "The keys are not in it: lollipop backup keys keeps those.\n")
	}
	return nil
}

// counter counts what passes through.
type counter struct {
	to    io.Writer
	bytes int64
}

// Write implements io.Writer.
func (c *counter) Write(some []byte) (int, error) {
	n, err := c.to.Write(some)
	c.bytes += int64(n)
	return n, err
}

func size(bytes int64) string {
	if bytes < 10_000_000 {
		return fmt.Sprintf("%d kB", (bytes+999)/1000)
	}
	return fmt.Sprintf("%d MB", bytes/1_000_000)
}

// build is which program this is.
func build() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		return info.Main.Version
	}
	return ""
}

// noteBackup writes down when the last backup was made: for doctor, and for whoever watches the server.
func noteBackup(c Config, made time.Time) error {
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return err
	}
	note, err := os.CreateTemp(c.Data, ".backup-")
	if err != nil {
		return err
	}
	defer os.Remove(note.Name()) // after the rename there is nothing to remove
	_, err = note.WriteString(made.UTC().Format(time.RFC3339) + "\n")
	if err := errors.Join(err, note.Sync(), note.Close()); err != nil {
		return err
	}
	return os.Rename(note.Name(), filepath.Join(c.Data, backupLast))
}

type backupNewKey struct{}

// Run prints a key pair, as age's own tool does.
func (backupNewKey) Run(g *globals) error {
	text, public, err := vault.NewKey(clock.System{}.Now())
	if err != nil {
		return err
	}
	fmt.Fprintf(g.out, "# Keep these lines in two places that are neither the server nor beside the backups: whoever has\n"+
		"# them reads every backup, and without them nobody does. On the server:\n# lollipop backup FILE --to %s\n%s", public,
		text)
	return nil
}
