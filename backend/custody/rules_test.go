package custody_test

import (
	"testing"
	"time"

	"lollipop/backend/clause"
	"lollipop/backend/clock"
	"lollipop/backend/custody"
	"lollipop/backend/people"
	"lollipop/backend/school"
	"lollipop/backend/store/storetest"
)

// The two schools of every table here: Anthony Roper's preset and Beaver Green's.
var schools = map[string]school.School{
	"AR": storetest.School(storetest.Aloud{}, "anthony-roper", "anthony-roper", "08:45", "15:15"),
	"BG": storetest.School(storetest.Aloud{}, "beaver-green", "beaver-green", "08:40", "15:10"),
}

// Monday 23 November 2026 is an ordinary school day.
const monday clock.Date = "2026-11-23"

func at(hour, minute int) time.Time { return monday.At(hour, minute, school.London) }

// check compares a ruling with a verdict and the clause it must rest on, in both schools' texts.
func check(t *testing.T, name string, got clause.Ruling, want clause.Verdict, key clause.Key) {
	t.Helper()
	if got.Verdict != want || got.Clause != key {
		t.Errorf("%s: verdict %d by %q, want %d by %q", name, got.Verdict, got.Clause, want, key)
	}
	if got.Verdict != clause.Allowed && got.Why.Empty() {
		t.Errorf("%s: refused without a word", name)
	}
}

// Policy: phones.hand_in (AR 9.3/2, BG 9.3/2)
func TestPhonesAreHandedInAtTheOfficeOrCheckedInClass(t *testing.T) {
	for name, want := range map[string]struct{ office, class clause.Verdict }{
		"AR": {clause.Allowed, clause.Denied},
		"BG": {clause.Denied, clause.Allowed},
	} {
		phones := schools[name].Policy.Phones
		check(t, name+" office", custody.Arrival(phones), want.office, "phones.hand_in")
		check(t, name+" class", custody.InClass(phones), want.class, "phones.hand_in")
	}
	check(t, "a policy that we do not know", custody.Arrival(school.Phones{}), clause.Denied, "phones.hand_in")
}

// Policy: phones.scope (AR 9.1/1, BG 9.1/1)
func TestThePolicyNamesTheKindsOfDevice(t *testing.T) {
	for kind, want := range map[school.DeviceKind]map[string]clause.Verdict{
		school.Phone: {"AR": clause.Allowed, "BG": clause.Allowed}, school.Tablet: {"AR": clause.Allowed,
			"BG": clause.Allowed},
		school.Console: {"AR": clause.Allowed, "BG": clause.Allowed},
		school.EReader: {"AR": clause.Allowed, "BG": clause.Denied},
		"toaster":      {"AR": clause.Denied, "BG": clause.Denied},
	} {
		for name, verdict := range want {
			check(t, name+" "+string(kind), custody.InScope(schools[name].Policy.Phones, kind), verdict, "phones.scope")
		}
	}
}

// Policy: phones.confiscation_grounds (AR 9.3/8, BG 9.3/9)
func TestGroundsAreThePolicysOwnAndSomeSetTheHold(t *testing.T) {
	type row struct {
		may  clause.Verdict
		hold bool
	}
	for ground, want := range map[school.Ground]map[string]row{
		school.Breach:          {"AR": {clause.Allowed, false}, "BG": {clause.Allowed, false}},
		school.Behaviour:       {"AR": {clause.Allowed, false}, "BG": {clause.Allowed, false}},
		school.AntiBullying:    {"AR": {clause.Allowed, false}, "BG": {clause.Allowed, false}},
		school.ChildProtection: {"AR": {clause.Allowed, true}, "BG": {clause.Denied, false}},
		school.Imagery:         {"AR": {clause.Denied, false}, "BG": {clause.Allowed, true}},
		"fashion":              {"AR": {clause.Denied, false}, "BG": {clause.Denied, false}},
	} {
		for name, row := range want {
			phones := schools[name].Policy.Phones
			check(t, name+" "+string(ground), custody.MayConfiscate(phones, ground), row.may, "phones.confiscation_grounds")
			if got := custody.SetsHold(phones, ground); got != row.hold {
				t.Errorf("%s %s: hold = %v", name, ground, got)
			}
		}
	}
}

