package notice_test

import (
	"slices"
	"testing"
	"time"

	"lollipop/backend/custody"
	"lollipop/backend/id"
	"lollipop/backend/notice"
	"lollipop/backend/people"
	"lollipop/backend/school"
)

func TestWhoFollowsTellsAndCounts(t *testing.T) {
	follow := []people.Role{people.Office, people.Head, people.HeadOfSchool, people.DeputyHead, people.SafeguardingLead,
		people.DeputyLead}
	tell := []people.Role{people.Office, people.Head, people.Administrator}
	count := []people.Role{people.Office, people.Head, people.HeadOfSchool, people.DeputyHead, people.Administrator}
	for _, role := range []people.Role{people.Head, people.HeadOfSchool, people.DeputyHead, people.SafeguardingLead,
		people.DeputyLead, people.OnlineSafetyLead, people.Office, people.Teacher, people.Assistant, people.SENCO,
		people.Technician, people.SiteManager, people.ChairOfGovernors, people.Governor, people.Administrator} {
		who := people.Who{School: "s", Person: "p", Kind: people.StaffKind, Roles: []people.Role{role}}
		for what, got := range map[string][2]bool{
			"follows": {notice.MayFollow(who).OK(), slices.Contains(follow, role)},
			"tells":   {notice.MayTell(who).OK(), slices.Contains(tell, role)},
			"counts":  {notice.MayCount(who).OK(), slices.Contains(count, role)},
		} {
			if got[0] != got[1] {
				t.Errorf("%s %s: %v", role, what, got[0])
			}
		}
	}
}

// Policy: phones.parents_told (AR 9.3/10), phones.release (BG 9.3/12)
func TestParentsAreToldAsThePolicySays(t *testing.T) {
	closed := func(c custody.Confiscation) custody.Confiscation { c.ReleasedAt = at(15, 15); return c }
	for what, row := range map[string]struct {
		c      custody.Confiscation
		ar, bg bool
	}{
		"nobody has decided": {custody.Confiscation{}, false, true},
		"yes":                {custody.Confiscation{Tell: custody.TellNow}, true, true},
		"not yet":            {custody.Confiscation{Tell: custody.NotYet}, false, false},
		"held":               {custody.Confiscation{Held: true, Secret: true}, false, false},
		"held after a yes":   {custody.Confiscation{Held: true, Tell: custody.TellNow}, false, false},
		"lifted with a yes":  {custody.Confiscation{Secret: true, Tell: custody.TellNow}, true, true},
		"lifted, not yet":    {custody.Confiscation{Secret: true, Tell: custody.NotYet}, false, false},
		"gone":               {closed(custody.Confiscation{Tell: custody.TellNow}), false, false},
		"with the police":    {custody.Confiscation{Tell: custody.TellNow, PoliceAt: at(12, 0)}, false, false},
	} {
		for name, want := range map[string]bool{"AR": row.ar, "BG": row.bg} {
			if got := notice.Told(schools[name].Policy.Phones, row.c); got != want {
				t.Errorf("%s, %s: told %v", what, name, got)
			}
		}
	}
	if notice.Told(school.Phones{}, custody.Confiscation{}) {
		t.Error("a policy that we do not know tells")
	}
}

func TestHowLongSomebodyIsWaitedFor(t *testing.T) {
	for kind, want := range map[notice.Kind]time.Duration{notice.Confiscated: 2 * time.Hour,
		notice.Uncollected: 2 * time.Hour, notice.ToSign: 7 * 24 * time.Hour, notice.Replaced: 7 * 24 * time.Hour,
		notice.Released: 0, notice.NewSignIn: 0} {
		if wait, ok := notice.Patience(kind); wait != want || ok != (want > 0) {
			t.Errorf("%s: %s, %v", kind, wait, ok)
		}
	}
	if len(notice.Kinds) != 6 {
		t.Errorf("the kinds are %v", notice.Kinds)
	}
}

// Policy: phones.parents_told (AR 9.3/10)
func TestWhoMayKnow(t *testing.T) {
	w := newWorld("AR")
	yusuf, maryam := w.child("Yusuf", people.Year4), w.child("Maryam", people.Year6)
	amina, karim, worker := w.adult("Amina"), w.adult("Karim"), w.adult("Worker")
	for _, pupil := range []id.Pupil{yusuf, maryam} {
		w.beside(pupil, amina, people.Mother, "")
		w.beside(pupil, karim, people.Father, "No contact")
	}
	w.beside(yusuf, worker, people.SocialWorker, "")
	families := w.people.Families()
	phone := notice.Notice{Kind: notice.Confiscated, Pupils: []id.Pupil{yusuf}}
	form := notice.Notice{Kind: notice.ToSign, Pupils: []id.Pupil{yusuf, maryam}}
	own := notice.Notice{Kind: notice.Replaced}
	came := notice.Notice{Kind: notice.NewSignIn}
	for _, row := range []struct {
		what  string
		n     notice.Notice
		adult id.Adult
		names int
		may   bool
	}{
		{"a phone", phone, amina, 1, true}, {"a phone", phone, karim, 0, false}, {"a phone", phone, worker, 1, true},
		{"a form", form, amina, 2, true}, {"a form", form, karim, 0, false}, {"a form", form, worker, 0, false},
		{"their own", own, amina, 0, true}, {"their own", own, karim, 0, false}, {"their own", own, worker, 0, false},
		{"a sign-in", came, amina, 0, true}, {"a sign-in", came, karim, 0, false}, {"a sign-in", came, worker, 0, true},
		{"a phone", phone, "nobody", 0, false},
	} {
		children, may := notice.MayKnow(row.n, row.adult, families, monday)
		if may != row.may || len(children) != row.names {
			t.Errorf("%s, %s: %v of %d children", row.what, row.adult, may, len(children))
		}
	}
	w.people.Pupils[0].LeftOn = monday
	if _, may := notice.MayKnow(phone, amina, w.people.Families(), monday); may {
		t.Error("a child who has left is told of")
	}
}
