package main

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"lollipop/backend/clock"
)

// settings finds those that contradict one another. Each alone is right, or the program would not have started.
func settings(g *globals) []finding {
	c := g.config
	host, _, _ := net.SplitHostPort(c.Listen)
	var all []finding
	say := func(is, todo string) { all = append(all, finding{what: "settings", is: is, todo: todo}) }
	if len(c.Proxies) > 0 && loopback(host) {
		say("LOLLIPOP_PROXIES names other machines, and they cannot reach "+c.Listen,
			"listen where they can, or leave LOLLIPOP_PROXIES out (a proxy on this machine is believed without)")
	}
	if len(c.Proxies) == 0 && !loopback(host) && strings.HasPrefix(c.Origin, "https://") {
		say("other machines can reach "+c.Listen+", and none of them is a proxy of yours", "name the proxy's network in "+
			"LOLLIPOP_PROXIES, or everybody behind it counts as one when guesses are slowed; or listen on 127.0.0.1")
	}
	if c.MetricsOpen && c.Metrics == "" {
		say("LOLLIPOP_METRICS_OPEN without LOLLIPOP_METRICS", "say where, or leave both out")
	}
	if kept, err := os.ReadFile(filepath.Join(c.Data, chainKeyFile)); err == nil && c.ChainKey != "" &&
		!sameKeys(string(kept), c.ChainKey) {
		say("LOLLIPOP_CHAIN_KEY is another key than the one in "+chainKeyFile, "the setting is used: make sure that it is "+
			"the right one, and put the file away")
	}
	if kept, err := os.ReadFile(filepath.Join(c.Data, pushKeysFile)); err == nil && c.PushKeys != "" &&
		strings.TrimSpace(string(kept)) != strings.TrimSpace(c.PushKeys) {
		say("LOLLIPOP_PUSH_KEYS are other keys than those in "+pushKeysFile, "the setting is used: put the file away, or "+
			"leave the setting out")
	}
	if kept, err := os.ReadFile(filepath.Join(c.Data, sealsFile)); err == nil && c.ConcernKeys != "" &&
		strings.TrimSpace(string(kept)) != strings.TrimSpace(c.ConcernKeys) {
		say("LOLLIPOP_CONCERN_KEYS are other keys than those in "+sealsFile, "the setting is used: make sure that it is the "+
			"right one, and put the file away, where it is kept")
	}
	if c.postgres() {
		if _, err := os.Stat(filepath.Join(c.Data, "lollipop.db")); err == nil {
			say("a database of SQLite's lies in the data folder, and PostgreSQL is used", "put it away where nobody takes "+
				"it for the one in use")
		}
	}
	if len(all) == 0 {
		all = append(all, finding{what: "settings", is: "none contradicts another"})
	}
	return all
}

// sameKeys reports whether both are the chain's same keys, however they are written.
func sameKeys(one, other string) bool {
	a, err := parseChainKeys(one)
	b, err2 := parseChainKeys(other)
	return errors.Join(err, err2) == nil && a.text() == b.text()
}

// figuresPort: whether Prometheus gets what it asks for.
func figuresPort(g *globals) finding {
	c := g.config
	f := finding{what: "metrics", is: "off"}
	if c.Metrics == "" {
		return f
	}
	f.is = c.Metrics
	if host, _, _ := net.SplitHostPort(c.Metrics); !loopback(host) {
		f.is += ", which other machines can reach"
	}
	answer, err := look(g, direct(reachIn), http.MethodGet, "http://"+c.Metrics+"/metrics")
	switch {
	case err != nil:
		f.is += " (no server runs here just now)"
	case answer.StatusCode != http.StatusOK:
		f.todo = fmt.Sprintf("something else answers there (%d): name another port in LOLLIPOP_METRICS", answer.StatusCode)
	}
	return f
}

// oldBackup is one that should have had a successor.
const oldBackup = 36 * time.Hour

// backupMade: when the last backup was made, once there is something to lose.
func backupMade(g *globals, schools int) finding {
	f := finding{what: "backup"}
	made, err := lastBackup(g.config)
	age := clock.System{}.Now().Sub(made)
	switch {
	case err != nil && os.IsNotExist(err) && schools == 0:
		f.is = "none yet, and no school"
	case err != nil && os.IsNotExist(err):
		f.is, f.todo = "none is known of", "make one every night: lollipop backup"
	case err != nil:
		f.is, f.todo = "its note cannot be read", "lollipop backup writes "+backupLast+" anew"
	case age > oldBackup:
		f.is = "the last is of " + made.Format(time.RFC3339)
		f.todo = "see why there was none since: lollipop backup"
	case age < -mostSkew:
		f.is, f.todo = "the last is of "+made.Format(time.RFC3339)+", which is yet to come", "set the machine's time"
	default:
		f.is = "the last is of " + made.Format(time.RFC3339)
	}
	return f
}

// leastSpace is room for years of one school, and for SQLite to work in; leastFiles is for what it puts beside.
const (
	leastSpace = 1 << 30
	leastFiles = 1000
)

// statfs asks how full a disk is.
var statfs = syscall.Statfs

func diskSpace(what, at string) finding {
	f := finding{what: what}
	if _, err := os.Stat(at); err != nil {
		at = "."
	}
	var disk syscall.Statfs_t
	if err := statfs(at, &disk); err != nil {
		f.is, f.todo = "cannot be asked", err.Error()
		return f
	}
	free := disk.Bavail * uint64(disk.Bsize)
	f.is = fmt.Sprintf("%.1f GiB free", float64(free)/(1<<30))
	switch {
	case free < leastSpace:
		f.todo = "make room: below 1 GiB a full day may not be kept"
	case disk.Files > 0 && disk.Ffree < leastFiles: // some file systems have no such number
		f.todo = fmt.Sprintf("there is room for only %d more files: delete some that nobody needs", disk.Ffree)
	}
	return f
}

func appBuilt(g *globals) finding {
	f := finding{what: "app", is: "built into this program"}
	if _, err := fs.Stat(g.app, "dist/.vite/manifest.json"); err != nil {
		f.is, f.todo = "not in this program", "scripts/build builds it, and then the program"
	}
	return f
}
