package access

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

const today = clock.Date("2026-11-23")

var monday = time.Date(2026, 11, 23, 8, 35, 0, 0, time.UTC)

func member(name string, roles ...people.Role) Member {
	return Member{Staff: people.Staff{ID: id.Named[id.Staff](name), School: id.Named[id.School]("hook-lane"), Surname: name,
		Email: strings.ToLower(name) + "@hook-lane.sch.example", Roles: roles}, Passphrase: "kept"}
}

// Policy: passwords.staff (AR 7.5.1/1, BG 7.5.1/1)
func TestMayIssue(t *testing.T) {
	head, admin := []people.Role{people.Head, people.SafeguardingLead}, []people.Role{people.Administrator}
	office, chair := []people.Role{people.Office}, []people.Role{people.ChairOfGovernors}
	is := func(roles ...people.Role) []people.Role { return roles }
	for _, c := range []struct {
		why      string
		by, to   []people.Role
		yes, new bool // new: for somebody who never had a passphrase
	}{
		{"the office, to a teacher", office, is(people.Teacher), true, true},
		{"the office, to an assistant who is at the desk too", office, is(people.Assistant, people.Office), true, true},
		{"the office, to a teacher who is a deputy DSL", office, is(people.Teacher, people.DeputyLead), false, false},
		{"the office, to the head", office, head, false, false},
		{"the office, to the technician", office, is(people.Technician), false, false},
		{"the office, to an administrator", office, admin, false, false},
		{"the office, to somebody without a role", office, nil, false, false},
		{"an administrator, to a teacher", admin, is(people.Teacher), true, true},
		{"an administrator, to another", admin, admin, true, true},
		{"an administrator, to the head", admin, head, false, true},
		{"an administrator, to a deputy DSL", admin, is(people.DeputyLead, people.SENCO), false, true},
		{"an administrator, to the online safety lead", admin, is(people.OnlineSafetyLead), false, true},
		{"an administrator, to the chair", admin, chair, false, true},
		{"the head, to a deputy DSL", head, is(people.DeputyLead), true, true},
		{"the head, to an administrator", head, admin, true, true},
		{"the head, to the chair, who reads what is said about the head", head, chair, false, false},
		{"the head, to a governor, who reads it after the chair", head, is(people.Governor), false, false},
		{"the head, to a teacher who is a governor", head, is(people.Teacher, people.Governor), false, false},
		{"an administrator, to a governor", admin, is(people.Governor), false, false},
		{"an administrator, to a governor who teaches", admin, is(people.Governor, people.Teacher), false, false},
		{"a head who is the administrator, to a governor", is(people.Head, people.Administrator), is(people.Governor), false, false},
		{"a head who is the administrator, to the chair", is(people.Head, people.Administrator), chair, false, false},
		{"the office, to a governor", office, is(people.Governor), false, false},
		{"the office, to a teacher who is a governor", office, is(people.Teacher, people.Governor), false, false},
		{"the chair, to a governor", chair, is(people.Governor), true, true},
		{"the chair, to a governor who teaches: it would open a class", chair, is(people.Governor, people.Teacher), false, false},
		{"the chair, to a governor who is the DSL", chair, is(people.Governor, people.SafeguardingLead), false, false},
		{"the chair, to another chair", chair, chair, false, false},
		{"the chair, to a governor who chairs too", chair, is(people.Governor, people.ChairOfGovernors), false, false},
		{"the chair, to the head", chair, head, false, false},
		{"the chair, to the office", chair, office, false, false},
		{"a chair who is the administrator, to a governor", is(people.ChairOfGovernors, people.Administrator), is(people.Governor), true, true},
		{"a governor, to another", is(people.Governor), is(people.Governor), false, false},
		{"a governor, to the chair", is(people.Governor), chair, false, false},
		{"the chair, to a teacher", chair, is(people.Teacher), false, false},
		{"a DSL, to a teacher", is(people.SafeguardingLead), is(people.Teacher), false, false},
		{"a teacher, to a teacher", is(people.Teacher), is(people.Teacher), false, false},
	} {
		by := member("By", c.by...).Staff.Who()
		to := member("To", c.to...)
		if got := MayIssue(by, to, today); got.OK() != c.yes || got.Clause != "passwords.staff" {
			t.Errorf("%s: %+v", c.why, got)
		}
		to.Passphrase = ""
		if got := MayIssue(by, to, today); got.OK() != c.new {
			t.Errorf("%s, a first link: %+v", c.why, got)
		}
	}
}