// Policy: phones.release (AR 9.3/9, BG 9.3/12)
func TestReleaseWaitsForTheSchoolsOwnCondition(t *testing.T) {
	taken := custody.Confiscation{At: at(11, 10)}
	spoken := taken
	spoken.ContactAt = at(12, 30)
	held, police, gone := spoken, spoken, spoken
	held.Held = true
	police.PoliceAt = at(12, 0)
	gone.ReleasedAt = at(15, 20)
	saturday := custody.Confiscation{At: monday.AddDays(-2).At(11, 0, school.London)}
	// A Tuesday of the next school year, whose dates nobody has entered yet: a school day like any other.
	beyond := clock.Date("2027-09-14")
	later := custody.Confiscation{At: beyond.At(11, 0, school.London), ContactAt: beyond.At(11, 5, school.London)}
	for _, row := range []struct {
		name   string
		c      custody.Confiscation
		now    time.Time
		ar, bg clause.Verdict
		arKey  clause.Key
		bgKey  clause.Key
	}{
		{"at once", taken, at(11, 11), clause.NotYet, clause.NotYet, "phones.release", "phones.release"},
		{"after the call", spoken, at(12, 40), clause.NotYet, clause.Allowed, "phones.release", "phones.release"},
		{"a minute too early", spoken, at(15, 9), clause.NotYet, clause.Allowed, "phones.release", "phones.release"},
		{"end of the day, nobody called", taken, at(15, 15), clause.Allowed, clause.NotYet, "phones.release",
			"phones.release"},
		{"next morning", taken, monday.AddDays(1).At(9, 0, school.London), clause.Allowed, clause.NotYet, "phones.release",
			"phones.release"},
		{"under the hold", held, at(16, 0), clause.NotYet, clause.NotYet, "phones.confiscation_grounds",
			"phones.confiscation_grounds"},
		{"with the police", police, at(16, 0), clause.Denied, clause.Denied, "phones.to_police", "phones.to_police"},
		{"gone already", gone, at(16, 0), clause.Denied, clause.Denied, "", ""},
		{"past the calendar, in the day", later, beyond.At(12, 0, school.London), clause.NotYet, clause.Allowed,
			"phones.release", "phones.release"},
		{"past the calendar, at its end", later, beyond.At(15, 15, school.London), clause.Allowed, clause.Allowed,
			"phones.release", "phones.release"},
		{"taken on a day without school", saturday, at(9, 0), clause.Allowed, clause.NotYet, "phones.release",
			"phones.release"},
	} {
		ar, bg := schools["AR"], schools["BG"]
		check(t, "AR "+row.name, custody.Release(ar.Policy.Phones, ar.Calendar, row.c, row.now), row.ar, row.arKey)
		check(t, "BG "+row.name, custody.Release(bg.Policy.Phones, bg.Calendar, row.c, row.now), row.bg, row.bgKey)
	}
	ruling := custody.Release(schools["AR"].Policy.Phones, schools["AR"].Calendar, taken, at(12, 0))
	if !ruling.From.Equal(at(15, 15)) || ruling.Why.Args["Time"] != "15:15" {
		t.Errorf("AR says from %s (%v)", ruling.From, ruling.Why.Args)
	}
	check(t, "to the child", custody.ReleaseToChild(), clause.Denied, "phones.release")
}

// Policy: phones.release (AR 9.3/9, BG 9.3/12)
func TestOnlyAnAdultWhoMayCollectTakesItHome(t *testing.T) {
	for name, row := range map[string]struct {
		adult *custody.Carer
		want  clause.Verdict
	}{
		"mother":                 {&custody.Carer{MayCollect: true}, clause.Allowed},
		"stepfather elsewhere":   {&custody.Carer{MayBeTold: true}, clause.Denied},
		"no contact beats all":   {&custody.Carer{MayCollect: true, MayBeTold: true, NoContact: true}, clause.Denied},
		"somebody else's mother": {nil, clause.Denied},
	} {
		check(t, name, custody.MayCollect(row.adult), row.want, "phones.release")
	}
}

// Policy: phones.parents_told (AR 9.3/10)
func TestTellingTheParents(t *testing.T) {
	ar, bg := schools["AR"].Policy.Phones, schools["BG"].Policy.Phones
	c := custody.Confiscation{At: at(11, 10)}
	check(t, "AR decides", custody.Tell(ar, c, false), clause.Allowed, "phones.parents_told")
	check(t, "BG always tells", custody.Tell(bg, c, false), clause.Denied, "phones.release")
	c.Held = true
	check(t, "under the hold, an outsider", custody.Tell(ar, c, false), clause.NotYet, "phones.confiscation_grounds")
	check(t, "under the hold, the team", custody.Tell(ar, c, true), clause.Allowed, "phones.parents_told")
	for _, row := range []struct {
		name   string
		c      custody.Confiscation
		ar, bg bool
	}{
		{"fresh", custody.Confiscation{}, true, true},
		{"not yet", custody.Confiscation{Tell: custody.NotYet}, true, true},
		{"decided", custody.Confiscation{Tell: custody.TellNow}, false, true},
		{"spoken to", custody.Confiscation{Tell: custody.TellNow, ContactAt: at(12, 0)}, false, false},
		{"held", custody.Confiscation{Tell: custody.TellNow, ContactAt: at(12, 0), Held: true}, true, true},
		{"gone", custody.Confiscation{ReleasedAt: at(15, 20)}, false, false},
	} {
		if a, b := custody.Owed(ar, row.c), custody.Owed(bg, row.c); a != row.ar || b != row.bg {
			t.Errorf("%s: owed AR %v, BG %v", row.name, a, b)
		}
	}
}

