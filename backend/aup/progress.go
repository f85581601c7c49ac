package aup

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// Where is where one adult of a child stands: signed, or stuck and why.
type Where string

// The places, the furthest first. Those after WhereReplaced are about the way to the first sign-in.
const (
	WhereSigned   Where = "signed"
	WhereDeclined Where = "declined"
	WhereQuestion Where = "question"
	WhereReplaced Where = "replaced"
	WhereSignedIn Where = "signed_in"
	WhereLetter   Where = "letter"
	WhereEnded    Where = "letter_ended"
	WhereGuessed  Where = "letter_guessed"
	WhereNoLetter Where = "no_letter"
	WhereNotAsked Where = "not_asked"
)

// Own is where a child is with their own document.
type Own string

// The places. OwnNone: there is no document for the band yet, so that nothing is owed.
const (
	OwnNone     Own = "no_document"
	OwnWaiting  Own = "waiting"
	OwnReplaced Own = "replaced"
	OwnSigned   Own = "signed"
)

// Asked is one adult of a child and where they are.
type Asked struct {
	Adult        people.Adult
	Relationship string
	Where        Where
	// At and How are of the newest signature, where there is one that counts.
	At  time.Time
	How How
}

// Line of progress: one child on the roll.
type Progress struct {
	Pupil people.Pupil
	Own   Own
	// Signed: everything that the family owes for this child is signed by an adult who is asked.
	Signed bool
	Adults []Asked
}

// ClassProgress counts a class.
type ClassProgress struct {
	Name                           string
	Year                           people.Year
	Children, Signed, PupilsSigned int
}

// Query asks for a page of progress. State is "signed", "waiting" (a child's family has not all signed), or a Where of
// one of the adults; Text begins a part of a name of the child's or an adult's.
type Query struct {
	Class, State, Text string
	Page, Size         int
}

// Waiting is the state of children whose family has not signed all.
const Waiting = "waiting"

// ProgressPage is one page, with the counts of all classes.
type ProgressPage struct {
	Library Library
	Classes []ClassProgress
	Items   []Progress
	Total   int
}

// Progress is who has signed and who is stuck, and why: by class, then by name.
func (s *Service) Progress(ctx context.Context, who people.Who, q Query, now time.Time) (ProgressPage, error) {
	if err := fault.Of(MayFollow(who)); err != nil {
		return ProgressPage{}, err
	}
	ledger, err := s.Store.Ledger(ctx, who.School)
	if err != nil {
		return ProgressPage{}, err
	}
	if ledger.ways, err = s.Ways(ctx, who); err != nil {
		return ProgressPage{}, err
	}
	all := ledger.Progress(day(now))
	page := ProgressPage{Library: ledger.Library, Classes: classes(all)}
	parts := people.SearchParts(q.Text)
	all = slices.DeleteFunc(all, func(p Progress) bool {
		return q.Class != "" && p.Pupil.Class != q.Class || !p.in(q.State) || !p.named(parts)
	})
	page.Total = len(all)
	size := min(max(q.Size, 1), 100)
	from := min((max(q.Page, 1)-1)*size, len(all))
	page.Items = all[from:min(from+size, len(all))]
	return page, nil
}

func (p Progress) in(state string) bool {
	switch state {
	case "":
		return true
	case string(WhereSigned):
		return p.Signed
	case Waiting:
		return !p.Signed
	}
	return slices.ContainsFunc(p.Adults, func(a Asked) bool { return string(a.Where) == state })
}

// named reports whether every part begins a part of one person's names.
func (p Progress) named(parts []string) bool {
	fits := func(names ...string) bool {
		text := " " + people.Fold(strings.Join(names, " "))
		return !slices.ContainsFunc(parts, func(part string) bool { return !strings.Contains(text, " "+part) })
	}
	return fits(p.Pupil.Preferred, p.Pupil.Forename, p.Pupil.Surname) ||
		slices.ContainsFunc(p.Adults, func(a Asked) bool { return fits(a.Adult.Forename, a.Adult.Surname) })
}

