package notice

import (
	"slices"

	"lollipop/backend/clock"
	"lollipop/backend/school"
)

const (
	// firstAgain and secondAgain are how many days after it came something to sign is asked for again. Grace is fourteen
	// days where a school says nothing else, so that both come before an earlier signature counts no more.
	firstAgain, secondAgain = 7, 12
	// before is how many days ahead of that the last reminder comes at the latest.
	before = 2
	// farthest is how many days a school morning is looked for: longer than any holiday.
	farthest = 120
)

// Remind reports whether a notice rings again on the morning of that day: of a device once, on the next school morning,
// as long as nobody has looked; of something to sign twice, read or not, until it is signed or declined. signBy is the
// last day on which the signature of the text before counts; empty for none. What is done, taken back, or told by
// somebody at school, never rings again.
//
// Policy: parents.on_joining (AR 5.3/5, BG 5.4/6)
func Remind(n Notice, signBy clock.Date, cal school.Calendar, today clock.Date) bool {
	if !n.OverAt.IsZero() || n.TakenBack || !n.ToldAt.IsZero() || n.Kind.AboutPhone() && !n.ReadAt.IsZero() {
		return false
	}
	return slices.Contains(Mornings(n.Kind, clock.DateOf(n.At, school.London), signBy, cal), today)
}

// Mornings are those on which a notice that came on that day rings again, while it waits.
//
// Policy: parents.on_joining (AR 5.3/5, BG 5.4/6)
func Mornings(kind Kind, came, signBy clock.Date, cal school.Calendar) []clock.Date {
	switch kind {
	case Confiscated, Uncollected:
		return []clock.Date{morning(cal, came.AddDays(1))}
	case ToSign, Replaced:
		first, second := morning(cal, came.AddDays(firstAgain)), morning(cal, came.AddDays(secondAgain))
		if signBy == "" {
			return []clock.Date{first, second}
		}
		if latest := signBy.AddDays(-before); second > latest {
			second = lastMorning(cal, came, latest)
		}
		switch {
		case second == "": // it counts no more so soon that nothing can be said in time
			return []clock.Date{first}
		case first >= second:
			return []clock.Date{second}
		}
		return []clock.Date{first, second}
	case Released, NewSignIn:
	}
	return nil
}

// morning is the first day from that one on which children come to school; empty where there is none in sight.
func morning(cal school.Calendar, from clock.Date) clock.Date {
	for day := range farthest {
		if date := from.AddDays(day); cal.Expected(date).Open {
			return date
		}
	}
	return ""
}

// lastMorning is the last school day after one and until another; empty where there is none.
func lastMorning(cal school.Calendar, after, until clock.Date) clock.Date {
	for date := until; date > after; date = date.AddDays(-1) {
		if cal.Expected(date).Open {
			return date
		}
	}
	return ""
}
