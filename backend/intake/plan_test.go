package intake_test

import (
	"maps"
	"slices"
	"testing"

	"lollipop/backend/id"
	"lollipop/backend/intake"
	"lollipop/backend/people"
)

// imported is a school after its first import.
func imported(t testing.TB, name string) (people.State, intake.Table) {
	t.Helper()
	table := export(t, name+"-pupils")
	p := plan(intake.PupilFile, people.State{}, table, "first")
	state, _ := agree(t, people.State{}, p)
	return state, table
}

// TestBothExports: the two schools' files, counted. The counts were taken from the files by another program.
func TestBothExports(t *testing.T) {
	for name, want := range map[string]struct {
		pupils, contacts, adults, noContact, foster, social, stepfathers, namesakes, notes int
		languages                                                                          map[string]int
		years                                                                              map[people.Year]int
	}{
		"hook-lane": {318, 586, 423, 7, 4, 4, 6, 61, 2,
			map[string]int{"en": 161, "pl": 33, "ne": 29, "ro": 25, "bn": 15, "sk": 15, "pa": 12, "ar": 8, "uk": 6,
				"pt": 5,
				"ur": 5, "so": 3, "ps": 1},
			map[people.Year]int{"reception": 41, "1": 61, "2": 51, "3": 39, "4": 43, "5": 44, "6": 39}},
		// 110 names stand for people with different mobiles and e-mails; one of them is Duty Social Worker, which is
		// nobody's name, so that 109 are listed.
		"beaver-road": {431, 806, 578, 3, 9, 9, 7, 109, 1,
			map[string]int{"en": 221, "ne": 43, "pl": 36, "sk": 34, "ro": 28, "pa": 18, "bn": 15, "ar": 8, "ur": 8,
				"uk": 7,
				"ps": 7, "pt": 4, "so": 2},
			map[people.Year]int{"nursery": 50, "reception": 54, "1": 50, "2": 50, "3": 70, "4": 50, "5": 53, "6": 54}},
	} {
		table := export(t, name+"-pupils")
		p := plan(intake.PupilFile, people.State{}, table, "first")
		if p.People != want.pupils || len(p.New) != want.pupils || p.Contacts != want.contacts || len(p.Changed) != 0 ||
			len(p.Leaving) != 0 || p.NeedsGoodRowsOnly {
			t.Errorf("%s: %d pupils, %d new, %d contacts, %d changed, %d leaving, good rows only %v", name, p.People,
				len(p.New), p.Contacts, len(p.Changed), len(p.Leaving), p.NeedsGoodRowsOnly)
		}
		if len(p.SamePerson) != want.namesakes || len(p.Problems) != want.notes {
			t.Errorf("%s: %d doubtful names, %d problems: %v", name, len(p.SamePerson), len(p.Problems), p.Problems)
		}
		state, _ := agree(t, people.State{}, p)
		languages, years, kinds := map[string]int{}, map[people.Year]int{}, map[string]int{}
		for _, pupil := range state.Pupils {
			languages[pupil.FirstLanguage]++
			years[pupil.Year]++
		}
		noContact := 0
		for _, c := range state.Contacts {
			kinds[c.Relationship]++
			if c.Marks().NoContact {
				noContact++
			}
		}
		if !maps.Equal(languages, want.languages) || !maps.Equal(years, want.years) {
			t.Errorf("%s: languages %v, years %v", name, languages, years)
		}
		if len(state.Adults) != want.adults || noContact != want.noContact ||
			kinds[people.FosterCarer] != want.foster ||
			kinds[people.SocialWorker] != want.social || kinds[people.StepFather] != want.stepfathers {
			t.Errorf("%s: %d adults, %d no contact, %v", name, len(state.Adults), noContact, kinds)
		}
		duty := map[id.Adult]bool{}
		for _, a := range state.Adults {
			if people.IsRoleName(a.Forename, a.Surname) {
				duty[a.ID] = true
			}
		}
		if len(duty) != want.social {
			t.Errorf("%s: %d records of Duty Social Worker, one a child", name, len(duty))
		}
	}
}

