package main

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"lollipop/backend/house"
	"lollipop/backend/id"
	"lollipop/backend/notice"
	"lollipop/backend/store"
	"lollipop/backend/translate"
	"lollipop/backend/web"
)

// notes is a log that a test can read while it is written.
type notes struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write implements io.Writer.
func (n *notes) Write(some []byte) (int, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.text.Write(some)
}

func (n *notes) String() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.text.String()
}

// busy is the house being served in this process, its log at the level of debugging, its figures on a port of its own.
type busy struct {
	t       *testing.T
	p       *product
	doors   *doors
	log     notes
	address string // of the product
	figures string // where Prometheus asks
	stop    func() error
	inside  []*browser // who is signed in, and one who is not
}

// opens serves the house.
func opens(t *testing.T) *busy {
	t.Helper()
	folder := t.TempDir()
	furnished(t, folder)
	config, err := readConfig(in(folder, "LOLLIPOP_METRICS=127.0.0.1:0"))
	must(t, err)
	key, err := readChainKey(config)
	must(t, err)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	b := &busy{t: t, address: "http://" + l.Addr().String()}
	config.Origin = b.address
	log := slog.New(slog.NewJSONHandler(&b.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	watch, counts := &notice.Watch{}, newMeter(config)
	s, err := store.Open(t.Context(), store.Config{DSN: dsn(config), ChainKey: key, Log: log, Changed: watch.Wake,
		Measured: batches(counts)})
	must(t, err)
	now, err := house.Clock(t.Context(), s)
	must(t, err)
	seals, err := readSeals(config)
	must(t, err)
	b.p, err = wire(config, s, key, seals, now, watch, log)
	must(t, err)
	must(t, b.p.measure(counts))
	b.p.access.Demo = true
	b.doors = &doors{product: b.p}
	ctx, cancel := context.WithCancel(context.Background())
	stands, ended := make(chan struct{}), make(chan error, 1)
	go func() {
		ended <- b.p.serve(&globals{ctx: ctx, config: config, app: built, out: os.Stdout}, l,
			&web.Demo{Clock: now, People: b.doors.people, Families: b.doors.families},
			func() error { close(stands); return nil })
	}()
	b.stop = sync.OnceValue(func() error { cancel(); err := <-ended; b.p.close(); return err })
	t.Cleanup(func() { _ = b.stop() })
	select {
	case <-stands:
	case err := <-ended:
		t.Fatal(err)
	}
	at := figuresAt.FindStringSubmatch(b.log.String())
	if at == nil {
		t.Fatalf("the log does not say where the figures are: %s", b.log.String())
	}
	b.figures = at[1]
	return b
}

var figuresAt = regexp.MustCompile(`"at":"(http://[^"]+)/metrics"`)

// free is an address of this machine where nobody listens.
func free(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer l.Close()
	return l.Addr().String()
}

// asks asks once and reads the answer into what is given.
func (b *busy) asks(who *browser, method, path string, body, into any) int {
	b.t.Helper()
	status, answer := who.do(b.t.Context(), b.address, method, path, string(id.New[id.Op]()), body)
	if into != nil {
		if err := json.Unmarshal(answer, into); err != nil || status != http.StatusOK {
			b.t.Fatalf("%s %s: %d %s", method, path, status, answer)
		}
	}
	return status
}

// The words that are typed in during the day, which stand nowhere else.
const (
	toldWords   = "narrativezebra"
	addressName = "Zebedee Narrativename"
)

// day has everybody of the house look at everything there is to look at, and some do what they do: hand in, confiscate,
// come in by letter, ask, guess, and ask for what is not there, with names where none belong.
func (b *busy) day() {
	t := b.t
	t.Helper()
	staff, err := b.doors.people(t.Context())
	must(t, err)
	families, err := b.doors.families(t.Context())
	must(t, err)
	inside := []*browser{{}}
	for _, one := range staff {
		who := &browser{}
		b.asks(who, "POST", "/api/links/"+path.Base(one.Path), struct{}{}, &struct{}{})
		inside = append(inside, who)
	}
	office := inside[1]
	var desk struct {
		Pupils []struct {
			ID, Name string
			Devices  []struct{ ID string }
		}
	}
	b.asks(office, "GET", "/api/desk", nil, &desk)
	for _, pupil := range desk.Pupils[:8] {
		b.asks(office, "POST", "/api/desk/hand-in", map[string]string{"pupil": pupil.ID}, nil)
	}
	for _, who := range inside[1:] {
		b.asks(who, "POST", "/api/confiscations", map[string]any{"pupil": desk.Pupils[20].ID, "kind": "phone",
			"ground": "breach", "stored": toldWords, "tell_parents": "yes", "reason": toldWords}, nil)
	}
	for _, letter := range families.Families {
		who := &browser{}
		code, on := path.Base(letter.Path), birthday.FindStringSubmatch(b.p.words.Say(translate.English, letter.Birthday))
		if on == nil {
			t.Fatalf("no birthday in %v", letter.Birthday)
		}
		day, _ := strconv.Atoi(on[1])
		month, err := time.Parse("January", on[2])
		must(t, err)
		b.asks(who, "GET", letter.Path, nil, nil)
		b.asks(who, "POST", "/api/letters/use", map[string]any{"code": code, "day": 30, "month": 2}, nil)
		b.asks(who, "POST", "/api/letters/use", map[string]any{"code": code, "day": day,
			"month": int(month.Month())}, nil)
		if who.cookie != nil {
			inside = append(inside, who)
			b.asks(who, "POST", "/api/calls", map[string]any{"about": "aup", "language": "en", "words": toldWords}, nil)
		}
	}
	b.inside = inside
	for range 12 { // and who does not know the passphrase is told to wait
		b.asks(&browser{}, "POST", "/api/sign-in", map[string]string{"school": "hook-lane",
			"email": toldWords + "@school.example", "passphrase": toldWords + " " + addressName}, nil)
	}
	for _, who := range inside {
		for _, address := range b.readable(t) {
			b.asks(who, "GET", address, nil, nil)
		}
		for _, address := range []string{"/api/pupils/", "/api/confiscations/", "/", "/s/", "/l/", "/api/", "/families?q="} {
			b.asks(who, "GET", address+url.PathEscape(addressName), nil, nil)
		}
	}
	b.asks(office, "POST", "/api/desk/hand-in", map[string]string{"pupil": addressName, addressName: toldWords}, nil)
	b.asks(office, addressVerb, "/api/desk", nil, nil)
}

// fails has people go on while nothing can be kept.
func (b *busy) fails() {
	b.t.Helper()
	for _, who := range b.inside {
		b.asks(who, "GET", "/api/pupils/"+url.PathEscape(addressName), nil, nil)
		b.asks(who, "POST", "/api/desk/hand-in", map[string]string{"pupil": addressName}, nil)
		b.asks(who, "POST", "/api/calls", map[string]any{"about": "aup", "language": "en", "words": toldWords}, nil)
	}
	b.asks(&browser{}, "POST", "/api/sign-in", map[string]string{"school": "hook-lane",
		"email": toldWords + "@school.example", "passphrase": toldWords + " " + addressName}, nil)
	b.asks(&browser{}, "GET", "/s/"+url.PathEscape(addressName)+"/help", nil, nil)
}

// addressVerb is a method that nobody knows.
const addressVerb = "NARRATIVEZEBRA"

var birthday = regexp.MustCompile(`(\d+) (\w+)`)

// readable are the addresses of the API that are read without naming a thing.
func (b *busy) readable(t *testing.T) (all []string) {
	t.Helper()
	var api struct{ Paths map[string]map[string]any }
	raw, err := os.ReadFile("../../web/openapi.json")
	must(t, err)
	must(t, json.Unmarshal(raw, &api))
	for address, verbs := range api.Paths {
		if verbs["get"] != nil && !strings.Contains(address, "{") {
			all = append(all, address)
		}
	}
	slices.Sort(all)
	if len(all) < 20 {
		t.Fatalf("only %d addresses are read", len(all))
	}
	return all
}

// private is what nobody outside the school may read: names, addresses, numbers, birthdays, what was typed; and every
// person's id.
func (b *busy) private(t *testing.T) (words, ids []string) {
	t.Helper()
	words = []string{toldWords, strings.ToUpper(toldWords), addressName, url.PathEscape(addressName)}
	for _, at := range house.Schools {
		state, err := b.p.store.People().State(t.Context(), at)
		must(t, err)
		words = append(words, string(at))
		for _, p := range state.Pupils {
			words, ids = append(words, p.Surname, p.Forename, p.Preferred, p.UPN, string(p.DOB)), append(ids, string(p.ID))
		}
		for _, a := range state.Adults {
			words, ids = append(words, a.Forename, a.Surname, a.Mobile, a.Email), append(ids, string(a.ID))
		}
		for _, s := range state.Staff {
			words, ids = append(words, s.Forename, s.Surname, s.Email, s.IssuedPhone), append(ids, string(s.ID))
		}
		place, err := b.p.store.Schools().School(t.Context(), at)
		must(t, err)
		words = append(words, place.Name, place.Slug)
	}
	slices.Sort(words)
	words = slices.DeleteFunc(slices.Compact(words), func(w string) bool { return w == "" })
	if len(words) < 1500 || len(ids) < 1000 {
		t.Fatalf("only %s words and %s ids", strconv.Itoa(len(words)), strconv.Itoa(len(ids)))
	}
	return words, ids
}

// saysAny finds words in a text, whole ones.
func saysAny(text string, words []string) (found []string) {
	has := map[string]bool{}
	for _, word := range strings.FieldsFunc(text, func(r rune) bool {
		return strings.ContainsRune(" \t\n\"'(){}[],;:=<>", r)
	}) {
		has[word] = true
		for part := range strings.FieldsFuncSeq(word, func(r rune) bool { return strings.ContainsRune("/.?&", r) }) {
			has[part] = true
		}
	}
	for _, word := range words {
		if has[word] || len(word) > 8 && strings.Contains(text, word) {
			found = append(found, word)
		}
	}
	return found
}
