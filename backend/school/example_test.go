package school_test

import (
	"fmt"
	"strings"
	"time"

	"lollipop/backend/school"
)

// Two schools of one county: the same phone, confiscated at the same moment, is released by two rules, and each can say
// in its own words why.
func Example() {
	for _, hall := range []struct {
		name, preset string
		starts, ends school.TimeOfDay
	}{
		{"Hook Lane Primary School", "anthony-roper", "08:45", "15:15"},
		{"Beaver Road Primary School", "beaver-green", "08:40", "15:10"},
	} {
		policy, err := school.Preset(hall.preset)
		if err != nil {
			fmt.Println(err)
			return
		}
		calendar, err := school.KentCalendar(hall.starts, hall.ends)
		if err != nil {
			fmt.Println(err)
			return
		}
		one := school.School{Name: hall.name, Policy: policy, Calendar: calendar}
		taken := time.Date(2026, 11, 23, 11, 10, 0, 0, school.London)

		switch one.Policy.Phones.Release {
		case school.EndOfDay:
			fmt.Println(one.Name, "waits until", one.Calendar.EndOf(taken).Format("15:04"))
		case school.ContactMade:
			fmt.Println(one.Name, "waits for a parent's word")
		}
		for _, c := range one.Policy.Clauses("phones.release") {
			_, when, _ := strings.Cut(one.Quote(c), "released ")
			fmt.Printf("Our policy, §%s: released %s\n", c.Section, when)
		}
	}
	// Output:
	// Hook Lane Primary School waits until 15:15
	// Our policy, §9.3: released to parents/ carers at the end of the day.
	// Beaver Road Primary School waits for a parent's word
	// Our policy, §9.3: released to parents or carers once contact has been made.
}
