package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"lollipop/backend/access"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/store/storetest"
)

// visitor is a browser with its one cookie.
type visitor struct {
	h       *house
	session access.Token
	from    string // X-Forwarded-For, as a proxy on this machine says it
}

func (v *visitor) do(method, path string, body any) answer {
	v.h.t.Helper()
	text := ""
	if body != nil {
		raw, err := json.Marshal(body)
		if err != nil {
			v.h.t.Fatal(err)
		}
		text = string(raw)
	}
	header := http.Header{}
	if v.from != "" {
		header.Set("X-Forwarded-For", v.from)
	}
	got := v.h.do(ask{method: method, path: path, body: text, session: v.session, header: header})
	for _, line := range got.header.Values("Set-Cookie") {
		if c, err := http.ParseSetCookie(line); err == nil && c.Name == sessionCookie {
			v.session = access.Token(c.Value)
		}
	}
	return got
}

func (v *visitor) me() Me {
	v.h.t.Helper()
	var me Me
	if got := v.do("GET", "/api/me", nil); got.status != 200 || json.Unmarshal([]byte(got.body), &me) != nil {
		v.h.t.Fatal(got.print())
	}
	return me
}

// From the link to the last sign-out, over HTTP, on both engines.
//
// Policy: passwords.staff (AR 7.5.1/1, BG 7.5.1/1), security.logins_enforced (AR 7.5/7, BG 7.5/8)
func TestComingInAndGoingOut(t *testing.T) {
	for _, kind := range storetest.Kinds {
		if kind.Name != "file" {
			t.Run(kind.Name, func(t *testing.T) { comeInAndGoOut(t, houseOn(t, kind.Open(t))) })
		}
	}
}

