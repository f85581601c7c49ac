package notice_test

import (
	"slices"
	"testing"
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/notice"
	"lollipop/backend/school"
)

// In the night of 29 March 2026 London's clocks go from 01:00 to 02:00, in that of 25 October from 02:00 back to 01:00.
//
// Policy: email.staff.work_life_balance (AR 7.8.1/3, BG 7.8.1/3)
func TestNothingRingsInQuietHoursButWhatIsUrgent(t *testing.T) {
	utc := func(text string) time.Time {
		when, err := time.Parse("2006-01-02 15:04:05", text)
		if err != nil {
			t.Fatal(err)
		}
		return when
	}
	usual := schools["AR"].Policy.Notices
	early := school.Notices{QuietFrom: "00:30", QuietUntil: "06:00"}
	missing := school.Notices{QuietFrom: "23:00", QuietUntil: "01:30"}
	for _, row := range []struct {
		p         school.Notices
		at, rings string
	}{
		{usual, "2026-11-23 11:10:00", "2026-11-23 11:10:00"},
		{usual, "2026-11-23 18:59:59", "2026-11-23 18:59:59"},
		{usual, "2026-11-23 19:00:00", "2026-11-24 07:00:00"},
		{usual, "2026-11-23 23:59:59", "2026-11-24 07:00:00"},
		{usual, "2026-11-24 00:00:00", "2026-11-24 07:00:00"},
		{usual, "2026-11-24 06:59:59", "2026-11-24 07:00:00"},
		{usual, "2026-11-24 07:00:00", "2026-11-24 07:00:00"},
		{usual, "2026-07-01 17:59:59", "2026-07-01 17:59:59"}, // 18:59 in London
		{usual, "2026-07-01 18:00:00", "2026-07-02 06:00:00"},
		// The clocks go forward: the night is an hour short.
		{usual, "2026-03-28 19:00:00", "2026-03-29 06:00:00"},
		{usual, "2026-03-29 00:59:59", "2026-03-29 06:00:00"},
		{usual, "2026-03-29 01:00:00", "2026-03-29 06:00:00"},
		{usual, "2026-03-29 05:59:59", "2026-03-29 06:00:00"},
		{usual, "2026-03-29 06:00:00", "2026-03-29 06:00:00"},
		{usual, "2026-03-29 17:59:59", "2026-03-29 17:59:59"},
		{usual, "2026-03-29 18:00:00", "2026-03-30 06:00:00"},
		// And back: it is an hour long, and half past one comes twice.
		{usual, "2026-10-24 18:00:00", "2026-10-25 07:00:00"},
		{usual, "2026-10-25 00:30:00", "2026-10-25 07:00:00"},
		{usual, "2026-10-25 01:30:00", "2026-10-25 07:00:00"},
		{usual, "2026-10-25 06:59:59", "2026-10-25 07:00:00"},
		{usual, "2026-10-25 07:00:00", "2026-10-25 07:00:00"},
		{usual, "2026-10-25 19:00:00", "2026-10-26 07:00:00"},
		// Hours within one day, and an end that the shortest night has not.
		{early, "2026-11-24 00:29:59", "2026-11-24 00:29:59"},
		{early, "2026-11-24 00:30:00", "2026-11-24 06:00:00"},
		{early, "2026-11-24 06:00:00", "2026-11-24 06:00:00"},
		{missing, "2026-03-28 23:30:00", "2026-03-29 01:30:00"},
		{missing, "2026-03-29 01:15:00", "2026-03-29 01:30:00"},
	} {
		got := notice.Quiet(row.p, utc(row.at), false)
		if !got.Equal(utc(row.rings)) {
			t.Errorf("%s rings at %s, not %s", row.at, got.Format(time.DateTime), row.rings)
		}
		if again := notice.Quiet(row.p, got, false); !again.Equal(got) {
			t.Errorf("%s: quiet again at %s", row.at, got)
		}
		if got := notice.Quiet(row.p, utc(row.at), true); !got.Equal(utc(row.at)) {
			t.Errorf("what is urgent waits from %s until %s", row.at, got)
		}
	}
	for _, name := range both {
		p := schools[name].Policy.Notices
		if got := notice.Quiet(p, at(19, 30), false); !got.Equal(monday.AddDays(1).At(7, 0, school.London)) {
			t.Errorf("%s: at half past seven in the evening it rings at %s", name, got)
		}
	}
}

