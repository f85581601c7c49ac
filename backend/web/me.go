package web

import (
	"context"
	"time"

	"lollipop/backend/concern"
	"lollipop/backend/custody"
	"lollipop/backend/people"
	"lollipop/backend/school"
)

// Me is who is signed in on this device, where they are, and what is theirs to do: everything that a screen needs to
// know before it is drawn.
type Me struct {
	SignedIn bool   `json:"signed_in"`
	Kind     string `json:"kind" enum:",staff,family,pupil"`
	// People are a family's, on this device; a pupil is alone.
	People  []FamilyPerson `json:"people,omitempty"`
	Pupil   *Child         `json:"pupil,omitempty"`
	Person  *PersonName    `json:"person,omitempty"`
	Roles   []string       `json:"roles"`
	Can     []string       `json:"can" doc:"The screens that are this person's"`
	Classes []string       `json:"classes" doc:"Their own"`
	School  *SchoolName    `json:"school,omitempty"`
	Terms   *Terms         `json:"terms,omitempty"`
	Phones  *PhonesMe      `json:"phones,omitempty"`
	All     []ClassName    `json:"all_classes"`
	// FactorNews is told on their next screen.
	FactorNews *FactorNews `json:"factor_news,omitempty"`
	Now        time.Time   `json:"now"`
	Demo       bool        `json:"demo"`
}

// PersonName is a member of staff by id and name.
type PersonName struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// SchoolName is a school as screens name it.
type SchoolName struct {
	ID    string `json:"id"`
	Slug  string `json:"slug"`
	Name  string `json:"name"`
	Phone string `json:"phone"`
}

// Terms are what the school calls its people, as codes of the catalogue.
type Terms struct {
	Child        string `json:"child" enum:"pupil,learner"`
	Organisation string `json:"organisation" enum:"school,setting"`
	Approver     string `json:"approver"`
}

// PhonesMe is what the policy says of phones, as far as screens offer different things by it.
type PhonesMe struct {
	Mode        string   `json:"mode" enum:"hand_in,class_check"`
	Kinds       []string `json:"kinds"`
	Grounds     []string `json:"grounds"`
	HoldGrounds []string `json:"hold_grounds"`
	Release     string   `json:"release" enum:"end_of_day,contact_made"`
	ParentsTold string   `json:"parents_told" enum:"decision,before_release"`
	Search      string   `json:"search" enum:"off,leadership_with_consent"`
	Deletion    string   `json:"deletion"`
}

// ClassName is a class with its year group.
type ClassName struct {
	Name string `json:"name"`
	Year string `json:"year"`
}

// me answers for anybody: somebody who is signed out learns only that.
func (s *Server) me(ctx context.Context, _ *nothing) (Me, error) {
	k := of(ctx)
	m := Me{SignedIn: k.signedIn, Roles: []string{}, Can: []string{}, Classes: []string{}, All: []ClassName{}, Now: k.now, Demo: s.Demo != nil}
	if !k.signedIn {
		return m, nil
	}
	place, err := s.Schools.School(ctx, k.in.Who.School)
	if err != nil {
		return Me{}, err
	}
	m.School = schoolName(place)
	m.Terms = &Terms{Child: string(place.Policy.Terms.Child), Organisation: string(place.Policy.Terms.Organisation),
		Approver: string(place.Policy.Terms.Approver)}
	switch k.in.Kind {
	case people.ParentKind:
		m.Kind = "family"
		m.People, err = s.familyPeople(ctx, k.in)
		return m, err
	case people.PupilKind:
		child := childOf(k.in.Seats[0].Pupil)
		m.Kind, m.Pupil = "pupil", &child
		return m, nil
	}
	m.Kind = "staff"
	p := place.Policy.Phones
	m.Person = &PersonName{ID: string(k.who.Person), Name: k.who.Name}
	for _, role := range k.who.Roles {
		m.Roles = append(m.Roles, string(role))
	}
	m.Classes = append(m.Classes, k.who.Classes...)
	m.Phones = &PhonesMe{Mode: string(p.Mode), Kinds: texts(p.Kinds), Grounds: texts(p.Grounds), HoldGrounds: texts(p.HoldGrounds),
		Release: string(p.Release), ParentsTold: string(p.ParentsTold), Search: string(p.Search), Deletion: string(p.Deletion)}
	m.Can = can(k.who, place.Policy)
	news, err := s.Access.News(ctx, k.in)
	if err != nil {
		return Me{}, err
	}
	if news.What != "" {
		m.FactorNews = &FactorNews{What: news.What, At: news.At}
	}
	if takers.allows(k.who) || familiars.allows(k.who) {
		classes, err := s.People.Classes(ctx, k.who)
		if err != nil {
			return Me{}, err
		}
		for _, c := range classes {
			m.All = append(m.All, ClassName{Name: c.Name, Year: string(c.Year)})
		}
	}
	return m, nil
}

// can lists the screens that a person has, by the same words of the table that guard the routes behind them.
func can(who people.Who, p school.Policy) []string {
	list := []string{}
	for _, screen := range []struct {
		name string
		may  bool
	}{
		{"desk", office.allows(who) && p.Phones.Mode == school.HandIn},
		{"class_check", checkers.allows(who) && p.Phones.Mode == school.ClassCheck},
		{"today_class", takers.allows(who)},
		{"class_code", checkers.allows(who)},
		{"confiscate", takers.allows(who)},
		{"confiscations", takers.allows(who)},
		{"release", keepers.allows(who)},
		{"hold", custody.Team(p, who)},
		{"import", registrars.allows(who)},
		{"import_staff", personnel.allows(who)},
		{"families", familiars.allows(who)},
		{"letters", registrars.allows(who)},
		{"signatures", followers.allows(who)},
		{"documents", followers.allows(who)},
		{"publish", approver.allows(who)},
		{"calls", callers.allows(who)},
		{"deliveries", followers.allows(who)},
		{"figures", observers.allows(who)},
		{"staff", familiars.allows(who)},
		{"governors", chair.allows(who)},
		{"today", heads.allows(who)},
		{"exceptions", heads.allows(who)},
		{"uses", takers.allows(who)},
		{"policy", readers.allows(who)},
		{"reading", comers.allows(who)},
		{"glass", concern.MayBreakGlass(p, who).OK()},
		{"tell_door", concern.MayMindDoor(who).OK()},
	} {
		if screen.may {
			list = append(list, screen.name)
		}
	}
	return list
}

func texts[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, item := range list {
		out[i] = string(item)
	}
	return out
}
