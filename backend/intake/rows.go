package intake

import (
	"strconv"

	"lollipop/backend/clock"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/phrase"
)

// contactRow is the contact of one row as read.
type contactRow struct {
	row   Row
	child *child
	adult people.Adult
	facts people.Contact
	keep  map[Field]bool
	// name is the folded full name, keys are people.CertainKeys of the adult.
	name string
	keys []string
	// old is the existing contact of the child that this one is, if any; record the adult's record, old or new.
	old    *people.Contact
	record id.Adult
	// out: the contact is not taken. Its name still says that the file has somebody so called; unread: it has no name
	// that can be read, so that it might be anybody.
	out, unread bool
}

// readPupil reads a row. It reports false where the pupil's part cannot be used; what could be read of it is returned.
func (p *planner) readPupil(row Row) (pupilRow, bool) {
	read, ok := pupilRow{Row: row}, true
	stop := func(f Field, key string, args phrase.Args) {
		p.problem(row, f, Stops, key, args)
		ok = false
	}
	read.pupil.UPN = p.readUPN(row, stop)
	read.pupil.Surname = p.readRequired(row, FSurname, stop)
	read.pupil.Forename = p.readRequired(row, FForename, stop)
	read.pupil.DOB = p.readDOB(row, stop)
	read.pupil.Class = p.readRequired(row, FClass, stop)
	if year, known := readYear(p.cell(row, FYear)); known {
		read.pupil.Year = year
	} else {
		stop(FYear, "intake.bad_year", nil)
	}
	p.readRest(row, &read)
	if ok {
		read.contact = p.readContact(row)
	}
	return read, ok
}

type stopper func(f Field, key string, args phrase.Args)

func (p *planner) readUPN(row Row, stop stopper) string {
	text := p.cell(row, FUPN)
	upn, right, ok := CheckUPN(text)
	switch {
	case ok:
	case text == "":
		stop(FUPN, "intake.no_upn", nil)
	case right == "":
		stop(FUPN, "intake.bad_upn", nil)
	default:
		stop(FUPN, "intake.upn_letter", phrase.Args{"Right": right})
	}
	return upn
}

func (p *planner) readRequired(row Row, f Field, stop stopper) string {
	text := p.cell(row, f)
	if f == FClass { // classes are called what they are called: "4B"
		switch {
		case text == "":
			stop(f, "intake.empty", nil)
		case turned(text):
			stop(f, "intake.turned", nil)
		}
		return text
	}
	name, why := readName(text)
	switch {
	case why != "":
		stop(f, why, nil)
	case name == "":
		stop(f, "intake.empty", nil)
	}
	return name
}

func (p *planner) readDOB(row Row, stop stopper) clock.Date {
	text := p.cell(row, FDOB)
	date, form, ok := ReadDate(text)
	switch {
	case text == "":
		stop(FDOB, "intake.empty", nil)
	case !form:
		stop(FDOB, "intake.bad_date", nil)
	case !ok:
		stop(FDOB, "intake.no_such_day", nil)
	case date >= p.draft.Today:
		stop(FDOB, "intake.dob_future", nil)
	}
	return date
}

// readRest reads the cells without which a pupil can be taken.
func (p *planner) readRest(row Row, read *pupilRow) {
	leave := func(f Field, key string) {
		p.problem(row, f, LeftOut, key, nil)
		read.leave(f)
	}
	for _, f := range []Field{FPreferred, FLanguage, FEAL, FSEN, FLeaving} {
		if !p.has(f) {
			read.leave(f)
		}
	}
	if name, why := readName(p.cell(row, FPreferred)); why == "" {
		read.pupil.Preferred = name
	} else {
		leave(FPreferred, why)
	}
	if read.pupil.Preferred == "" {
		read.pupil.Preferred = read.pupil.Forename
	}
	read.pupil.LanguageCode = p.cell(row, FLanguage)
	read.pupil.FirstLanguage = languageOf(read.pupil.LanguageCode)
	if yes, ok := readYesNo(p.cell(row, FEAL)); ok {
		read.pupil.EAL = yes
	} else {
		leave(FEAL, "intake.bad_yes_no")
	}
	if sen, ok := readSEN(p.cell(row, FSEN)); ok {
		read.pupil.SEN = sen
	} else {
		leave(FSEN, "intake.bad_sen")
	}
	if text := p.cell(row, FLeaving); text != "" {
		if last, form, ok := ReadDate(text); ok {
			read.pupil.LeftOn = last.AddDays(1) // the file gives the last day on the roll
		} else if form {
			leave(FLeaving, "intake.no_such_day")
		} else {
			leave(FLeaving, "intake.bad_date")
		}
	}
}

