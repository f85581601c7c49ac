package people_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/intake"
	"lollipop/backend/people"
)

func TestFamiliesAreFoundByAnyNamePart(t *testing.T) {
	ctx, p := context.Background(), open(t)
	p.imported(t, intake.PupilFile, export(t, "hook-lane-pupils"), intake.Agreement{})
	table := export(t, "hook-lane-pupils")
	for text, has := range map[string]func(r intake.Row) bool{
		"conceicao": func(r intake.Row) bool { return r.Cells[1] == "Conceição" || r.Cells[12] == "Conceição" },
		"OBRI":      func(r intake.Row) bool { return r.Cells[1] == "O'Brien" || r.Cells[12] == "O'Brien" },
		"o'brien g": func(r intake.Row) bool {
			return r.Cells[1] == "O'Brien" && strings.HasPrefix(r.Cells[2], "G") ||
				r.Cells[12] == "O'Brien" && strings.HasPrefix(r.Cells[11], "G")
		},
		"łuk": func(r intake.Row) bool {
			return strings.HasPrefix(r.Cells[2], "Łuk") || strings.HasPrefix(r.Cells[3], "Łuk") ||
				strings.HasPrefix(r.Cells[11], "Łuk") ||
				strings.HasPrefix(r.Cells[2], "Luk") || strings.HasPrefix(r.Cells[11], "Luk")
		},
		"%": func(intake.Row) bool { return true }, // nothing was asked for
	} {
		upns := map[string]bool{}
		for _, r := range table.Rows {
			if has(r) {
				upns[r.Cells[0]] = true
			}
		}
		page, err := p.Families(ctx, secretary, people.Query{Text: text, Size: 100})
		if err != nil || page.Total != len(upns) || len(upns) == 0 {
			t.Errorf("%q finds %d pupils, not %d: %v", text, page.Total, len(upns), err)
		}
		for _, f := range page.Families {
			if !upns[f.Pupil.UPN] {
				t.Errorf("%q finds %s", text, f.Pupil.Called())
			}
		}
	}
	robin, err := p.Families(ctx, secretary, people.Query{Class: "Robin", Page: 2, Size: 10})
	if err != nil || robin.Total != 18 || len(robin.Families) != 8 {
		t.Errorf("Robin, second page: %d of %d, %v", len(robin.Families), robin.Total, err)
	}
}

func TestTeachersSeeTheirClassWithoutContacts(t *testing.T) {
	ctx, p := context.Background(), open(t)
	p.imported(t, intake.PupilFile, export(t, "hook-lane-pupils"), intake.Agreement{})
	willow := p.family(t, "Willow Johnson").Pupil // Robin
	beech, err := p.ClassList(ctx, secretary, "Beech")
	if err != nil {
		t.Fatal(err)
	}
	f, err := p.Pupil(ctx, secretary, willow.ID)
	if err != nil || len(f.Contacts) != 1 || f.Contacts[0].Adult.Mobile != "+447700900244" ||
		f.Pupil.UPN != willow.UPN {
		t.Errorf("the office: %+v, %v", f, err)
	}
	f, err = p.Pupil(ctx, teacher, willow.ID)
	if err != nil || len(f.Contacts) != 0 || f.Pupil.UPN != "" || f.Pupil.SEN != "" || f.Pupil.Surname != "Johnson" {
		t.Errorf("their teacher: %+v, %v", f, err)
	}
	for name, ask := range map[string]struct {
		who   people.Who
		pupil id.Pupil
	}{"another class's teacher": {teacher, beech[0].ID}, "nobody": {teacher, "x"},
		"the office of nobody": {secretary, "x"},
		"another school":       {twin, willow.ID}, "a governor": {as("g", people.Governor), willow.ID}} {
		_, err := p.Pupil(ctx, ask.who, ask.pupil)
		want(t, name, err, "not_found people.not_found")
	}
	list, err := p.ClassList(ctx, teacher, "Robin")
	if err != nil || len(list) != 18 {
		t.Errorf("their own class: %d, %v", len(list), err)
	}
	_, err = p.ClassList(ctx, teacher, "Beech")
	want(t, "another class", err, "not_found people.not_found")
	if classes, err := p.Classes(ctx, teacher); err != nil || len(classes) != 14 || classes[0].Name != "Robin" {
		t.Errorf("classes: %v, %v", classes, err)
	}
}

