package access_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"lollipop/backend/access"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// One telephone: a mother with children at both schools, her husband, and a hand-over to her own second one.
func TestSeveralPeopleOnOneDevice(t *testing.T) {
	onBothEngines(t, func(t *testing.T, h *house) {
		anna := h.at(hookLane, "Anna", "")
		marek := h.at(hookLane, "Marek", anna.Token)
		all := h.at(beaverRoad, "Anna", marek.Token)
		const everybody = "Anna Nowak (Kuba Zosia), Marek Lis (Kuba Zosia), Anna Nowak (Ola)"
		if got := h.seats(all.Token); got != everybody {
			t.Fatalf("%q", got)
		}
		for _, gone := range []access.Token{anna.Token, marek.Token} {
			if h.seats(gone) != "" {
				t.Error("a session that was replaced still works")
			}
		}
		again := h.at(hookLane, "Marek", all.Token) // a second letter of the same person takes their place
		if got := h.seats(again.Token); got != "Anna Nowak (Kuba Zosia), Anna Nowak (Ola), Marek Lis (Kuba Zosia)" {
			t.Errorf("%q", got)
		}
		in, err := h.Check(t.Context(), again.Token)
		if err != nil || len(in.Same(in.Who.Person)) != 2 || in.Seats[0].Language != "pl" {
			t.Errorf("%+v, %v", in.Same(in.Who.Person), err)
		}

		act := request("access.hand_over")
		act.School, act.Actor, act.At = in.Who.School, in.Who.Person, h.clock.Now()
		code, ends, err := h.HandOver(t.Context(), act, in, in.Who)
		same, sameEnds, err2 := h.HandOver(t.Context(), act, in, in.Who)
		if err != nil || err2 != nil || same != code || !ends.Equal(sameEnds) || !ends.Equal(monday.Add(15*time.Minute)) {
			t.Errorf("%v, %v, %v", err, err2, ends)
		}
		other, _ := in.At(named[id.Person](hookLane, "Marek"))
		if _, _, err := h.HandOver(t.Context(), act, in, other.Who); err == nil {
			t.Error("one hands over another's seats")
		}
		over := func(code string, before access.Token) (access.Entry, error) {
			return h.UseHandOver(t.Context(), request("access.use_hand_over"), access.Try{Code: code, From: kitchen,
				Before: before})
		}
		second, err := over(strings.ToLower(string(code)), "")
		if err != nil || h.seats(second.Token) != "Anna Nowak (Kuba Zosia), Anna Nowak (Ola)" {
			t.Errorf("%q, %v", h.seats(second.Token), err)
		}
		_, err = over(string(code), "")
		is(t, err, fault.Conflict, "access.hand_over.used")
		_, err = over("22222Z", "")
		is(t, err, fault.NotFound, "access.hand_over.unknown")
		act.Op = id.New[id.Op]()
		code, _, err = h.HandOver(t.Context(), act, in, in.Who)
		h.wall.Move(access.HandOverLasts)
		_, late := over(string(code), "")
		is(t, late, fault.Denied, "access.hand_over.ended")
		if err != nil || !slices.ContainsFunc(h.store.events, func(e event.Event) bool {
			return e.School == beaverRoad && e.Kind == access.SignedIn && strings.Contains(string(e.Body), "hand_over")
		}) {
			t.Errorf("the other school has not heard of it: %v", err)
		}

		out, err := h.Check(t.Context(), second.Token)
		if err != nil {
			t.Fatal(err)
		}
		act = event.Act{School: out.Who.School, Actor: out.Who.Person, At: h.clock.Now(), Op: id.New[id.Op](), Command: "x"}
		if err := h.SignOut(t.Context(), act, out, second.Token); err != nil || h.seats(second.Token) != "" ||
			h.seats(again.Token) == "" {
			t.Errorf("signing out of one: %v", err)
		}
		if err := h.SignOutEverywhere(t.Context(), act, in); err != nil || h.seats(again.Token) != "" {
			t.Errorf("signing out of all: %v", err)
		}
	})
}

