package aup_test

import (
	"slices"
	"testing"

	"lollipop/backend/aup"
	"lollipop/backend/people"
)

// A child with special educational needs or English as an additional language is offered the language of home and easy
// reading first; nobody is refused another.
//
// Policy: education.vulnerable.differentiated (AR 5.1.1/2, BG 5.2/2), aup.age_suited (AR 5.1/7, BG 5.1/7)
func TestSupportIsOfferedFirst(t *testing.T) {
	var all []aup.Edition
	for _, tag := range []string{"en", "en-x-easy", "pl", "ur"} {
		all = append(all, aup.Edition{Language: tag})
	}
	for _, row := range []struct {
		what  string
		child people.Pupil
		want  []string
	}{
		{"no flag", people.Pupil{FirstLanguage: "pl", SEN: people.SENNone}, []string{"en", "en-x-easy", "pl", "ur"}},
		{"EAL", people.Pupil{FirstLanguage: "pl", EAL: true}, []string{"pl", "en-x-easy", "en", "ur"}},
		{"SEN support", people.Pupil{FirstLanguage: "en", SEN: people.SENSupport}, []string{"en-x-easy", "en", "pl", "ur"}},
		{"a plan", people.Pupil{SEN: people.SENPlan, FirstLanguage: "ur"}, []string{"ur", "en-x-easy", "en", "pl"}},
		{"EAL in a language we lack", people.Pupil{FirstLanguage: "ps", EAL: true}, []string{"en-x-easy", "en", "pl", "ur"}},
	} {
		rests(t, row.what, aup.Support(row.child))
		var got []string
		for _, e := range aup.Suited(all, []people.Pupil{row.child}) {
			got = append(got, e.Language)
		}
		if !slices.Equal(got, row.want) {
			t.Errorf("%s: %v", row.what, got)
		}
	}
	if all[0].Language != "en" {
		t.Error("the list that was given is another one now")
	}
}

func TestWhatIsNewInAText(t *testing.T) {
	text := func(all ...string) (text aup.Text) {
		for i := 0; i < len(all); i += 2 {
			text.Statements = append(text.Statements, aup.Statement{Key: all[i], Text: all[i+1]})
		}
		return text
	}
	c := aup.Diff(text("a", "A.", "b", "B.", "c", "C."), text("d", "D.", "c", "C.", "b", "B, better."))
	if !slices.Equal(c.Added, []string{"d"}) || !slices.Equal(c.Reworded, []string{"b"}) || len(c.Removed) != 1 ||
		c.Removed[0].Key != "a" || c.Removed[0].Text != "A." {
		t.Errorf("%+v", c)
	}
	if c := aup.Diff(text("a", "A.", "b", "B."), text("b", "B.", "a",
		"A.")); len(c.Added)+len(c.Reworded)+len(c.Removed) > 0 {
		t.Errorf("another order is no change of words: %+v", c)
	}
}

// Due, as the rule itself sees it: what nobody published is asked of nobody, and of whom nobody is asked, nothing.
//
// Policy: roles.parents.read_aups (AR 4.6/1, BG 4.6/1), scope.people (AR 2/4, BG 2/4)
func TestDueIsPure(t *testing.T) {
	mother := people.Adult{ID: "amina"}
	family := func(child people.Pupil, c people.Contact) people.Family {
		return people.Family{Pupil: child, Contacts: []people.Around{{Contact: c, Adult: mother}}}
	}
	cares := people.Contact{ParentalResponsibility: true}
	six, one := people.Pupil{ID: "six", Year: "6"}, people.Pupil{ID: "one", Year: "1"}
	l := shelf()
	l.Versions = append(l.Versions, aup.Version{Document: aup.ForParents, ID: "p", Number: 1})
	parent := aup.Signer{Kind: people.ParentKind, Person: "amina"}
	left := six
	left.LeftOn = "2026-11-23"
	for _, row := range []struct {
		what   string
		signer aup.Signer
		family people.Family
		want   []aup.Document
	}{
		{"a mother", parent, family(six, cares), []aup.Document{aup.ForParents, aup.ForUpperKS2}},
		{"a mother of a child without a document", parent, family(one, cares), []aup.Document{aup.ForParents}},
		{"a mother of a leaver", parent, family(left, cares), nil},
		{"an aunt", parent, family(six, people.Contact{Relationship: people.Aunt}), nil},
		{"somebody barred", parent, family(six, people.Contact{ParentalResponsibility: true, CourtOrder: "No contact"}), nil},
		{"somebody else", aup.Signer{Kind: people.ParentKind, Person: "ewa"}, family(six, cares), nil},
		{"the child", aup.Signer{Kind: people.PupilKind, Person: "six"}, family(six, cares), []aup.Document{aup.ForUpperKS2}},
		{"a young child", aup.Signer{Kind: people.PupilKind, Person: "one"}, family(one, cares), nil},
		{"a leaver", aup.Signer{Kind: people.PupilKind, Person: "six"}, family(left, cares), nil},
		{"another child", aup.Signer{Kind: people.PupilKind, Person: "one"}, family(six, cares), nil},
		{"staff", aup.Signer{Kind: people.StaffKind, Person: "amina"}, family(six, cares), nil},
	} {
		s := aup.Sitting{Signer: row.signer, Library: l, Families: []people.Family{row.family}}
		var got []aup.Document
		for _, item := range aup.Due(s, "2026-11-23") {
			got = append(got, item.Version.Document)
			if item.State != aup.NotYet {
				t.Errorf("%s: %s", row.what, item.State)
			}
		}
		if !slices.Equal(got, row.want) {
			t.Errorf("%s is asked for %v", row.what, got)
		}
	}
}
