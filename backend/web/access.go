package web

import (
	"context"
	"net/netip"
	"time"

	"lollipop/backend/access"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/school"
)

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

// NewPassphrase is what somebody types who wants another passphrase.
type NewPassphrase struct {
	Now        string `json:"now" doc:"The one that they have"`
	Passphrase string `json:"passphrase"`
}

func (s *Server) changePassphrase(ctx context.Context, in *body[NewPassphrase]) (Me, error) {
	k := of(ctx)
	from, _ := netip.ParseAddr(k.net)
	entry, err := s.Access.ChangePassphrase(ctx, k.token, access.Another{Now: in.Body.Now, Next: in.Body.Passphrase, From: from})
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
	return s.issued(s.Access.Issue(ctx, k.act, k.who, person))
}

func (s *Server) issued(token access.Token, ends time.Time, err error) (IssuedLink, error) {
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
