package intake

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/phrase"
)

var staffFields = []attribute[people.Staff]{
	{FCode, func(s people.Staff) string { return s.Code }},
	{FTitle, func(s people.Staff) string { return s.Title }},
	{FForename, func(s people.Staff) string { return s.Forename }},
	{FSurname, func(s people.Staff) string { return s.Surname }},
	{FEmail, func(s people.Staff) string { return s.Email }},
	{FRole, func(s people.Staff) string { return strings.Join(roleTexts(s.Roles), "; ") }},
	{FClass, func(s people.Staff) string { return strings.Join(s.Classes, "; ") }},
	{FPhone, func(s people.Staff) string { return s.IssuedPhone }},
	{FLeaving, func(s people.Staff) string { return string(s.LeftOn) }},
}

func roleTexts(roles []people.Role) []string {
	texts := make([]string, len(roles))
	for i, r := range roles {
		texts[i] = string(r)
	}
	return texts
}

// staff plans a staff file: one row a person, several roles in a cell. Somebody is known by the MIS's code, or by
// e-mail where the file has no codes. The role of administrator is given in Lollipop, and no file takes it away.
// Somebody in the file who had left is back.
func (p *planner) staff(rows []Row) {
	byCode, byEmail := map[string]*people.Staff{}, map[string]*people.Staff{}
	for i := range p.state.Staff {
		s := &p.state.Staff[i]
		if s.Code != "" {
			byCode[s.Code] = s
		}
		if now := byEmail[s.Email]; s.Email != "" && (now == nil || now.LeftOn != "") {
			byEmail[s.Email] = s
		}
	}
	met, codes, emails := map[id.Staff]bool{}, map[string]int{}, map[string]int{}
	for _, row := range rows {
		made, keep, ok := p.readStaff(row)
		old := byCode[made.Code]
		if found := byEmail[made.Email]; old == nil && found != nil && (found.Code == "" || made.Code == "") {
			old = found
		}
		if old != nil {
			met[old.ID] = true
		}
		if !ok || p.staffTwice(row, made, codes, emails) {
			continue
		}
		if other := byEmail[made.Email]; other != nil && other != old && other.LeftOn == "" && p.stays(other, byCode,
			rows) {
			p.problem(row, FEmail, Stops, "intake.email_of_another", phrase.Args{"Name": other.Called()})
			continue
		}
		p.settleStaff(row, made, old, keep)
	}
	for _, s := range p.state.Staff {
		if !met[s.ID] && s.LeftOn == "" && !slices.Contains(s.Roles, people.Administrator) {
			p.Leaving = append(p.Leaving, Somebody{Person: id.Person(s.ID), Name: s.Called(),
				Class: strings.Join(s.Classes, ", ")})
		}
	}
	slices.SortFunc(p.Leaving, func(a, b Somebody) int {
		return cmp.Or(cmp.Compare(people.Fold(a.Name), people.Fold(b.Name)), cmp.Compare(a.Person, b.Person))
	})
}

// stays reports whether the file leaves somebody their e-mail address: no row gives them another.
func (p *planner) stays(s *people.Staff, byCode map[string]*people.Staff, rows []Row) bool {
	return !slices.ContainsFunc(rows, func(row Row) bool {
		email, ok := ReadEmail(p.cell(row, FEmail))
		return byCode[p.cell(row, FCode)] == s && ok && email != s.Email
	})
}

// staffTwice lists a row whose code or e-mail an earlier row had: two people who sign in by one address cannot be told
// apart.
func (p *planner) staffTwice(row Row, s people.Staff, codes, emails map[string]int) bool {
	twice := false
	for _, key := range []struct {
		field Field
		value string
		seen  map[string]int
	}{{FCode, s.Code, codes}, {FEmail, s.Email, emails}} {
		if first, seen := key.seen[key.value]; seen && key.value != "" {
			if !twice {
				p.problem(row, key.field, Stops, "intake.staff_twice", phrase.Args{"Row": first})
			}
			twice = true
		} else {
			key.seen[key.value] = row.Number
		}
	}
	return twice
}

