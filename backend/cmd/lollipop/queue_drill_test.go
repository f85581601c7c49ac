//go:build drill

package main

import (
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"path"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"lollipop/backend/id"
	"lollipop/backend/store"
)

// What the drills share: a school that was founded as schools are, and a queue at its desk that tries again, with
// the same operation, until it has an answer.

const drillOrigin = "https://lollipop.test" // of the proxy before all of them

func init() { http.DefaultTransport.(*http.Transport).MaxIdleConnsPerHost = 128 }

// measured prints what was measured.
func measured(name string, value any, unit string) {
	if d, ok := value.(time.Duration); ok {
		value, unit = d.Milliseconds(), "ms"
	}
	fmt.Printf("FIGURE drill/%s %v %s\n", name, value, unit)
}

// drillSchool is a founded school, and where it is served.
type drillSchool struct {
	*testing.T
	environ []string
	ports   []string
	office  *browser
	pupils  []string
}

// onFile are the settings of a school in a folder.
func onFile(t *testing.T, folder string) []string {
	return in(folder, "LOLLIPOP_ORIGIN="+drillOrigin)
}

// onPostgres are those of a school in such a database.
func onPostgres(t *testing.T, config store.Config) []string {
	return in(t.TempDir(), "LOLLIPOP_ORIGIN="+drillOrigin, "LOLLIPOP_DATABASE="+config.DSN,
		"LOLLIPOP_DATABASE_OWNER="+config.OwnerDSN, "LOLLIPOP_CHAIN_KEY="+hex.EncodeToString(config.ChainKey[0]),
		sealsSetting())
}

// settled founds a school, imports its people and lets the office in. The first server serves when it returns.
func settled(t *testing.T, environ []string, servers int) (*drillSchool, *process) {
	t.Helper()
	s := &drillSchool{T: t, environ: environ, office: &browser{origin: drillOrigin}}
	for range servers {
		s.ports = append(s.ports, freePort(t))
	}
	well(t, environ, "migrate")
	p := launch(t, s.listening(0), "/first-run/", "serve")
	say := func(b *browser, method, path string, body, into any) {
		t.Helper()
		status, answer := b.do(t.Context(), s.at(0), method, path, string(id.New[id.Op]()), body)
		if status != http.StatusOK {
			t.Fatalf("%s %s: %d %s", method, path, status, answer)
		}
		if into != nil {
			must(t, json.Unmarshal(answer, into))
		}
	}
	administrator := &browser{origin: drillOrigin}
	say(administrator, "POST", "/api/first-run", map[string]string{"token": path.Base(p.firstRun),
		"school_name": "St Elsewhere", "slug": "st-elsewhere", "phone": "01632 960001", "preset": "anthony-roper",
		"name": "Ada Hall", "email": "ada@elsewhere.example", "passphrase": "trombone gravel kettle"}, nil)
	for kind, file := range map[string]string{"pupils": "hook-lane-pupils.csv", "staff": "hook-lane-staff.csv"} {
		well(t, environ, "import", kind, "../../house/data/"+file, "--school", "st-elsewhere", "--apply")
	}
	type member struct {
		ID    string
		Roles []string
	}
	var staff struct{ Items []member }
	say(administrator, "GET", "/api/staff", nil, &staff)
	i := slices.IndexFunc(staff.Items, func(m member) bool { return slices.Equal(m.Roles, []string{"office"}) })
	if i < 0 {
		t.Fatal("nobody is the office")
	}
	var link struct{ URL string }
	say(administrator, "POST", "/api/staff/"+staff.Items[i].ID+"/link", struct{}{}, &link)
	say(s.office, "POST", "/api/links/"+path.Base(link.URL), map[string]string{"passphrase": "lantern walnut gravel"}, nil)
	var desk struct{ Pupils []struct{ ID string } }
	say(s.office, "GET", "/api/desk", nil, &desk)
	for _, p := range desk.Pupils {
		s.pupils = append(s.pupils, p.ID)
	}
	return s, p
}

func (s *drillSchool) listening(server int) []string {
	return append(slices.Clone(s.environ), "LOLLIPOP_LISTEN="+s.ports[server])
}

func (s *drillSchool) at(server int) string { return "http://" + s.ports[server%len(s.ports)] }

// serve starts a server again.
func (s *drillSchool) serve(server int) *process {
	s.Helper()
	return launch(s.T, s.listening(server), "Lollipop is at", "serve")
}

// queue hands phones in and collects them. What a server said no to, or did not answer, it asks again under the
// same operation, of the next server where there are several.
type queue struct {
	school  *drillSchool
	ctx     context.Context
	stop    context.CancelFunc
	all     sync.WaitGroup
	answers atomic.Int64
	refused atomic.Int64 // "it could not be kept just now"
	silence atomic.Int64 // no answer at all
	slowest atomic.Int64 // from the first try to the answer

	since   atomic.Int64 // of what was asked after that moment (Unix, in ns) the first answer is looked for
	first   atomic.Int64 // when it came
	mu      sync.Mutex
	acked   map[string]bool // the operations that were acknowledged
	refusal string          // the words of one
}