func comeInAndGoOut(t *testing.T, h *house) {
	status := func(got answer, want int) answer {
		t.Helper()
		if got.status != want {
			t.Fatalf("not %d: %s", want, got.print())
		}
		return got
	}
	type form map[string]string
	office, teacher := &visitor{h: h, session: h.here.session["ofc"]}, &visitor{h: h}
	staff := h.here.staff["tea"]

	// A colleague's link, given once.
	issue := ask{method: "POST", path: "/api/staff/" + string(staff.ID) + "/link", body: "{}", session: office.session,
		op: string(id.New[id.Op]())}
	var link IssuedLink
	if err := json.Unmarshal([]byte(status(h.do(issue), 200).body), &link); err != nil {
		t.Fatal(err)
	}
	token, ok := strings.CutPrefix(link.URL, origin+"/link/")
	if !ok || len(token) != access.TokenLength {
		t.Fatalf("%q", link.URL)
	}
	if again := h.do(issue); again.status != http.StatusConflict || strings.Contains(again.body, token) {
		t.Errorf("the same operation again: %s", again.print())
	}

	// Looked at as often as one likes, used once, and not with a passphrase that anybody could guess.
	for range 2 {
		if got := status(teacher.do("GET", "/api/links/"+token, nil), 200); !strings.Contains(got.body, staff.Who().Name) ||
			teacher.session != "" {
			t.Error(got.print())
		}
	}
	for _, weak := range []string{"", "short", "password1234", strings.Repeat("x", 201), "Work" + h.here.canary + "tea"} {
		got := status(teacher.do("POST", "/api/links/"+token, form{"passphrase": weak}), 422)
		if got.problem(t).Field != "passphrase" || teacher.session != "" {
			t.Errorf("%q: %s", weak, got.print())
		}
	}
	status(teacher.do("POST", "/api/links/"+token, form{"passphrase": passphrase}), 200)
	first := teacher.session
	if me := teacher.me(); !me.SignedIn || me.Person.Name != staff.Who().Name || me.School.Slug != "hook-lane" {
		t.Errorf("%+v", me)
	}
	status((&visitor{h: h}).do("POST", "/api/links/"+token, form{"passphrase": "another long one entirely"}), 409)
	status((&visitor{h: h}).do("GET", "/api/links/"+token, nil), 409)
	status((&visitor{h: h}).do("GET", "/api/links/"+string(access.NewToken()), nil), 404)
	status((&visitor{h: h}).do("GET", "/api/links/short", nil), 404)

	// Out: this device's session is worth nothing any more.
	got := status(teacher.do("POST", "/api/sign-out", form{}), 200)
	if got.header.Get("Clear-Site-Data") != `"cache"` || teacher.session != "" ||
		!strings.Contains(got.body, `"signed_in":false`) {
		t.Error(got.print())
	}
	status((&visitor{h: h, session: first}).do("GET", "/api/policy", nil), 401)

	// In: one answer to everything that does not go together; the session is new each time, the one before is over.
	wrong := map[string]bool{}
	for _, row := range []form{{"school": "hook-lane", "email": staff.Email, "passphrase": "wrong wrong wrong"},
		{"school": "beaver-road", "email": staff.Email, "passphrase": passphrase}, {"school": "nowhere", "email": staff.Email,
			"passphrase": passphrase},
		{"school": "hook-lane", "email": "nobody@x.example", "passphrase": passphrase}, {"school": "", "email": "",
			"passphrase": ""},
		{"school": "hook-lane", "email": h.here.staff["lft"].Email, "passphrase": passphrase},
		{"school": "hook-lane", "email": h.here.staff["dep"].Email, "passphrase": ""}} {
		wrong[status(teacher.do("POST", "/api/sign-in", row), 401).print()] = true
	}
	if len(wrong) != 1 {
		t.Errorf("what is wrong can be told apart: %v", wrong)
	}
	in := form{"school": "Hook-Lane ", "email": " " + strings.ToUpper(staff.Email), "passphrase": passphrase}
	status(teacher.do("POST", "/api/sign-in", in), 200)
	second := teacher.session
	status(teacher.do("POST", "/api/sign-in", in), 200)
	third := teacher.session
	if first == second || second == third || third == "" {
		t.Error("a session was used twice")
	}
	status((&visitor{h: h, session: second}).do("GET", "/api/policy", nil), 401)
	planted := &visitor{h: h, session: access.NewToken()} // fixation: a session that somebody else chose is never taken
	made := planted.session
	status(planted.do("POST", "/api/sign-in", in), 200)
	if planted.session == made {
		t.Error("a planted session was taken")
	}
	status((&visitor{h: h, session: made}).do("GET", "/api/policy", nil), 401)

	// Everywhere: the other device too, and nobody else's.
	status(teacher.do("POST", "/api/sign-out-everywhere", form{}), 200)
	for _, gone := range []access.Token{third, planted.session} {
		status((&visitor{h: h, session: gone}).do("GET", "/api/policy", nil), 401)
	}
	if !office.me().SignedIn {
		t.Error("somebody else is signed out too")
	}

	// Idle, and over; and at once, when somebody's roles change or they leave.
	status(teacher.do("POST", "/api/sign-in", in), 200)
	changed := h.here.staff["tea"]
	changed.Roles = []people.Role{people.Teacher, people.Office}
	h.roll(h.here, peopleChanges(changed))
	if teacher.me().SignedIn {
		t.Error("a session outlives the roles that it was made with")
	}
	status(teacher.do("POST", "/api/sign-in", in), 200)
	h.wall.Move(access.SessionIdle - time.Second)
	status(teacher.do("GET", "/api/policy", nil), 200)
	h.wall.Move(access.SessionIdle)
	status(teacher.do("GET", "/api/policy", nil), 401)
	status(teacher.do("POST", "/api/sign-in", in), 200)
	changed.LeftOn = "2026-11-23"
	h.roll(h.here, peopleChanges(changed))
	status(teacher.do("GET", "/api/policy", nil), 401)
	status(teacher.do("POST", "/api/sign-in", in), 401)
}

