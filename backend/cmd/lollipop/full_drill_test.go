//go:build drill

package main

import (
	"database/sql"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lollipop/backend/id"
	"lollipop/backend/store/storetest"
)

// The disk is full while the office works: SQLite's folder, and the tables of PostgreSQL, on a file system of some
// megabytes. Nobody is told that something was kept which was not, what they read says what to do, screens go on
// being read, and once there is room everything goes on with no restart. It needs root, who can make such a disk.
func TestDrillFull(t *testing.T) {
	if os.Getuid() != 0 {
		measured("full/not-tried", 1, "drill that only root can do; away_test.go does it with SQLite's page limit")
		return
	}
	t.Run("sqlite", func(t *testing.T) {
		folder := t.TempDir()
		disk := storetest.NewDisk(t, folder, 48)
		full(t, "sqlite", disk, onFile(t, folder), func() *sql.DB {
			db, err := sql.Open("sqlite", filepath.Join(folder, "lollipop.db"))
			must(t, err)
			return db
		})
	})
	t.Run("postgres", func(t *testing.T) {
		c := storetest.NewCluster(t)
		disk, database := c.Small(t, 64)
		full(t, "postgres", disk, onPostgres(t, c.ConfigOf(database)), func() *sql.DB { return c.Hand(t, database) })
	})
}

func full(t *testing.T, name string, disk storetest.Disk, environ []string, hand func() *sql.DB) {
	const clients, refusals, screens = 16, 300, 50
	s, p := settled(t, environ, 1)
	q := gather(s, clients)
	q.until(500)
	disk.Fill(t, 200_000)
	for end := time.Now().Add(2 * time.Minute); q.refused.Load() < refusals; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("the disk is not full: %d are kept, %d refused", q.answers.Load(), q.refused.Load())
		}
	}
	kept := q.answers.Load()
	began := time.Now()
	for range screens {
		for _, screen := range []string{"/api/desk", "/api/me", "/readyz"} {
			b := *s.office
			if status, answer := b.do(t.Context(), s.at(0), "GET", screen, string(id.New[id.Op]()), nil); status != http.StatusOK {
				t.Fatalf("%s on a full disk: %d %s", screen, status, answer)
			}
		}
	}
	measured("full/"+name+"/screen", time.Since(began)/(3*screens), "")
	q.mu.Lock()
	said := q.refusal
	q.mu.Unlock()
	if !strings.Contains(said, "It could not be kept just now. Nothing has changed: try again in a moment.") {
		t.Errorf("what a person reads is %s", said)
	}
	room := time.Now()
	disk.Free(t)
	back := q.answered(room)
	q.until(kept + 1000)
	q.home()
	measured("full/"+name+"/acknowledged", len(q.acked), "operations")
	measured("full/"+name+"/refused", q.refused.Load(), "tries")
	measured("full/"+name+"/back", back, "")
	if back > 5*time.Second {
		t.Errorf("with room again the first answer came in %s", back)
	}
	if q.silence.Load() > 0 {
		t.Errorf("%d tries had no answer at all", q.silence.Load())
	}
	p.kill()
	q.right(hand())
}
