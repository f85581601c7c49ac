package aup

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// Ledger is the whole school's answers.
type Ledger struct {
	Library
	People     people.State
	Signatures []Signature
	Declines   []Decline
	// Questions are since when a question of an adult waits on the call list.
	Questions map[id.Adult]time.Time
	// ways are the service's to fill: how far the adults have come who have answered nothing.
	ways map[id.Adult]Where
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

// Owed is a document that an adult is asked today, and where they are with it: NotYet, AskAgain or SaidNo.
type Owed struct {
	Document Document
	Version  Version
	State    Answered
	// SignBy is the last day on which what they signed before counts: where State is AskAgain.
	SignBy clock.Date
	// Pupils are the children whom it is asked for; none for an adult's own document.
	Pupils []id.Pupil
}

// Owed is what every adult is asked today: for each of them what Due says. Who is asked nothing is not there.
//
// Policy: roles.parents.read_aups (AR 4.6/1, BG 4.6/1), parents.on_joining (AR 5.3/5, BG 5.4/6)
func (l Ledger) Owed(today clock.Date) map[id.Adult][]Owed {
	families := map[id.Adult][]people.Family{}
	for _, f := range l.People.Families() {
		for _, answer := range people.WhoIsAsked(people.ForAUP, f) {
			families[answer.Adult.ID] = append(families[answer.Adult.ID], f)
		}
	}
	of, owed := l.answers(), map[id.Adult][]Owed{}
	for adult, theirs := range families {
		if list := l.owed(adult, theirs, of(id.Person(adult)), today); len(list) > 0 {
			owed[adult] = list
		}
	}
	return owed
}

// OwedBy is Owed of one adult, by the record that stands for them.
func (l Ledger) OwedBy(adult id.Adult, today clock.Date) []Owed {
	var theirs []people.Family
	for _, f := range l.People.Families() {
		if slices.ContainsFunc(f.Contacts, func(a people.Around) bool { return a.Adult.ID == adult }) {
			theirs = append(theirs, f)
		}
	}
	return l.owed(adult, theirs, l.answers()(id.Person(adult)), today)
}

func (l Ledger) owed(adult id.Adult, families []people.Family, answers *said, today clock.Date) (list []Owed) {
	sitting := Sitting{Signer: Signer{Kind: people.ParentKind, Person: id.Person(adult)}, Library: l.Library,
		Families: families, Signatures: answers.signatures, Declines: answers.declines}
	for _, item := range sitting.items(today) {
		one := Owed{Document: item.Version.Document, Version: item.Version, State: item.State, SignBy: item.SignBy}
		for _, child := range item.Children {
			one.Pupils = append(one.Pupils, child.ID)
		}
		list = append(list, one)
	}
	return list
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