// Policy: passwords.staff (AR 7.5.1/1, BG 7.5.1/1)
func TestNobodyMayIssueTo(t *testing.T) {
	head := member("Head", people.Head)
	for why, change := range map[string]func(*Member){
		"themselves":                    func(m *Member) { m.Staff.ID = head.Staff.ID },
		"somebody who has left":         func(m *Member) { m.Staff.LeftOn = today },
		"somebody without an address":   func(m *Member) { m.Staff.Email = "" },
		"somebody at another school":    func(m *Member) { m.Staff.School = id.Named[id.School]("beaver-road") },
		"somebody new without address":  func(m *Member) { m.Staff.Email, m.Passphrase = "", "" },
		"somebody new at other schools": func(m *Member) { m.Staff.School, m.Passphrase = "", "" },
	} {
		to := member("Teacher", people.Teacher)
		change(&to)
		if got := MayIssue(head.Staff.Who(), to, today); got.OK() || got.Why.Empty() {
			t.Errorf("%s: %+v", why, got)
		}
	}
}

func TestALinkIsOpen(t *testing.T) {
	good := Link{Purpose: ForPassphrase, Ends: monday.Add(LinkLasts)}
	here := member("Teacher", people.Teacher)
	left := here
	left.Staff.LeftOn = today
	for _, c := range []struct {
		why  string
		link func(*Link)
		m    Member
		now  time.Time
		kind fault.Kind
	}{
		{"a good one", func(*Link) {}, here, monday, ""},
		{"in its last microsecond", func(*Link) {}, here, good.Ends.Add(-time.Microsecond), ""},
		{"at its end", func(*Link) {}, here, good.Ends, fault.Denied},
		{"used", func(l *Link) { l.Used = monday }, here, monday, fault.Conflict},
		{"used, and past its end", func(l *Link) { l.Used = monday }, here, good.Ends, fault.Conflict},
		{"its person left", func(*Link) {}, left, monday, fault.NotFound},
		{"its person is gone", func(*Link) {}, Member{}, monday, fault.NotFound},
		{"the first administrator's has no person", func(l *Link) { l.Purpose = ForFirstAdministrator }, Member{}, monday, ""},
	} {
		link := good
		c.link(&link)
		if err := open(link, c.m, c.now, today); (err == nil) != (c.kind == "") || err != nil && !fault.Is(err, c.kind) {
			t.Errorf("%s: %v", c.why, err)
		}
	}
}

// Policy: security.logins_enforced (AR 7.5/7, BG 7.5/8)
func TestPresent(t *testing.T) {
	teacher := member("Teacher", people.Teacher, people.Assistant)
	seat := Seat{School: teacher.Staff.School, Person: id.Person(teacher.Staff.ID), Standing: teacher.Standing()}
	change := func(do func(*Member)) []Member {
		m := member("Teacher", people.Teacher, people.Assistant)
		do(&m)
		return []Member{m}
	}
	same := change(func(*Member) {})
	for _, c := range []struct {
		why     string
		at      time.Duration
		members []Member
		yes     bool
	}{
		{"as they were", 0, same, true},
		{"idle for almost 30 minutes", SessionIdle - 1, same, true},
		{"idle for 30 minutes", SessionIdle, same, false},
		{"the same roles in another order", 0, change(func(m *Member) {
			m.Staff.Roles = []people.Role{people.Assistant, people.Teacher}
		}), true},
		{"another class", 0, change(func(m *Member) { m.Staff.Classes = []string{"Wren"} }), true},
		{"another name", 0, change(func(m *Member) { m.Staff.Surname = "Married" }), true},
		{"a role more", 0, change(func(m *Member) { m.Staff.Roles = append(m.Staff.Roles, people.Head) }), false},
		{"a role less", 0, change(func(m *Member) { m.Staff.Roles = m.Staff.Roles[:1] }), false},
		{"another address", 0, change(func(m *Member) { m.Staff.Email = "other@hook-lane.sch.example" }), false},
		{"left today", 0, change(func(m *Member) { m.Staff.LeftOn = today }), false},
		{"leaves tomorrow", 0, change(func(m *Member) { m.Staff.LeftOn = today.AddDays(1) }), true},
		{"gone", 0, []Member{{}}, false},
		{"nobody", 0, nil, false},
	} {
		s := Session{Since: monday, Seen: monday, Seats: []Seat{seat}}
		who, got := Present(s, c.members, monday.Add(c.at), today)
		if got.OK() != c.yes || got.Clause != "security.logins_enforced" || (who.Who.Person != "") != c.yes {
			t.Errorf("%s: %+v, %q", c.why, got, who.Who.Person)
		}
	}
	long := Session{Since: monday, Seen: monday.Add(SessionLasts - time.Minute), Seats: []Seat{seat}}
	if _, got := Present(long, same, monday.Add(SessionLasts-1), today); !got.OK() {
		t.Error("over before twelve hours")
	}
	if _, got := Present(long, same, monday.Add(SessionLasts), today); got.OK() {
		t.Error("not over after twelve hours")
	}
	two := Session{Since: monday, Seen: monday, Seats: []Seat{{Standing: "another"}, seat}}
	if who, got := Present(two, []Member{{}, teacher}, monday, today); !got.OK() || who.Who.Name != "Teacher" {
		t.Errorf("the second of two is %q, %+v", who.Who.Name, got)
	}
}

