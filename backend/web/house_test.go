package web

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"lollipop/backend/access"
	"lollipop/backend/audit"
	"lollipop/backend/calls"
	"lollipop/backend/clock"
	"lollipop/backend/concern"
	"lollipop/backend/custody"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/intake"
	"lollipop/backend/people"
	"lollipop/backend/school"
	"lollipop/backend/sheet"
	"lollipop/backend/signin"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
	"lollipop/backend/translate"
	"lollipop/backend/vault"
	"lollipop/locales"
)

// monday is a school day in term, after the bell: 15:30 in London.
var monday = time.Date(2026, 11, 23, 15, 30, 0, 0, time.UTC)

const (
	origin     = "http://lollipop.test"
	passphrase = "trombone gravel kettle"
	plainCSS   = "main{margin:auto}\n"
	shellCSS   = "body{margin:0}\n/* a comment > in the style */\na::before{content:\"<\"}\n"
)

// The kinds of person, as the matrix names them, with what they are at school. Signed out and left are nobody's role.
var kindsOfPerson = []struct {
	short string
	roles []people.Role
}{
	{"out", nil}, {"lft", []people.Role{people.Head}},
	{"ofc", []people.Role{people.Office}}, {"tea", []people.Role{people.Teacher}}, {"ast",
		[]people.Role{people.Assistant}},
	{"sen", []people.Role{people.SENCO}}, {"tec", []people.Role{people.Technician}}, {"sit",
		[]people.Role{people.SiteManager}},
	{"hd", []people.Role{people.Head}}, {"hos", []people.Role{people.HeadOfSchool}}, {"dep",
		[]people.Role{people.DeputyHead}},
	{"dsl", []people.Role{people.SafeguardingLead}}, {"dds", []people.Role{people.DeputyLead}},
	{"osl", []people.Role{people.OnlineSafetyLead}}, {"gov", []people.Role{people.Governor}},
	{"chr", []people.Role{people.ChairOfGovernors}}, {"adm", []people.Role{people.Administrator}},
}

// everybody are the columns of the matrix: the staff, then those of one family and a parent of the other school.
var everybody = []string{"out", "lft", "ofc", "tea", "ast", "sen", "tec", "sit", "hd", "hos", "dep", "dsl", "dds", "osl",
	"gov", "chr", "adm", "par", "stf", "bar", "pup", "oth"}

// place is one furnished school. Every name in it holds the school's canary, a word that stands nowhere else.
type place struct {
	school  school.School
	canary  string
	pupils  []people.Pupil
	adults  []people.Adult // adults[i] is the parent of pupils[i]
	staff   map[string]people.Staff
	session map[string]access.Token
	family  family
	next    int // the first pupil whom no test has used
	// standing are things that stay as they are, by route.
	standing map[string]things
}

func (p *place) who(short string) people.Who { return p.staff[short].Who() }

// house is the front door before two schools, wired as the product is.
type house struct {
	t           testing.TB
	server      *Server
	store       *store.Store
	clock, wall *clock.Movable
	here, there *place // Anthony Roper's policy, Beaver Green's
	log         *lines
	url         string
	client      *http.Client
	faults      *faults
	// asksLess leaves out of the questions about concerns those in which no concern can stand.
	asksLess bool
}

// lines is a log that a test can read.
type lines struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// faults are schools, and a readiness, that a test can make fail.
type faults struct {
	Schools
	mu   sync.Mutex
	fail func() error
}

// with makes every school fail so; nil ends that.
func (f *faults) with(fail func() error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.fail = fail
}

func (f *faults) now() error {
	f.mu.Lock()
	fail := f.fail
	f.mu.Unlock()
	if fail == nil {
		return nil
	}
	return fail()
}

func (f *faults) School(ctx context.Context, wanted id.School) (school.School, error) {
	if err := f.now(); err != nil {
		return school.School{}, err
	}
	return f.Schools.School(ctx, wanted)
}

// languages gives the front door the catalogue hall, as cmd/lollipop does.
type languages struct{ *translate.Translator }