func (r *pupilRow) leave(f Field) {
	if r.keep == nil {
		r.keep = map[Field]bool{}
	}
	r.keep[f] = true
}

// languageOf is the language of an MIS code, or empty: an unknown code is asked, never guessed.
func languageOf(code string) string { return languages[people.Squash(code)] }

// askLanguage asks about a code that we do not know.
func (p *planner) askLanguage(row Row, f Field, code string) {
	if code != "" && languageOf(code) == "" {
		p.problem(row, f, Asks, "intake.language", phrase.Args{"Code": code})
	}
}

// readContact reads the contact of a row; nil where there is none, or none that can be taken.
func (p *planner) readContact(row Row) *contactRow {
	c := &contactRow{row: row, keep: map[Field]bool{}}
	any := false
	for _, column := range contactColumns {
		if !p.has(column) {
			c.keep[column] = true
		}
		any = any || p.cell(row, column) != ""
	}
	if !any {
		return nil
	}
	c.adult = people.Adult{School: p.draft.School, Title: p.readBeside(c, FCTitle)}
	c.adult.Forename = p.readContactName(c, FCForename)
	c.adult.Surname = p.readContactName(c, FCSurname)
	if c.adult.Surname == "" && !c.out {
		p.leaveContact(c, FCSurname, "intake.contact_name")
	}
	c.name = people.FullName(c.adult)
	if mobile, ok := ReadMobile(p.cell(row, FCMobile)); ok {
		c.adult.Mobile = mobile
	} else {
		p.leaveCell(c, FCMobile, "intake.bad_mobile")
	}
	if email, ok := ReadEmail(p.cell(row, FCEmail)); ok {
		c.adult.Email = email
	} else {
		p.leaveCell(c, FCEmail, "intake.bad_email")
	}
	c.adult.LanguageCode = p.cell(row, FCLanguage)
	c.keys = people.CertainKeys(c.adult)
	p.readFacts(row, c)
	return c
}

var contactColumns = []Field{FCTitle, FCForename, FCSurname, FCRelation, FCPriority, FCPR, FCOrder, FCMobile, FCEmail,
	FCLanguage, FCSameHouse}

func (p *planner) readContactName(c *contactRow, f Field) string {
	name, why := readName(p.cell(c.row, f))
	if why != "" {
		p.leaveContact(c, f, why)
	}
	return name
}

// readBeside reads what stands beside a contact's name on screens and letters.
func (p *planner) readBeside(c *contactRow, f Field) string {
	text := p.cell(c.row, f)
	if turned(text) {
		p.leaveCell(c, f, "intake.turned")
		return ""
	}
	return text
}

// readFacts reads what the adult is to the child.
func (p *planner) readFacts(row Row, c *contactRow) {
	c.facts = people.Contact{School: p.draft.School, CourtOrder: p.cell(row, FCOrder)}
	c.facts.Relationship = p.readBeside(c, FCRelation)
	if code, known := relationships[people.Squash(c.facts.Relationship)]; known {
		c.facts.Relationship = code
	}
	var ok bool
	if c.facts.ParentalResponsibility, ok = readYesNo(p.cell(row, FCPR)); !ok {
		p.leaveCell(c, FCPR, "intake.bad_yes_no")
	}
	if c.facts.SameAddress, ok = readYesNo(p.cell(row, FCSameHouse)); !ok {
		p.leaveCell(c, FCSameHouse, "intake.bad_yes_no")
	}
	if text := p.cell(row, FCPriority); text != "" {
		if n, err := strconv.ParseUint(text, 10, 8); err == nil {
			c.facts.Priority = int(n)
		} else {
			p.leaveCell(c, FCPriority, "intake.bad_number")
		}
	}
}

func (p *planner) leaveCell(c *contactRow, f Field, key string) {
	p.problem(c.row, f, LeftOut, key, nil)
	c.keep[f] = true
}

// leaveContact leaves the whole contact out, because their name cannot be read.
func (p *planner) leaveContact(c *contactRow, f Field, key string) {
	p.problem(c.row, f, LeftOut, key, nil)
	c.out, c.unread = true, true
}