func classes(all []Progress) (found []ClassProgress) {
	at := map[string]int{}
	for _, p := range all {
		i, known := at[p.Pupil.Class]
		if !known {
			i = len(found)
			at[p.Pupil.Class] = i
			found = append(found, ClassProgress{Name: p.Pupil.Class, Year: p.Pupil.Year})
		}
		c := &found[i]
		c.Children++
		if p.Signed {
			c.Signed++
		}
		if p.Own == OwnSigned {
			c.PupilsSigned++
		}
		if p.Pupil.Year.Order() < c.Year.Order() {
			c.Year = p.Pupil.Year
		}
	}
	slices.SortFunc(found, func(a, b ClassProgress) int {
		return cmp.Or(cmp.Compare(a.Year.Order(), b.Year.Order()), strings.Compare(a.Name, b.Name))
	})
	return found
}

// said is the answers of one person, by document and child.
type said struct {
	signatures []Signature
	declines   []Decline
}

// answers finds what a person has answered, by whichever of their records.
func (l Ledger) answers() func(id.Person) *said {
	heads, answers := people.HeadsOf(l.People.Adults), map[id.Person]*said{}
	of := func(person id.Person) *said {
		whose := id.Person(heads.Of(id.Adult(person))) // a pupil's id is nobody's record, and stays
		if answers[whose] == nil {
			answers[whose] = &said{}
		}
		return answers[whose]
	}
	for _, g := range l.Signatures {
		s := of(g.Signer)
		s.signatures = append(s.signatures, g)
	}
	for _, n := range l.Declines {
		s := of(n.Signer)
		s.declines = append(s.declines, n)
	}
	return of
}

// Progress is every child on the roll: by class, then by name.
func (l Ledger) Progress(today clock.Date) []Progress {
	of := l.answers()
	var all []Progress
	for _, f := range l.People.Families() {
		if f.Pupil.Left(today) {
			continue
		}
		all = append(all, l.child(f, of, today))
	}
	slices.SortFunc(all, func(a, b Progress) int {
		return cmp.Or(cmp.Compare(a.Pupil.Year.Order(), b.Pupil.Year.Order()),
			strings.Compare(a.Pupil.Class, b.Pupil.Class),
			strings.Compare(people.Fold(a.Pupil.Surname), people.Fold(b.Pupil.Surname)),
			strings.Compare(people.Fold(a.Pupil.Preferred), people.Fold(b.Pupil.Preferred)),
			strings.Compare(string(a.Pupil.ID), string(b.Pupil.ID)))
	})
	return all
}

// child is one child's line. For the child it counts as signed when one adult has.
//
// Policy: roles.parents.read_aups (AR 4.6/1, BG 4.6/1)
func (l Ledger) child(f people.Family, of func(id.Person) *said, today clock.Date) Progress {
	p := Progress{Pupil: f.Pupil, Own: l.own(f.Pupil, of(id.Person(f.Pupil.ID)), today)}
	owed := map[Document]id.Pupil{}
	if _, ok := l.Current(ForParents); ok {
		owed[ForParents] = ""
	}
	if d := DocumentOf(f.Pupil.Year.Band()); d != "" {
		if _, ok := l.Current(d); ok {
			owed[d] = f.Pupil.ID
		}
	}
	counted := map[Document]bool{}
	for _, answer := range people.WhoIsAsked(people.ForAUP, f) {
		around := f.Contacts[slices.IndexFunc(f.Contacts, func(a people.Around) bool {
			return a.Adult.ID == answer.Adult.ID
		})]
		asked := Asked{Adult: answer.Adult, Relationship: around.Contact.Relationship, Where: WhereNotAsked}
		if answer.Ruling.OK() {
			l.place(&asked, of(id.Person(answer.Adult.ID)), f.Pupil, owed, counted, today)
		}
		p.Adults = append(p.Adults, asked)
	}
	p.Signed = len(owed) > 0 && len(counted) == len(owed)
	return p
}

// own is where the child is with their own document.
func (l Ledger) own(child people.Pupil, answers *said, today clock.Date) Own {
	d := DocumentOf(child.Year.Band())
	if _, ok := l.Current(d); !ok {
		return OwnNone
	}
	own := OwnWaiting
	for _, g := range answers.signatures {
		switch {
		case g.Document != d || g.Pupil != "":
		case StandingOf(l.Library, g, child) == Stands:
			return OwnSigned
		case StandingOf(l.Library, g, child) == Replaced:
			own = OwnReplaced
		}
	}
	return own
}

