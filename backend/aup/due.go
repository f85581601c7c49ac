package aup

import (
	"slices"

	"lollipop/backend/clause"
	"lollipop/backend/clock"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// Support rules whether a child is offered the easy-read edition and the language of home before the others: with
// special educational needs, or with English as an additional language.
//
// Policy: education.vulnerable.differentiated (AR 5.1.1/2, BG 5.2/2)
func Support(child people.Pupil) clause.Ruling {
	if child.EAL || child.SEN == people.SENSupport || child.SEN == people.SENPlan {
		return clause.Allow(supported)
	}
	return clause.Ruling{}
}

// Suited puts editions into the order in which they are offered for those children: where one has support, the
// language of that child's home first, then easy-read; everybody is offered all of them.
//
// Policy: education.vulnerable.differentiated (AR 5.1.1/2, BG 5.2/2), aup.age_suited (AR 5.1/7, BG 5.1/7)
func Suited(editions []Edition, children []people.Pupil) []Edition {
	var first []string
	for _, child := range children {
		if Support(child).OK() {
			first = append(first, child.FirstLanguage)
		}
	}
	if len(first) > 0 {
		first = append(first, EasyRead)
	}
	sorted := slices.Clone(editions)
	place := func(e Edition) int {
		if at := slices.Index(first, e.Language); at >= 0 && e.Language != English {
			return at
		}
		return len(first)
	}
	slices.SortStableFunc(sorted, func(a, b Edition) int { return place(a) - place(b) })
	return sorted
}

// Changed is what is new in a version for somebody who knows another one: the keys of statements that were added or
// reworded, and the statements that are gone.
type Changed struct {
	Added, Reworded []string
	Removed         []Statement
}

// Diff compares two texts.
func Diff(was, now Text) (c Changed) {
	for _, s := range now.Statements {
		switch at := indexOf(was, s.Key); {
		case at < 0:
			c.Added = append(c.Added, s.Key)
		case was.Statements[at].Text != s.Text:
			c.Reworded = append(c.Reworded, s.Key)
		}
	}
	for _, s := range was.Statements {
		if indexOf(now, s.Key) < 0 {
			c.Removed = append(c.Removed, s)
		}
	}
	return c
}

func indexOf(t Text, key string) int {
	return slices.IndexFunc(t.Statements, func(s Statement) bool { return s.Key == key })
}

// Answered is where somebody is with one document.
type Answered string

// The answers so far. Done: nothing is due.
const (
	NotYet   Answered = "new"
	AskAgain Answered = "changed"
	SaidNo   Answered = "declined"
	Done     Answered = "signed"
)

// Item is one document that is due, for the children whom it is due for (none where it is the signer's own).
type Item struct {
	Version Version
	State   Answered
	// Children are those whom it is due for; none for an adult's own document. A pupil's own names that pupil.
	Children []people.Pupil
	// Was is the version that was signed before, SignBy until when that counts: where State is AskAgain.
	Was    Version
	SignBy clock.Date
	// Editions are the newest of each language, in the order in which they are offered.
	Editions []Edition
}

// Due is what somebody is asked to read and sign today: their own document, and each child's that has one. A document
// whose text the school has not published is asked of nobody.
//
// Policy: roles.parents.read_aups (AR 4.6/1, BG 4.6/1), aup.age_suited (AR 5.1/7, BG 5.1/7)
// Policy: scope.people (AR 2/4, BG 2/4)
func Due(s Sitting, today clock.Date) []Item {
	items := s.items(today)
	for i := range items {
		items[i].Editions = Suited(s.Offered(items[i].Version.ID), items[i].Children)
	}
	return items
}

// items is Due without the editions.
func (s Sitting) items(today clock.Date) (items []Item) {
	as, ruling := people.InScope(s.Signer.Kind)
	children := s.Children(today)
	if !ruling.OK() || len(children) == 0 {
		return nil
	}
	if as == people.ParentKind {
		items = s.due(items, ForParents, people.Pupil{})
	}
	for _, d := range Documents {
		for _, child := range children {
			if DocumentOf(child.Year.Band()) == d && (as == people.ParentKind || MaySignAlone(child.Year.Band()).OK()) {
				items = s.due(items, d, child)
			}
		}
	}
	return items
}

// due adds a document to the items, where it is due: with the other children for whom it is so in the same way.
func (s Sitting) due(items []Item, d Document, child people.Pupil) []Item {
	current, published := s.Current(d)
	pupil := child.ID
	if s.Signer.Kind == people.PupilKind {
		pupil = ""
	}
	state, was := s.answered(current, pupil)
	if !published || state == Done {
		return items
	}
	at := slices.IndexFunc(items, func(i Item) bool {
		return i.Version.ID == current.ID && i.Version.Document == d && i.State == state && i.Was.ID == was.ID
	})
	if at < 0 {
		item := Item{Version: current, State: state, Was: was}
		if state == AskAgain {
			item.SignBy = SignBy(s.Library, d, was.ID)
		}
		items, at = append(items, item), len(items)
	}
	if child.ID != "" {
		items[at].Children = append(items[at].Children, child)
	}
	return items
}

// answered is where the signer is with a version, and which one they signed before.
func (s Sitting) answered(current Version, pupil id.Pupil) (Answered, Version) {
	d := current.Document
	if s.declined(d, current.ID, pupil) {
		return SaidNo, Version{}
	}
	if _, ok := s.standing(d, current.ID, pupil); ok {
		return Done, Version{}
	}
	if before, ok := s.signed(d, pupil); ok {
		was, _ := s.Version(d, before.Version)
		return AskAgain, was
	}
	return NotYet, Version{}
}