func (l languages) Choose(saved, accept, family string) Language {
	chosen := l.Negotiate(saved, accept, family)
	return Language{Tag: chosen.Tag, Name: chosen.Name, Dir: chosen.Dir}
}

func (l languages) All() []Language {
	var all []Language
	for _, one := range l.Languages() {
		all = append(all, Language{Tag: one.Tag, Name: one.Name, Dir: one.Dir})
	}
	return all
}

// builtApp is a built app as small as one can be.
func builtApp() fstest.MapFS {
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	return fstest.MapFS{
		".vite/manifest.json": file(`{"src/main.tsx":{"file":"assets/main-4f2a.js","isEntry":true,` +
			`"css":["assets/main-77aa.css"]}}`),
		".gitkeep":     file(""),
		"shell.css":    file(shellCSS),
		"plain.css":    file(plainCSS),
		"sw.js":        file("self.x=1"),
		"icon.svg":     file("<svg/>"),
		"badge-96.png": file("png"), "icon-180.png": file("png"), "icon-192.png": file("png"), "icon-512.png": file("png"),
		"icon-maskable.png":    file("png"),
		"manifest.webmanifest": file("{}"),
		"assets/main-4f2a.js":  file("plain"), "assets/main-4f2a.js.br": file("brotli"),
		"assets/main-4f2a.js.gz": file("gzip"),
		"assets/main-77aa.css":   file("a{}"),
		"assets/odd-11.xyz":      file("?"),
	}
}

func newHouse(t testing.TB) *house { return houseOn(t, storetest.Memory(t)) }

func houseOn(t testing.TB, s *store.Store) *house {
	t.Helper()
	h := &house{t: t, store: s, clock: clock.NewFrozen(monday), wall: clock.NewFrozen(monday), log: &lines{}}
	words, err := translate.New()
	if err != nil {
		t.Fatal(err)
	}
	hasher := signin.New(signin.Params{Memory: 64, Time: 1, Threads: 1})
	seals, err := vault.NewSeals()
	if err != nil {
		t.Fatal(err)
	}
	h.faults = &faults{Schools: s.Schools()}
	h.server = &Server{Clock: h.clock, Schools: h.faults, Languages: languages{words}, App: builtApp(), Origin: origin,
		Access: &access.Service{Store: s.Access(), Founding: s.Access(), Guard: access.NewGuard(s.Access(), h.wall),
			Hasher: hasher,
			Clock:  h.clock, Wall: h.wall, Demo: true, Codes: s.Access(), Keys: access.NewCodeKeys(storetest.Key...),
			Factors: s.Access(), Seals: seals, Authenticator: signin.Authenticator{Issuer: "Lollipop"}, Passkeys: wooden{}},
		People:      people.NewService(s.People(), h.clock, school.London),
		Intake:      intake.NewService(s.People(), s.Intake(), h.clock, school.London),
		Custody:     &custody.Service{Schools: s.Schools(), Store: s.Custody(), Checks: s.Custody()},
		Permissions: &custody.Permissions{Schools: s.Schools(), Store: s.Custody()},
		Reasons:     &school.Reasons{Schools: s.Schools(), Store: s.Schools()},
		Calls:       &calls.Service{Store: s.Calls()},
		ReadSheet:   sheet.Read, Audit: audit.NewService(s.Audit(), storetest.Key, h.clock),
		Ready: func(ctx context.Context) error { return cmp.Or(h.faults.now(), s.Ping(ctx)) },
		Log:   slog.New(slog.NewTextHandler(h.log, nil)),
		Demo: &Demo{Clock: h.clock, People: func(context.Context) ([]DemoPerson, error) { return nil, nil },
			Families: func(context.Context) (DemoFamilies, error) { return DemoFamilies{}, nil }}}
	h.server.AUP = h.documents()
	receipts, err := concern.ReadWords(locales.Receipt)
	if err != nil {
		t.Fatal(err)
	}
	h.server.Concerns = &concern.Service{Store: s.Concerns(), Rings: s.Concerns(), Schools: h.faults, Staff: s.People(),
		Vault: seals, Words: receipts, Guesses: concern.NewGuesses(h.wall), Clock: h.clock, Log: h.server.Log}
	h.tells()
	h.here = h.furnish("anthony-roper", "hook-lane", "Quillfeather", "A")
	h.there = h.furnish("beaver-green", "beaver-road", "Zephyrworth", "B")
	h.opensDoors()
	h.here.session["oth"], h.there.session["oth"] = h.there.session["par"], h.here.session["par"]
	h.listen()
	return h
}