func TestTheSameFileTwiceChangesNothing(t *testing.T) {
	for _, name := range []string{"hook-lane", "beaver-road"} {
		state, table := imported(t, name)
		p := plan(intake.PupilFile, state, table, "second")
		if len(p.New)+len(p.Changed)+len(p.Leaving)+len(p.Disagree) != 0 || p.Unchanged != len(state.Pupils) {
			t.Errorf("%s: new %d, changed %v, leaving %d, unchanged %d", name, len(p.New), p.Changed, len(p.Leaving),
				p.Unchanged)
		}
		after, o := agree(t, state, p)
		if after.Digest() != state.Digest() ||
			len(o.Done.After.Pupils)+len(o.Done.After.Adults)+len(o.Done.After.Contacts) != 0 {
			t.Errorf("%s: applying it writes something", name)
		}
	}
}

// TestAPlanIsPure: the same file on the same state gives the same ids.
func TestAPlanIsPure(t *testing.T) {
	table := export(t, "hook-lane-pupils")
	a, _ := agree(t, people.State{}, plan(intake.PupilFile, people.State{}, table, "first"))
	b, _ := agree(t, people.State{}, plan(intake.PupilFile, people.State{}, table, "first"))
	if a.Digest() != b.Digest() {
		t.Error("two plans of one file differ")
	}
}