// Everything that ends a seat ends it at the next request, and only that one.
//
// Policy: security.logins_enforced (AR 7.5/7, BG 7.5/8)
func TestSeatsEnd(t *testing.T) {
	into := func(who, whose string) func(h *house) {
		return func(h *house) {
			a := adult(hookLane, who, map[string]string{"Marek": "Lis", "Rachel": "O'Brien"}[who])
			if whose != "" {
				a.MergedInto = named[id.Adult](hookLane, whose)
			}
			h.change(hookLane, people.Changes{Adults: []people.Adult{a}})
		}
	}
	gone := stands("Maisie", "Rachel", people.Mother, true, true, "")
	gone.GoneSince = "2026-11-23"
	barred := stands("Maisie", "Rachel", people.Mother, true, true, "No contact")
	left := child(hookLane, "Maisie", "O'Brien", "2015-09-09", "Robin")
	left.LeftOn = "2026-11-23"
	revoke := func(h *house) {
		who, act := h.clerk(hookLane)
		if err := h.Revoke(h.t.Context(), act, who, named[id.Adult](hookLane, "Rachel")); err != nil {
			h.t.Error(err)
		}
	}
	onBothEngines(t, func(t *testing.T, h *house) {
		for _, row := range []struct {
			name       string
			end, after func(h *house)
		}{
			{"merged into another", into("Rachel", "Jean"), into("Rachel", "")},
			{"another merged into it", into("Marek", "Rachel"), into("Marek", "")},
			{"merged and parted again", func(h *house) { into("Rachel", "Jean")(h); into("Rachel", "")(h) }, nil},
			{"no contact", func(h *house) { h.change(hookLane, people.Changes{Contacts: []people.Contact{barred}}) },
				func(h *house) {
					h.change(hookLane, people.Changes{Contacts: []people.Contact{stands("Maisie", "Rachel", people.Mother, true, true,
						"")}})
				}},
			{"the file dropped them", func(h *house) { h.change(hookLane, people.Changes{Contacts: []people.Contact{gone}}) },
				func(h *house) {
					h.change(hookLane, people.Changes{Contacts: []people.Contact{stands("Maisie", "Rachel", people.Mother, true, true,
						"")}})
				}},
			{"revoked", revoke, nil},
			{"ninety days idle", func(h *house) { h.wall.Move(access.FamilyIdle) }, nil},
			{"the only child left", func(h *house) { h.change(hookLane, people.Changes{Pupils: []people.Pupil{left}}) }, nil},
		} {
			in := h.at(hookLane, "Rachel", "")
			if h.seats(in.Token) != "Rachel O'Brien (Maisie)" {
				t.Fatalf("%s: not in: %q", row.name, h.seats(in.Token))
			}
			row.end(h)
			if got := h.seats(in.Token); got != "" {
				t.Errorf("%s: still in: %q", row.name, got)
			}
			if row.after != nil {
				row.after(h)
			}
		}
		// Where one of two seats ends, the other stays.
		in := h.at(hookLane, "Jean", h.at(hookLane, "Marek", "").Token)
		h.change(hookLane, people.Changes{Contacts: []people.Contact{stands("Amal", "Jean", people.FosterCarer, false, true,
			"No contact")}})
		if got := h.seats(in.Token); got != "Marek Lis (Kuba Zosia)" {
			t.Errorf("%q", got)
		}
	})
}

// A family's seat lasts 400 days from its own letter, however often it is used and whoever joins.
func TestASeatLastsFourHundredDays(t *testing.T) {
	h := withFamilies(t, freshMemory(t))
	token := h.at(hookLane, "Jean", "").Token
	for range 7 { // 350 days
		h.wall.Move(50 * 24 * time.Hour)
		if h.seats(token) == "" {
			t.Fatal("out")
		}
	}
	token = h.at(hookLane, "Marek", token).Token
	h.wall.Move(50*24*time.Hour - time.Second)
	if got := h.seats(token); got != "Jean Cole (Amal), Marek Lis (Kuba Zosia)" {
		t.Errorf("before: %q", got)
	}
	h.wall.Move(time.Second)
	if got := h.seats(token); got != "Marek Lis (Kuba Zosia)" {
		t.Errorf("after 400 days: %q", got)
	}
}

