//go:build bench

// The morning rush: 20 schools hand 400 phones in each, in ten minutes, and once more in one. Meanwhile half of their
// parents read: the app's page, who they are, their home, their messages and a document. ./scripts/rush runs it;
// RUSH_SCHOOLS=2 RUSH_SECONDS=5 tries it in seconds.
//
// The load is open: every request has its moment, drawn beforehand, and is sent then whether or not earlier ones have
// been answered. Its time counts from that moment, not from when the client came to send it, so what waits in the
// client behind a slow server is in the figures. The server is the program in a process of its own, asked over HTTP
// as a proxy asks it: on connections that are kept. The client, and PostgreSQL, share its machine. Both engines wait
// for the disk: SQLite by the program's own settings, PostgreSQL is a cluster of this test's with fsync on. Offices
// come in by link and passphrase; a parent's session and seat are rows as the use of a letter leaves them.
//
// After each run the server is killed, and every hand-in that it acknowledged has to be in the database, once.
package main

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"lollipop/backend/id"
)

// The kinds of request, as figures name them.
const (
	handsIn  = "hand_in"
	opensApp = "page" // asked whether the one it has is still good
	asksWho  = "me"
	seesHome = "home"
	messages = "messages"
	readsOne = "document" // of this morning, so that no telephone has it yet
)

// errand is a request that is to be made at its moment.
type errand struct {
	due    time.Duration // after the run's beginning
	kind   string
	path   string
	cookie *http.Cookie
	op     string // of a hand-in
	body   string
	etag   string
	want   int
}

// came is what became of them.
type came struct {
	mu           sync.Mutex
	took         map[string][]time.Duration
	late         []time.Duration // by how much the client itself missed the moment
	wrong        map[string]int
	refused      []time.Duration // until the answer of those who were not answered as they should have been
	acknowledged []string        // operations
}

// errors is how many requests were not answered as they should have been.
func (c *came) errors() (n int) {
	for _, times := range c.wrong {
		n += times
	}
	return n
}

// rushClient has as many connections as it needs, and gives none up.
func rushClient() *http.Client {
	return &http.Client{Timeout: 30 * time.Second, Transport: &http.Transport{MaxIdleConns: 4000,
		MaxIdleConnsPerHost: 4000, DisableCompression: true}}
}

// make sends each errand at its moment and waits for all answers.
func (r *rush) make(errands []errand) *came {
	slices.SortStableFunc(errands, func(a, b errand) int { return int(a.due - b.due) })
	got := &came{took: map[string][]time.Duration{}, wrong: map[string]int{}}
	var all sync.WaitGroup
	begun := time.Now()
	for _, e := range errands {
		due := begun.Add(e.due)
		time.Sleep(time.Until(due))
		all.Go(func() {
			late := time.Since(due)
			why := r.send(e)
			took := time.Since(due)
			got.mu.Lock()
			defer got.mu.Unlock()
			got.took[e.kind], got.late = append(got.took[e.kind], took), append(got.late, late)
			if why != "" {
				got.wrong[e.kind+": "+why]++
				got.refused = append(got.refused, took)
			} else if e.kind == handsIn {
				got.acknowledged = append(got.acknowledged, e.op)
			}
		})
	}
	all.Wait()
	return got
}

// send makes one request and says what was wrong with the answer.
func (r *rush) send(e errand) string {
	method, body := "GET", io.Reader(nil)
	if e.kind == handsIn {
		method, body = "POST", strings.NewReader(e.body)
	}
	ask, err := http.NewRequestWithContext(context.Background(), method, r.server.address+e.path, body)
	if err != nil {
		return err.Error()
	}
	ask.Header.Set("Accept-Encoding", "gzip, br")
	if e.kind == handsIn {
		ask.Header.Set("Content-Type", "application/json")
		ask.Header.Set("Origin", r.server.address)
		ask.Header.Set("Operation-Id", e.op)
	}
	if e.cookie != nil {
		ask.AddCookie(e.cookie)
	}
	if e.etag != "" {
		ask.Header.Set("If-None-Match", e.etag)
	}
	answer, err := r.client.Do(ask)
	if err != nil {
		return err.Error()
	}
	defer answer.Body.Close()
	if _, err := io.Copy(io.Discard, answer.Body); err != nil {
		return err.Error()
	}
	if answer.StatusCode != e.want {
		return answer.Status
	}
	return ""
}

