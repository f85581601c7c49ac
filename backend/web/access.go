package web

import (
	"context"
	"net/netip"
	"time"

	"lollipop/backend/access"
	"lollipop/backend/custody"
	"lollipop/backend/fault"
	"lollipop/backend/id"
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
	Now     time.Time      `json:"now"`
	Demo    bool           `json:"demo"`
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
		{"today", heads.allows(who)},
		{"exceptions", heads.allows(who)},
		{"uses", takers.allows(who)},
		{"policy", readers.allows(who)},
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

type tokenPath struct {
	Token string `path:"token"`
}

// LinkPreview is what the page behind a one-time link shows before it is used.
type LinkPreview struct {
	Purpose string    `json:"purpose" enum:"passphrase,first_administrator,demo"`
	School  string    `json:"school,omitempty"`
	Name    string    `json:"name,omitempty"`
	Ends    time.Time `json:"ends"`
	Presets []string  `json:"presets,omitempty" doc:"Policies to start from, for a first administrator"`
}

func (s *Server) lookAtLink(ctx context.Context, in *tokenPath) (LinkPreview, error) {
	token, err := tokenOf(in.Token)
	if err != nil {
		return LinkPreview{}, err
	}
	seen, err := s.Access.Look(ctx, token)
	if err != nil {
		return LinkPreview{}, err
	}
	preview := LinkPreview{Purpose: string(seen.Purpose), School: seen.School, Name: seen.Name, Ends: seen.Ends}
	if seen.Purpose == access.ForFirstAdministrator {
		preview.Presets = school.Presets()
	}
	return preview, nil
}

// Passphrase is what somebody chooses behind a link; empty where the link lets them straight in.
type Passphrase struct {
	Passphrase string `json:"passphrase,omitempty"`
}

type linkUse struct {
	Token string `path:"token"`
	Body  Passphrase
}

func (s *Server) useLink(ctx context.Context, in *linkUse) (Me, error) {
	token, err := tokenOf(in.Token)
	if err != nil {
		return Me{}, err
	}
	entry, err := s.Access.UseLink(ctx, token, in.Body.Passphrase, of(ctx).token)
	return s.entered(ctx, entry, err)
}

// SignIn is what somebody types who has a passphrase.
type SignIn struct {
	School     string `json:"school" doc:"The school's part of the address"`
	Email      string `json:"email"`
	Passphrase string `json:"passphrase"`
}

func (s *Server) signIn(ctx context.Context, in *body[SignIn]) (Me, error) {
	k, b := of(ctx), in.Body
	from, _ := netip.ParseAddr(k.net)
	entry, err := s.Access.SignIn(ctx, access.Attempt{School: b.School, Email: b.Email, Passphrase: b.Passphrase, From: from, Before: k.token})
	return s.entered(ctx, entry, err)
}

// FirstRun is what the first administrator fills in.
type FirstRun struct {
	Token      string `json:"token"`
	SchoolName string `json:"school_name"`
	Slug       string `json:"slug"`
	Phone      string `json:"phone"`
	Preset     string `json:"preset"`
	Name       string `json:"name"`
	Email      string `json:"email"`
	Passphrase string `json:"passphrase"`
}

func (s *Server) found(ctx context.Context, in *body[FirstRun]) (Me, error) {
	b := in.Body
	token, err := tokenOf(b.Token)
	if err != nil {
		return Me{}, err
	}
	entry, err := s.Access.Found(ctx, token, access.First{SchoolName: b.SchoolName, Slug: b.Slug, Phone: b.Phone, Preset: b.Preset,
		Name: b.Name, Email: b.Email, Passphrase: b.Passphrase})
	return s.entered(ctx, entry, err)
}

// entered gives the browser its session and answers as "me" does for the person who came in.
func (s *Server) entered(ctx context.Context, entry access.Entry, err error) (Me, error) {
	if err != nil {
		return Me{}, err
	}
	k := of(ctx)
	k.setSession(entry.Token)
	k.in, k.who, k.signedIn, k.token = entry.Presence, entry.Who, true, entry.Token
	return s.me(ctx, &nothing{})
}

func (s *Server) signOut(ctx context.Context, _ *body[nothingMore]) (Me, error) {
	k := of(ctx)
	return s.left(ctx, s.Access.SignOut(ctx, k.act, k.in, k.token))
}

func (s *Server) signOutEverywhere(ctx context.Context, _ *body[nothingMore]) (Me, error) {
	k := of(ctx)
	return s.left(ctx, s.Access.SignOutEverywhere(ctx, k.act, k.in))
}

func (s *Server) left(ctx context.Context, err error) (Me, error) {
	if err != nil {
		return Me{}, err
	}
	k := of(ctx)
	k.setSession("")
	k.http.AppendHeader("Clear-Site-Data", `"cache"`) // not "storage": the help page stays on the device
	k.in, k.who, k.signedIn, k.token = access.Presence{}, people.Who{}, false, ""
	return s.me(ctx, &nothing{})
}

// StaffList is everybody who works at the school.
type StaffList struct {
	Items []StaffMember `json:"items"`
}

// StaffMember is one of them.
type StaffMember struct {
	ID      string   `json:"id"`
	Name    string   `json:"name"`
	Email   string   `json:"email"`
	Roles   []string `json:"roles"`
	Classes []string `json:"classes"`
	Left    bool     `json:"left"`
}

func (s *Server) staff(ctx context.Context, _ *nothing) (StaffList, error) {
	k := of(ctx)
	all, err := s.People.StaffList(ctx, k.who)
	if err != nil {
		return StaffList{}, err
	}
	list := StaffList{Items: make([]StaffMember, 0, len(all))}
	for _, m := range all {
		list.Items = append(list.Items, StaffMember{ID: string(m.ID), Name: m.Who().Name, Email: m.Email, Roles: texts(m.Roles),
			Classes: append([]string{}, m.Classes...), Left: m.LeftOn != "" && m.LeftOn <= dayOf(k.now)})
	}
	return list, nil
}

// IssuedLink is a one-time link, shown once.
type IssuedLink struct {
	URL  string    `json:"url"`
	Ends time.Time `json:"ends"`
}

func (s *Server) issueLink(ctx context.Context, in *bodyOn[nothingMore]) (IssuedLink, error) {
	k := of(ctx)
	person, err := thing[id.Person](in.ID)
	if err != nil {
		return IssuedLink{}, err
	}
	token, ends, err := s.Access.Issue(ctx, k.act, k.who, person)
	if err != nil {
		return IssuedLink{}, err
	}
	return IssuedLink{URL: s.Origin + "/link/" + string(token), Ends: ends}, nil
}

func tokenOf(text string) (access.Token, error) {
	token, ok := access.ParseToken(text)
	if !ok {
		return "", fault.New(fault.NotFound, "access.link.unknown", nil)
	}
	return token, nil
}