// A class's code lets its children in by their names, until the end of the school's day, for an hour each.
func TestPupilsComeInByClassCode(t *testing.T) {
	onBothEngines(t, func(t *testing.T, h *house) {
		teacher := people.Who{School: hookLane, Person: "t", Kind: people.StaffKind, Roles: []people.Role{people.Teacher},
			Classes: []string{"Robin"}}
		act := event.Act{School: hookLane, Actor: "t", At: h.clock.Now(), Op: id.New[id.Op](), Command: "access.class_code"}
		bell := time.Date(2026, 11, 23, 15, 15, 0, 0, time.UTC)
		code, ends, err := h.ClassCode(t.Context(), act, teacher, "Robin", bell)
		if err != nil || !ends.Equal(bell) {
			t.Fatal(ends, err)
		}
		if _, _, err := h.ClassCode(t.Context(), act, teacher, "Wren", bell); err == nil {
			t.Error("a teacher makes a code of another class")
		}
		try := access.Try{Code: code.Shown(), From: office}
		o, err := h.LookAtClass(t.Context(), try)
		if got := fmt.Sprint(access.ClassNames(o.Pupils)); err != nil || o.Class != "Robin" || strings.Count(got, "{") != 3 ||
			!strings.Contains(got, "Amal}") {
			t.Errorf("%s, %v", got, err)
		}
		use := func(name string, before access.Token) (access.Entry, error) {
			try.Before = before
			return h.UseClass(t.Context(), request("access.use_class"), try, named[id.Pupil](hookLane, name))
		}
		amal, err := use("Amal", "")
		maisie, err2 := use("Maisie", amal.Token) // the next child on the same tablet
		if err != nil || err2 != nil || h.seats(amal.Token) != "" || h.seats(maisie.Token) != "Maisie O'Brien" ||
			maisie.Kind != people.PupilKind || maisie.Who.Kind != people.PupilKind {
			t.Errorf("%v, %v: %q", err, err2, h.seats(maisie.Token))
		}
		_, err = use("Zosia", "") // of another class
		is(t, err, fault.NotFound, "access.class_code.nobody")
		parent := h.at(hookLane, "Marek", "")
		_, err = use("Amal", parent.Token)
		is(t, err, fault.Conflict, "access.class_code.family_here")
		if h.seats(parent.Token) == "" {
			t.Error("a child ends a parent's session")
		}
		family := h.at(hookLane, "Jean", maisie.Token) // a letter on a pupil's device replaces
		if got := h.seats(family.Token); got != "Jean Cole (Amal)" || h.seats(maisie.Token) != "" {
			t.Errorf("%q", got)
		}
		kuba, err := use("Kuba", "")
		h.wall.Move(time.Hour - time.Second)
		if h.seats(kuba.Token) == "" || err != nil {
			t.Error("out within the hour", err)
		}
		h.wall.Move(time.Second)
		if h.seats(kuba.Token) != "" {
			t.Error("in after an hour")
		}
		kuba, err = use("Kuba", "")
		left := child(hookLane, "Kuba", "Nowak", "2016-02-29", "Robin")
		left.LeftOn = "2026-11-23"
		h.change(hookLane, people.Changes{Pupils: []people.Pupil{left}})
		if h.seats(kuba.Token) != "" || err != nil {
			t.Error("a leaver is in", err)
		}
		h.clock.Set(bell)
		_, err = use("Amal", "")
		is(t, err, fault.Denied, "access.class_code.ended")
		try.Code = "22222Z"
		_, err = h.LookAtClass(t.Context(), try)
		is(t, err, fault.NotFound, "access.class_code.unknown")
		act.Op, act.At = id.New[id.Op](), h.clock.Now()
		if _, ends, err := h.ClassCode(t.Context(), act, teacher, "Robin", bell); err != nil || !ends.Equal(bell.Add(
			access.ClassLasts)) {
			t.Errorf("after the bell: %v, %v", ends, err)
		}
	})
}

// Children find their own name by what they are called, and by as much more as it takes.
func TestClassNames(t *testing.T) {
	pupil := func(called, surname string) people.Pupil {
		return people.Pupil{ID: id.Pupil(called + surname), Preferred: called, Surname: surname}
	}
	got := ""
	for _, n := range access.ClassNames([]people.Pupil{pupil("Zoë", "Hall"), pupil("Adam", "Łoś"), pupil("Adam", "Khan"),
		pupil("Muhammad", "Ali"), pupil("Muhammad", "Aziz"), pupil("Muhammad", "Khan")}) {
		got += n.Name + "; "
	}
	if want := "Adam K; Adam Ł; Muhammad Ali; Muhammad Aziz; Muhammad K; Zoë; "; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// Staff who sign in on a family's telephone end its session: a school's records never lie beside it.
func TestStaffOnAFamilysPhone(t *testing.T) {
	h := withFamilies(t, freshMemory(t))
	family := h.at(hookLane, "Jean", "")
	token, _, err := h.IssueAtMachine(t.Context(), h.act(""), id.Named[id.Person]("hook-laneTaylor"), access.ForPassphrase)
	if err != nil {
		t.Fatal(err)
	}
	staff, err := h.UseLink(t.Context(), token, passphrase, family.Token)
	if err != nil || h.seats(family.Token) != "" || h.seats(staff.Token) != "Ms Taylor" {
		t.Errorf("%v: %q beside %q", err, h.seats(family.Token), h.seats(staff.Token))
	}
	back := h.at(hookLane, "Jean", staff.Token)
	if h.seats(staff.Token) != "" || h.seats(back.Token) != "Jean Cole (Amal)" {
		t.Errorf("a letter leaves staff signed in: %q", h.seats(back.Token))
	}
}