// broken is Hook Lane's file with one mistake, and what has to be said of it. Row 4 is Tiago Conceição in Reception
// with his mother Beatriz, row 5 the same with his father.
func TestEveryMistakeIsNamed(t *testing.T) {
	good := export(t, "hook-lane-pupils")
	type mistake struct {
		row           int
		header, value string
		key           string
		weight        intake.Weight
		pupils        int // taken of 318
		contacts      int // of 586
	}
	for name, c := range map[string]struct {
		row           int
		header, value string
		want          []mistake
	}{
		"wrong check letter": {6, "UPN", "B886234526039", []mistake{
			{6, "UPN", "B886234526039", "intake.upn_letter", intake.Stops, 317, 585}}},
		"no UPN": {6, "UPN", " ", []mistake{{6, "UPN", " ", "intake.no_upn", intake.Stops, 317, 585}}},
		"not a UPN": {6, "UPN", "12345", []mistake{{6, "UPN", "12345", "intake.bad_upn", intake.Stops, 317,
			585}}},
		"30 February": {6, "DOB", "30/02/2022", []mistake{{6, "DOB", "30/02/2022", "intake.no_such_day",
			intake.Stops, 317, 585}}},
		"an American date": {6, "DOB", "04/18/2022", []mistake{
			{6, "DOB", "04/18/2022", "intake.no_such_day", intake.Stops, 317, 585}}},
		"no date": {6, "DOB", "soon", []mistake{{6, "DOB", "soon", "intake.bad_date", intake.Stops, 317,
			585}}},
		"not born yet": {6, "DOB", "23/11/2026", []mistake{{6, "DOB", "23/11/2026", "intake.dob_future",
			intake.Stops, 317, 585}}},
		"another year": {6, "DOB", "18/04/2019", []mistake{{6, "DOB", "18/04/2019", "intake.dob_year",
			intake.Notes, 318, 586}}},
		"Year 9": {6, "Year Group", "Year 9", []mistake{{6, "Year Group", "Year 9", "intake.bad_year",
			intake.Stops, 317, 585}}},
		"empty surname": {6, "Legal Surname", "", []mistake{{6, "Legal Surname", "", "intake.empty",
			intake.Stops, 317, 585}}},
		"no class": {6, "Registration Group", "", []mistake{{6, "Registration Group", "", "intake.empty",
			intake.Stops, 317, 585}}},
		"a name of digits": {6, "Legal Forename", "P0ppy", []mistake{
			{6, "Legal Forename", "P0ppy", "intake.bad_name", intake.Stops, 317, 585}}},
		"broken letters": {6, "Legal Forename", "Andr\ufffd", []mistake{
			{6, "Legal Forename", "Andr\ufffd", "intake.bad_name", intake.Stops, 317, 585}}},
		"a surname turned round": {6, "Legal Surname", "Ann\u202enitram", []mistake{
			{6, "Legal Surname", "Ann\u202enitram", "intake.turned", intake.Stops, 317, 585}}},
		"a class turned round": {6, "Registration Group", "\u2067Oak", []mistake{
			{6, "Registration Group", "\u2067Oak", "intake.turned", intake.Stops, 317, 585}}},
		"a preferred name turned round": {6, "Preferred Forename", "\u202aFlo\u202c", []mistake{
			{6, "Preferred Forename", "\u202aFlo\u202c", "intake.turned", intake.LeftOut, 318, 586}}},
		"a contact turned round": {6, "Contact Surname", "Lee\u2066", []mistake{
			{6, "Contact Surname", "Lee\u2066", "intake.turned", intake.LeftOut, 318, 585}}},
		"a relationship turned round": {6, "Contact Relationship", "\u2068Aunt", []mistake{
			{6, "Contact Relationship", "\u2068Aunt", "intake.turned", intake.LeftOut, 318, 586}}},
		"unknown language": {6, "First Language", "FRN", []mistake{
			{6, "First Language", "FRN", "intake.language", intake.Asks, 318, 586}}},
		"unknown court order": {6, "Court Order", "See file", []mistake{
			{6, "Court Order", "See file", "intake.court_order", intake.Asks, 318, 586}}},
		"bad mobile": {6, "Contact Mobile", "01795 473000", []mistake{
			{6, "Contact Mobile", "01795 473000", "intake.bad_mobile", intake.LeftOut, 318, 586}}},
		"bad e-mail": {6, "Contact Email", "florence.davies", []mistake{
			{6, "Contact Email", "florence.davies", "intake.bad_email", intake.LeftOut, 318, 586}}},
		"responsibility perhaps": {6, "Parental Responsibility", "perhaps", []mistake{
			{6, "Parental Responsibility", "perhaps", "intake.bad_yes_no", intake.LeftOut, 318, 586}}},
		"contact without a surname": {6, "Contact Surname", "", []mistake{
			{6, "Contact Surname", "", "intake.contact_name", intake.LeftOut, 318, 585}}},
		"unknown SEN status": {6, "SEN Status", "X", []mistake{{6, "SEN Status", "X", "intake.bad_sen",
			intake.LeftOut, 318, 586}}},
		"unknown priority": {6, "Contact Priority", "first", []mistake{{6, "Contact Priority", "first",
			"intake.bad_number", intake.LeftOut, 318, 586}}},
		"left long ago, new": {6, "Date of Leaving", "24/07/2026", []mistake{{6, "Date of Leaving", "24/07/2026",
			"intake.already_left", intake.Notes, 317, 585}}},
		"left on 31 November": {6, "Date of Leaving", "31/11/2026", []mistake{{6, "Date of Leaving", "31/11/2026",
			"intake.no_such_day", intake.LeftOut, 318, 586}}},
		"two dates of birth for one UPN": {5, "DOB", "03/04/2022", []mistake{
			{5, "DOB", "03/04/2022", "intake.contradicts", intake.Stops, 317, 584}}},
		"one row of two unreadable": {5, "DOB", "30/02/2022", []mistake{
			{5, "DOB", "30/02/2022", "intake.no_such_day", intake.Stops, 318, 585}}},
	} {
		p := plan(intake.PupilFile, people.State{}, set(t, good, c.row, c.header, c.value), "first")
		for _, want := range c.want {
			found := slices.ContainsFunc(p.Problems, func(q intake.Problem) bool {
				return q.Row == want.row && q.Header == want.header && q.Value == want.value && q.Why.Key == want.key &&
					q.Weight == want.weight
			})
			if !found {
				t.Errorf("%s: not said: row %d, %s %q: %s; said: %v", name, want.row, want.header, want.value,
					want.key, p.Problems)
			}
			if p.People != want.pupils || p.Contacts != want.contacts {
				t.Errorf("%s: %d pupils, %d contacts", name, p.People, p.Contacts)
			}
			agreed := want.weight == intake.Stops || want.weight == intake.LeftOut
			if p.NeedsGoodRowsOnly != agreed {
				t.Errorf("%s: good rows only: %v", name, p.NeedsGoodRowsOnly)
			}
			_, err := p.Agree(intake.Import{Seen: p.Seen}, people.State{}, act("apply"), intake.Agreement{}, today)
			if (err != nil) != agreed {
				t.Errorf("%s: applying it whole: %v", name, err)
			}
		}
		if len(p.Problems) != 2+len(c.want) { // the good file has two notes
			t.Errorf("%s: said: %v", name, p.Problems)
		}
	}
}

