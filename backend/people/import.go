package people

import (
	"slices"
	"strings"
	"time"

	"lollipop/backend/id"
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
	// Seen is the digest of the state on which the preview was last made for the person (State.Digest).
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
	Made          Keys
	Before, After Records
}

// Records are whole records.
type Records struct {
	Pupils   []Pupil
	Adults   []Adult
	Contacts []Contact
	Staff    []Staff
}

// Field is a column that an import knows, by the name that the mapping and the screens use.
type Field string

// Mapping says in which header each field stands. A field that is absent has no column.
type Mapping map[Field]string

// HeadersKey is the name of a set of headers, whatever their order and case: mappings are remembered by it.
func HeadersKey(headers []string) string {
	keys := make([]string, 0, len(headers))
	for _, h := range headers {
		keys = append(keys, strings.ReplaceAll(Fold(h), " ", ""))
	}
	slices.Sort(keys)
	return strings.Join(keys, "|")
}
