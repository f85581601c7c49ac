//go:build bench

package main

import (
	"bufio"
	"context"
	"crypto/x509"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"lollipop/backend/event"
	"lollipop/backend/house"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/push"
	"lollipop/backend/school"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// figureAdults is how many adults each school has, with a child and a telephone each.
const figureAdults = 400

// figuresService makes this binary the push service of the figures.
const figuresService = "FIGURES_PUSH_SERVICE"

// The push service is this binary too. It counts what comes to each address, and tells when it is asked.
func init() {
	if os.Getenv(figuresService) == "" {
		return
	}
	services, err := house.NewPushService()
	if err != nil {
		panic(err)
	}
	var mu sync.Mutex
	came, signatures := map[string]int{}, map[string]bool{}
	services.Instead(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		mu.Lock()
		came[r.URL.Path]++
		signatures[r.Header.Get("Authorization")] = true
		mu.Unlock()
		w.WriteHeader(http.StatusCreated)
	}))
	out := json.NewEncoder(os.Stdout)
	_ = out.Encode(map[string]string{"at": services.Address().String(), "pem": string(services.PEM())})
	for asked := bufio.NewScanner(os.Stdin); asked.Scan(); { // until whoever started it is gone
		mu.Lock()
		twice := 0
		for _, n := range came {
			if n > 1 {
				twice++
			}
		}
		_ = out.Encode(counted{len(came), twice, len(signatures)})
		mu.Unlock()
	}
	os.Exit(0)
}

// figureService is the service as the test sees it.
type figureService struct {
	at    netip.AddrPort
	roots *x509.CertPool
	in    io.WriteCloser
	out   *bufio.Reader
}

func startFigureService(t *testing.T) *figureService {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), figuresService+"=1")
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	must(t, err)
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	t.Cleanup(func() { _ = in.Close(); _ = cmd.Wait() })
	s := &figureService{in: in, out: bufio.NewReader(out), roots: x509.NewCertPool()}
	line, err := s.out.ReadBytes('\n')
	must(t, err)
	var said struct{ At, PEM string }
	must(t, json.Unmarshal(line, &said))
	s.at = netip.MustParseAddrPort(said.At)
	s.roots.AppendCertsFromPEM([]byte(said.PEM))
	return s
}

// reach is a sender's way there.
func (s *figureService) reach(c push.Config) push.Config {
	c.Roots, c.Excused = s.roots, []netip.AddrPort{s.at}
	c.Resolve = func(context.Context, string) ([]netip.AddrPort, error) { return []netip.AddrPort{s.at}, nil }
	return c
}

// counted is how many telephones were rung, how many of them more than once, and by how many signatures of ours.
type counted struct{ Rung, Doubled, Signatures int }

func (s *figureService) counted(t *testing.T) (said counted) {
	t.Helper()
	_, err := io.WriteString(s.in, "\n")
	must(t, err)
	line, err := s.out.ReadBytes('\n')
	must(t, err)
	must(t, json.Unmarshal(line, &said))
	return said
}

// figureSchool is one of the schools.
type figureSchool struct {
	id           id.School
	head, office people.Who
	pupils       []id.Pupil
}

// furnishFigures founds so many schools and fills them past the rooms: nobody measures that.
func furnishFigures(t *testing.T, p *product, db store.Config, many int) []figureSchool {
	t.Helper()
	policy, err := school.Preset("anthony-roper")
	must(t, err)
	calendar, err := school.KentCalendar("08:45", "15:15")
	must(t, err)
	driver, dsn := "pgx", db.OwnerDSN
	if path, file := strings.CutPrefix(db.DSN, "sqlite:"); file {
		driver, dsn = "sqlite", "file:"+path+"?_pragma=busy_timeout(5000)&_time_format=sqlite&_timezone=UTC"
	}
	hand, err := sql.Open(driver, dsn)
	must(t, err)
	defer hand.Close()
	schools := make([]figureSchool, many)
	for i := range schools {
		at := school.School{ID: id.New[id.School](), Slug: fmt.Sprintf("school-%d", i), Name: fmt.Sprint("School ", i),
			Phone: "01632 960001", Policy: policy, Calendar: calendar}
		act := event.Act{School: at.ID, At: storetest.At, Op: id.New[id.Op](), Command: "test.found"}
		must(t, p.store.Schools().Found(t.Context(), act, at, act.Did("test.founded", string(at.ID), nil)))
		begun, err := hand.Begin()
		must(t, err)
		if driver == "pgx" {
			_, err := begun.Exec("SELECT set_config('lollipop.school', $1, true)", string(at.ID))
			must(t, err)
		}
		schools[i] = filled(t, &rowsIn{t, begun, driver == "pgx"}, at.ID, p.sender.Key())
		must(t, begun.Commit())
	}
	if driver == "pgx" { // as its vacuum does, of itself; nobody does it for SQLite
		_, err = hand.Exec("ANALYZE")
		must(t, err)
	}
	return schools
}

