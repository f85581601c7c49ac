package intake_test

import (
	"encoding/csv"
	"fmt"
	"strings"
	"testing"

	"lollipop/backend/id"
	"lollipop/backend/intake"
	"lollipop/backend/people"
	"lollipop/backend/sheet"
)

// TestUsualHeaders: each system's own names lead to the same fields, whatever their case, spaces and order.
func TestUsualHeaders(t *testing.T) {
	for name, headers := range map[string]string{
		"SIMS": "UPN,Legal Surname,Legal Forename,Preferred Forename,DOB,Year Group,Reg Group,First Language,EAL,SEN Status," +
			"Date of Leaving,Contact Forename,Contact Surname,Relationship,Priority,Parental Responsibility,Court Order," +
			"Contact Mobile,Contact Email,Contact Language,Same Address",
		"Arbor": "Unique Pupil Number,Legal Last Name,Legal First Name,Preferred First Name,Date of Birth,Year Group," +
			"Registration Form,Native Language(s),English as an Additional Language,SEN status,Leaving Date," +
			"Guardian First Name,Guardian Last Name,Guardian Relationship,Guardian Priority,Legal Guardian,Court Orders," +
			"Guardian Mobile Number,Guardian Email Address,Guardian Language,Lives With Student",
		"Bromcom": "UPN,Last Name,First Name,Known As,Date Of Birth,NC Year,Tutor Group,Home Language,EAL Status," +
			"SEN Provision,DOL,Contact First Name,Contact Last Name,Relationship To Pupil,Contact Order," +
			"Has Parental Responsibility,Court_Order,Mobile Phone,Email Address,Correspondence Language,Lives with pupil",
		"by hand, shouted": "SAME-ADDRESS,upn,SURNAME,forename,preferred_forename,d.o.b.,YEAR,class,LANGUAGE,eal,sen," +
			"leaving date,parent forename,parent surname,relation,priority,pr,court order,MOBILE,E-Mail,contact language",
	} {
		split, err := csv.NewReader(strings.NewReader(headers)).Read()
		if err != nil {
			t.Fatal(err)
		}
		m := intake.GuessMapping(intake.PupilFile, split)
		if missing := intake.Missing(intake.PupilFile, m, split); len(missing) > 0 || len(m) != 21 {
			t.Errorf("%s: %d fields found, missing %v: %v", name, len(m), missing, m)
		}
	}
}

func TestAHeaderServesOneField(t *testing.T) {
	m := intake.GuessMapping(intake.PupilFile, []string{"UPN", "Surname", "Forename", "DOB", "Year", "Class"})
	if len(m) != 6 || m[intake.FCSurname] != "" {
		t.Errorf("%v", m)
	}
	if missing := intake.Missing(intake.PupilFile, m, []string{"UPN", "Surname"}); len(missing) != 4 {
		t.Errorf("missing %v", missing)
	}
	p := plan(intake.PupilFile, people.State{}, tableOf(t, "Name,Year", "Kuba Nowak,4"), "first")
	if len(p.Missing) != 5 || len(p.New) != 0 {
		t.Errorf("missing %v, new %v", p.Missing, p.New)
	}
	if _, err := p.Agree(intake.Import{Seen: p.Seen}, people.State{}, act("apply"),
		intake.Agreement{GoodRowsOnly: true}, today); err == nil {
		t.Error("a file without its columns was applied")
	}
}

func TestHeadersKey(t *testing.T) {
	a, b := intake.HeadersKey([]string{"UPN", "Legal Surname"}), intake.HeadersKey([]string{"legal_surname", "upn "})
	if a != b || a == intake.HeadersKey([]string{"UPN"}) {
		t.Errorf("%q, %q", a, b)
	}
}

// BenchmarkManyRows reads and plans as many rows as are taken: 20,000 of 10,000 pupils.
func BenchmarkManyRows(b *testing.B) {
	data := manyRows(sheet.MaxRows)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		table, err := sheet.Read(data)
		if err != nil {
			b.Fatal(err)
		}
		p := intake.MakePlan(intake.PupilFile, people.State{}, table, intake.GuessMapping(intake.PupilFile,
			table.Headers),
			intake.Draft{School: hookLane, Import: id.Named[id.Import]("many"), Today: today})
		if p.People != sheet.MaxRows/2 || p.Contacts != sheet.MaxRows {
			b.Fatal(p.People, p.Contacts, p.Problems[:1])
		}
	}
}

// manyRows writes a pupils file of n rows, two to a pupil.
func manyRows(n int) []byte {
	var out strings.Builder
	out.WriteString("UPN,Surname,Forename,DOB,Year Group,Class,Contact Forename,Contact Surname,Relationship,Priority," +
		"Parental Responsibility,Contact Mobile,Contact Email,Same Address\r\n")
	for i := range n {
		pupil := i / 2
		_, right, _ := intake.CheckUPN(fmt.Sprintf("A%012d", pupil))
		fmt.Fprintf(&out,
			"%s%012d,Surname,Forename,06/09/2017,4,Rowan,Parent,Surname,Mother,%d,Yes,07700 %06d,p%d@post.example,Y\r\n",
			right, pupil, i%2+1, i%1_000_000, i)
	}
	return []byte(out.String())
}

// TestManyRows: as many rows as are taken are planned whole, 200,000 are refused in words, and a file that is wrong in
// every row gives a list that ends.
func TestManyRows(t *testing.T) {
	_, err := sheet.Read(manyRows(200_000))
	want(t, "200,000 rows", err, "invalid intake.sheet.too_long")
	table, err := sheet.Read(manyRows(sheet.MaxRows))
	if err != nil {
		t.Fatal(err)
	}
	p := plan(intake.PupilFile, people.State{}, table, "many")
	if p.Rows != sheet.MaxRows || len(p.New) != sheet.MaxRows/2 || p.Contacts != sheet.MaxRows || len(p.Problems) != 0 {
		t.Errorf("%d rows, %d new, %d contacts, %d problems", p.Rows, len(p.New), p.Contacts, len(p.Problems))
	}
	few, err := sheet.Read(manyRows(5_000))
	if err != nil {
		t.Fatal(err)
	}
	for i := range few.Rows {
		few.Rows[i].Cells[4] = "Year 9"
	}
	p = plan(intake.PupilFile, people.State{}, few, "many")
	if len(p.Problems) != intake.MaxProblems || p.MoreProblems != 5_000-intake.MaxProblems || len(p.New) != 0 {
		t.Errorf("%d problems and %d more", len(p.Problems), p.MoreProblems)
	}
}