// Guessing is slowed down: the answer says how long to wait, to the person and to the program, and the right passphrase
// has to wait too. Another account from another network does not.
func TestGuessingIsSlowedDown(t *testing.T) {
	h := newHouse(t)
	h.choosePassphrase(h.here, "ofc")
	h.choosePassphrase(h.here, "dep")
	sign := func(v *visitor, who, passphrase string) answer {
		return v.do("POST", "/api/sign-in", map[string]string{"school": "hook-lane", "email": h.here.staff[who].Email,
			"passphrase": passphrase})
	}
	guesser := &visitor{h: h, from: "203.0.113.9"}
	for range access.AccountPace.Free + 1 {
		if got := sign(guesser, "ofc", "not it, not it, no"); got.status != 401 {
			t.Fatal(got.print())
		}
		h.wall.Move(time.Second)
	}
	for n, row := range []struct{ passphrase string }{{"not it"}, {passphrase}} {
		got := sign(guesser, "ofc", row.passphrase)
		if got.status != 429 || got.header.Get("Retry-After") != "1" || got.problem(t).Kind != "too_many" ||
			!strings.Contains(got.body, "1 second,") {
			t.Errorf("%d: %s", n, got.print())
		}
	}
	if got := sign(&visitor{h: h, from: "198.51.100.1"}, "dep", passphrase); got.status != 200 {
		t.Errorf("another account from elsewhere: %s", got.print())
	}
	h.wall.Move(time.Second)
	if got := sign(guesser, "ofc", passphrase); got.status != 200 {
		t.Errorf("after the wait: %s", got.print())
	}
	// One network that tries many accounts is slowed as a network; a made-up sender in front of its address helps nothing.
	for n := range access.NetworkPace.Free + 3 {
		(&visitor{h: h, from: fmt.Sprintf("10.0.%d.1, 203.0.113.77", n)}).do("POST", "/api/sign-in",
			map[string]string{"school": "hook-lane", "email": fmt.Sprintf("a%d@x.example", n), "passphrase": "guess"})
	}
	if got := sign(&visitor{h: h, from: "9.9.9.9, 203.0.113.78"}, "dep", passphrase); got.status != 429 {
		t.Errorf("the network is not slowed: %s", got.print())
	}
	if got := sign(&visitor{h: h, from: "203.0.114.78"}, "dep", passphrase); got.status != 200 {
		t.Errorf("another network is slowed: %s", got.print())
	}
}

// A hundred tries at once count as a hundred.
func TestGuessingInParallelIsNoFaster(t *testing.T) {
	h := newHouse(t)
	statuses := make(chan int, 60)
	for range cap(statuses) {
		go func() {
			got, err := h.try(ask{method: "POST", path: "/api/sign-in",
				body: `{"school":"hook-lane","email":"a@b.example","passphrase":"x"}`})
			if err != nil {
				got.status = 0
			}
			statuses <- got.status
		}()
	}
	counted := map[int]int{}
	for range cap(statuses) {
		counted[<-statuses]++
	}
	if counted[401] != access.AccountPace.Free || counted[429] != cap(statuses)-counted[401] {
		t.Errorf("%v", counted)
	}
}

// Whom a request came from is what our own proxies say, read from the end.
func TestOnlyOurProxiesAreBelieved(t *testing.T) {
	h := newHouse(t)
	h.server.Proxies = []netip.Prefix{netip.MustParsePrefix("10.1.0.0/16")}
	for _, row := range []struct{ peer, said, want string }{
		{"127.0.0.1", "", "127.0.0.1"}, {"127.0.0.1", "203.0.113.9", "203.0.113.9"}, {"127.0.0.1", "1.2.3.4, 203.0.113.9",
			"203.0.113.9"},
		{"127.0.0.1", "1.2.3.4, 203.0.113.9, 10.1.2.3", "203.0.113.9"}, {"203.0.113.9", "1.2.3.4", "203.0.113.9"},
		{"10.1.2.3", "2001:db8::1", "2001:db8::1"}, {"10.2.2.3", "1.2.3.4", "10.2.2.3"}, {"127.0.0.1", "nonsense",
			"127.0.0.1"},
		{"127.0.0.1", "1.2.3.4, nonsense", "127.0.0.1"}, {"::1", "203.0.113.9", "203.0.113.9"}, {"::ffff:127.0.0.1",
			"203.0.113.9", "203.0.113.9"},
	} {
		if got := remoteOf(h.server, row.peer, row.said); got != row.want {
			t.Errorf("%s says %q: %s, not %s", row.peer, row.said, got, row.want)
		}
	}
}

