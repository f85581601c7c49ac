package access_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"lollipop/backend/access"
	"lollipop/backend/fault"
	"lollipop/backend/people"
	"lollipop/backend/school"
)

var first = access.First{SchoolName: "Beaver  Road Primary School", Slug: "Beaver-Road", Phone: "01632 960 001",
	Preset: "beaver-green", Name: "Mrs Ada May Marsh", Email: " Ada@Beaver-Road.sch.example", Passphrase: passphrase}

// Policy: passwords.staff (AR 7.5.1/1, BG 7.5.1/1)
func TestTheFirstAdministratorFoundsTheSchool(t *testing.T) {
	h := empty(t)
	old, _, err := h.FirstRun(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	token, ends, err := h.FirstRun(t.Context())
	if err != nil || !ends.Equal(monday.Add(14*24*time.Hour)) {
		t.Fatal(ends, err)
	}
	_, err = h.Look(t.Context(), old)
	is(t, err, fault.NotFound, "access.link.unknown")
	seen, err := h.Look(t.Context(), token)
	if err != nil || seen.Purpose != access.ForFirstAdministrator || seen.School != "" {
		t.Errorf("%+v, %v", seen, err)
	}
	_, err = h.UseLink(t.Context(), token, passphrase, "")
	is(t, err, fault.NotFound, "access.link.unknown")
	entry, err := h.Found(t.Context(), token, first)
	if err != nil {
		t.Fatal(err)
	}
	in, err := h.Check(t.Context(), entry.Token)
	who := in.Who
	if err != nil || who.Name != "Mrs Marsh" || fmt.Sprint(who.Roles) != "[administrator]" || who.School == "" {
		t.Errorf("%+v, %v", who, err)
	}
	made, err := h.db.Schools().School(t.Context(), who.School)
	if err != nil || made.Slug != "beaver-road" || made.Name != "Beaver Road Primary School" ||
		made.Policy.Phones.Mode != school.ClassCheck || made.Phone != "01632 960 001" {
		t.Errorf("%+v, %v", made, err)
	}
	staff, err := h.db.People().StaffList(t.Context(), who.School)
	if err != nil || len(staff) != 1 || staff[0].Email != "ada@beaver-road.sch.example" || staff[0].Forename != "Ada May" {
		t.Errorf("%+v, %v", staff, err)
	}
	if _, err := h.SignIn(t.Context(), access.Attempt{School: "beaver-road", Email: "ada@beaver-road.sch.example",
		Passphrase: passphrase, From: office}); err != nil {
		t.Error(err)
	}
	for _, e := range h.store.events {
		if e.School != who.School || e.Actor != who.Person {
			t.Errorf("%s is of school %q by %q", e.Kind, e.School, e.Actor)
		}
	}
	_, err = h.Found(t.Context(), token, first)
	is(t, err, fault.Conflict, "access.link.used")
	_, _, err = h.FirstRun(t.Context())
	is(t, err, fault.Conflict, "access.first_run.exists")
}

func TestEveryMistakeOfTheFirstPageIsSaidAtOnce(t *testing.T) {
	h := empty(t)
	token, _, err := h.FirstRun(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	_, err = h.Found(t.Context(), token, access.First{SchoolName: " ", Slug: "beaver road", Phone: "ring us", Preset: "../etc",
		Name: "", Email: "ada@beaver", Passphrase: "short"})
	is(t, err, fault.Invalid, "access.first_run.check")
	var all *fault.Fault
	if !errors.As(err, &all) {
		t.Fatal(err)
	}
	var fields []string
	for _, part := range all.Parts {
		fields = append(fields, part.Field)
	}
	if got := fmt.Sprint(fields); got != "[school_name slug phone preset name email passphrase]" {
		t.Error(got)
	}
	one := func(change func(*access.First)) error {
		f := first
		change(&f)
		_, err := h.Found(t.Context(), token, f)
		return err
	}
	for why, change := range map[string]func(*access.First){
		"a hyphen at the end":   func(f *access.First) { f.Slug = "beaver-" },
		"one letter":            func(f *access.First) { f.Slug = "b" },
		"a slug with a path":    func(f *access.First) { f.Slug = "a/../b" },
		"three digits":          func(f *access.First) { f.Phone = "999" },
		"a title without name":  func(f *access.First) { f.Name = "  " },
		"two addresses":         func(f *access.First) { f.Email = "a@b.example,c@d.example" },
		"an address's end":      func(f *access.First) { f.Email = "a@b.example." },
		"a name turned round":   func(f *access.First) { f.Name = "Ms \u202eadA" },
		"a school turned round": func(f *access.First) { f.SchoolName = "Beaver \u2067Road" },
		"the school's own name": func(f *access.First) { f.Passphrase = "Beaver Road Primary" },
	} {
		if err := one(change); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", why, err)
		}
	}
	if made, err := h.db.Schools().IDs(t.Context()); len(made) != 0 || err != nil {
		t.Errorf("something was kept: %v, %v", made, err)
	}
	if err := one(func(*access.First) {}); err != nil {
		t.Errorf("the link no longer works: %v", err)
	}
}

func TestAnotherLinkFoundsNothing(t *testing.T) {
	h := furnish(t)
	token, _, err := h.Issue(t.Context(), h.act("Hall"), h.who("Hall"), person("Brown"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = h.Found(t.Context(), token, first)
	is(t, err, fault.NotFound, "access.link.unknown")
	_, err = h.Found(t.Context(), access.NewToken(), first)
	is(t, err, fault.NotFound, "access.link.unknown")
	if h.who("Brown").Is(people.Administrator) {
		t.Error("became an administrator")
	}
}
