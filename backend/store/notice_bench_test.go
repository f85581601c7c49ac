package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"lollipop/backend/courier"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/notice"
	"lollipop/backend/store/storetest"
)

// BenchmarkFanOut is one event of which a hundred thousand adults are told, each on one telephone, from the event until
// the last answer of five push services is written: what the database costs, without the network. One operation is one
// notice. SQLite's file waits for the disk; PostgreSQL's test cluster does not.
func BenchmarkFanOut(b *testing.B) {
	const adults = 100_000
	for _, kind := range storetest.Kinds[1:] {
		b.Run(kind.Name, func(b *testing.B) {
			var followed, rung, sent, looked time.Duration
			for range b.N {
				b.StopTimer()
				s := kind.Open(b)
				x := tell(b, s, "hook-lane")
				x.crowd(adults)
				x.happen("fan out")
				b.StartTimer()
				begun := time.Now()
				x.follow(func(e event.Event, _ notice.Facts) (c notice.Changes, err error) {
					for i := range adults {
						if e.Subject != "fan out" {
							return c, nil
						}
						c.New = append(c.New, notice.Notice{ID: id.New[id.Notice](), School: x.School.ID, Event: e.ID,
							Kind: notice.ToSign, Subject: "parents", Adult: id.Adult(fmt.Sprint("adult ", i)),
							Pupils: []id.Pupil{x.Pupils[0].ID}, At: e.At, RingAt: e.At})
					}
					return c, nil
				})
				followed += time.Since(begun)
				begun = time.Now()
				for did := 1; did > 0; {
					var err error
					did, _, err = s.Notices().Ring(b.Context(), x.School.ID, storetest.At, 1000, func(notice.Ringing) notice.Rang {
						return notice.Rang{Batch: id.New[id.Batch](), Expires: in(time.Hour)}
					})
					x.must(err)
				}
				rung += time.Since(begun)
				begun = time.Now()
				for waits, looks := true, 0; waits; looks++ {
					at := time.Now()
					lanes, err := s.Courier().Lanes(b.Context(), storetest.At)
					x.must(err)
					looked = max(looked, time.Since(at))
					waits = len(lanes) > 0
					for _, lane := range lanes {
						got, err := s.Courier().Claim(b.Context(), lane.Host, storetest.At, in(time.Minute), 100)
						x.must(err)
						x.answer(storetest.At, courier.Took, got...)
					}
				}
				sent += time.Since(begun)
				b.StopTimer()
				if n := x.count("deliveries WHERE channel = 'push' AND state = 'accepted'"); n != adults {
					b.Fatalf("%d of %d were accepted", n, adults)
				}
				b.StartTimer()
			}
			n := float64(b.N)
			b.ReportMetric(followed.Seconds()/n, "s-follow")
			b.ReportMetric(rung.Seconds()/n, "s-ring")
			b.ReportMetric(sent.Seconds()/n, "s-claim+done")
			b.ReportMetric(float64(looked.Milliseconds()), "ms-lanes-worst")
			b.ReportMetric(adults*n/b.Elapsed().Seconds(), "notices/s")
		})
	}
}

// crowd is so many adults with a telephone each, of five push services.
func (x told) crowd(n int) {
	x.Helper()
	hand, done := x.s.Hand()
	defer done()
	begun, err := hand.Begin()
	x.must(err)
	insert := func(table string, columns int, row func(i int) []any) {
		const rows = 500
		for from := 0; from < n; from += rows {
			var text strings.Builder
			var args []any
			for i := from; i < min(from+rows, n); i++ {
				text.WriteString(map[bool]string{true: " (", false: ", ("}[i == from])
				for c := range columns {
					text.WriteString(map[bool]string{true: "", false: ", "}[c == 0] + x.place(len(args)+c+1))
				}
				text.WriteString(")")
				args = append(args, row(i)...)
			}
			_, err := begun.Exec("INSERT INTO "+table+" VALUES"+text.String(), args...)
			x.must(err)
		}
	}
	school, at := string(x.School.ID), storetest.At
	insert(`adults (school_id, id, title, forename, surname, mobile, email, language, language_code, merged_into,
		search_text)`, 11, func(i int) []any {
		return []any{school, fmt.Sprint("adult ", i), "", "A", "B", "", "", "en", "ENG", "", ""}
	})
	insert("sessions (hash, kind, since, seen)", 4, func(i int) []any {
		return []any{fmt.Sprint("session ", i), "parent", at, at}
	})
	insert("seats (session, n, school, person, standing, since)", 6, func(i int) []any {
		return []any{fmt.Sprint("session ", i), 0, school, fmt.Sprint("adult ", i), "", at}
	})
	columns := "(id, endpoint, host, p256dh, auth, vapid, session, language, since, seen)"
	insert("subscriptions "+columns, 10, func(i int) []any {
		return []any{fmt.Sprint("device ", i), "https://x/", fmt.Sprintf("%d.example", i%5), []byte{1}, []byte{2}, "k",
			fmt.Sprint("session ", i), "en", at, at}
	})
	x.must(begun.Commit())
	if x.s.Postgres() {
		_, err := hand.Exec("ANALYZE")
		x.must(err)
	}
}

// place is the place of an argument, as the engine writes it.
func (x told) place(n int) string {
	if x.s.Postgres() {
		return fmt.Sprintf("$%d", n)
	}
	return "?"
}