// Policy: email.staff.work_life_balance (AR 7.8.1/3, BG 7.8.1/3)
func TestThreePhonesOfOneFamilyRingOnce(t *testing.T) {
	phone := notice.Notice{Kind: notice.Confiscated}
	left := notice.Notice{Kind: notice.Uncollected, Urgent: true}
	form := notice.Notice{Kind: notice.ToSign}
	night, noon := at(22, 0), at(12, 0)
	some := func(list ...notice.Notice) []notice.Notice { return list }
	for what, row := range map[string]struct {
		r       notice.Ringing
		now     time.Time
		later   bool
		batch   string // "", "new" or the last
		urgent  bool
		expires time.Duration
	}{
		"three at once": {r: notice.Ringing{Devices: 1, Notices: some(phone, phone, phone)}, now: noon, batch: "new",
			expires: 12 * time.Hour},
		"a form":    {r: notice.Ringing{Devices: 2, Notices: some(form)}, now: noon, batch: "new", expires: 72 * time.Hour},
		"both":      {r: notice.Ringing{Devices: 1, Notices: some(form, phone)}, now: noon, batch: "new", expires: 12 * time.Hour},
		"at night":  {r: notice.Ringing{Devices: 1, Notices: some(phone)}, now: night, later: true},
		"no device": {r: notice.Ringing{Notices: some(phone), Last: "last", LastAt: noon, Fresh: true}, now: noon},
		"urgent at night": {r: notice.Ringing{Devices: 1, Notices: some(left, form)}, now: night, batch: "new", urgent: true,
			expires: 12 * time.Hour},
		"just after": {r: notice.Ringing{Devices: 1, Notices: some(phone), Last: "last", LastAt: noon.Add(-time.Minute),
			Fresh: true}, now: noon, batch: "last", expires: 12 * time.Hour},
		"by a clock that was set back": {r: notice.Ringing{Devices: 1, Notices: some(phone), Last: "last",
			LastAt: noon.Add(time.Minute), Fresh: true}, now: noon, batch: "last", expires: 12 * time.Hour},
		"ten minutes after": {r: notice.Ringing{Devices: 1, Notices: some(phone), Last: "last",
			LastAt: noon.Add(-10 * time.Minute), Fresh: true}, now: noon, batch: "new", expires: 12 * time.Hour},
		"just after, and looked at": {r: notice.Ringing{Devices: 1, Notices: some(phone), Last: "last",
			LastAt: noon.Add(-time.Minute)}, now: noon, batch: "new", expires: 12 * time.Hour},
		"urgent after what was not": {r: notice.Ringing{Devices: 1, Notices: some(left), Last: "last",
			LastAt: noon.Add(-time.Minute), Fresh: true}, now: noon, batch: "new", urgent: true, expires: 12 * time.Hour},
		"urgent after urgent": {r: notice.Ringing{Devices: 1, Notices: some(left), Last: "last",
			LastAt: noon.Add(-time.Minute), LastUrgent: true, Fresh: true}, now: noon, batch: "last", urgent: true,
			expires: 12 * time.Hour},
		"not urgent after urgent": {r: notice.Ringing{Devices: 1, Notices: some(form), Last: "last",
			LastAt: noon.Add(-time.Minute), LastUrgent: true, Fresh: true}, now: noon, batch: "last", expires: 72 * time.Hour},
	} {
		for _, name := range both {
			got := notice.Ring(row.r, schools[name].Policy.Notices, row.now)
			if row.later {
				if want := monday.AddDays(1).At(7, 0, school.London); !got.Later.Equal(want) || got.Batch != "" {
					t.Errorf("%s: %+v, not later", what, got)
				}
				continue
			}
			is := string(got.Batch)
			if is != "" && is != "last" {
				is = "new"
			}
			if !got.Later.IsZero() || is != row.batch || got.Urgent != row.urgent && row.batch != "" {
				t.Errorf("%s, %s: %+v", what, name, got)
			}
			if row.batch != "" && !got.Expires.Equal(row.now.Add(row.expires)) {
				t.Errorf("%s, %s: of use until %s", what, name, got.Expires)
			}
		}
	}
	first := notice.Ring(notice.Ringing{Devices: 1, Notices: some(phone)}, schools["AR"].Policy.Notices, noon)
	if second := notice.Ring(notice.Ringing{Devices: 1, Notices: some(phone)}, schools["AR"].Policy.Notices,
		noon); first.Batch == second.Batch {
		t.Error("two people share a ringing")
	}
}

