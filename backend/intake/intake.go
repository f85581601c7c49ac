// Package intake is what the school's management information system (MIS) says, on its way into the records of people: a
// file of pupils with the adults around them, or a file of staff.
//
// A file is read and becomes a plan: who is new, what would change, who is no longer in it, and what is wrong with it,
// row by row. Nothing is done until a person has looked and agreed, and what was done can be taken back as long as
// nothing hangs on it. What the office corrected by hand stands over every file. A row that cannot be read changes
// nobody and takes nobody away, and nobody is deleted: who leaves stays in the records.
//
// The walk: the hall sheet makes a Table of the file, mapping.go finds which header holds which field, plan.go goes
// through the rows (pupils.go, contacts.go, staff.go), apply.go and undo.go turn a plan that was agreed to into what is
// written, and what was written into what it was before.
package intake

import (
	"time"

	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// Table is a spreadsheet as the sheet hall reads it: headers and rows of text.
type Table struct {
	Headers []string `json:"headers"`
	Rows    []Row    `json:"rows"`
}

// Row is one row of a table.
type Row struct {
	// Number is the row as the spreadsheet program shows it: the headers stand in row 1.
	Number int `json:"n"`
	// Cells are as many as there are headers; a plan stops a row that has more or fewer.
	Cells []string `json:"c"`
}

// ImportKind is what a file holds.
type ImportKind string

// The kinds of file.
const (
	PupilFile ImportKind = "pupils"
	StaffFile ImportKind = "staff"
)

// ImportState is how far an import has come: read → applied → undone.
type ImportState string

// The states.
const (
	Read    ImportState = "read"
	Applied ImportState = "applied"
	Undone  ImportState = "undone"
)

// Import is one file on its way into the school's records.
type Import struct {
	ID     id.Import
	School id.School
	Kind   ImportKind
	State  ImportState
	// Name is the file's, as the person's machine called it.
	Name string
	// By and At are who read it, and when.
	By id.Person
	At time.Time
	// AppliedBy and AppliedAt, UndoneBy and UndoneAt are empty until it happens.
	AppliedBy id.Person
	AppliedAt time.Time
	UndoneBy  id.Person
	UndoneAt  time.Time
	// Mapping says which header holds which field.
	Mapping Mapping
	// Seen is the digest of the state on which the preview was last made for the person (people.State.Digest).
	Seen string
	// Table is the file's content. It is emptied when the import is applied: the file itself is not kept.
	Table Table
	// Done is what applying it wrote, for the undo; empty before, and emptied by the undo.
	Done Done
	// Counts are what was applied.
	Counts ImportCounts
}

// ImportCounts are how many records an applied import touched.
type ImportCounts struct {
	New       int `json:"new"`
	Changed   int `json:"changed"`
	Left      int `json:"left"`
	Unchanged int `json:"unchanged"`
	Problems  int `json:"problems"`
}

// Done is what applying an import wrote: the records that it made, and those that it changed as they were and became.
type Done struct {
	Made          people.Keys
	Before, After Records
}

// Records are whole records.
type Records struct {
	Pupils   []people.Pupil
	Adults   []people.Adult
	Contacts []people.Contact
	Staff    []people.Staff
}

// The events of this room. Bodies hold ids, counts and codes, never a name.
const (
	// ImportRead: a file was read and can be looked at. Subject: the import.
	ImportRead event.Kind = "intake.read"
	// ImportMapped: somebody said which header holds which field. Subject: the import.
	ImportMapped event.Kind = "intake.mapped"
	// ImportApplied: what it proposed was agreed to. Subject: the import; body ImportCounts.
	ImportApplied event.Kind = "intake.applied"
	// ImportUndone: it was taken back. Subject: the import.
	ImportUndone event.Kind = "intake.undone"
)

// undo marks the import as taken back, and forgets what it had written.
func (i *Import) undo(by id.Person, at time.Time) {
	i.State, i.UndoneBy, i.UndoneAt, i.Done = Undone, by, at, Done{}
}