// place finds where one adult is with what is owed for a child, and notes what they have signed of it.
func (l Ledger) place(a *Asked, answers *said, child people.Pupil, owed map[Document]id.Pupil,
	counted map[Document]bool, today clock.Date,
) {
	stand, before, no := 0, false, false
	for d, pupil := range owed {
		current, _ := l.Current(d)
		at := Sitting{Library: l.Library, Signatures: answers.signatures, Declines: answers.declines}
		state, _ := at.answered(current, pupil)
		switch state {
		case Done:
			stand++
			g, _ := at.standing(d, current.ID, pupil)
			counted[d] = true
			if g.At.After(a.At) {
				a.At, a.How = g.At, g.How
			}
		case AskAgain:
			before = true
			g, _ := at.signed(d, pupil)
			counted[d] = counted[d] || Counts(l.Library, g, child, today).OK()
			if !counted[d] {
				delete(counted, d)
			}
		case SaidNo:
			no = true
		case NotYet:
		}
	}
	switch _, question := l.Questions[a.Adult.ID]; {
	case len(owed) > 0 && stand == len(owed):
		a.Where = WhereSigned
	case no:
		a.Where = WhereDeclined
	case question:
		a.Where = WhereQuestion
	case before:
		a.Where = WhereReplaced
	default:
		a.Where = cmp.Or(l.ways[a.Adult.ID], WhereNoLetter)
	}
}

// OnShelf is a document of the product's, and what the school published of it.
type OnShelf struct {
	Document Document
	Proposed Text
	// Current is the version that is asked; its Number is 0 where there is none. Newer: the product's text is another one
	// than when it was published, and has not been published since.
	Current  Version
	Newer    bool
	Editions []Edition
	// Signed and Asked count answers: for a document of adults the adults, for a child's the children for whom an adult
	// has signed.
	Signed, Asked int
}

// Shelf is every document that the product has a text of, for those who follow.
func (s *Service) Shelf(ctx context.Context, who people.Who, now time.Time) ([]OnShelf, error) {
	if err := fault.Of(MayFollow(who)); err != nil {
		return nil, err
	}
	ledger, err := s.Store.Ledger(ctx, who.School)
	if err != nil {
		return nil, err
	}
	var shelf []OnShelf
	for _, d := range s.Texts.Shipped() {
		on := OnShelf{Document: d}
		on.Proposed, _ = s.Texts.Proposed(d)
		if current, ok := ledger.Current(d); ok {
			on.Current, on.Editions = current, ledger.Offered(current.ID)
			proposed := VersionID(d, on.Proposed)
			on.Newer = current.Proposed != proposed && current.ID != proposed
			on.Signed, on.Asked = ledger.count(d, day(now))
		}
		shelf = append(shelf, on)
	}
	return shelf, nil
}

// count is of how many a document is asked today, and of how many it is signed.
func (l Ledger) count(d Document, today clock.Date) (signed, asked int) {
	of, seen := l.answers(), map[id.Adult]bool{}
	counts := func(adult id.Adult, pupil id.Pupil, child people.Pupil) bool {
		return slices.ContainsFunc(of(id.Person(adult)).signatures, func(g Signature) bool {
			return g.Document == d && g.Pupil == pupil && Counts(l.Library, g, child, today).OK()
		})
	}
	for _, f := range l.People.Families() {
		if f.Pupil.Left(today) || d.Children() && DocumentOf(f.Pupil.Year.Band()) != d {
			continue
		}
		anybody, yes := false, false
		for _, answer := range people.WhoIsAsked(people.ForAUP, f) {
			switch adult := answer.Adult.ID; {
			case !answer.Ruling.OK():
			case d.Children():
				anybody, yes = true, yes || counts(adult, f.Pupil.ID, f.Pupil)
			case !seen[adult]:
				seen[adult] = true
				asked++
				if counts(adult, "", people.Pupil{}) {
					signed++
				}
			}
		}
		if anybody {
			asked++
		}
		if yes {
			signed++
		}
	}
	return signed, asked
}