// Policy: parents.on_joining (AR 5.3/5, BG 5.4/6)
func TestWhatWaitsRingsAgainOnSchoolMornings(t *testing.T) {
	for _, row := range []struct {
		kind         notice.Kind
		came, signBy clock.Date
		want         []clock.Date
	}{
		{notice.Confiscated, "2026-11-23", "", []clock.Date{"2026-11-24"}},
		{notice.Confiscated, "2026-11-27", "", []clock.Date{"2026-11-30"}}, // a Friday
		{notice.Uncollected, "2026-11-23", "", []clock.Date{"2026-11-24"}},
		{notice.Uncollected, "2026-10-23", "", []clock.Date{"2026-11-02"}}, // half-term
		{notice.ToSign, "2026-11-02", "", []clock.Date{"2026-11-09", "2026-11-16"}},
		{notice.ToSign, "2026-11-03", "", []clock.Date{"2026-11-10", "2026-11-16"}}, // the twelfth day is a Sunday
		{notice.Replaced, "2026-11-02", "2026-11-16", []clock.Date{"2026-11-09", "2026-11-13"}},
		{notice.Replaced, "2026-11-02", "2026-11-30", []clock.Date{"2026-11-09", "2026-11-16"}},
		{notice.Replaced, "2026-11-02", "2026-11-10", []clock.Date{"2026-11-06"}}, // a short grace
		{notice.Replaced, "2026-11-02", "2026-11-02", []clock.Date{"2026-11-09"}}, // none at all
		{notice.Released, "2026-11-23", "", nil},
		{notice.NewSignIn, "2026-11-23", "", nil},
	} {
		for _, name := range both {
			cal := schools[name].Calendar
			got := notice.Mornings(row.kind, row.came, row.signBy, cal)
			if !slices.Equal(got, row.want) {
				t.Errorf("%s of %s, to sign by %q: %v, not %v", row.kind, row.came, row.signBy, got, row.want)
			}
			n := notice.Notice{Kind: row.kind, At: row.came.At(11, 10, school.London)}
			ends := []func(*notice.Notice){
				func(n *notice.Notice) { n.OverAt = n.At },
				func(n *notice.Notice) { n.ToldAt = n.At },
				func(n *notice.Notice) { n.TakenBack = true },
			}
			for day := row.came; day < row.came.AddDays(40); day = day.AddDays(1) {
				if notice.Remind(n, row.signBy, cal, day) != slices.Contains(row.want, day) {
					t.Errorf("%s of %s rings on %s: %v", row.kind, row.came, day, !slices.Contains(row.want, day))
				}
				for i, end := range ends {
					done := n
					end(&done)
					if notice.Remind(done, row.signBy, cal, day) {
						t.Errorf("%s rings on %s though it is done (%d)", row.kind, day, i)
					}
				}
				read := n
				read.ReadAt = n.At
				if got := notice.Remind(read, row.signBy, cal, day); got != (row.kind.AboutDocument() &&
					slices.Contains(row.want, day)) {
					t.Errorf("%s, read, rings on %s: %v", row.kind, day, got)
				}
			}
		}
	}
}
