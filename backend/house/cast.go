package house

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"lollipop/backend/clock"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/store"
)

// Players are the people of a school whom the demo and the tests know by what they do. One person may be two of them:
// Hook Lane's Headteacher is its safeguarding lead as well, Beaver Road's lead is its Head of School.
type Players struct {
	// Office is the secretary, Teacher has a class of Year 6, DSL is the designated safeguarding lead and Deputy their
	// deputy, Head is the policy's approver.
	Office, Teacher, DSL, Deputy, Head, Chair people.Staff
}

// Cast finds the players of a furnished school: of several with a role, the one whose staff code comes first.
func Cast(ctx context.Context, s *store.Store, at id.School) (Players, error) {
	all, err := s.People().StaffList(ctx, at)
	if err != nil {
		return Players{}, err
	}
	oldest, err := classesOf(ctx, s, at, people.Year6)
	if err != nil {
		return Players{}, err
	}
	slices.SortFunc(all, func(a, b people.Staff) int { return cmp.Compare(a.Code, b.Code) })
	var p Players
	for _, part := range []struct {
		who   *people.Staff
		role  people.Role
		class []string // one of these, where it matters
	}{
		{&p.Office, people.Office, nil}, {&p.Teacher, people.Teacher, oldest}, {&p.DSL, people.SafeguardingLead, nil},
		{&p.Deputy, people.DeputyLead, nil}, {&p.Head, people.Head, nil}, {&p.Chair, people.ChairOfGovernors, nil},
	} {
		found := slices.IndexFunc(all, func(one people.Staff) bool {
			teaches := part.class == nil || slices.ContainsFunc(part.class,
				func(c string) bool { return slices.Contains(one.Classes, c) })
			return slices.Contains(one.Roles, part.role) && one.LeftOn == "" && teaches
		})
		if found < 0 {
			return Players{}, fmt.Errorf("house: the school has no %s", part.role)
		}
		*part.who = all[found]
	}
	return p, nil
}

// classesOf are the classes of a year group.
func classesOf(ctx context.Context, s *store.Store, at id.School, year people.Year) ([]string, error) {
	classes, err := s.People().Classes(ctx, at, FirstDay)
	names := []string{}
	for _, class := range classes {
		if class.Year == year {
			names = append(names, class.Name)
		}
	}
	return names, err
}

// teacherOf is the class teacher of a class.
func teacherOf(all []people.Staff, class string, today clock.Date) (people.Staff, bool) {
	for _, one := range all {
		if slices.Contains(one.Roles, people.Teacher) && slices.Contains(one.Classes, class) && !one.Left(today) {
			return one, true
		}
	}
	return people.Staff{}, false
}
