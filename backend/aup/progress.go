package aup

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"lollipop/backend/fault"
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
