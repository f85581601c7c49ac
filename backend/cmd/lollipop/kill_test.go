package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"net/http"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"lollipop/backend/id"
)

// unsigned are adults of the office's school who have neither a letter nor a signature yet.
func unsigned(t *testing.T, office *browser, address string) (adults []string) {
	t.Helper()
	for page := 1; ; page++ {
		var answer struct {
			Items []struct {
				Adults []struct{ ID, State, At string }
			}
		}
		status, body := office.do(t.Context(), address, "GET", "/api/aup/progress?state=no_letter&page="+strconv.Itoa(page), "",
			nil)
		if status != http.StatusOK || json.Unmarshal(body, &answer) != nil {
			t.Fatalf("no list of who has signed: %d %s", status, body)
		}
		for _, item := range answer.Items {
			for _, adult := range item.Adults {
				if adult.State == "no_letter" && adult.At == "" && !slices.Contains(adults, adult.ID) {
					adults = append(adults, adult.ID)
				}
			}
		}
		if len(answer.Items) == 0 {
			return adults
		}
	}
}

// The server is killed three times in the middle of a morning at the office, under clients that try again until they
// have an answer: nothing that was acknowledged is lost, nothing is done twice, and the record holds.
func TestKilledInTheMiddle(t *testing.T) {
	const children, moves, clients, kills = 100, 3, 16, 3
	const operations = children * (moves + 2) // and for each a letter and a signature of somebody's parent
	folder := t.TempDir()
	furnished(t, folder)
	demo := func() *process { return launch(t, in(folder), "Ctrl-C stops it", "demo", "--port", "0") }
	p := demo()
	office := officeOf(t, p)
	type device struct{ ID, State string }
	type pupil struct {
		ID      string
		Devices []device
	}
	var desk struct{ Pupils []pupil }
	if status, body := office.do(t.Context(), p.address, "GET", "/api/desk", "", nil); status != http.StatusOK ||
		json.Unmarshal(body, &desk) != nil {
		t.Fatalf("no desk: %d %s", status, body)
	}
	free := slices.DeleteFunc(desk.Pupils, func(p pupil) bool { return len(p.Devices) > 0 })
	if len(free) < children {
		t.Fatalf("only %d children have no phone", len(free))
	}

	var me struct{ Now string }
	if status, body := office.do(t.Context(), p.address, "GET", "/api/me", "", nil); status != http.StatusOK ||
		json.Unmarshal(body, &me) != nil || len(me.Now) < len(time.DateOnly) {
		t.Fatalf("no day: %d %s", status, body)
	}
	today := me.Now[:len(time.DateOnly)]
	adults := unsigned(t, office, p.address)
	if len(adults) < children {
		t.Fatalf("only %d adults have signed nothing", len(adults))
	}

	var address atomic.Value
	address.Store(p.address)
	var answered, unanswered atomic.Int64
	due := make(chan struct{}, kills+1) // to kill it
	var serving sync.RWMutex            // held for writing while no server is there
	var mu sync.Mutex
	acknowledged := map[string]bool{} // operations, each one that changed something
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	sure := func(path, op string, body any) []byte { // tries until there is an answer
		for ctx.Err() == nil {
			status, answer := (&browser{cookie: office.cookie}).do(ctx, address.Load().(string), "POST", path, op, body)
			switch {
			case status == http.StatusOK:
				mu.Lock()
				acknowledged[op] = true
				mu.Unlock()
				if n := int(answered.Add(1)); n%(operations/(kills+1)) == 0 {
					due <- struct{}{}
				}
				return answer
			case status != 0 && status != http.StatusServiceUnavailable:
				t.Errorf("%s: %d %s", path, status, answer)
				return nil
			}
			unanswered.Add(1)
			serving.RLock() // until there is a server again
			//lint:ignore SA2001 there is nothing to do but wait
			serving.RUnlock()
		}
		t.Errorf("%s: never answered", path)
		return nil
	}
	type errand struct {
		child pupil
		adult string
	}
	work := make(chan errand)
	var morning sync.WaitGroup
	for range clients {
		morning.Go(func() {
			for e := range work {
				var printed struct{ Letters []struct{ Code string } }
				answer := sure("/api/letters", string(id.New[id.Op]()), map[string][]string{"adults": {e.adult},
					"yes": {e.adult}})
				if json.Unmarshal(answer, &printed) != nil || len(printed.Letters) != 1 || printed.Letters[0].Code == "" {
					t.Errorf("a letter was printed without its code: %s", answer)
				}
				sure("/api/aup/paper", string(id.New[id.Op]()), map[string]any{"adult": e.adult, "document": "parents",
					"pupils": []string{}, "language": "en", "signed_on": today})
				var now pupil
				for move := range moves {
					path, body := "/api/desk/hand-in", map[string]string{"pupil": e.child.ID}
					if move%2 == 1 && len(now.Devices) > 0 {
						path, body["device"] = "/api/desk/collect", now.Devices[0].ID
					}
					answer := sure(path, string(id.New[id.Op]()), body)
					if answer == nil || json.Unmarshal(answer, &now) != nil {
						return
					}
				}
				if len(now.Devices) != 1 || now.Devices[0].State != "handed_in" {
					t.Errorf("after the last move: %+v", now)
				}
			}
		})
	}
	go func() {
		defer close(work)
		for i, child := range free[:children] {
			select {
			case work <- errand{child, adults[i]}:
			case <-ctx.Done():
			}
		}
	}()
	for range kills {
		select {
		case <-due: // some of the other clients' are under way
		case <-ctx.Done():
		}
		serving.Lock()
		p.kill()
		p = demo()
		address.Store(p.address)
		serving.Unlock()
	}
	morning.Wait()
	p.kill()

	db, err := sql.Open("sqlite", filepath.Join(folder, "lollipop.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	happened := map[string]int{}
	rows, err := db.Query(`SELECT op FROM events WHERE kind IN ('custody.handed_in', 'custody.collected',
		'access.letter_printed', 'aup.signed')`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var op string
		must(t, rows.Scan(&op))
		happened[op]++
	}
	must(t, rows.Err())
	for op := range acknowledged {
		if happened[op] != 1 {
			t.Errorf("operation %s was acknowledged and happened %d times", op, happened[op])
		}
	}
	if len(acknowledged) != operations {
		t.Errorf("%d acknowledged of %d", len(acknowledged), operations)
	}
	var slots, distinct int
	must(t, db.QueryRow(`SELECT COUNT(slot), COUNT(DISTINCT school_id || '/' || slot) FROM devices`).
		Scan(&slots, &distinct))
	if slots != distinct || slots < children {
		t.Errorf("%d devices lie in %d slots", slots, distinct)
	}
	must(t, db.Close())
	well(t, in(folder), "audit", "verify")
	t.Logf("%d operations, %d tries without an answer, %d kills", len(acknowledged), unanswered.Load(), kills)
}