func TestDuplicateAndContradictingContacts(t *testing.T) {
	good := export(t, "hook-lane-pupils")
	again := good
	again.Rows = append(slices.Clone(good.Rows), intake.Row{Number: 588, Cells: good.Rows[2].Cells})
	p := plan(intake.PupilFile, people.State{}, again, "first")
	if p.People != 318 || p.Contacts != 586 || p.NeedsGoodRowsOnly {
		t.Errorf("a doubled row: %d pupils, %d contacts, %v", p.People, p.Contacts, p.NeedsGoodRowsOnly)
	}
	last := p.Problems[len(p.Problems)-1]
	if last.Row != 588 || last.Why.Key != "intake.duplicate" || last.Why.Args["Row"] != 4 ||
		last.Weight != intake.Notes {
		t.Errorf("a doubled row is said to be %+v", last)
	}
	// the same contact, and this time a court order: neither row may be believed
	p = plan(intake.PupilFile, people.State{}, set(t, again, 588, "Court Order", "No contact"), "first")
	last = p.Problems[len(p.Problems)-1]
	if p.People != 318 || p.Contacts != 585 || last.Row != 588 || last.Header != "Court Order" ||
		last.Value != "No contact" || last.Why.Key != "intake.contact_contradicts" || last.Why.Args["Row"] != 4 {
		t.Errorf("a contradiction: %d contacts, %+v", p.Contacts, last)
	}
	p = plan(intake.PupilFile, people.State{}, intake.Table{Headers: good.Headers,
		Rows: append(slices.Clone(good.Rows), intake.Row{Number: 588, Cells: []string{"P886234526013", "Brown"}})},
		"first")
	last = p.Problems[len(p.Problems)-1]
	if last.Row != 588 || last.Why.Key != "intake.cells" || last.Why.Args["Have"] != 2 ||
		last.Why.Args["Want"] != 21 {
		t.Errorf("a short row: %+v", last)
	}
}

func TestAPupilTwiceWithoutContacts(t *testing.T) {
	line := "P886234526013,Brown,Isla,06/09/2021,R,Robin"
	p := plan(intake.PupilFile, people.State{}, tableOf(t, "UPN,Surname,Forename,DOB,Year,Class", line, line), "first")
	if p.People != 1 || len(p.Problems) != 1 || p.Problems[0].Row != 3 || p.Problems[0].Why.Key != "intake.duplicate" ||
		p.NeedsGoodRowsOnly {
		t.Errorf("%d pupils, %+v", p.People, p.Problems)
	}
}

// TestUnreadableRowsNeverMakeLeavers: whoever stands in the file, however badly, is not proposed as a leaver.
func TestUnreadableRowsNeverMakeLeavers(t *testing.T) {
	state, good := imported(t, "hook-lane")
	for _, c := range [][2]string{{"UPN", "B886234526039"}, {"DOB", "30/02/2022"}, {"Legal Surname", ""},
		{"Year Group", "9"}} {
		p := plan(intake.PupilFile, state, set(t, good, 6, c[0], c[1]), "second")
		if len(p.Leaving) != 0 || len(p.New) != 0 || len(p.Changed) != 0 {
			t.Errorf("%s: leaving %v, new %v, changed %v", c[0], p.Leaving, p.New, p.Changed)
		}
	}
}
