package intake

import (
	"context"

	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// Imports is what this room needs kept about imports.
type Imports interface {
	// Import returns the import with its table; NotFound where the school has none with that id.
	Import(ctx context.Context, school id.School, imp id.Import) (Import, error)
	// ImportList returns the imports without Table and Done, newest first, at most fifty.
	ImportList(ctx context.Context, school id.School) ([]Import, error)
	// ChangeImport is people.Roll's ChangeRoll for an import: where none has that id, the change gets an Import with ID
	// and School set and State empty, and makes it; an Import whose State is still empty afterwards is not written.
	// Hanging is filled where the import is applied: what hangs on the people whom it made (Import.Done.Made). The
	// import is returned as written; a replay returns the one that the first run of the act made or changed, as it is
	// now (the id given may then be another one).
	ChangeImport(ctx context.Context, act event.Act, imp id.Import,
		change func(*Import, people.State, []Hanging) (Changes, []event.Event, error)) (Import, error)
	// Remembered returns the mapping that Changes.Remember kept for that kind and set of headers, or false.
	Remembered(ctx context.Context, school id.School, kind ImportKind, headers string) (Mapping, bool, error)
}

// Changes are what a change of an import writes: records of the school's people, and what to remember.
type Changes struct {
	people.Changes
	// Remember keeps a mapping for files with the same headers, in place of an earlier one; nil for none.
	Remember *Remember
}

// Remember is a mapping that the school keeps for the files of one kind whose set of headers is Headers (HeadersKey).
type Remember struct {
	Kind    ImportKind
	Headers string
	Mapping Mapping
}

// Hang is what sort of thing hangs on a person whom an import made.
type Hang string

// The sorts.
const (
	// HangDevice: a device, a hand-in, a confiscation, an exception, a class check.
	HangDevice Hang = "device"
	// HangAccount: a link was given, or a passphrase set.
	HangAccount Hang = "account"
	// HangRecord: anything else that names the person: a contact log, an approval, a declaration.
	HangRecord Hang = "record"
)

// Hanging is one thing that hangs on a person.
type Hanging struct {
	Person id.Person
	What   Hang
}
