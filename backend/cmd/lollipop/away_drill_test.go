//go:build drill

package main

import (
	"encoding/json"
	"net/http"
	"sync"
	"testing"
	"time"

	"lollipop/backend/id"
	"lollipop/backend/store/storetest"
)

// PostgreSQL is stopped in the middle of everything and started again, every three seconds, under 32 clients. The
// server goes on without a restart of its own, commits of which nobody knows the end are settled by their
// operation, and nothing is lost or doubled.
func TestDrillRestart(t *testing.T) {
	const restarts, clients = 10, 32
	c := storetest.NewCluster(t)
	s, _ := settled(t, onPostgres(t, c.Config()), 1)
	q := gather(s, clients)
	var backs, aways []time.Duration
	for range restarts {
		time.Sleep(3 * time.Second)
		gone := time.Now()
		c.Stop(t)
		c.Start(t)
		there := time.Now()
		aways = append(aways, there.Sub(gone))
		backs = append(backs, q.answered(there))
	}
	q.until(q.answers.Load() + 1000)
	q.home()
	measured("restart/postgres/acknowledged", len(q.acked), "operations")
	measured("restart/postgres/restarts", restarts, "restarts")
	measured("restart/postgres/refused", q.refused.Load(), "tries")
	measured("restart/postgres/away-worst", worst(aways), "")
	measured("restart/postgres/back-middle", middle(backs), "")
	measured("restart/postgres/back-worst", worst(backs), "")
	if w := worst(backs); w > 2*time.Second {
		t.Errorf("after PostgreSQL was there again the first answer came in %s", w)
	}
	if q.silence.Load() > 0 {
		t.Errorf("%d tries had no answer at all: the server was there all the time", q.silence.Load())
	}
	q.right(c.Hand(t, "lollipop"))

	// By night: nobody asks anything while it is away, and in the morning nobody is refused.
	c.Stop(t)
	c.Start(t)
	time.Sleep(2 * time.Second)
	var all sync.WaitGroup
	for range 16 { // as many connections as there were
		all.Go(func() {
			b := *s.office
			if status, answer := b.do(t.Context(), s.at(0), "GET", "/api/desk", "", nil); status != http.StatusOK {
				t.Errorf("the first look in the morning: %d %s", status, answer)
			}
		})
	}
	all.Wait()
	pupil, child := s.handed(q)
	before := q.refused.Load()
	q.sure(0, "/api/desk/collect", string(id.New[id.Op]()), map[string]string{"pupil": pupil, "device": child.Devices[0].ID})
	if n := q.refused.Load() - before; n > 0 {
		t.Errorf("the first tap in the morning was refused %d times", n)
	}
}

// handed is a child whose phone is handed in.
func (s *drillSchool) handed(q *queue) (string, deskChild) {
	s.Helper()
	desk := s.desk()
	for _, row := range desk {
		if len(row.Devices) > 0 && row.Devices[0].State == "handed_in" {
			return row.ID, row.deskChild
		}
	}
	var child deskChild
	answer := q.sure(0, "/api/desk/hand-in", string(id.New[id.Op]()), map[string]string{"pupil": desk[0].ID})
	if json.Unmarshal(answer, &child) != nil || len(child.Devices) == 0 {
		s.Fatalf("no phone: %s", answer)
	}
	return desk[0].ID, child
}

type deskRow struct {
	ID string
	deskChild
}

// desk is what stands on the office's screen.
func (s *drillSchool) desk() []deskRow {
	s.Helper()
	var desk struct{ Pupils []deskRow }
	status, answer := s.office.do(s.Context(), s.at(0), "GET", "/api/desk", "", nil)
	if status != http.StatusOK || json.Unmarshal(answer, &desk) != nil || len(desk.Pupils) == 0 {
		s.Fatalf("no desk: %d %s", status, answer)
	}
	return desk.Pupils
}