// readStaff reads a row; keep names the fields of which nothing is taken.
func (p *planner) readStaff(row Row) (s people.Staff, keep map[Field]bool, ok bool) {
	ok, keep = true, map[Field]bool{FClass: !p.has(FClass), FPhone: !p.has(FPhone), FTitle: !p.has(FTitle),
		FCode: !p.has(FCode)}
	stop := func(f Field, key string, args phrase.Args) {
		p.problem(row, f, Stops, key, args)
		ok = false
	}
	beside := func(f Field) string {
		text := p.cell(row, f)
		if turned(text) {
			p.problem(row, f, LeftOut, "intake.turned", nil)
			text, keep[f] = "", true
		}
		return text
	}
	s = people.Staff{School: p.draft.School, Code: p.cell(row, FCode), Title: beside(FTitle)}
	s.Forename, s.Surname = p.readRequired(row, FForename, stop), p.readRequired(row, FSurname, stop)
	var right bool
	if s.Email, right = ReadEmail(p.cell(row, FEmail)); !right {
		p.problem(row, FEmail, LeftOut, "intake.bad_email", nil)
		s.Email, keep[FEmail] = "", true
	} else if s.Email == "" {
		p.problem(row, FEmail, Notes, "intake.staff_no_email", nil)
	}
	if s.IssuedPhone, right = ReadMobile(p.cell(row, FPhone)); !right {
		p.problem(row, FPhone, LeftOut, "intake.bad_mobile", nil)
		keep[FPhone] = true
	}
	if s.Roles = p.readRoles(row); len(s.Roles) == 0 && p.cell(row, FRole) != "" {
		keep[FRole] = true // not one of them could be read
	}
	s.Classes = splitCell(beside(FClass), ";,/")
	return s, keep, ok
}

// readRoles reads the roles of a cell, separated by ; or , or /. What we do not know is left out, and said; the others
// are taken.
func (p *planner) readRoles(row Row) []people.Role {
	var roles []people.Role
	for _, text := range splitCell(p.cell(row, FRole), ";,/") {
		role, known := roleNames[people.Squash(text)]
		if !known {
			p.problem(row, FRole, LeftOut, "intake.role", phrase.Args{"Role": text})
		} else if !slices.Contains(roles, role) {
			roles = append(roles, role)
		}
	}
	if len(roles) == 0 && p.cell(row, FRole) == "" {
		p.problem(row, FRole, Notes, "intake.no_role", nil)
	}
	return roles
}

// splitCell cuts a cell at any of the separators, without doubles and empty parts.
func splitCell(text, separators string) []string {
	var parts []string
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(separators, r) }) {
		if part = strings.Join(strings.Fields(part), " "); part != "" && !slices.Contains(parts, part) {
			parts = append(parts, part)
		}
	}
	return parts
}

// appoint is what the file makes of somebody's roles. Where whoever brings it appoints nobody, those of the readers stay as
// they were, and the row says so.
func (p *planner) appoint(row Row, roles, had []people.Role) []people.Role {
	if !p.draft.NoReaders {
		return roles
	}
	reads := func(r people.Role) bool { return slices.Contains(appointed, r) }
	stay := slices.DeleteFunc(slices.Clone(roles), func(r people.Role) bool { return reads(r) && !slices.Contains(had, r) })
	as := len(stay) == len(roles)
	for _, r := range had {
		if reads(r) && !slices.Contains(stay, r) {
			stay, as = append(stay, r), false
		}
	}
	if !as {
		p.problem(row, FRole, LeftOut, "intake.appoint", nil)
	}
	return stay
}

func (p *planner) settleStaff(row Row, made people.Staff, old *people.Staff, keep map[Field]bool) {
	p.People++
	if old == nil {
		made.Roles = p.appoint(row, made.Roles, nil)
		made.ID = id.Named[id.Staff](fmt.Sprintf("%s/staff/%d", p.draft.Import, row.Number))
		p.New = append(p.New, Somebody{Person: id.Person(made.ID), Name: made.Called(),
			Class: strings.Join(made.Classes, ", "), Row: row.Number})
		p.changes.Staff = append(p.changes.Staff, made)
		return
	}
	made.ID = old.ID
	if keep[FClass] {
		made.Classes = old.Classes
	}
	had := old.Roles
	if old.Left(p.draft.Today) { // whoever comes back is not appointed again by that
		had = nil
	}
	if keep[FRole] {
		made.Roles = p.appoint(row, slices.Clone(old.Roles), had)
	} else if made.Roles = p.appoint(row, made.Roles, had); slices.Contains(old.Roles, people.Administrator) {
		made.Roles = append(made.Roles, people.Administrator)
	}
	if keep[FPhone] {
		made.IssuedPhone = old.IssuedPhone
	}
	if keep[FTitle] {
		made.Title = old.Title
	}
	if keep[FEmail] {
		made.Email = old.Email
	}
	if keep[FCode] || made.Code == "" {
		made.Code = old.Code
	}
	fields := differ(staffFields, *old, made)
	if len(fields) == 0 {
		p.Unchanged++
		return
	}
	p.Changed = append(p.Changed, Changed{What: StaffChanged, Person: id.Person(made.ID), Name: made.Called(),
		Row: row.Number, Fields: fields})
	p.changes.Staff = append(p.changes.Staff, made)
}