// listen serves on a real socket until the test ends.
func (h *house) listen() {
	app, err := New(h.server)
	if err != nil {
		h.t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		h.t.Fatal(err)
	}
	stopped := make(chan error, 1)
	go func() { stopped <- app.Serve(l) }()
	transport := &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: 16}
	h.url, h.client = "http://"+l.Addr().String(), &http.Client{Transport: transport, Timeout: 20 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	h.do(ask{path: "/healthz"}) // it runs: a server that is stopped before it began would never stop
	h.t.Cleanup(func() {
		transport.CloseIdleConnections()
		if err := app.Shutdown(5 * time.Second); err != nil {
			h.t.Error(err)
		}
		if err := <-stopped; err != nil {
			h.t.Error(err)
		}
	})
}

const pool = 480 // pupils a school

func (h *house) furnish(preset, slug, canary, letter string) *place {
	h.t.Helper()
	policy, err := school.Preset(preset)
	if err != nil {
		h.t.Fatal(err)
	}
	calendar, err := school.KentCalendar("08:45", "15:15")
	if err != nil {
		h.t.Fatal(err)
	}
	at := id.Named[id.School](slug)
	p := &place{canary: canary, standing: map[string]things{}, staff: map[string]people.Staff{},
		session: map[string]access.Token{},
		school: school.School{ID: at, Slug: slug, Name: "School of " + slug, Phone: "01632 960123", Policy: policy,
			Calendar: calendar}}
	changes := people.Changes{}
	for i := range pool {
		tag := fmt.Sprintf("%s%03d", letter, i)
		pupil := people.Pupil{ID: id.Named[id.Pupil](tag), School: at, UPN: "A8202001" + fmt.Sprintf("%04d", i) + letter,
			Surname: canary, Forename: "Kid" + tag, Preferred: "Kid" +
				tag, DOB: "2017-05-04", Year: people.Year4, Class: "Robin" + letter,
			FirstLanguage: "en", LanguageCode: "ENG", SEN: people.SENNone}
		adult := people.Adult{ID: id.Named[id.Adult](tag), School: at, Forename: "Ada" + tag, Surname: canary,
			Mobile:   "+447700900123",
			Language: "en", LanguageCode: "ENG"}
		p.pupils, p.adults = append(p.pupils, pupil), append(p.adults, adult)
		changes.Contacts = append(changes.Contacts, people.Contact{School: at, Pupil: pupil.ID, Adult: adult.ID,
			Relationship: people.Mother, Priority: 1, ParentalResponsibility: true, SameAddress: true})
	}
	for _, kind := range kindsOfPerson {
		if kind.roles == nil {
			continue
		}
		one := people.Staff{ID: id.Named[id.Staff](slug + kind.short), School: at, Code: "S-" + kind.short, Title: "Ms",
			Forename: "Staff", Surname: "Work" + canary + kind.short, Email: kind.short + "@" + strings.ToLower(canary) +
				".example",
			Roles: kind.roles}
		if kind.short == "tea" || kind.short == "ast" {
			one.Classes = []string{"Robin" + letter}
		}
		p.staff[kind.short] = one
		changes.Staff = append(changes.Staff, one)
	}
	changes.Pupils, changes.Adults = p.pupils, p.adults
	act := h.act(p, "", "test.found")
	if err := h.store.Schools().Found(h.t.Context(), act, p.school, act.Did("test.founded", string(at), nil)); err != nil {
		h.t.Fatal(err)
	}
	h.roll(p, changes)
	for _, kind := range kindsOfPerson {
		if kind.roles != nil {
			p.session[kind.short] = h.session(p, kind.short)
		}
	}
	left := p.staff["lft"]
	left.LeftOn = "2026-11-20"
	h.roll(p, people.Changes{Staff: []people.Staff{left}})
	h.furnishFamily(p, letter)
	return p
}