// gather sends that many clients, who go on until they are told to go home.
func gather(s *drillSchool, clients int) *queue {
	c := &queue{school: s, acked: map[string]bool{}}
	c.ctx, c.stop = context.WithCancel(s.Context())
	s.Cleanup(c.home)
	for n := range clients {
		c.all.Go(func() { c.client(n, clients) })
	}
	return c
}

// home lets everybody finish what they have begun.
func (c *queue) home() { c.stop(); c.all.Wait() }

type deskChild struct {
	Devices []struct{ ID, State string }
}

func (c *queue) client(n, of int) {
	now := map[string]deskChild{}
	for turn := n; c.ctx.Err() == nil; turn += of {
		pupil := c.school.pupils[turn%(len(c.school.pupils)/of*of)] // each client has children of its own
		where, body := "/api/desk/hand-in", map[string]string{"pupil": pupil}
		if had := now[pupil]; len(had.Devices) > 0 && had.Devices[0].State == "handed_in" {
			where, body["device"] = "/api/desk/collect", had.Devices[0].ID
		}
		answer := c.sure(n, where, string(id.New[id.Op]()), body)
		if answer == nil {
			return
		}
		var child deskChild
		if err := json.Unmarshal(answer, &child); err != nil || len(child.Devices) != 1 {
			c.school.Errorf("%s answers %s", where, answer)
			return
		}
		now[pupil] = child
	}
}

// sure asks until there is an answer.
func (c *queue) sure(server int, where, op string, body any) []byte {
	began := time.Now()
	for end := began.Add(3 * time.Minute); time.Now().Before(end); server++ {
		asked := time.Now()
		b := *c.school.office
		status, answer := b.do(context.Background(), c.school.at(server), "POST", where, op, body)
		switch status {
		case http.StatusOK:
			if since := c.since.Load(); since > 0 && asked.UnixNano() > since {
				c.first.CompareAndSwap(0, time.Now().UnixNano())
			}
			took := int64(time.Since(began))
			for was := c.slowest.Load(); took > was && !c.slowest.CompareAndSwap(was, took); was = c.slowest.Load() {
			}
			c.mu.Lock()
			c.acked[op] = true
			c.mu.Unlock()
			c.answers.Add(1)
			return answer
		case http.StatusServiceUnavailable:
			c.refused.Add(1)
			c.mu.Lock()
			c.refusal = string(answer)
			c.mu.Unlock()
		case 0:
			c.silence.Add(1)
		default:
			c.school.Errorf("%s: %d %s", where, status, answer)
			return nil
		}
		time.Sleep(20 * time.Millisecond)
	}
	c.school.Errorf("%s: no answer in three minutes", where)
	return nil
}

// until waits until so many operations are acknowledged.
func (c *queue) until(n int64) {
	c.school.Helper()
	for end := time.Now().Add(3 * time.Minute); c.answers.Load() < n; {
		if time.Now().After(end) || c.school.Failed() {
			c.school.Fatalf("only %d were answered of %d", c.answers.Load(), n)
		}
		time.Sleep(2 * time.Millisecond)
	}
}

// answered is how long after that moment the first answer came to what was asked after it. It waits for it.
func (c *queue) answered(since time.Time) time.Duration {
	c.school.Helper()
	c.first.Store(0)
	c.since.Store(since.UnixNano())
	for end := time.Now().Add(2 * time.Minute); c.first.Load() == 0; {
		if time.Now().After(end) || c.school.Failed() {
			c.school.Fatal("nobody is answered any more")
		}
		time.Sleep(time.Millisecond)
	}
	return time.Unix(0, c.first.Load()).Sub(since)
}

// right holds what the queue was told against what the database has: every acknowledged operation once, nothing
// that nobody was told of, no two phones in one place, and a record that holds. Everybody is home.
func (c *queue) right(db *sql.DB) {
	s := c.school
	s.Helper()
	defer db.Close()
	happened := map[string]int{}
	rows, err := db.Query(`SELECT op FROM events WHERE kind IN ('custody.handed_in', 'custody.collected')`)
	must(s.T, err)
	defer rows.Close()
	for rows.Next() {
		var op string
		must(s.T, rows.Scan(&op))
		happened[op]++
	}
	must(s.T, rows.Err())
	lost, doubled, unknown := 0, 0, 0
	for op := range c.acked {
		switch n := happened[op]; {
		case n == 0:
			lost++
		case n > 1:
			doubled++
		}
	}
	for op := range happened {
		if !c.acked[op] {
			unknown++
		}
	}
	var slots, distinct int
	must(s.T, db.QueryRow(`SELECT COUNT(slot), COUNT(DISTINCT school_id || '/' || slot) FROM devices`).
		Scan(&slots, &distinct))
	if lost+doubled+unknown > 0 || slots != distinct {
		s.Errorf("of %d acknowledged %d lost, %d doubled; %d kept that nobody was told of; %d phones in %d places",
			len(c.acked), lost, doubled, unknown, slots, distinct)
	}
	if out := well(s.T, s.environ, "audit", "verify"); !strings.HasPrefix(out, "ok ") {
		s.Errorf("the record: %s", out)
	}
}

// worst and middle of some durations.
func worst(all []time.Duration) time.Duration { return slices.Max(all) }

func middle(all []time.Duration) time.Duration {
	slices.Sort(all)
	return all[len(all)/2]
}
