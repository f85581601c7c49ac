package notice_test

import (
	"database/sql"
	"testing"
	"time"

	"lollipop/backend/clause"
	"lollipop/backend/clock"
	"lollipop/backend/custody"
	"lollipop/backend/notice"
	"lollipop/backend/school"
	"lollipop/backend/store/storetest"
)

// Every hour from 2024 to 2036, by our time zone data and by PostgreSQL's: the day that it falls on in London,
// when that school day begins and ends, when a device that was kept then goes home, and when a telephone may ring.
// Leap days, and both nights on which the clocks change in each of the years, are among them.
//
// Policy: phones.release (AR 9.3/9), email.staff.work_life_balance (AR 7.8.1/3, BG 7.8.1/3)
func TestEveryDayOfTheYearsIsLondons(t *testing.T) {
	const hours, days, changes = 113_976, 4749, 26
	policy, err := school.Preset("anthony-roper")
	if err != nil || policy.Phones.Release != school.EndOfDay || policy.Notices.QuietFrom != "19:00" ||
		policy.Notices.QuietUntil != "07:00" {
		t.Fatalf("the preset is another: %v", err)
	}
	calendar := school.Calendar{Starts: "08:45", Ends: "15:15", Terms: []school.Term{{First: "2024-01-01", Last: "2036-12-31"}}}
	db, err := sql.Open("pgx", storetest.Kinds[2].Config(t).DSN)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query(`
		SELECT extract(epoch FROM at)::bigint, day::text, extract(isodow FROM day) < 6,
			extract(epoch FROM (day + time '08:45') AT TIME ZONE 'Europe/London')::bigint,
			extract(epoch FROM (day + time '15:15') AT TIME ZONE 'Europe/London')::bigint,
			extract(epoch FROM CASE
				WHEN local::time >= time '19:00' THEN (day + 1 + time '07:00') AT TIME ZONE 'Europe/London'
				WHEN local::time < time '07:00' THEN (day + time '07:00') AT TIME ZONE 'Europe/London'
				ELSE at END)::bigint
		FROM (SELECT at, local, local::date AS day
			FROM (SELECT at, at AT TIME ZONE 'Europe/London' AS local
				FROM generate_series(timestamptz '2024-01-01 00:00Z', '2036-12-31 23:00Z', '1 hour') AS at) AS told) AS dated
		ORDER BY at`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	n, wrong, offsets := 0, 0, 0
	seen := map[clock.Date]bool{}
	before := -1
	for rows.Next() {
		var at, starts, ends, rings int64
		var day clock.Date
		var weekday bool
		if err := rows.Scan(&at, &day, &weekday, &starts, &ends, &rings); err != nil {
			t.Fatal(err)
		}
		now := time.Unix(at, 0).UTC()
		differ := func(what string, got time.Time, want int64) {
			if got.Unix() != want {
				if wrong++; wrong < 20 {
					t.Errorf("%s, %s: %s, and PostgreSQL says %s", now, what, got.UTC(), time.Unix(want, 0).UTC())
				}
			}
		}
		if got := clock.DateOf(now, school.London); got != day {
			t.Errorf("%s is on %s, and PostgreSQL says %s", now, got, day)
		}
		differ("the day begins", calendar.Starts.On(day), starts)
		differ("the day ends", calendar.Ends.On(day), ends)
		differ("it rings", notice.Quiet(policy.Notices, now, false), rings)
		if is := calendar.Day(day); is.Open != weekday || weekday && is.Ends.Unix() != ends {
			t.Errorf("%s is %+v", day, is)
		}
		ruling := custody.Release(policy.Phones, calendar, custody.Confiscation{At: now}, now)
		if weekday && at < ends {
			differ("it goes home", ruling.From, ends)
		} else if ruling.Verdict != clause.Allowed {
			t.Errorf("%s: it does not go home after its day", now)
		}
		if open := calendar.IsOpen(now); open != (weekday && at >= starts && at < ends) {
			t.Errorf("%s: open is %v", now, open)
		}
		seen[day] = true
		if _, offset := now.In(school.London).Zone(); offset != before {
			if before >= 0 {
				offsets++
			}
			before = offset
		}
		n++
	}
	if err := rows.Err(); err != nil || wrong > 0 {
		t.Errorf("%d differ, %v", wrong, err)
	}
	if n != hours || len(seen) != days || offsets != changes || !seen["2024-02-29"] || !seen["2028-02-29"] ||
		!seen["2032-02-29"] || !seen["2036-02-29"] {
		t.Errorf("%d hours of %d days, and the clocks changed %d times", n, len(seen), offsets)
	}
}