func filled(t *testing.T, into *rowsIn, at id.School, key string) figureSchool {
	f := figureSchool{id: at}
	since := storetest.At.Add(-30 * 24 * time.Hour)
	device, err := base64.RawURLEncoding.DecodeString(push.NewKeys()[0].Public)
	must(t, err)
	staff := func(role people.Role) people.Who {
		s := people.Staff{ID: id.New[id.Staff](), School: at, Forename: "Ada", Surname: string(role), Roles: []people.Role{role}}
		roles, err := json.Marshal(s.Roles)
		must(t, err)
		into.add("staff", `school_id, id, code, title, forename, surname, email, issued_phone, roles, classes, left_on,
			sort_name`,
			[]any{string(at), string(s.ID), "", "", s.Forename, s.Surname, "", "", string(roles), "[]", "", string(role)})
		return s.Who()
	}
	f.head, f.office = staff(people.Head), staff(people.Office)
	var pupils, adults, contacts, sessions, seats, devices [][]any
	for i := range figureAdults {
		pupil, adult, session := id.New[id.Pupil](), id.New[id.Adult](), strings.Repeat(id.New[string](), 2)
		f.pupils = append(f.pupils, pupil)
		surname := fmt.Sprint("Family ", i)
		host := house.PushHosts[i%len(house.PushHosts)]
		pupils = append(pupils, []any{string(at), string(pupil), "", surname, "Kit", "Kit", "2017-05-04", string(people.Year4),
			"Robin", "en", "ENG", false, string(people.SENNone), "", strings.ToLower(surname) + " kit", "kit"})
		adults = append(adults, []any{string(at), string(adult), "", "Robin", surname, "", "", "en", "ENG", "", "robin"})
		contacts = append(contacts, []any{string(at), string(pupil), string(adult), "mother", 1, true, true, "", "", "", false,
			false, false, "", ""})
		sessions = append(sessions, []any{session, "parent", since, since})
		seats = append(seats, []any{session, 0, string(at), string(adult), "", since})
		devices = append(devices, []any{strings.Repeat(id.New[string](), 2),
			"https://" + host + "/send/" + strings.Repeat(id.New[string](), 5), host, device, []byte("sixteen bytes ok"), key,
			session, []string{"en", "ur", "pl"}[i%3], since, since})
	}
	into.add("pupils", `school_id, id, upn, surname, forename, preferred, dob, year, class, first_language, language_code, eal,
		sen, left_on, sort_name, search_text`, pupils...)
	into.add("adults", `school_id, id, title, forename, surname, mobile, email, language, language_code, merged_into,
		search_text`, adults...)
	into.add("contacts", `school_id, pupil, adult, relationship, priority, parental_responsibility, same_address, court_order,
		gone_since, corrected_by, corrected_told, corrected_collect, corrected_no_contact, corrected_order, corrected_gone`,
		contacts...)
	into.add("sessions", "hash, kind, since, seen", sessions...)
	into.add("seats", "session, n, school, person, standing, since", seats...)
	into.add("subscriptions", "id, endpoint, host, p256dh, auth, vapid, session, language, since, seen", devices...)
	return f
}

// rowsIn writes rows, a hundred at a time.
type rowsIn struct {
	*testing.T
	tx       *sql.Tx
	numbered bool
}

func (r *rowsIn) add(table, columns string, rows ...[]any) {
	r.Helper()
	for len(rows) > 0 {
		some := rows[:min(100, len(rows))]
		rows = rows[len(some):]
		var text strings.Builder
		var args []any
		for i, row := range some {
			text.WriteString(map[bool]string{true: "(", false: ", ("}[i == 0])
			for c, value := range row {
				args = append(args, value)
				text.WriteString(map[bool]string{true: "", false: ", "}[c == 0])
				if text.WriteString("?"); r.numbered {
					text.WriteString(fmt.Sprint(len(args)))
				}
			}
			text.WriteString(")")
		}
		values := text.String()
		if r.numbered {
			values = strings.ReplaceAll(values, "?", "$")
		}
		_, err := r.tx.Exec("INSERT INTO "+table+" ("+columns+") VALUES "+values, args...)
		must(r.T, err)
	}
}
