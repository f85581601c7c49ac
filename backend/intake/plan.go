package intake

import (
	"cmp"
	"slices"
	"strings"

	"lollipop/backend/clock"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/phrase"
)

// Weight is what a problem does.
type Weight string

// The weights. What is stopped or left out needs the person's agreement to take the good rows alone.
const (
	// Stops: the row is not taken. Whoever it is about stays as they are, and is not proposed as a leaver.
	Stops Weight = "stops"
	// LeftOut: the row is taken without this cell, or without this contact; what stood there before stays.
	LeftOut Weight = "left_out"
	// Asks: the row is taken in the safest reading, and the office is asked.
	Asks Weight = "asks"
	// Notes: the row is taken as it stands; it may be a mistake.
	Notes Weight = "notes"
)

// Problem is one thing in a file that a person should look at.
type Problem struct {
	// Row is as the spreadsheet shows it; Header and Value are the file's own words.
	Row    int
	Field  Field
	Header string
	Value  string
	Weight Weight
	// Why says what is wrong and what to do.
	Why phrase.Phrase
}

// Plan is what an import would do: nothing is done until somebody agrees to it.
type Plan struct {
	Kind ImportKind
	// Seen is the digest of the state that the plan was made on. A plan is refused when the state has become another.
	Seen string
	// Missing are required fields without a column; nothing else is planned while there are any.
	Missing []Field
	// Rows is how many rows the file has; People how many pupils or staff of it are taken, Contacts how many contacts.
	Rows, People, Contacts int
	New                    []Somebody
	Changed                []Changed
	// Leaving are those on the roll whom the file does not have. They are proposed: who is confirmed leaves, nobody is
	// deleted.
	Leaving []Somebody
	// Unchanged is how many pupils or staff of the file stand as they stood.
	Unchanged int
	// SamePerson are adults who share a name and nothing that makes it certain: for later, it stops nothing.
	SamePerson []people.Namesakes
	// Disagree are contacts whose marks the office corrected and the file would give otherwise.
	Disagree []Disagreement
	// Problems are in order of row, at most MaxProblems; MoreProblems is how many were found beyond.
	Problems     []Problem
	MoreProblems int
	// NeedsGoodRowsOnly: something is stopped or left out.
	NeedsGoodRowsOnly bool

	problems ImportCounts
	changes  people.Changes
}

// MaxProblems bounds how many problems a plan lists: a file with more is better mended than read to the end.
const MaxProblems = 1000

// Somebody is a pupil or a member of staff in a plan.
type Somebody struct {
	Person id.Person
	Name   string
	Class  string
	Year   people.Year
	// Row is the first row about them; 0 for one who is not in the file.
	Row int
}

// What is what a change is about.
type What string

// The sorts of change.
const (
	PupilChanged   What = "pupil"
	AdultChanged   What = "adult"
	ContactAdded   What = "contact_added"
	ContactChanged What = "contact"
	ContactGone    What = "contact_gone"
	StaffChanged   What = "staff"
)

// Changed is one record that the file would change, field by field.
type Changed struct {
	What What
	// Person is the pupil's, adult's or staff's id; for a contact the adult's, with Pupil.
	Person id.Person
	Pupil  id.Pupil
	// Name is whose record it is, Of the pupil of a contact.
	Name, Of string
	Row      int
	Fields   []FieldChange
}

// FieldChange is a field as it stands and as the file has it, both as people read them.
type FieldChange struct {
	Field    Field
	Old, New string
}

// Disagreement is a contact for whom the office's correction stands and the file would give other marks.
type Disagreement struct {
	Pupil     id.Pupil
	Adult     id.Adult
	Name, Of  string
	Row       int
	File      people.Marks
	Corrected people.Marks
	// Holds are the marks that hold now: the office's, but for a court order that came after it decided.
	Holds people.Marks
}

// Draft is what a plan needs beside the file and the state.
type Draft struct {
	School id.School
	// Import seeds the ids of new records, so that the same plan made twice is the same.
	Import id.Import
	Today  clock.Date
	// NoReaders says that the file gives and takes no role of those who read what is told to the school.
	NoReaders bool
}

// MakePlan plans an import: pure, and the same for the same arguments.
func MakePlan(kind ImportKind, state people.State, table Table, mapping Mapping, draft Draft) Plan {
	p := &planner{Plan: Plan{Kind: kind, Seen: state.Digest(), Rows: len(table.Rows)}, state: state, draft: draft,
		headers: table.Headers, column: map[Field]int{}}
	if p.Missing = Missing(kind, mapping, table.Headers); len(p.Missing) > 0 {
		return p.Plan
	}
	for field, header := range mapping {
		if at := slices.Index(table.Headers, header); at >= 0 {
			p.column[field] = at
		}
	}
	rows := make([]Row, 0, len(table.Rows))
	for _, row := range table.Rows {
		if p.whole(row) {
			rows = append(rows, row)
		}
	}
	switch kind {
	case PupilFile:
		p.pupils(rows)
	case StaffFile:
		p.staff(rows)
	}
	return p.finish()
}

// planner makes a plan.
type planner struct {
	Plan
	state   people.State
	draft   Draft
	headers []string
	column  map[Field]int
}

// whole reports whether a row has anything in it and as many cells as there are headers.
func (p *planner) whole(row Row) bool {
	if !slices.ContainsFunc(row.Cells, func(c string) bool { return strings.TrimSpace(c) != "" }) {
		return false
	}
	if len(row.Cells) == len(p.headers) {
		return true
	}
	p.Problems = append(p.Problems, Problem{Row: row.Number, Weight: Stops, Why: phrase.Say("intake.cells",
		phrase.Args{"Have": len(row.Cells), "Want": len(p.headers)})})
	return false
}

// cell is the text of a field in a row without the spaces around it; empty where the file has no such column.
func (p *planner) cell(row Row, f Field) string {
	if at, found := p.column[f]; found {
		return strings.TrimSpace(row.Cells[at])
	}
	return ""
}

func (p *planner) has(f Field) bool { _, found := p.column[f]; return found }

// problem lists a problem of one cell. The value is the cell's own text.
func (p *planner) problem(row Row, f Field, w Weight, key string, args phrase.Args) {
	problem := Problem{Row: row.Number, Field: f, Weight: w, Why: phrase.Say(key, args)}
	if at, found := p.column[f]; found {
		problem.Header, problem.Value = p.headers[at], row.Cells[at]
	}
	p.Problems = append(p.Problems, problem)
}

func (p *planner) finish() Plan {
	slices.SortStableFunc(p.Problems, func(a, b Problem) int { return cmp.Compare(a.Row, b.Row) })
	p.NeedsGoodRowsOnly = slices.ContainsFunc(p.Problems, func(q Problem) bool {
		return q.Weight == Stops || q.Weight == LeftOut
	})
	p.problems = ImportCounts{New: len(p.New), Changed: len(p.Changed), Unchanged: p.Unchanged,
		Problems: len(p.Problems)}
	if more := len(p.Problems) - MaxProblems; more > 0 {
		p.Problems, p.MoreProblems = slices.Clip(p.Problems[:MaxProblems]), more
	}
	return p.Plan
}

// differ lists the fields in which two records differ.
func differ[T any](fields []attribute[T], old, made T) []FieldChange {
	var changes []FieldChange
	for _, f := range fields {
		if was, is := f.get(old), f.get(made); was != is {
			changes = append(changes, FieldChange{Field: f.field, Old: was, New: is})
		}
	}
	return changes
}

// attribute is a field of a record as text.
type attribute[T any] struct {
	field Field
	get   func(T) string
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