func TestNobodyElseReadsFamilies(t *testing.T) {
	ctx, p := context.Background(), open(t)
	p.imported(t, intake.PupilFile, export(t, "hook-lane-pupils"), intake.Agreement{})
	key := p.family(t, "Willow Johnson").Contacts[0].Contact.Key()
	for _, who := range []people.Who{teacher, as("g", people.ChairOfGovernors), as("tech", people.Technician), {}} {
		calls := map[string]error{}
		_, calls["families"] = p.Families(ctx, who, people.Query{})
		_, calls["staff list"] = p.StaffList(ctx, who)
		_, calls["same"] = p.SamePersonList(ctx, who)
		calls["marks"] = p.CorrectMarks(ctx, who, p.act(who, "x"), key, people.Marks{})
		calls["merge"] = p.Merge(ctx, who, p.act(who, "x"), key.Adult, "b")
		calls["unmerge"] = p.Unmerge(ctx, who, p.act(who, "x"), key.Adult)
		calls["apart"] = p.KeepApart(ctx, who, p.act(who, "x"), key.Adult, "b")
		for what, err := range calls {
			want(t, string(who.Person)+": "+what, err, "denied people.not_yours")
		}
	}
	// the same rights at another school reach nothing here, and an act in somebody else's name is nobody's
	want(t, "the twin corrects", p.CorrectMarks(ctx, twin, p.act(twin, "x"), key, people.Marks{}),
		"not_found people.not_found")
	want(t, "in another's name", p.CorrectMarks(ctx, secretary, p.act(twin, "x"), key, people.Marks{}),
		"not_found people.not_found")
	if page, err := p.Families(ctx, twin, people.Query{}); err != nil || page.Total != 0 {
		t.Errorf("the twin sees %d families: %v", page.Total, err)
	}
}

func TestMarksAreCorrectedAndStay(t *testing.T) {
	ctx, p, table := context.Background(), open(t), export(t, "hook-lane-pupils")
	p.imported(t, intake.PupilFile, table, intake.Agreement{})
	key := p.family(t, "Willow Johnson").Contacts[0].Contact.Key()
	err := p.CorrectMarks(ctx, secretary, p.act(secretary, "people.marks"), key, people.Marks{NoContact: true,
		MayBeTold: true})
	want(t, "a contradiction", err, "invalid people.marks.contradict")
	if err = p.CorrectMarks(ctx, secretary, p.act(secretary, "people.marks"), key,
		people.Marks{MayBeTold: true}); err != nil {
		t.Fatal(err)
	}
	preview, err := p.intake.PreviewPupils(ctx, secretary, p.act(secretary, "intake.read"), "again.csv", table)
	if err != nil || len(preview.Plan.Disagree) != 1 || len(preview.Plan.Changed) != 0 {
		t.Fatalf("disagree %v, changed %v: %v", preview.Plan.Disagree, preview.Plan.Changed, err)
	}
	if _, err = p.intake.Apply(ctx, secretary, p.act(secretary, "intake.apply"), preview.Import.ID,
		intake.Agreement{}); err != nil {
		t.Fatal(err)
	}
	c := p.family(t, "Willow Johnson").Contacts[0].Contact
	if c.Marks() != (people.Marks{MayBeTold: true}) || c.Corrected.By != secretary.Person || !c.Corrected.At.Equal(at) {
		t.Errorf("after the next file: %+v", c)
	}
}

