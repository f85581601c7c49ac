//go:build bench

package main

import (
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/pprof"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"lollipop/backend/access"
	"lollipop/backend/aup"
	"lollipop/backend/clock"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/notice"
	"lollipop/backend/people"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// rushProfile names a file into which the server writes where its processor time goes, from its start to SIGUSR1.
const rushProfile = "RUSH_PROFILE"

func init() {
	path := os.Getenv(rushProfile)
	if path == "" || !slices.Contains(os.Environ(), asProgram) {
		return
	}
	out, err := os.Create(path)
	if err == nil {
		err = pprof.StartCPUProfile(out)
	}
	if err != nil {
		panic(err)
	}
	enough := make(chan os.Signal, 1)
	signal.Notify(enough, syscall.SIGUSR1)
	go func() { <-enough; pprof.StopCPUProfile(); _ = out.Close() }()
}

// rushEngine is a database that waits for the disk.
type rushEngine struct {
	name string
	// make makes an empty one: the environment of a program that uses it, what its store is opened with, and a way in past
	// the product.
	make func(t *testing.T) (environ []string, db store.Config, hand *sql.DB)
}

var rushEngines = []rushEngine{
	{"sqlite", func(t *testing.T) ([]string, store.Config, *sql.DB) {
		environ := in(t.TempDir())
		well(t, environ, "migrate")
		config, err := readConfig(environ)
		must(t, err)
		key, err := readChainKey(config)
		must(t, err)
		hand, err := sql.Open("sqlite", "file:"+filepath.Join(config.Data, "lollipop.db")+
			"?_pragma=busy_timeout(5000)&_time_format=sqlite&_timezone=UTC")
		must(t, err)
		return environ, store.Config{DSN: dsn(config), ChainKey: key}, hand
	}},
	{"postgres", func(t *testing.T) ([]string, store.Config, *sql.DB) {
		cluster := storetest.NewCluster(t)
		db := cluster.Config()
		environ := in(t.TempDir(), "LOLLIPOP_DATABASE="+db.DSN, "LOLLIPOP_CHAIN_KEY="+hex.EncodeToString(db.ChainKey[0]),
			sealsSetting())
		well(t, append(slices.Clone(environ), "LOLLIPOP_DATABASE_OWNER="+db.OwnerDSN), "migrate")
		return environ, db, cluster.Hand(t, "lollipop")
	}},
}

// rushChild is one with a telephone in the bag, and who will take it in.
type rushChild struct {
	pupil  id.Pupil
	office *http.Cookie
}

// rushParent is one with the app, and where the document lies that came this morning.
type rushParent struct {
	cookie   *http.Cookie
	document string
}

// rush is a morning that has not begun.
type rush struct {
	t          *testing.T
	environ    []string
	hand       *sql.DB
	server     *process
	client     *http.Client
	dice       *rand.Rand
	page, etag string // the app's first page, and which of it telephones have
	children   []rushChild
	parents    []rushParent
}

// newRush furnishes so many schools, in each of which a document was published and told of, and starts the server.
func newRush(t *testing.T, engine rushEngine, many int) *rush {
	t.Helper()
	environ, db, hand := engine.make(t)
	t.Cleanup(func() { hand.Close() })
	at := freePort(t)
	r := &rush{t: t, environ: append(environ, "LOLLIPOP_LISTEN="+at, "LOLLIPOP_ORIGIN=http://"+at), hand: hand,
		client: rushClient(), dice: newDice(), page: "/shell/en"}
	schools, links, parents := r.furnish(db, many)
	start := r.environ
	if file := os.Getenv(rushProfile); file != "" {
		start = append(slices.Clone(start), rushProfile+"="+file+"."+strings.ReplaceAll(t.Name(), "/", "."))
	}
	r.server = launch(t, start, "Lollipop is at", "serve")
	for i, at := range schools {
		office := &browser{}
		status, answer := office.do(t.Context(), r.server.address, "POST", "/api/links/"+string(links[i]),
			string(id.New[id.Op]()), map[string]string{"passphrase": "lantern walnut gravel"})
		if status != http.StatusOK {
			t.Fatalf("an office cannot come in: %d %s", status, answer)
		}
		for _, pupil := range at.pupils {
			r.children = append(r.children, rushChild{pupil, office.cookie})
		}
		r.parents = append(r.parents, r.readers(parents[at.id], fmt.Sprint("school-", i))...)
	}
	page, err := r.client.Get(r.server.address + r.page)
	must(t, err)
	page.Body.Close()
	r.etag = page.Header.Get("ETag")
	return r
}

// furnish fills the database and returns the schools, a link for the office of each, and the sessions of each school's
// parents, of every second one.
func (r *rush) furnish(db store.Config, many int) ([]figureSchool, []access.Token, map[id.School][]*http.Cookie) {
	t := r.t
	t.Helper()
	config, err := readConfig(r.environ)
	must(t, err)
	watch := &notice.Watch{}
	db.Changed = watch.Wake
	s, err := store.Open(t.Context(), db)
	must(t, err)
	p, err := wire(config, s, db.ChainKey, someSeals(t), clock.System{}, watch, newLog(config, 0))
	must(t, err)
	schools := furnishFigures(t, p, db, many)
	for _, statement := range []string{`DELETE FROM subscriptions`, // nobody is rung
		`UPDATE staff SET email = 'office@school.example' WHERE roles LIKE '%office%'`} {
		_, err = r.hand.ExecContext(t.Context(), statement)
		must(t, err)
	}
	parents := r.seat()
	links := make([]access.Token, many)
	stop := ringing(t, p)
	for i, at := range schools {
		_, err := p.aup.Publish(t.Context(), at.head, at.act(p, at.head, "aup.publish"), aup.ForParents,
			aup.Wording{Title: "Our part", Intro: "Please read this.", Statements: []aup.Worded{
				{Key: "monitored", Text: "School looks at how its computers are used."}}})
		must(t, err)
		links[i], _, err = p.access.IssueAtMachine(t.Context(), event.Act{School: at.id, At: p.clock.Now(),
			Op: id.New[id.Op](), Command: "test.link"}, at.office.Person, access.ForPassphrase)
		must(t, err)
	}
	for told, late := 0, time.After(5*time.Minute); told < many*figureAdults; {
		select {
		case <-time.After(100 * time.Millisecond):
		case <-late:
			t.Fatalf("only %d are told of the document", told)
		}
		must(t, r.hand.QueryRow(`SELECT COUNT(*) FROM notices WHERE kind LIKE 'document%' OR kind LIKE 'aup%'`).Scan(&told))
	}
	stop()
	p.close()
	return schools, links, parents
}

// seat signs every second parent in, as the use of a letter leaves it.
func (r *rush) seat() map[id.School][]*http.Cookie {
	t := r.t
	rows, err := r.hand.Query(`SELECT school, person FROM seats ORDER BY school, person`)
	must(t, err)
	defer rows.Close()
	var sessions, seats [][]any
	parents := map[id.School][]*http.Cookie{}
	for since, n := time.Now().UTC(), 0; rows.Next(); n++ {
		var at, person string
		must(t, rows.Scan(&at, &person))
		if n%2 == 0 {
			token, standing := access.NewToken(), access.Member{Adult: people.Adult{School: id.School(at),
				ID: id.Adult(person)}}.Standing()
			sessions = append(sessions, []any{string(token.Hash()), "parent", since, since})
			seats = append(seats, []any{string(token.Hash()), 0, at, person, string(standing), since})
			parents[id.School(at)] = append(parents[id.School(at)], &http.Cookie{Name: "__Host-session", Value: string(token)})
		}
	}
	must(t, rows.Err())
	rows.Close()
	tx, err := r.hand.Begin()
	must(t, err)
	into := &rowsIn{t, tx, strings.Contains(t.Name(), "postgres")}
	into.add("sessions", "hash, kind, since, seen", sessions...)
	into.add("seats", "session, n, school, person, standing, since", seats...)
	must(t, tx.Commit())
	return parents
}

// readers are a school's parents, each of whom has a message and is asked to sign the document, which the first shows.
func (r *rush) readers(cookies []*http.Cookie, slug string) (all []rushParent) {
	t := r.t
	t.Helper()
	first := &browser{cookie: cookies[0]}
	read := func(path string, into any) {
		status, answer := first.do(t.Context(), r.server.address, "GET", path, "", nil)
		if status != http.StatusOK || json.Unmarshal(answer, into) != nil {
			t.Fatalf("%s: %d %s", path, status, answer)
		}
	}
	var home struct {
		Seats []struct {
			Due []struct {
				Editions []struct{ Edition string }
			}
		}
	}
	read("/api/aup/home", &home)
	var box struct{ Items []struct{ Kind string } }
	read("/api/notices", &box)
	if len(home.Seats) != 1 || len(home.Seats[0].Due) == 0 || len(box.Items) == 0 {
		t.Fatalf("a parent is asked nothing, or told nothing: %+v %+v", home, box)
	}
	document := "/s/" + slug + "/documents/" + home.Seats[0].Due[0].Editions[0].Edition + ".json"
	for _, cookie := range cookies {
		all = append(all, rushParent{cookie, document})
	}
	return all
}
