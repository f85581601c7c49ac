package main

import (
	"encoding/hex"
	"encoding/json"
	"net"
	"net/http"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"

	"lollipop/backend/id"
	"lollipop/backend/store/storetest"
)

// freePort is an address of this machine that nobody listened on a moment ago.
func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// Two servers on one PostgreSQL are one product, from the first run on: one school, one queue of slots, one chain, and
// sessions that both know and that end at both at once.
func TestTwoServersAreOneProduct(t *testing.T) {
	i := slices.IndexFunc(storetest.Kinds, func(k storetest.Kind) bool { return k.Name == "postgres" })
	config := storetest.Kinds[i].Config(t)
	const origin = "https://lollipop.test" // of the proxy before both
	environ := func(more ...string) []string {
		return append(in(t.TempDir(), "LOLLIPOP_DATABASE="+config.DSN, "LOLLIPOP_ORIGIN="+origin,
			"LOLLIPOP_CHAIN_KEY="+hex.EncodeToString(config.ChainKey[0]), sealsSetting()), more...)
	}
	well(t, environ("LOLLIPOP_DATABASE_OWNER="+config.OwnerDSN), "migrate")
	ports := []string{freePort(t), freePort(t)}
	at := func(server int) string { return "http://" + ports[server%2] }
	first := launch(t, environ("LOLLIPOP_LISTEN="+ports[0]), "/first-run/", "serve")
	say := func(b *browser, server int, method, path string, body, into any) int {
		t.Helper()
		status, answer := b.do(t.Context(), at(server), method, path, string(id.New[id.Op]()), body)
		if status == http.StatusOK && into != nil {
			if err := json.Unmarshal(answer, into); err != nil {
				t.Fatalf("%s: %v", path, err)
			}
		}
		if status == 0 || status == http.StatusInternalServerError || status == http.StatusUnprocessableEntity {
			t.Fatalf("%s %s: %d %s", method, path, status, answer)
		}
		return status
	}

	// The first administrator founds the school at the one, and both have it.
	administrator, office := &browser{origin: origin}, &browser{origin: origin}
	say(administrator, 0, "POST", "/api/first-run", map[string]string{"token": path.Base(first.firstRun),
		"school_name": "St Elsewhere", "slug": "st-elsewhere", "phone": "01632 960001", "preset": "anthony-roper",
		"name": "Ada Hall", "email": "ada@elsewhere.example", "passphrase": "trombone gravel kettle"}, nil)
	launch(t, environ("LOLLIPOP_LISTEN="+ports[1]), "Lollipop is at", "serve")
	for kind, file := range map[string]string{"pupils": "hook-lane-pupils.csv", "staff": "hook-lane-staff.csv"} {
		well(t, environ(), "import", kind, "../../house/data/"+file, "--school", "st-elsewhere", "--apply")
	}
	var staff struct {
		Items []struct {
			ID    string
			Roles []string
		}
	}
	say(administrator, 1, "GET", "/api/staff", nil, &staff)
	i = slices.IndexFunc(staff.Items, func(s struct {
		ID    string
		Roles []string
	}) bool {
		return slices.Equal(s.Roles, []string{"office"})
	})
	if i < 0 {
		t.Fatalf("nobody is the office: %+v", staff)
	}

	// A link that the one makes is opened at both at once: exactly one lets somebody in.
	var link struct{ URL string }
	say(administrator, 0, "POST", "/api/staff/"+staff.Items[i].ID+"/link", struct{}{}, &link)
	var racers sync.WaitGroup
	var statuses [8]int
	var came [8]browser
	for n := range statuses {
		came[n].origin = origin
		racers.Go(func() {
			statuses[n], _ = came[n].do(t.Context(), at(n), "POST", "/api/links/"+path.Base(link.URL),
				string(id.New[id.Op]()), map[string]string{"passphrase": "lantern walnut gravel"})
		})
	}
	racers.Wait()
	for n, status := range statuses {
		switch status {
		case http.StatusOK:
			if office.cookie != nil {
				t.Error("the link let two in")
			}
			office.cookie = came[n].cookie
		case http.StatusConflict:
		default:
			t.Errorf("the link answers %d", status)
		}
	}

	// A morning at both. Every hand-in is sent to both servers at once, as one that was tried again: it happens once.
	type device struct {
		State string
		Slot  int
	}
	type child struct {
		ID      string
		Devices []device
	}
	type screen struct {
		Held   int
		Pupils []child
	}
	var desk screen
	say(office, 1, "GET", "/api/desk", nil, &desk)
	const children = 120
	if len(desk.Pupils) < children {
		t.Fatalf("%d children", len(desk.Pupils))
	}
	queue := make(chan child, children)
	for _, c := range desk.Pupils[:children] {
		queue <- c
	}
	close(queue)
	var clients sync.WaitGroup
	for range 8 {
		clients.Go(func() {
			for c := range queue {
				op := string(id.New[id.Op]())
				var both sync.WaitGroup
				var said [2]string
				for server := range 2 {
					both.Go(func() {
						b := *office
						status, answer := b.do(t.Context(), at(server), "POST", "/api/desk/hand-in", op,
							map[string]string{"pupil": c.ID})
						if said[server] = string(answer); status != http.StatusOK {
							t.Errorf("a hand-in answers %d %s", status, answer)
						}
					})
				}
				both.Wait()
				if said[0] != said[1] {
					t.Errorf("one operation, two answers:\n%s\n%s", said[0], said[1])
				}
			}
		})
	}
	clients.Wait()
	for server := range 2 {
		desk = screen{}
		say(office, server, "GET", "/api/desk", nil, &desk)
		slots := map[int]bool{}
		for _, c := range desk.Pupils {
			for _, d := range c.Devices {
				slots[d.Slot] = true
			}
		}
		if desk.Held != children || len(slots) != children || !slots[1] || !slots[children] {
			t.Errorf("at server %d %d phones lie in %d slots", server, desk.Held, len(slots))
		}
	}
	if out := well(t, environ(), "audit", "verify"); !strings.HasPrefix(out, "ok ") {
		t.Errorf("the record: %s", out)
	}

	// Signing out at the one counts at the other from the next request on.
	if status := say(office, 0, "GET", "/api/desk", nil, nil); status != http.StatusOK {
		t.Errorf("before: %d", status)
	}
	gone := *office
	say(&gone, 1, "POST", "/api/sign-out", struct{}{}, nil)
	if status := say(office, 0, "GET", "/api/desk", nil, nil); status != http.StatusUnauthorized {
		t.Errorf("signed out at the other server, and here: %d", status)
	}
}