// any is a moment of that long, any as likely as any other.
func (r *rush) any(long time.Duration) time.Duration {
	return time.Duration(r.dice.Int64N(int64(long)))
}

// handIns are the hand-ins of so many children, spread over that long.
func (r *rush) handIns(children []rushChild, long time.Duration) (all []errand) {
	for _, c := range children {
		all = append(all, errand{due: r.any(long), kind: handsIn, path: "/api/desk/hand-in", cookie: c.office, want: 200,
			op: string(id.New[id.Op]()), body: `{"pupil":"` + string(c.pupil) + `"}`})
	}
	return all
}

// readings are a visit of each of the parents, begun within that long: the app opens, and messages and a document
// follow some seconds later.
func (r *rush) readings(long time.Duration) (all []errand) {
	for _, p := range r.parents {
		opened := r.any(long)
		for _, step := range []errand{
			{kind: opensApp, path: r.page, etag: r.etag, want: 304},
			{due: 100 * time.Millisecond, kind: asksWho, path: "/api/me", want: 200},
			{due: 150 * time.Millisecond, kind: seesHome, path: "/api/aup/home", want: 200},
			{due: r.any(4 * time.Second), kind: messages, path: "/api/notices", want: 200},
			{due: 4*time.Second + r.any(6*time.Second), kind: readsOne, path: p.document, want: 200},
		} {
			step.due += opened
			if step.kind != opensApp && step.kind != readsOne {
				step.cookie = p.cookie
			}
			all = append(all, step)
		}
	}
	return all
}

// say prints the figures of a run.
func (c *came) say(t *testing.T, name string) {
	kinds := []string{handsIn, opensApp, asksWho, seesHome, messages, readsOne}
	for _, kind := range kinds {
		if times := c.took[kind]; len(times) > 0 {
			figure(name+"/"+kind, float64(len(times)), "requests")
			for _, at := range []struct {
				name  string
				share float64
			}{{"p50", 0.5}, {"p99", 0.99}, {"p99.9", 0.999}, {"max", 1}} {
				figure(name+"/"+kind+"_"+at.name, ms(nth(times, at.share)), "ms")
			}
		}
	}
	figure(name+"/client_late_p99", ms(nth(c.late, 0.99)), "ms")
	for what, times := range c.wrong {
		t.Errorf("%s: %d times %s", name, times, what)
	}
}

