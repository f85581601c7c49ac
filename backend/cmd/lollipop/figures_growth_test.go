//go:build bench

// The growth rows of the speed table: the same screen with one school in the database and with a thousand, on PostgreSQL.
// ./scripts/bench runs them; FIGURES_GROWTH=50 tries them in seconds.
//
// Both databases hold the same school, of 400 pupils with a parent each, 300 telephones in the bag, 300 confiscations of
// which five are open, and 7,000 events; the other has 999 copies of it under other ids besides, 400,000 pupils and
// 7,000,000 events. The copies are written past the product, in one statement for each table. Two programs serve them,
// asked over HTTP in turns by one client; at the large one each request is another school's, so that little of it is in
// memory. What is printed is the ratio of the two medians. Both stand on one cluster, whose autovacuum is off and whose
// shared buffers are 32 MB: less than the large database's indices alone.
package main

import (
	"database/sql"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// grownSchool is a school with somebody of its office and its head signed in.
type grownSchool struct{ office, head string }

// grown is a program with so many schools.
type grown struct {
	*process
	schools []grownSchool
}

const (
	figureTurns   = 40 // requests for a screen in a round
	growthSigned  = 200
	copiedID      = `CASE WHEN length(%[1]s) < 26 THEN %[1]s ELSE left(%[1]s, length(%[1]s) - 6) || lpad(k.copy::text, 6, '0') END`
	filledDevices = `INSERT INTO devices (school_id, id, pupil, kind, label, colour, state, slot, condition, since, by_person,
		before, before_slot, open, made)
		SELECT school_id, left(id, 20) || 'DEVICE', id, 'smartphone', '', 'black',
			CASE WHEN r <= 300 THEN 'handed_in' WHEN r <= 305 THEN 'confiscated' ELSE 'with_child' END,
			CASE WHEN r <= 300 THEN r END, '', now(), '', '', NULL,
			CASE WHEN r BETWEEN 301 AND 305 THEN left(id, 20) || 'KEPT00' ELSE '' END, 1
		FROM (SELECT *, row_number() OVER (PARTITION BY school_id ORDER BY sort_name, id) r FROM pupils) p`
	filledConfiscations = `INSERT INTO confiscations (school_id, id, device, pupil, kind, ground, secret, stored, at, by_person,
		held, hold_reason, tell, tell_reason, tell_by, released_to, released_by, released_at, police_officer, police_reference,
		police_by, indecent)
		SELECT school_id, left(id, 20) || 'KEPT00', left(id, 20) || 'DEVICE', id, 'smartphone', 'used', false, 'safe',
			now() - r * interval '1 day', '', false, '', 'yes', '', '', '', '',
			CASE WHEN r BETWEEN 301 AND 305 THEN NULL ELSE now() - r * interval '1 day' + interval '6 hours' END, '', '', '', false
		FROM (SELECT *, row_number() OVER (PARTITION BY school_id ORDER BY sort_name, id) r FROM pupils) p WHERE r <= 305`
	filledEvents = `INSERT INTO events (school_id, chain, position, id, kind, at, actor, op, subject, body, salt, vouches, digest,
		link)
		SELECT c.school_id, c.chain, g, md5(c.school_id || g), 'custody.handed_in', now() - (7000 - g) * interval '40 minutes',
			left(md5(c.school_id), 26), md5(c.school_id || g), md5(c.school_id || g % 400), convert_to('{"slot":12}', 'UTF8'),
			decode(md5(g::text), 'hex'), '{}', decode(md5(g::text) || md5(g::text), 'hex'),
			decode(md5(g::text) || md5(c.school_id), 'hex')
		FROM chains c, generate_series(2, 7000) g WHERE hashtext(c.school_id) % 2 = $1 OR hashtext(c.school_id) % 2 = -$1`
)

// copied are the tables that are copied, parents first, and their columns that hold ids.
var copied = []struct {
	table string
	ids   []string
}{
	{"schools", []string{"id"}}, {"school_profiles", []string{"school_id"}}, {"chains", []string{"school_id"}},
	{"followers", []string{"school_id"}},
	{"pupils", []string{"school_id", "id"}}, {"adults", []string{"school_id", "id"}},
	{"contacts", []string{"school_id", "pupil", "adult"}}, {"staff", []string{"school_id", "id"}},
	{"sessions", []string{"hash"}}, {"seats", []string{"session", "school", "person"}},
}

// grow makes a database of so many schools and a program that serves it.
func grow(t *testing.T, many int) *grown {
	t.Helper()
	db := storetest.Kinds[2].Config(t)
	config, err := readConfig(in(t.TempDir(), "LOLLIPOP_ORIGIN=https://lollipop.test"))
	must(t, err)
	p := morning(t, config, db)
	first := furnishFigures(t, p, db, 1)[0]
	p.close()
	hand, err := sql.Open("pgx", strings.Replace(db.OwnerDSN, "lollipop_owner@", "super@", 1))
	must(t, err)
	defer hand.Close()
	hand.SetMaxOpenConns(2)
	run := func(statement string, args ...any) {
		t.Helper()
		conn, err := hand.Conn(t.Context())
		must(t, err)
		defer conn.Close()
		_, err = conn.ExecContext(t.Context(), "SET session_replication_role = replica") // no foreign keys, row by row
		must(t, err)
		_, err = conn.ExecContext(t.Context(), "SET maintenance_work_mem = '256MB'")
		must(t, err)
		if _, err := conn.ExecContext(t.Context(), statement, args...); err != nil {
			t.Fatalf("%.80s: %v", statement, err)
		}
	}
	begun := time.Now()
	run(`DELETE FROM subscriptions`)
	run(`UPDATE pupils SET search_text = ' ' || sort_name`) // as the import writes it: a space before each word
	run(`UPDATE adults SET search_text = ' robin ' || lower(surname)`)
	run(`INSERT INTO followers (school_id, name, position) SELECT school_id, '', position FROM chains ON CONFLICT DO NOTHING`)
	for _, c := range copied {
		var names, values []string
		rows, err := hand.Query(`SELECT column_name FROM information_schema.columns WHERE table_name = $1 AND
			table_schema = 'public'`, c.table)
		must(t, err)
		for rows.Next() {
			var name string
			must(t, rows.Scan(&name))
			value := "x." + name
			if slices.Contains(c.ids, name) {
				value = fmt.Sprintf(copiedID, value)
			} else if name == "slug" {
				value = "'copy-' || k.copy"
			}
			names, values = append(names, name), append(values, value)
		}
		must(t, rows.Err())
		rows.Close()
		run("INSERT INTO "+c.table+" ("+strings.Join(names, ", ")+") SELECT "+strings.Join(values, ", ")+" FROM "+c.table+
			" x, generate_series(1, $1::int) k (copy)", many-1)
	}
	run(filledDevices)
	run(filledConfiscations)
	indices := map[string]string{}
	rows, err := hand.Query(`SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'events' AND indexname LIKE 'events\_%'
		AND indexname NOT LIKE '%pkey'`)
	must(t, err)
	for rows.Next() {
		var name, definition string
		must(t, rows.Scan(&name, &definition))
		indices[name] = definition
	}
	rows.Close()
	for name := range indices { // made again when all is there: in half the time
		run("DROP INDEX " + name)
	}
	var both sync.WaitGroup
	for half := range 2 {
		both.Go(func() { run(filledEvents, half) })
	}
	both.Wait()
	for _, definition := range indices {
		run(definition)
	}
	run(`UPDATE chains SET position = 7000`)
	run(`UPDATE followers SET position = 7000`)
	run("VACUUM (ANALYZE)")
	var pupils, events int
	must(t, hand.QueryRow(`SELECT (SELECT COUNT(*) FROM pupils), (SELECT COUNT(*) FROM events)`).Scan(&pupils, &events))
	fmt.Printf("%d schools, %d pupils, %d events: written in %s\n", many, pupils, events, time.Since(begun).Round(time.Second))

	g := &grown{}
	tx, err := hand.Begin()
	must(t, err)
	into := &rowsIn{t, tx, true}
	of := func(who people.Who, n int) people.Who {
		if n > 0 {
			number := fmt.Sprintf("%06d", n)
			who.School = who.School[:len(who.School)-6] + id.School(number)
			who.Person = who.Person[:len(who.Person)-6] + id.Person(number)
		}
		return who
	}
	for n := range min(many, growthSigned) {
		n *= max(1, many/growthSigned)
		g.schools = append(g.schools, grownSchool{staffCookie(into, of(first.office, n), people.Office),
			staffCookie(into, of(first.head, n), people.Head)})
	}
	must(t, tx.Commit())
	g.process = programOn(t, db)
	return g
}

// programOn serves a database that stands already.
func programOn(t *testing.T, db store.Config) *process {
	t.Helper()
	at := freePort(t)
	cmd := program(in(t.TempDir(), "LOLLIPOP_DATABASE="+db.DSN, "LOLLIPOP_CHAIN_KEY="+hex.EncodeToString(storetest.Key[0]), sealsSetting(),
		"LOLLIPOP_LISTEN="+at, "LOLLIPOP_ORIGIN=http://"+at), "serve")
	p := serving(t, cmd, "http://"+at+"/readyz")
	p.address = "http://" + at
	return p
}

// TestFiguresGrowth prints a row for each of the screens.
func TestFiguresGrowth(t *testing.T) {
	many := 1000
	if text := os.Getenv("FIGURES_GROWTH"); text != "" {
		var err error
		many, err = strconv.Atoi(text)
		must(t, err)
	}
	one, all := grow(t, 1), grow(t, many)
	screens := []struct {
		name, path string
		head       bool
	}{{"desk", "/api/desk", false}, {"search", "/api/families?q=family%203", false}, {"held", "/api/confiscations?open=true", false},
		{"today", "/api/today", true}}
	turn := 0
	ask := func(g *grown, path string, head bool) time.Duration {
		turn += 7 // has no factor with the number of schools: each comes
		at := g.schools[turn%len(g.schools)]
		cookie := at.office
		if head {
			cookie = at.head
		}
		to, err := http.NewRequest("GET", g.address+path, nil)
		must(t, err)
		to.Header.Set("Cookie", cookie)
		begun := time.Now()
		answer, err := http.DefaultClient.Do(to)
		must(t, err)
		defer answer.Body.Close()
		n, err := io.Copy(io.Discard, answer.Body)
		must(t, err)
		took := time.Since(begun)
		if answer.StatusCode != http.StatusOK || n < 300 {
			t.Fatalf("%s: %s, %d bytes", path, answer.Status, n)
		}
		return took
	}
	for _, screen := range screens {
		var ratios []float64
		var small, large time.Duration
		for round := range figureRounds + 1 {
			var few, lots []time.Duration
			for range figureTurns {
				few = append(few, ask(one, screen.path, screen.head))
				lots = append(lots, ask(all, screen.path, screen.head))
			}
			slices.Sort(few)
			slices.Sort(lots)
			small, large = few[figureTurns/2], lots[figureTurns/2]
			if round > 0 { // the first is for connections and plans
				ratios = append(ratios, float64(large)/float64(small))
			}
		}
		fmt.Printf("%s: %s of one school, %s of %d, in the last round\n", screen.name, small.Round(10_000), large.Round(10_000), many)
		ratio("growth_"+screen.name, ratios, "<=", 1.3)
	}
}
