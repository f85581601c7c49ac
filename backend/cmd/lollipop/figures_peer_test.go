//go:build bench

// The rows of the speed table that are held against PocketBase (scripts/peers). ./scripts/bench runs them.
//
// Both are programs in processes of their own, asked over HTTP by this one, which shares their machine: what the client
// takes of it is taken from both, and from the faster more, so that the ratios are too low rather than too high. What the
// servers themselves take of the processors stands beside them, theirs divided by ours. Both keep SQLite files and wait
// for the disk at each commit. Each is asked by 32 clients on a connection each, in turns, round after round, as often as
// the other; what is printed is the median of the rounds' ratios.
//
// A hand-in of ours is the real one: session and role in the database, same-origin proof, policy, the child's shelf, a
// place in the bag; device, operation and event are kept, and the event is linked into the school's chain. PocketBase's is
// one batch of three records of the same contents, by a signed-in user. In each round 800 children of two schools come.
//
// The read of ours is a child with contacts, by the office: session, seat, member of staff, child, contacts and adults are
// asked of the database. PocketBase's is the view of one record: the user and the record.
//
// Memory is what is resident after each round of the same load.
package main

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/valyala/fasthttp"

	"lollipop/backend/access"
	"lollipop/backend/clock"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/notice"
	"lollipop/backend/people"
	"lollipop/backend/store"
)

const (
	figureRounds  = 5
	figureClients = 32
)

// peerProgram is where scripts/bench built PocketBase.
func peerProgram(t *testing.T) string {
	t.Helper()
	path := os.Getenv("FIGURES_PEER")
	if path == "" {
		t.Fatal("not measured: the rows against PocketBase, which ./scripts/bench could not download and build")
	}
	return path
}

// program is the program as schools have it, or this binary, which is the same and its tests.
func program(environ []string, args ...string) *exec.Cmd {
	path := os.Getenv("FIGURES_PROGRAM")
	if path == "" {
		path, environ = os.Args[0], append(slices.Clone(environ), asProgram)
	}
	cmd := exec.Command(path, args...)
	cmd.Env = environ
	return cmd
}

// serving starts a server and waits until it answers there.
func serving(t *testing.T, cmd *exec.Cmd, ready string) *process {
	t.Helper()
	log, err := os.CreateTemp(t.TempDir(), "log")
	must(t, err)
	cmd.Stdout, cmd.Stderr = log, log
	must(t, cmd.Start())
	p := &process{cmd: cmd}
	t.Cleanup(func() {
		p.kill()
		if said, _ := os.ReadFile(log.Name()); t.Failed() {
			t.Logf("%s said last:\n%s", cmd, said[max(0, len(said)-4000):])
		}
	})
	for late := time.Now().Add(2 * time.Minute); ; time.Sleep(2 * time.Millisecond) {
		answer, err := http.Get(ready)
		if err == nil {
			answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return p
			}
		}
		if time.Now().After(late) {
			said, _ := os.ReadFile(log.Name())
			t.Fatalf("%s never answered: %s", cmd.Path, said)
		}
	}
}

// staffCookie signs a member of staff in, as their sign-in leaves it.
func staffCookie(into *rowsIn, who people.Who, role people.Role) string {
	token, since := access.NewToken(), time.Now().UTC()
	member := access.Member{Staff: people.Staff{ID: id.Staff(who.Person), School: who.School, Roles: []people.Role{role}}}
	into.add("sessions", "hash, kind, since, seen", []any{string(token.Hash()), "staff", since, since})
	into.add("seats", "session, n, school, person, standing, since", []any{string(token.Hash()), 0, string(who.School),
		string(who.Person), string(member.Standing()), nil})
	return "__Host-session=" + string(token)
}

// handInBench is our program on a SQLite file with schools in it whose children have not come yet.
type handInBench struct {
	*process
	schools []figureSchool
	cookies []string
}

func handInProgram(t *testing.T, many int) *handInBench {
	t.Helper()
	folder, at := t.TempDir(), freePort(t)
	environ := in(folder, "LOLLIPOP_LISTEN="+at, "LOLLIPOP_ORIGIN=http://"+at)
	must(t, program(environ, "migrate").Run())
	config, err := readConfig(environ)
	must(t, err)
	key, err := readChainKey(config)
	must(t, err)
	db := store.Config{DSN: dsn(config), ChainKey: key}
	watch := &notice.Watch{}
	db.Changed = watch.Wake
	s, err := store.Open(t.Context(), db)
	must(t, err)
	p, err := wire(config, s, key, someSeals(t), clock.System{}, watch, newLog(config, 0))
	must(t, err)
	b := &handInBench{schools: furnishFigures(t, p, db, many)}
	p.close()
	hand, err := sql.Open("sqlite", "file:"+filepath.Join(folder, "lollipop.db")+
		"?_pragma=busy_timeout(5000)&_time_format=sqlite&_timezone=UTC")
	must(t, err)
	defer hand.Close()
	tx, err := hand.Begin()
	must(t, err)
	for _, at := range b.schools {
		b.cookies = append(b.cookies, staffCookie(&rowsIn{t, tx, false}, at.office, people.Office))
	}
	must(t, tx.Commit())
	b.process = serving(t, program(environ, "serve"), "http://"+at+"/readyz")
	b.address = "http://" + at
	return b
}

// peer is PocketBase and its user.
type peer struct {
	*process
	token string
}