func TestStaffAndTheirRecords(t *testing.T) {
	ctx, p := context.Background(), open(t)
	p.imported(t, intake.PupilFile, export(t, "hook-lane-pupils"), intake.Agreement{})
	p.imported(t, intake.StaffFile, export(t, "hook-lane-staff"), intake.Agreement{})
	staff, err := p.StaffList(ctx, secretary)
	if err != nil || len(staff) != 38 || staff[0].Surname != "Baker" {
		t.Fatalf("%d staff: %v", len(staff), err)
	}
	by := func(email string) people.Staff {
		return staff[slices.IndexFunc(staff, func(s people.Staff) bool { return strings.HasPrefix(s.Email, email) })]
	}
	head, deputy, class := by("mhall1").Who(), by("ewright3"), by("ebrown11")
	willow := p.family(t, "Willow Johnson").Pupil.ID
	// Policy: social.staff.contact_approval (AR 8.2/21, BG 8.2/19)
	_, err = p.approved(ctx, class.ID, willow)
	want(t, "before", err, "denied people.contact.not_approved social.staff.contact_approval")
	err = p.ApproveContact(ctx, class.Who(), p.act(class.Who(), "x"), class.ID, willow, "A friend of the family", "")
	want(t, "the teacher", err, "denied people.not_yours social.staff.contact_approval")
	err = p.ApproveContact(ctx, head, p.act(head, "x"), id.Staff(head.Person), willow, "Mine", "")
	want(t, "the head for herself", err, "denied people.contact.not_oneself social.staff.contact_approval")
	err = p.ApproveContact(ctx, head, p.act(head, "x"), class.ID, willow, "", "")
	want(t, "without a reason", err, "invalid people.reason_needed")
	err = p.ApproveContact(ctx, head, p.act(head, "x"), class.ID, willow, "Cousin", "2026-11-22")
	want(t, "for the past", err, "invalid people.contact.until_past")
	err = p.ApproveContact(ctx, head, p.act(head, "x"), class.ID, "x", "Cousin", "")
	want(t, "for nobody", err, "not_found people.not_found")
	if err = p.ApproveContact(ctx, head, p.act(head, "people.approve"), class.ID, willow, "Cousin",
		"2026-12-18"); err != nil {
		t.Fatal(err)
	}
	ok, err := p.approved(ctx, class.ID, willow)
	if err != nil || !ok {
		t.Errorf("approved: %v", err)
	}
	// Policy: social.staff.prior_relationships (AR 8.2/19, BG 8.2/17)
	// Policy: phones.staff.prior_relationships (AR 9.2/9, BG 9.2/9)
	d := people.Declaration{Staff: class.ID, Pupil: willow, Kind: people.Relative, DiscussedWith: deputy.ID,
		Outcome: "Work account only", On: "2026-11-20"}
	wrong := func(change func(*people.Declaration)) error {
		bad := d
		change(&bad)
		return p.DeclareRelationship(ctx, class.Who(), p.act(class.Who(), "people.declare"), bad)
	}
	want(t, "discussed with a colleague", wrong(func(d *people.Declaration) { d.DiscussedWith = by("ebrown18").ID }),
		"invalid people.declaration.with_whom")
	want(t, "tomorrow", wrong(func(d *people.Declaration) { d.On = "2026-11-24" }), "invalid people.declaration.when")
	want(t, "no outcome", wrong(func(d *people.Declaration) { d.Outcome = "" }), "invalid people.reason_needed")
	want(t, "of no kind", wrong(func(d *people.Declaration) { d.Kind = "enemy" }), "invalid people.declaration.kind")
	want(t, "for a colleague", wrong(func(d *people.Declaration) { d.Staff = by("ebrown18").ID }),
		"denied people.not_yours")
	want(t, "as it was", wrong(func(*people.Declaration) {}), "")
	approvals, declarations, err := p.StaffRecords(ctx, head, class.ID)
	if err != nil || len(approvals) != 1 || len(declarations) != 1 || declarations[0].Outcome != "Work account only" ||
		approvals[0].From != today || approvals[0].By != head.Person {
		t.Errorf("records: %+v %+v %v", approvals, declarations, err)
	}
	_, _, err = p.StaffRecords(ctx, by("ebrown18").Who(), class.ID)
	want(t, "a colleague reads", err, "not_found people.not_found")
}

// approved asks the rule with what is recorded.
func (p *place) approved(ctx context.Context, staff id.Staff, pupil id.Pupil) (bool, error) {
	approvals, _, err := p.StaffRecords(ctx, as("head", people.Head), staff)
	if err != nil {
		return false, err
	}
	ruling := people.PrivateContact(approvals, staff, pupil, p.Today())
	return ruling.OK(), fault.Of(ruling)
}

func TestAConfirmedLeaverIsNoLongerFound(t *testing.T) {
	ctx, p, table := context.Background(), open(t), export(t, "hook-lane-pupils")
	p.imported(t, intake.PupilFile, table, intake.Agreement{})
	willow := p.family(t, "Willow Johnson").Pupil
	fewer := intake.Table{Headers: table.Headers, Rows: slices.DeleteFunc(slices.Clone(table.Rows),
		func(r intake.Row) bool { return r.Cells[0] == willow.UPN })}
	done := p.imported(t, intake.PupilFile, fewer, intake.Agreement{Leavers: []id.Person{id.Person(willow.ID)}})
	if done.Counts.Left != 1 {
		t.Errorf("counts: %+v", done.Counts)
	}
	page, err := p.Families(ctx, secretary, people.Query{Text: "Willow Johnson", Size: 100})
	if err != nil || slices.ContainsFunc(page.Families, func(f people.Family) bool { return f.Pupil.ID == willow.ID }) {
		t.Errorf("a leaver is found: %v", err)
	}
	if f, err := p.Pupil(ctx, secretary, willow.ID); err != nil || !f.Pupil.Left(today) || len(f.Contacts) != 1 {
		t.Errorf("the office keeps the record: %+v, %v", f.Pupil, err)
	}
	_, err = p.Pupil(ctx, teacher, willow.ID)
	want(t, "her teacher", err, "not_found people.not_found")
	p.clock.Move(24 * time.Hour)
	if _, err = p.intake.Undo(ctx, secretary, p.act(secretary, "intake.undo"), done.ID); err != nil {
		t.Fatal(err)
	}
	if back := p.family(t, "Willow Johnson").Pupil; back != willow {
		t.Errorf("after the undo: %+v", back)
	}
}
