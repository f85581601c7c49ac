package store_test

import (
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// canary calls a method of a store for a school and returns all that it answers.
type canary = func(ctx context.Context, s *store.Store, p storetest.Place) (any, error)

// canaries are for every method of every store. A method of a store without one fails the test.
var canaries = joined(schoolCanaries, peopleCanaries, intakeCanaries, custodyCanaries, accessCanaries, auditCanaries,
	aupCanaries, callsCanaries, concernCanaries, noticeCanaries)

func joined(rooms ...map[string]canary) map[string]canary {
	all := map[string]canary{}
	for _, room := range rooms {
		maps.Copy(all, room)
	}
	return all
}

// notOfASchool are the methods that are for no one school, each with its reason.
var notOfASchool = map[string]string{
	"SchoolStore.IDs":          "the directory itself",
	"SchoolStore.Found":        "furnishes both schools of this test",
	"AccessStore.AddFirstLink": "before there is a school; TestTheFirstSchool",
	"AccessStore.Found":        "before there is a school; TestTheFirstSchool",
	"AccessStore.Guesses":      "counters of no school; TestGuesses",
	"AccessStore.SaveGuesses":  "counters of no school; TestGuesses",
	"CourierStore.Keep":        "of a session; TestKeepingDevices",
	"CourierStore.Forget":      "of a session; TestKeepingDevices",
	"CourierStore.Of":          "of a session; TestKeepingDevices",
	"CourierStore.Keys":        "counts of no school; TestKeepingDevices",
	"CourierStore.Sweep":       "of no school; TestSweeping",
	"CourierStore.Lanes":       "of all schools; TestLanes",
	"CourierStore.Oldest":      "a time of no school, for the figures",
	"CourierStore.Claim":       "of all schools; TestClaiming",
	"CourierStore.Done":        "of all schools; TestWhatBecomesOfARinging",
}

// Two schools with the same ids: nothing that is asked for one returns a word of the other's or changes one of its
// rows.
func TestTheTwinIsNeverSeen(t *testing.T) {
	stores := []any{store.SchoolStore{}, store.PeopleStore{}, store.IntakeStore{}, store.CustodyStore{}, store.AccessStore{},
		store.AuditStore{}, store.AUPStore{}, store.CallsStore{}, store.NoticeStore{}, store.CourierStore{},
		store.ConcernStore{}}
	var methods []string
	for _, x := range stores {
		kind := reflect.TypeOf(x)
		for i := range kind.NumMethod() {
			name := kind.Name() + "." + kind.Method(i).Name
			methods = append(methods, name)
			if _, there := canaries[name]; there == (notOfASchool[name] != "") {
				t.Errorf("%s has no canary, or two homes", name)
			}
		}
	}
	if len(methods) != len(canaries)+len(notOfASchool) {
		t.Errorf("%d methods, %d canaries and %d without a school", len(methods), len(canaries), len(notOfASchool))
	}
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ar := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
		bg := storetest.Furnish(t, s, "beaver-road", "beaver-green")
		fill(t, s, ar)
		fill(t, s, bg)
		before := dump(t, s, bg)
		for _, name := range inOrder(methods) {
			answer, err := canaries[name](t.Context(), s, ar)
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			said := strings.ToLower(fmt.Sprintf("%+v", answer))
			if strings.Contains(said, strings.ToLower(twin)) || strings.Contains(said,
				string(bg.School.ID)) || strings.Contains(said, "beaver") {
				t.Errorf("%s answers with the twin: %s", name, said)
			}
			if said == "" || said == "[]" || said == "map[]" || said == "<nil>" || said == "0" {
				t.Errorf("%s answers nothing", name)
			}
			if now := dump(t, s, bg); now != before {
				t.Fatalf("%s changed the twin:\n%s", name, firstDifference(before, now))
			}
		}
	})
}

// inOrder puts what reads before what changes, and the access methods in the order of a day.
func inOrder(methods []string) []string {
	last := []string{"AccessStore.Await", "AccessStore.Take", "AccessStore.Renew", "AccessStore.ReadNews",
		"AccessStore.ChangeFactors", "AccessStore.AddLink", "AccessStore.UseLink", "AccessStore.Begin", "AccessStore.Touch",
		"AccessStore.End", "AccessStore.Missed", "AccessStore.UseCode", "AccessStore.PrintLetters", "AccessStore.EndLetter",
		"AccessStore.Revoke", "AccessStore.KeepCode",
		"IntakeStore.ChangeImport", "PeopleStore.ChangeRoll", "CustodyStore.SaveException", "CustodyStore.SaveUse",
		"CustodyStore.SaveStaffLeave", "CustodyStore.Change", "CustodyStore.ChangeCheck", "SchoolStore.Change",
		"SchoolStore.ChangeReason", "AUPStore.ChangeLibrary", "AUPStore.ChangeSitting", "CallsStore.Add",
		"CallsStore.Change", "CustodyStore.Lying", "NoticeStore.Hasten", "NoticeStore.Ring", "NoticeStore.Read",
		"NoticeStore.Change", "ConcernStore.Add", "ConcernStore.Change", "ConcernStore.ChangeDoor", "ConcernStore.Record",
		"ConcernStore.Ring", "ConcernStore.Saw", "NoticeStore.Happened", "NoticeStore.Follow", "NoticeStore.Listen",
		"AuditStore.Erase", "AuditStore.Rotate"}
	var ordered []string
	for _, m := range methods {
		if !slices.Contains(last, m) && notOfASchool[m] == "" {
			ordered = append(ordered, m)
		}
	}
	return append(ordered, last...)
}

// dump is every row of a school, in every table, as text: also those of the tables that call it otherwise.
func dump(t *testing.T, s *store.Store, p storetest.Place) string {
	t.Helper()
	hand, done := s.Hand()
	defer done()
	var out strings.Builder
	owner := map[string]string{"schools": "id", "links": "school", "seats": "school", "codes": "school",
		"code_seats": "school", "pushes": "school"}
	for _, table := range sorted(tables(t, s)) {
		column := owner[table]
		if _, free := store.WithoutSchool[table]; !free {
			column = "school_id"
		}
		if column == "" {
			continue
		}
		query := "SELECT * FROM " + table + " WHERE " + column + " = '" + string(p.School.ID) + "' ORDER BY 1, 2, 3"
		rows, err := hand.Query(query)
		if err != nil {
			t.Fatal(err)
		}
		columns, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			values := make([]any, len(columns))
			for i := range values {
				values[i] = new(any)
			}
			if err := rows.Scan(values...); err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&out, "%s:", table)
			for _, v := range values {
				fmt.Fprintf(&out, " %v", *v.(*any))
			}
			out.WriteByte('\n')
		}
		if err := rows.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return out.String()
}

func firstDifference(before, now string) string {
	a, b := strings.Split(before, "\n"), strings.Split(now, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return a[i] + "\n" + b[i]
		}
	}
	return fmt.Sprintf("%d rows, now %d", len(a), len(b))
}