func peerServing(t *testing.T) *peer {
	t.Helper()
	at := freePort(t)
	cmd := exec.Command(peerProgram(t), "serve", "--http", at, "--dir", t.TempDir())
	p := &peer{process: serving(t, cmd, "http://"+at+"/api/health")}
	p.address = "http://" + at
	answer, err := http.Post(p.address+"/api/collections/users/auth-with-password", "application/json",
		strings.NewReader(`{"identity":"office@school.example","password":"lantern walnut gravel"}`))
	must(t, err)
	defer answer.Body.Close()
	var said struct{ Token string }
	must(t, json.NewDecoder(answer.Body).Decode(&said))
	p.token = said.Token
	return p
}

// batch asks for the three writes of a hand-in.
func (p *peer) batch(to *fasthttp.Request, school id.School, pupil id.Pupil, office id.Person, slot int) {
	op := string(id.New[id.Op]())
	write := func(to string, body map[string]any) map[string]any {
		body["school"] = school
		return map[string]any{"method": "POST", "url": "/api/collections/" + to + "/records", "body": body}
	}
	raw, err := json.Marshal(map[string]any{"requests": []any{
		write("devices", map[string]any{"pupil": pupil, "kind": "phone", "state": "handed_in", "slot": slot}),
		write("operations", map[string]any{"op": op, "actor": office, "command": "custody.hand_in", "hash": fmt.Sprintf("%x", event.HashOf([]byte(op)))}),
		write("events", map[string]any{"kind": "custody.handed_in", "subject": pupil, "actor": office,
			"body": map[string]any{"slot": slot}}),
	}})
	if err != nil {
		panic(err)
	}
	to.Header.SetMethod("POST")
	to.Header.Set("Authorization", p.token)
	to.SetRequestURI(p.address + "/api/batch")
	to.SetBody(raw)
}

// record is the id of a record of PocketBase's.
func (p *peer) record(t *testing.T) string {
	t.Helper()
	ask, err := http.NewRequest("GET", p.address+"/api/collections/devices/records?perPage=1", nil)
	must(t, err)
	ask.Header.Set("Authorization", p.token)
	answer, err := http.DefaultClient.Do(ask)
	must(t, err)
	defer answer.Body.Close()
	var list struct{ Items []struct{ ID string } }
	must(t, json.NewDecoder(answer.Body).Decode(&list))
	return list.Items[0].ID
}

// TestFiguresPeer prints the rows of hand-ins, reads and memory.
func TestFiguresPeer(t *testing.T) {
	peerProgram(t)
	const a = 2 // schools in a round
	ours, theirs := handInProgram(t, a*(figureRounds+1)), peerServing(t)
	arrive := func(round int) func(int, *fasthttp.Request) {
		return func(i int, to *fasthttp.Request) {
			n := a*round + i/figureAdults
			to.Header.SetMethod("POST")
			to.SetRequestURI(ours.address + "/api/desk/hand-in")
			to.Header.Set("Origin", ours.address)
			to.Header.Set("Operation-Id", string(id.New[id.Op]()))
			to.Header.Set("Cookie", ours.cookies[n])
			to.SetBodyString(`{"pupil":"` + string(ours.schools[n].pupils[i%figureAdults]) + `"}`)
		}
	}
	batch := func(round int) func(int, *fasthttp.Request) {
		return func(i int, to *fasthttp.Request) {
			at := ours.schools[a*round+i/figureAdults]
			theirs.batch(to, at.id, at.pupils[i%figureAdults], at.office.Person, i%figureAdults+1)
		}
	}
	reads := func(path func(i int) string, header, value, address string) func(int, *fasthttp.Request) {
		return func(i int, to *fasthttp.Request) {
			to.Header.Set(header, value)
			to.SetRequestURI(address + path(i))
		}
	}
	child := func(i int) string { return "/api/pupils/" + string(ours.schools[0].pupils[i%figureAdults]) }
	me := func(int) string { return "/api/me" }
	var rate, tail, spent, read, readSpent, who, memory []float64
	for round := range figureRounds + 1 { // the first is for connections and caches
		came := loaded(t, ours.process, a*figureAdults, arrive(round))
		batched := loaded(t, theirs.process, a*figureAdults, batch(round))
		const n = 3000
		one := "/api/collections/devices/records/" + theirs.record(t)
		view := reads(func(int) string { return one }, "Authorization", theirs.token, theirs.address)
		seen := loaded(t, ours.process, n, reads(child, "Cookie", ours.cookies[0], ours.address))
		viewed := loaded(t, theirs.process, n, view)
		known := loaded(t, ours.process, n, reads(me, "Cookie", ours.cookies[0], ours.address))
		_ = loaded(t, theirs.process, n, view) // as often as ours, for its memory
		om, pm := resident(t, ours.process), resident(t, theirs.process)
		fmt.Printf("round %d: hand-ins %s; PocketBase %s; reads %s (who am I %.0f/s), PocketBase %s; %.0f MB, PocketBase %.0f MB\n",
			round, came, batched, seen, known.rate, viewed, om, pm)
		if round == 0 {
			continue
		}
		rate, tail = append(rate, came.rate/batched.rate), append(tail, float64(came.p99)/float64(batched.p99))
		spent = append(spent, float64(batched.spent)/float64(came.spent))
		read, who = append(read, seen.rate/viewed.rate), append(who, known.rate/viewed.rate)
		readSpent = append(readSpent, float64(viewed.spent)/float64(seen.spent))
		memory = append(memory, om/pm)
	}
	ratio("hand_in_http_to_pocketbase", rate, ">=", 10)
	ratio("hand_in_http_p99_to_pocketbase", tail, "<=", 0.02)
	figure("hand_in_processor_of_pocketbase", median(spent), "times")
	ratio("read_to_pocketbase", read, ">=", 10)
	figure("read_processor_of_pocketbase", median(readSpent), "times")
	figure("read_me_to_pocketbase", median(who), "times")
	ratio("memory_to_pocketbase", memory, "<=", 0.35)
}
