package main

import (
	"context"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"net/netip"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"lollipop/backend/access"
	"lollipop/backend/courier"
	"lollipop/backend/event"
	"lollipop/backend/house"
	"lollipop/backend/id"
	"lollipop/backend/notice"
	"lollipop/backend/people"
	"lollipop/backend/push"
	"lollipop/backend/school"
	"lollipop/backend/store/storetest"
)

// Where a process of these tests finds the push service that stands for all, and the certificate that it trusts there.
const houseAt, houseTrusts = "HOUSE_PUSH_AT=", "HOUSE_PUSH_PEM="

// pushHere makes this process, as the program, reach no push service but the one that a test has.
func pushHere(environ []string) []string {
	var at, trusts string
	rest := slices.DeleteFunc(slices.Clone(environ), func(v string) bool {
		if value, ok := strings.CutPrefix(v, houseAt); ok {
			at = value
			return true
		}
		value, ok := strings.CutPrefix(v, houseTrusts)
		if ok {
			trusts = value
		}
		return ok
	})
	if at == "" {
		return rest
	}
	raw, err := os.ReadFile(trusts)
	if err != nil {
		panic(err) // of a test
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(raw)
	pushing = func(c push.Config) push.Config { return reach(c, netip.MustParseAddrPort(at), roots) }
	return rest
}

// reach is a sender's way to the push service at that address.
func reach(c push.Config, at netip.AddrPort, roots *x509.CertPool) push.Config {
	c.Roots, c.Excused = roots, []netip.AddrPort{at}
	c.Resolve = func(context.Context, string) ([]netip.AddrPort, error) { return []netip.AddrPort{at}, nil }
	return c
}

// crowd is a school whose families have telephones that ring.
type crowd struct {
	product *product
	at      id.School
	head    people.Who
	adults  []id.Adult
	devices map[id.Adult][]string // endpoints
}

// aCrowd signs adults in and subscribes a telephone or two for each.
func aCrowd(t *testing.T, p *product, service *house.PushService, adults int) crowd {
	t.Helper()
	ids, err := p.store.Schools().IDs(t.Context())
	if err != nil || len(ids) != 1 {
		t.Fatalf("%v: %v", ids, err)
	}
	c := crowd{product: p, at: ids[0], devices: map[id.Adult][]string{}}
	state, err := p.store.People().State(t.Context(), c.at)
	must(t, err)
	for _, s := range state.Staff {
		if slices.Contains(s.Roles, people.Head) {
			c.head = s.Who()
		}
	}
	var order access.Order
	for _, a := range access.Addressees(state, "2026-11-23") {
		if !a.NeedsYes && len(order.Adults) < adults {
			order.Adults = append(order.Adults, a.Adult.ID)
		}
	}
	letters, refused, err := p.access.Print(t.Context(), c.act("access.print_letters"), c.head, order)
	if err != nil || len(letters) != adults {
		t.Fatalf("%d letters, %v refused: %v", len(letters), refused, err)
	}
	for i, letter := range letters {
		born, err := time.Parse(time.DateOnly, string(letter.Asked.DOB))
		must(t, err)
		entry, err := p.access.UseLetter(t.Context(), event.Act{Op: id.New[id.Op](), Command: "access.use_letter"},
			access.Try{Code: string(letter.Code), From: netip.AddrFrom4([4]byte{192, 0, 2, byte(i)})}, born.Day(),
			int(born.Month()))
		must(t, err)
		adult := letter.Addressee.Adult.ID
		c.adults = append(c.adults, adult)
		for n := range 1 + i%2 {
			device, err := service.Subscribe(house.PushHosts[(i+n)%len(house.PushHosts)], p.sender.Key())
			must(t, err)
			must(t, p.courier.Keep(t.Context(), string(entry.Token.Hash()), courier.Wanted{Endpoint: device.Endpoint,
				P256dh: base64.RawURLEncoding.EncodeToString(device.P256dh), Auth: base64.RawURLEncoding.EncodeToString(device.Auth), Key: p.sender.Key(),
				Language: []string{"ur", "pl", "en"}[i%3]}))
			c.devices[adult] = append(c.devices[adult], device.Endpoint)
		}
	}
	return c
}

// wakeful puts the school's quiet hours far from now: real servers go by the machine's clock, whenever the test runs.
func (c crowd) wakeful(t *testing.T) {
	t.Helper()
	act := c.act("test.quiet")
	_, err := c.product.store.Schools().Change(t.Context(), act, func(s *school.School) ([]event.Event, error) {
		hour := func(from time.Duration) school.TimeOfDay {
			return school.TimeOfDay(act.At.In(school.London).Add(from).Format("15:00"))
		}
		s.Policy.Notices = school.Notices{QuietFrom: hour(11 * time.Hour), QuietUntil: hour(12 * time.Hour)}
		return []event.Event{act.Did("test.quiet", string(s.ID), nil)}, nil
	})
	must(t, err)
}

func (c crowd) act(command string) event.Act {
	op := id.New[id.Op]()
	return event.Act{School: c.at, Actor: c.head.Person, At: c.product.clock.Now(), Op: op, Command: command,
		Hash: event.HashOf([]byte(op))}
}

// A fan-out to hundreds of telephones is cut down four times, now the one server, now the other: every adult has the
// notice once, and every telephone shows one, however often it was sent.
func TestKilledInTheMiddleOfAFanOut(t *testing.T) {
	const adults, kills = 150, 4
	service, err := house.NewPushService()
	must(t, err)
	t.Cleanup(func() { service.Close() })
	for _, host := range house.PushHosts {
		service.Script(host, house.Says{DelayMS: 150})
	}
	pem := filepath.Join(t.TempDir(), "push.pem")
	must(t, os.WriteFile(pem, service.PEM(), 0o600))
	i := slices.IndexFunc(storetest.Kinds, func(k storetest.Kind) bool { return k.Name == "postgres" })
	db := storetest.Kinds[i].Config(t)
	keys := string(push.NewKeys().Write())
	const origin = "https://lollipop.test"
	environ := func(more ...string) []string {
		return append(in(t.TempDir(), "LOLLIPOP_DATABASE="+db.DSN, "LOLLIPOP_ORIGIN="+origin, "LOLLIPOP_PUSH_KEYS="+keys,
			"LOLLIPOP_PUSH_SUBJECT=mailto:office@lollipop.org", "LOLLIPOP_CHAIN_KEY="+hex.EncodeToString(db.ChainKey[0]),
			sealsSetting()), more...)
	}
	well(t, environ("LOLLIPOP_DATABASE_OWNER="+db.OwnerDSN), "migrate")
	ports := []string{freePort(t), freePort(t)}
	launched := func(server int, until string) *process {
		return launch(t, environ("LOLLIPOP_LISTEN="+ports[server], houseAt+service.Address().String(), houseTrusts+pem),
			until, "serve")
	}
	servers := []*process{launched(0, "/first-run/"), nil}
	administrator := &browser{origin: origin}
	status, answer := administrator.do(t.Context(), "http://"+ports[0], "POST", "/api/first-run", string(id.New[id.Op]()),
		map[string]string{"token": path.Base(servers[0].firstRun), "school_name": "St Elsewhere", "slug": "st-elsewhere",
			"phone": "01632 960001", "preset": "anthony-roper", "name": "Ada Hall", "email": "ada@elsewhere.example",
			"passphrase": "trombone gravel kettle"})
	if status != http.StatusOK {
		t.Fatalf("no school: %d %s", status, answer)
	}
	for kind, file := range map[string]string{"pupils": "hook-lane-pupils.csv", "staff": "hook-lane-staff.csv"} {
		well(t, environ(), "import", kind, "../../house/data/"+file, "--school", "st-elsewhere", "--apply")
	}
	servers[1] = launched(1, "Lollipop is at")
	config, err := readConfig(environ())
	must(t, err)
	p, err := compose(t.Context(), config, db.ChainKey)
	must(t, err)
	defer p.close()
	c := aCrowd(t, p, service, adults)
	c.wakeful(t)
	devices := 0
	for _, own := range c.devices {
		devices += len(own)
	}

	token, _, err := p.access.IssueAtMachine(t.Context(), func() event.Act {
		act := c.act("access.issue_at_machine")
		act.Actor = ""
		return act
	}(), c.head.Person, access.ForPassphrase)
	must(t, err)
	head := &browser{origin: origin}
	head.do(t.Context(), "http://"+ports[0], "POST", "/api/links/"+string(token), string(id.New[id.Op]()),
		map[string]string{"passphrase": "lantern walnut gravel"})
	status, answer = head.do(t.Context(), "http://"+ports[0], "POST", "/api/aup/documents/parents/publish",
		string(id.New[id.Op]()), map[string]any{"title": "Our part", "intro": "Please read this.",
			"statements": []map[string]string{{"key": "monitored", "text": "School looks at how its computers are used."}}})
	if status != http.StatusOK {
		t.Fatalf("not published: %d %s", status, answer)
	}

	rung := func() map[string]bool {
		found := map[string]bool{}
		for _, a := range service.Arrivals("") {
			if a.Status == http.StatusCreated {
				found[a.Endpoint] = true
			}
		}
		return found
	}
	until := func(what string, done func() bool) {
		t.Helper()
		late := time.After(2 * time.Minute)
		for !done() {
			select {
			case <-time.After(10 * time.Millisecond):
			case <-late:
				t.Fatalf("%s: %d of %d telephones were rung", what, len(rung()), devices)
			}
		}
	}
	for kill := range kills {
		until("before a kill", func() bool { return len(rung()) > kill*devices/(kills+2) })
		servers[kill%2].kill()
		servers[kill%2] = launched(kill%2, "Lollipop is at")
	}
	until("at the end", func() bool {
		lanes, err := p.store.Courier().Lanes(t.Context(), p.clock.Now())
		return err == nil && len(lanes) == 0 && len(rung()) == devices
	})

	names := map[string]bool{}
	for _, adult := range c.adults {
		list, _, err := p.store.Notices().Of(t.Context(), c.at, adult, "", 20)
		must(t, err)
		signs := 0
		for _, n := range list {
			if n.Kind == notice.ToSign && n.Subject == "parents" {
				signs++
			}
		}
		if signs != 1 {
			t.Errorf("an adult has %d notices of one document", signs)
		}
		for _, endpoint := range c.devices[adult] {
			shown := service.Shown(endpoint)
			if len(shown) != 1 {
				t.Errorf("a telephone shows %d", len(shown))
				continue
			}
			names[shown[0].Plain] = true
		}
	}
	if len(names) != 3 {
		t.Errorf("telephones of three languages were told %d different things", len(names))
	}
	t.Logf("%d telephones, %d pushes arrived, %d kills", devices, len(service.Arrivals("")), kills)
}