func TestGoodPassphrase(t *testing.T) {
	for passphrase, key := range map[string]string{
		"elevenchars":                 "access.passphrase.short",
		"ąęłóśźżćńĄĘ":                 "access.passphrase.short", // eleven characters, twenty-two bytes
		"ąęłóśźżćńĄĘŁ":                "",
		"common common":               "access.passphrase.common",
		"the kettle is on the roof":   "",
		strings.Repeat("ż", 200):      "",
		strings.Repeat("ż", 201):      "access.passphrase.long",
		"a tab\tin the middle":        "access.passphrase.characters",
		"a broken \xff character":     "access.passphrase.characters",
		strings.Repeat("x", 1_000_00): "access.passphrase.long",
	} {
		err := goodPassphrase(passphrase, func() bool {
			if len(passphrase) > 1000 {
				t.Error("a long passphrase was looked at closely")
			}
			return strings.HasPrefix(passphrase, "common")
		})
		if key == "" && err == nil {
			continue
		}
		if f, ok := err.(*fault.Fault); !ok || f.Say.Key != key || f.Field != "passphrase" {
			t.Errorf("%.20q: %v, want %q", passphrase, err, key)
		}
	}
}

func TestPacesGrowAndForgiveAndNeverLock(t *testing.T) {
	for name, p := range map[string]Pace{"account": AccountPace, "network": NetworkPace, "letter": LetterPace, "code": CodePace} {
		last := time.Duration(-1)
		for failures := range 10_000 {
			wait := p.Until(failures, monday).Sub(monday)
			switch {
			case failures < p.Free && wait != 0:
				t.Fatalf("%s: %s after %d failures", name, wait, failures)
			case failures == p.Free && wait != max(p.First, time.Second):
				t.Fatalf("%s: the first wait is %s", name, wait)
			case wait < last || wait > p.Most:
				t.Fatalf("%s: %s after %d failures, %s before", name, wait, failures, last)
			}
			last = wait
		}
		if last != p.Most {
			t.Errorf("%s: never reaches %s", name, p.Most)
		}
		for since, want := range map[time.Duration]int{0: 0, p.Forgive - 1: 0, p.Forgive: 1, 10*p.Forgive + 1: 10,
			1000 * p.Forgive: 12, -time.Hour: 0} {
			if got := p.forgiven(12, monday, monday.Add(since)); got != want {
				t.Errorf("%s: %d of 12 are forgiven in %s, want %d", name, got, since, want)
			}
		}
	}
}

func TestNetwork(t *testing.T) {
	for addr, want := range map[string]string{"192.0.2.77": "192.0.2.0/24", "::ffff:192.0.2.9": "192.0.2.0/24",
		"2001:db8:1:2ff:3::4": "2001:db8:1:200::/56", "fe80::1%eth0": "fe80::/56"} {
		if got := Network(netip.MustParseAddr(addr)); got != want {
			t.Errorf("%s is in %s, want %s", addr, got, want)
		}
	}
	if got := Network(netip.Addr{}); got != "unknown" {
		t.Errorf("no address is in %q", got)
	}
}

func TestSplitName(t *testing.T) {
	for name, want := range map[string][3]string{"Mrs Ada May Hall": {"Mrs", "Ada May", "Hall"}, "Hall": {"", "", "Hall"},
		"dr. Hall": {"dr.", "", "Hall"}, " Łukasz  Wiśniewska ": {"", "Łukasz", "Wiśniewska"},
		"Ms": {"", "", "Ms"}, " ": {"", "", ""}} {
		if title, forename, surname := splitName(name); [3]string{title, forename, surname} != want {
			t.Errorf("%q is %q, %q, %q", name, title, forename, surname)
		}
	}
}

func TestTokens(t *testing.T) {
	seen := map[Token]bool{}
	for range 1000 {
		token := NewToken()
		if read, ok := ParseToken(string(token)); !ok || read != token || seen[token] || len(token.Hash()) != 64 {
			t.Fatalf("%q", string(token))
		}
		seen[token] = true
		if text := fmt.Sprintf("%v %s", token, token); strings.Contains(text, string(token)) {
			t.Fatalf("printed: %s", text)
		}
	}
	good := string(NewToken())
	for _, text := range []string{"", good[1:], good + "A", good + "=", "+" + good[1:], good[:42] + "\n", "\n" + good[1:],
		strings.Repeat("A", 42) + "B"} { // B sets bits that no byte has
		if _, ok := ParseToken(text); ok {
			t.Errorf("%q was read", text)
		}
	}
	if Token("a").Hash() == Token("b").Hash() || Hash("") == Token("").Hash() {
		t.Error("two tokens share a hash")
	}
}

func FuzzParseToken(f *testing.F) {
	f.Add(string(NewToken()))
	f.Add(strings.Repeat("A", 42) + "B")
	f.Fuzz(func(t *testing.T, text string) {
		if token, ok := ParseToken(text); ok && (string(token) != text || len(text) != TokenLength) {
			t.Errorf("%q was read as %q", text, string(token))
		}
	})
}