// Nothing that anybody did in a whole day at the door stands in the log by name: no person, no address, no token, no
// passphrase, no file's name, and nothing of what a request said.
func TestTheLogHoldsNoNames(t *testing.T) {
	h := newHouse(t)
	h.choosePassphrase(h.here, "hd")
	secrets := []string{"QUILL-FEATH", h.here.canary, h.there.canary, "Kidling", passphrase, "quillfeather", "pupils.csv", "staff.csv",
		"ida@bell", "Isla", "example",
		"RobinA", "PC 9", "hook-lane"}
	for _, p := range []*place{h.here, h.there} {
		for _, session := range p.session {
			secrets = append(secrets, string(session), string(session.Hash()))
		}
	}
	for _, r := range h.server.routes() {
		of := things{}
		if samples[r.Method+" "+r.Path].of != nil {
			of = h.standing(r, h.here)
			for _, secret := range []string{"token", "code"} {
				if of[secret] != "" {
					secrets = append(secrets, of[secret])
				}
			}
		}
		for _, session := range []access.Token{"", h.here.session["hd"], h.here.session["tea"], h.there.session["dsl"]} {
			a := request(r, of)
			if a.session = session; strings.HasPrefix(r.Name, "access.sign_out") {
				a.session = ""
			}
			if r.Method == "GET" {
				a.path += "?q=" + h.here.canary
			}
			h.do(a)
		}
	}
	for _, body := range []string{
		`{"school":"hook-lane","email":"hd@quillfeather.example","passphrase":"Quillfeather wrong"}`,
		"{\"Quillfeather\xff", "Quillfeather"} {
		h.do(ask{method: "POST", path: "/api/sign-in", body: body})
	}
	for _, path := range []string{"/Quillfeather", "/l/QUILL-FEATH", "/l/Quillfeather", "/s/Quillfeather/help", "/api/Quillfeather?q=Quillfeather",
		"/assets/Quillfeather", "/link/Quillfeather"} {
		h.do(ask{path: path, header: http.Header{"User-Agent": {"Quillfeather"}, "Referer": {"http://Quillfeather.test"}}})
	}
	for _, fail := range []func() error{func() error { return fmt.Errorf("reading: %w", errNoReason) },
		func() error { panic(errNoReason) }} {
		h.faults.with(fail)
		h.do(ask{path: "/api/policy?q=Quillfeather", session: h.here.session["hd"]})
		h.do(ask{path: "/s/hook-lane/help"})
	}
	log := h.log.String()
	if lines := strings.Count(log, "\n"); lines < 100 || !strings.Contains(log, "route=/api/links/:token") &&
		!strings.Contains(log, "route=/api/links/{token}") {
		t.Fatalf("%d lines: the log is not what this test reads: %.500s", lines, log)
	}
	for _, secret := range secrets {
		if at := strings.Index(log, secret); at >= 0 {
			t.Errorf("%q is in the log: …%s…", secret, log[max(0, at-120):min(len(log), at+60)])
		}
	}
}

var errNoReason = errors.New("no reason")

// remoteOf is whom the server takes a request for that comes from peer and says so much of whom it is for.
func remoteOf(s *Server, peer, said string) string {
	app := fiber.New()
	request := &fasthttp.RequestCtx{}
	request.SetRemoteAddr(&net.TCPAddr{IP: net.ParseIP(peer)})
	for _, one := range strings.SplitAfterN(said, ", ", 2) { // a proxy may add to the header, or send one of its own
		request.Request.Header.Add("X-Forwarded-For", strings.TrimSuffix(one, ", "))
	}
	c := app.AcquireCtx(request)
	defer app.ReleaseCtx(c)
	return s.remote(c)
}