func TestContactIsWithAnAdultWhoMayBeTold(t *testing.T) {
	mother := &custody.Carer{MayBeTold: true}
	check(t, "mother", custody.MayContact(custody.Confiscation{}, mother, false), clause.Allowed, "phones.release")
	check(t, "barred", custody.MayContact(custody.Confiscation{}, &custody.Carer{MayBeTold: true, NoContact: true},
		false), clause.Denied, "")
	check(t, "not to be told", custody.MayContact(custody.Confiscation{}, &custody.Carer{MayCollect: true}, false),
		clause.Denied, "")
	check(t, "stranger", custody.MayContact(custody.Confiscation{}, nil, true), clause.Denied, "")
	held := custody.Confiscation{Held: true}
	check(t, "under the hold, the office", custody.MayContact(held, mother, false), clause.NotYet,
		"phones.confiscation_grounds")
	check(t, "under the hold, the team", custody.MayContact(held, mother, true), clause.Allowed, "phones.release")
}

// Policy: phones.to_police (AR 9.3/11, BG 9.3/13)
func TestThePoliceGetItThroughAHoldAndOnlyOnce(t *testing.T) {
	office, head := people.Who{Roles: []people.Role{people.Office}}, people.Who{Roles: []people.Role{people.Head}}
	for name, row := range map[string]struct {
		c    custody.Confiscation
		who  people.Who
		team bool
		want clause.Verdict
		by   clause.Key
	}{
		"the office":       {custody.Confiscation{}, office, false, clause.Allowed, "phones.to_police"},
		"held, leadership": {custody.Confiscation{Held: true}, head, false, clause.Allowed, "phones.to_police"},
		"held, the team":   {custody.Confiscation{Held: true}, people.Who{}, true, clause.Allowed, "phones.to_police"},
		"held, the office": {custody.Confiscation{Held: true}, office, false, clause.NotYet,
			"phones.confiscation_grounds"},
		"twice": {custody.Confiscation{PoliceAt: at(12, 0)}, head, true, clause.Denied, "phones.to_police"},
		"twice, in a hold": {custody.Confiscation{PoliceAt: at(12, 0), Held: true}, office, false, clause.Denied,
			"phones.to_police"},
		"what has gone home": {custody.Confiscation{ReleasedAt: at(12, 0)}, head, true, clause.Denied, "phones.to_police"},
	} {
		check(t, name, custody.GiveToPolice(row.c, row.who, row.team), row.want, row.by)
	}
}

func TestUndoLastsAMinute(t *testing.T) {
	moved := custody.Device{State: custody.HandedIn, Before: custody.WithChild, Since: at(8, 40)}
	for name, row := range map[string]struct {
		d    custody.Device
		now  time.Time
		want clause.Verdict
	}{
		"at once":         {moved, at(8, 40), clause.Allowed},
		"after a minute":  {moved, at(8, 41), clause.Allowed},
		"a second later":  {moved, at(8, 41).Add(time.Second), clause.Denied},
		"nothing to undo": {custody.Device{State: custody.Confiscated, Since: at(8, 40)}, at(8, 40), clause.Denied},
		"clock went back": {moved, at(8, 38), clause.Denied},
		"a clock behind":  {moved, at(8, 40).Add(-2 * time.Second), clause.Allowed},
	} {
		check(t, name, custody.Undo(row.d, row.now), row.want, "")
	}
}

func TestUncollected(t *testing.T) {
	in := custody.Device{State: custody.HandedIn, Since: at(8, 40)}
	home := custody.Device{State: custody.WithChild, Since: at(8, 40)}
	for name, row := range map[string]struct {
		d    custody.Device
		now  time.Time
		want bool
	}{
		"in the day":   {in, at(15, 14), false},
		"at its end":   {in, at(15, 15), true},
		"next morning": {in, monday.AddDays(1).At(8, 0, school.London), true},
		"gone home":    {home, at(16, 0), false},
		"in on a Saturday": {custody.Device{State: custody.HandedIn, Since: monday.AddDays(-2).At(11, 0, school.London)},
			at(8, 0), true},
		"past the calendar, in the day": {custody.Device{State: custody.HandedIn,
			Since: clock.Date("2027-09-14").At(8, 40, school.London)},
			clock.Date("2027-09-14").At(15, 14, school.London), false},
		"past the calendar, at its end": {custody.Device{State: custody.HandedIn,
			Since: clock.Date("2027-09-14").At(8, 40, school.London)},
			clock.Date("2027-09-14").At(15, 15, school.London), true},
	} {
		if got := custody.Uncollected(row.d, schools["AR"].Calendar, row.now); got != row.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
