package intake

import (
	"slices"

	"lollipop/backend/clause"
	"lollipop/backend/clock"
	"lollipop/backend/people"
	"lollipop/backend/phrase"
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

// appointed are the roles whose holders read what is told to the school, or may break the glass over it.
var appointed = []people.Role{people.Head, people.HeadOfSchool, people.DeputyHead, people.SafeguardingLead,
	people.DeputyLead, people.OnlineSafetyLead, people.ChairOfGovernors, people.Governor}

// MayAppoint rules who gives and takes those roles by a file: the head. An administrator looks after accounts and reads no
// concern, and could make a reader of themselves, or of somebody who is nobody, by a line of it; until there is a head,
// somebody has to bring the first list.
func MayAppoint(who people.Who, staff []people.Staff, today clock.Date) clause.Ruling {
	if !slices.ContainsFunc(staff, func(s people.Staff) bool { return !s.Left(today) && slices.Contains(s.Roles, people.Head) }) {
		return people.Permit(who, people.Head, people.Administrator)
	}
	return people.Permit(who, people.Head)
}

// mayReappoint rules who takes a file back by which somebody would have one of those roles again.
func mayReappoint(who people.Who, staff, again []people.Staff, today clock.Date) clause.Ruling {
	for _, s := range again {
		for _, r := range appointed {
			if slices.Contains(s.Roles, r) && !s.Left(today) && !slices.ContainsFunc(staff, func(now people.Staff) bool {
				return now.ID == s.ID && !now.Left(today) && slices.Contains(now.Roles, r)
			}) && !MayAppoint(who, staff, today).OK() {
				return clause.Deny("", phrase.Say("intake.undo.appoint", nil))
			}
		}
	}
	return MayImport(who)
}
