package intake

import (
	"lollipop/backend/clause"
	"lollipop/backend/people"
)

// MayImport rules who brings in files at all: those who keep the records.
func MayImport(who people.Who) clause.Ruling { return people.MayKeepRecords(who) }

// MayImportFile rules who brings in a file of that kind. A staff file gives roles, so it is not the office's: a
// secretary, or whoever sits at her screen, could make herself the safeguarding lead by a line of it.
func MayImportFile(who people.Who, kind ImportKind) clause.Ruling {
	switch kind {
	case PupilFile:
		return MayImport(who)
	case StaffFile:
		return people.Permit(who, people.Head, people.Administrator)
	}
	return people.Permit(who)
}