// The primary dies as its machine would, and its synchronous standby is promoted. Both stand in the server's
// address (host1,host2 and target_session_attrs=read-write): it goes on by itself, and nothing acknowledged is
// lost.
func TestDrillStandby(t *testing.T) {
	const clients = 32
	c := storetest.NewCluster(t)
	other := c.Standby(t)
	s, _ := settled(t, onPostgres(t, c.Either(other)), 1)
	q := gather(s, clients)
	q.until(3000)
	gone := time.Now()
	c.Kill(t)
	other.Promote(t)
	there := time.Now()
	back := q.answered(there)
	q.until(q.answers.Load() + 3000)
	q.home()
	measured("standby/postgres/acknowledged", len(q.acked), "operations")
	measured("standby/postgres/refused", q.refused.Load(), "tries")
	measured("standby/postgres/promoted", there.Sub(gone), "")
	measured("standby/postgres/back", back, "")
	if back > 5*time.Second {
		t.Errorf("after the standby was promoted the first answer came in %s", back)
	}
	if q.silence.Load() > 0 {
		t.Errorf("%d tries had no answer at all", q.silence.Load())
	}
	q.right(other.Hand(t, "lollipop"))
}

// Two servers on one PostgreSQL, and one of them is killed ten times and started again. Clients go to the other
// meanwhile. Then four people, two at each server, give out the same phone at once, a hundred times, and one
// server is killed among them: of each four exactly one did it.
func TestDrillTwo(t *testing.T) {
	const kills, clients, racers = 10, 32, 4
	c := storetest.NewCluster(t)
	s, _ := settled(t, onPostgres(t, c.Config()), 2)
	p := s.serve(1)
	q := gather(s, clients)
	var backs []time.Duration
	for n := range kills {
		q.until(int64(n+1) * 500)
		gone := time.Now()
		p.kill()
		backs = append(backs, q.answered(gone))
		p = s.serve(1)
	}
	q.until((kills + 1) * 500)
	q.home()
	measured("two/postgres/acknowledged", len(q.acked), "operations")
	measured("two/postgres/unanswered", q.silence.Load(), "tries")
	measured("two/postgres/gone-middle", middle(backs), "")
	measured("two/postgres/gone-worst", worst(backs), "")

	// The same queue's books, for a race: whoever is told 200 is acknowledged, and 409 is somebody else's.
	won, phones := 0, 100
	for n, row := range s.desk()[:phones] {
		pupil, child := row.ID, row.deskChild
		if len(child.Devices) == 0 || child.Devices[0].State != "handed_in" {
			answer := q.sure(0, "/api/desk/hand-in", string(id.New[id.Op]()), map[string]string{"pupil": pupil})
			if json.Unmarshal(answer, &child) != nil || len(child.Devices) == 0 {
				t.Fatalf("no phone to give out: %s", answer)
			}
		}
		var all sync.WaitGroup
		var mu sync.Mutex
		winners := 0
		for r := range racers {
			all.Go(func() {
				op := string(id.New[id.Op]())
				body := map[string]string{"pupil": pupil, "device": child.Devices[0].ID}
				for server := r; ; server++ {
					b := *s.office
					switch status, answer := b.do(t.Context(), s.at(server), "POST", "/api/desk/collect", op, body); status {
					case http.StatusOK:
						mu.Lock()
						winners++
						mu.Unlock()
						q.mu.Lock()
						q.acked[op] = true
						q.mu.Unlock()
						return
					case http.StatusConflict:
						return
					case 0, http.StatusServiceUnavailable:
						time.Sleep(5 * time.Millisecond)
					default:
						t.Errorf("a collection: %d %s", status, answer)
						return
					}
				}
			})
		}
		if n%10 == 5 {
			p.kill()
		}
		all.Wait()
		if n%10 == 5 {
			p = s.serve(1)
		}
		won += winners
		if winners != 1 {
			t.Errorf("%d people gave out one phone", winners)
		}
	}
	measured("two/postgres/winners-per-phone", float64(won)/float64(phones), "people")
	q.right(c.Hand(t, "lollipop"))
}