func (h *house) roll(p *place, changes people.Changes) {
	h.t.Helper()
	act := h.act(p, "", "test.furnish")
	err := h.store.People().ChangeRoll(h.t.Context(), act, func(people.State) (people.Changes, []event.Event, error) {
		return changes, []event.Event{act.Did("test.furnished", string(p.school.ID), nil)}, nil
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

// act is something that somebody does there now; an empty short is the machine.
func (h *house) act(p *place, short, command string) event.Act {
	op := id.New[id.Op]()
	return event.Act{School: p.school.ID, Actor: id.Person(p.staff[short].ID), At: h.clock.Now(), Op: op, Command: command,
		Hash: event.HashOf([]byte(op))}
}

// link is a one-time link of the demo for somebody.
func (h *house) link(p *place, short string, purpose access.Purpose) access.Token {
	h.t.Helper()
	token, _, err := h.server.Access.IssueAtMachine(h.t.Context(), h.act(p, "", "test.link"), id.Person(p.staff[short].ID),
		purpose)
	if err != nil {
		h.t.Fatal(err)
	}
	return token
}

// session is a new session of somebody.
func (h *house) session(p *place, short string) access.Token {
	h.t.Helper()
	entry, err := h.server.Access.UseLink(h.t.Context(), h.link(p, short, access.ForDemo), "", "")
	if err != nil {
		h.t.Fatal(err)
	}
	return entry.Token
}

// ask is a request. The zero Op is a new one; header values may be changed before it is sent.
type ask struct {
	method, path, body string
	session            access.Token
	op                 string
	header             http.Header // beside what a browser on our page sends; an empty value takes that away
}

type answer struct {
	status int
	header http.Header
	body   string
}

// print is all of an answer that a client can tell another by.
func (a answer) print() string {
	header := a.header.Clone()
	header.Del("Date")
	var out strings.Builder
	fmt.Fprintln(&out, a.status)
	_ = header.Write(&out)
	return out.String() + "\n" + a.body
}

func (a answer) problem(t testing.TB) Problem {
	t.Helper()
	var p Problem
	if err := json.Unmarshal([]byte(a.body), &p); err != nil ||
		a.header.Get("Content-Type") != "application/problem+json" {
		t.Fatalf("no problem: %s (%v)", a.print(), err)
	}
	return p
}

func (h *house) do(a ask) answer {
	h.t.Helper()
	answered, err := h.try(a)
	if err != nil {
		h.t.Fatalf("%s %s: %v", a.method, a.path, err)
	}
	return answered
}

func (h *house) try(a ask) (answer, error) {
	if a.method == "" {
		a.method = http.MethodGet
	}
	request, err := http.NewRequest(a.method, h.url+a.path, strings.NewReader(a.body))
	if err != nil {
		return answer{}, err
	}
	if a.session != "" {
		request.Header.Set("Cookie", sessionCookie+"="+string(a.session))
	}
	if a.method == http.MethodPost || a.method == http.MethodPut {
		request.Header.Set("Sec-Fetch-Site", "same-origin")
		request.Header.Set("Origin", origin)
		request.Header.Set("Content-Type", "application/json")
		if strings.HasPrefix(a.path, "/api/imports/") && a.method == http.MethodPut && !strings.Contains(a.path, "/mapping") {
			request.Header.Set("Content-Type", "application/octet-stream")
		}
		if a.op == "" {
			a.op = string(id.New[id.Op]())
		}
		request.Header.Set("Operation-Id", a.op)
	}
	for name, values := range a.header {
		if request.Header[name] = values; len(values) == 1 && values[0] == "" {
			request.Header.Del(name)
		}
	}
	response, err := h.client.Do(request)
	if err != nil {
		return answer{}, err
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	return answer{response.StatusCode, response.Header, string(raw)}, err
}
