package access

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/phrase"
	"lollipop/backend/school"
)

// FirstRun makes the one link with which the first administrator creates a school; an earlier one stops working. The
// server prints it at its first start. Fault Conflict ("access.first_run.exists") when there is a school.
func (s *Service) FirstRun(ctx context.Context) (Token, time.Time, error) {
	token, now := NewToken(), s.Wall.Now()
	link := Link{Hash: token.Hash(), Purpose: ForFirstAdministrator, Made: now, Ends: now.Add(LinkLasts)}
	if err := s.Founding.AddFirstLink(ctx, link); err != nil {
		return "", time.Time{}, err
	}
	return token, link.Ends, nil
}

// First is what the first administrator fills in. The fields' names in faults are those of the request: school_name,
// slug, phone, preset, name, email, passphrase.
type First struct {
	SchoolName, Slug, Phone, Preset string
	// Name is the administrator's whole name, with or without a title.
	Name, Email, Passphrase string
}

// Found creates the school and its first administrator, and lets them in. Faults: those of a link (see UseLink),
// Invalid with a part for each field that will not do, Conflict when somebody was first.
//
// Policy: passwords.staff (AR 7.5.1/1, BG 7.5.1/1)
func (s *Service) Found(ctx context.Context, token Token, first First) (Entry, error) {
	link, _, err := s.link(ctx, token)
	if err != nil {
		return Entry{}, err
	}
	if link.Purpose != ForFirstAdministrator {
		return Entry{}, fault.New(fault.NotFound, "access.link.unknown", nil)
	}
	founding, err := s.founding(first)
	if err != nil {
		return Entry{}, err
	}
	staff := founding.Administrator
	founding.Passphrase, err = s.choose(ctx, first.Passphrase, founding.School.Name, founding.School.Slug, staff.Forename,
		staff.Surname, staff.Email)
	if err != nil {
		return Entry{}, err
	}
	in := s.entry(NewToken(), staff)
	act := s.own("access.found", founding.School.ID, id.Person(staff.ID), link.Hash)
	session := s.session(in.Token, Member{Staff: staff})
	events := []event.Event{
		act.Did(Founded, string(founding.School.ID), map[string]string{"preset": founding.Preset}),
		act.Did(PassphraseSet, string(staff.ID), nil),
		act.Did(SignedIn, string(staff.ID), map[string]string{"how": "link"}),
	}
	if err := s.Founding.Found(ctx, act, link.Hash, founding, session, events); err != nil {
		return Entry{}, err
	}
	return in, nil
}

// The usual day of a school that has not entered its own yet.
const firstBell, lastBell school.TimeOfDay = "08:45", "15:15"

// founding checks every field, so that the page can show all that is wrong at once.
func (s *Service) founding(first First) (Founding, error) {
	all := fault.New(fault.Invalid, "access.first_run.check", nil)
	check := func(ok bool, field string) {
		if !ok {
			all.Parts = append(all.Parts, fault.New(fault.Invalid, wrongField[field], nil).In(field))
		}
	}
	name, slug := strings.Join(strings.Fields(first.SchoolName), " "), strings.ToLower(strings.TrimSpace(first.Slug))
	phone, email := strings.Join(strings.Fields(first.Phone), " "), CleanEmail(first.Email)
	title, forename, surname := splitName(first.Name)
	policy, err := school.Preset(first.Preset)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return Founding{}, err
	}
	known := err == nil
	calendar, err := school.KentCalendar(firstBell, lastBell)
	if err != nil {
		return Founding{}, err
	}
	check(name != "" && utf8.RuneCountInString(name) <= maxName && !turned(name), "school_name")
	check(len(slug) >= 2 && len(slug) <= maxSlug && slugForm.MatchString(slug), "slug")
	check(phoneForm.MatchString(phone) && digits(phone) >= 7 && digits(phone) <= 15, "phone")
	check(known, "preset")
	check(surname != "" && utf8.RuneCountInString(first.Name) <= maxName && !turned(first.Name), "name")
	check(len(email) <= maxEmail && emailForm.MatchString(email), "email")
	if err := goodPassphrase(strings.TrimSpace(first.Passphrase), func() bool { return false }); err != nil {
		all.Parts = append(all.Parts, err.(*fault.Fault))
	}
	if len(all.Parts) > 0 {
		return Founding{}, all
	}
	at := id.New[id.School]()
	return Founding{
		School: school.School{ID: at, Slug: slug, Name: name, Phone: phone, Policy: policy, Calendar: calendar},
		Preset: first.Preset,
		Administrator: people.Staff{ID: id.New[id.Staff](), School: at, Title: title, Forename: forename, Surname: surname,
			Email: email, Roles: []people.Role{people.Administrator}},
	}, nil
}

// turned reports whether a name would be read in another order than it is written.
func turned(name string) bool { return strings.ContainsFunc(name, phrase.Turns) }

// wrongField says what belongs in a field.
var wrongField = map[string]string{
	"school_name": "access.first_run.school_name",
	"slug":        "access.first_run.slug",
	"phone":       "access.first_run.phone",
	"preset":      "access.first_run.preset",
	"name":        "access.first_run.name",
	"email":       "access.first_run.email",
}