// nth is the time below which that share of them lies.
func nth(times []time.Duration, share float64) time.Duration {
	slices.Sort(times)
	return times[min(len(times)-1, int(share*float64(len(times))))]
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// rushAsked is a number in the environment.
func rushAsked(t *testing.T, name string, unless int) int {
	text := os.Getenv(name)
	if text == "" {
		return unless
	}
	n, err := strconv.Atoi(text)
	must(t, err)
	return n
}

// unhurried is from how long a run on a hand-in has to be answered before a secretary notices.
const unhurried, noticed = 600, 300 // seconds; ms

// TestRush prints the figures of both engines.
func TestRush(t *testing.T) {
	long := []int{60, 600}
	if n := rushAsked(t, "RUSH_SECONDS", 0); n > 0 {
		long = []int{n}
	}
	for _, engine := range rushEngines {
		t.Run(engine.name, func(t *testing.T) {
			for _, seconds := range long {
				t.Run(fmt.Sprint(seconds), func(t *testing.T) { rushes(t, engine, seconds) })
			}
			t.Run("breaks", func(t *testing.T) { breaks(t, engine) })
			t.Run("beyond", func(t *testing.T) { beyond(t, engine) })
		})
	}
}

func rushes(t *testing.T, engine rushEngine, seconds int) {
	r := newRush(t, engine, rushAsked(t, "RUSH_SCHOOLS", 20))
	name, long := fmt.Sprintf("rush/%s/%ds", engine.name, seconds), time.Duration(seconds)*time.Second
	fmt.Printf("%s: %d hand-ins, %d parents read; load average before %s\n", name, len(r.children), len(r.parents), load())
	r.server.peakAnew(t)
	before := r.server.spent(t)
	got := r.make(append(r.handIns(r.children, long), r.readings(long)...))
	got.say(t, name)
	figure(name+"/cpu", r.server.spent(t).Seconds()-before.Seconds(), "s")
	figure(name+"/peak_memory", r.server.peak(t), "MB")
	fmt.Printf("%s: load average after %s\n", name, load())
	goal(t, name+"/errors", got.errors(), 0)
	if seconds >= unhurried {
		goal(t, name+"/hand_in_p99_ms", int(nth(got.took[handsIn], 0.99).Milliseconds()), noticed)
	}
	r.holds(got.acknowledged, len(r.children)-len(got.acknowledged))
}

// breaks steps the rate of hand-ins up, three seconds each, until one in a hundred waits for longer than a second, or
// something is answered wrongly: it prints the last rate that held. Nobody reads meanwhile.
func breaks(t *testing.T, engine rushEngine) {
	const long, much = 3 * time.Second, time.Second
	r := newRush(t, engine, 2*rushAsked(t, "RUSH_SCHOOLS", 20))
	name := "rush/" + engine.name + "/breaks"
	r.dice.Shuffle(len(r.children), func(a, b int) { r.children[a], r.children[b] = r.children[b], r.children[a] })
	held, acknowledged, unsure := 0, []string(nil), 0
	left, broke := r.children, false
	for rate := 100; !broke && len(left) >= rate*int(long.Seconds()); rate += rate / 2 {
		many := rate * int(long.Seconds())
		before := r.server.spent(t)
		got := r.make(r.handIns(left[:many], long))
		left = left[many:]
		acknowledged = append(acknowledged, got.acknowledged...)
		unsure += got.errors()
		p99 := nth(got.took[handsIn], 0.99)
		fmt.Printf("%s: %d hand-ins/s: p50 %.0f ms, p99 %.0f ms, %d errors; %.1f s of the server's processor time\n",
			name, rate, ms(nth(got.took[handsIn], 0.5)), ms(p99), got.errors(), (r.server.spent(t) - before).Seconds())
		for what, times := range got.wrong {
			fmt.Printf("%s: %d times %s\n", name, times, what)
		}
		if broke = p99 > much || got.errors() > 0; !broke {
			held = rate
		}
	}
	if !broke {
		fmt.Printf("%s: no children are left, and it has not broken\n", name)
	}
	figure(name+"/held", float64(held), "hand-ins/s")
	r.holds(acknowledged, unsure)
}

// beyond sends twice what it holds, or RUSH_RATE a second, three seconds long: how soon those hear of it who cannot be let
// in, how long those wait who are, and what memory it takes meanwhile. Whatever was acknowledged is kept.
func beyond(t *testing.T, engine rushEngine) {
	const long = 3 * time.Second
	r := newRush(t, engine, 2*rushAsked(t, "RUSH_SCHOOLS", 20))
	name := "rush/" + engine.name + "/beyond"
	r.dice.Shuffle(len(r.children), func(a, b int) { r.children[a], r.children[b] = r.children[b], r.children[a] })
	many := min(len(r.children), rushAsked(t, "RUSH_RATE", 4000)*int(long.Seconds()))
	r.make(r.handIns(r.children[:many/100], long)) // it has read its policies
	r.server.peakAnew(t)
	got := r.make(r.handIns(r.children[many/100:many], long))
	for what, times := range got.wrong {
		fmt.Printf("%s: %d times %s\n", name, times, what)
	}
	figure(name+"/came", float64(many)/long.Seconds(), "hand-ins/s")
	figure(name+"/kept", float64(len(got.acknowledged)), "hand-ins")
	if len(got.refused) > 0 {
		figure(name+"/refused", float64(len(got.refused)), "hand-ins")
		figure(name+"/refused_p50", ms(nth(got.refused, 0.5)), "ms")
		figure(name+"/refused_p99", ms(nth(got.refused, 0.99)), "ms")
	}
	figure(name+"/hand_in_p99", ms(nth(got.took[handsIn], 0.99)), "ms")
	figure(name+"/peak_memory", r.server.peak(t), "MB")
	r.holds(got.acknowledged, many-len(got.acknowledged))
}

func newDice() *rand.Rand { return rand.New(rand.NewPCG(8, 40)) } // the same morning each time
