//go:build drill

package main

import (
	"database/sql"
	"path/filepath"
	"testing"
	"time"

	"lollipop/backend/store/storetest"
)

// The server is killed fifty times in ten thousand hand-ins and collections of 32 clients, on SQLite's file and on
// a PostgreSQL that waits for its disk. Nothing acknowledged is lost, nothing is done twice, the record holds, and
// two seconds after each new start somebody has an answer.
func TestDrillKill(t *testing.T) {
	const kills, between, clients, soonest = 50, 200, 32, 2 * time.Second
	for name, engine := range map[string]func(*testing.T) ([]string, func() *sql.DB){
		"sqlite": func(t *testing.T) ([]string, func() *sql.DB) {
			folder := t.TempDir()
			return onFile(t, folder), func() *sql.DB {
				db, err := sql.Open("sqlite", filepath.Join(folder, "lollipop.db"))
				must(t, err)
				return db
			}
		},
		"postgres": func(t *testing.T) ([]string, func() *sql.DB) {
			c := storetest.NewCluster(t)
			return onPostgres(t, c.Config()), func() *sql.DB { return c.Hand(t, "lollipop") }
		},
	} {
		t.Run(name, func(t *testing.T) {
			environ, hand := engine(t)
			s, p := settled(t, environ, 1)
			c := gather(s, clients)
			began := time.Now()
			var backs []time.Duration
			for n := range kills {
				c.until(int64(n+1) * between)
				p.kill()
				again := time.Now()
				p = s.serve(0)
				backs = append(backs, c.answered(again))
			}
			c.until((kills + 1) * between)
			c.home()
			measured("kill/"+name+"/acknowledged", len(c.acked), "operations")
			measured("kill/"+name+"/kills", kills, "kills")
			measured("kill/"+name+"/unanswered", c.silence.Load(), "tries")
			measured("kill/"+name+"/back-middle", middle(backs), "")
			measured("kill/"+name+"/back-worst", worst(backs), "")
			measured("kill/"+name+"/took", time.Since(began), "")
			if w := worst(backs); w > soonest {
				t.Errorf("after a start the first answer came in %s", w)
			}
			p.kill()
			c.right(hand())
		})
	}
}
