package notice

import (
	"slices"
	"time"

	"lollipop/backend/clause"
	"lollipop/backend/clock"
	"lollipop/backend/custody"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/school"
)

// MayFollow rules who sees what was sent to whom: the office, leadership, the safeguarding leads.
func MayFollow(who people.Who) clause.Ruling {
	return people.Permit(who, people.Office, people.Head, people.HeadOfSchool, people.DeputyHead,
		people.SafeguardingLead, people.DeputyLead)
}

// MayTell rules who tells somebody another way, and says so: whoever keeps the records.
func MayTell(who people.Who) clause.Ruling { return people.MayKeepRecords(who) }

// MayCount rules who sees how messages arrive, by nobody's name: the office, leadership, the administrator.
func MayCount(who people.Who) clause.Ruling {
	return people.Permit(who, people.Office, people.Head, people.HeadOfSchool, people.DeputyHead, people.Administrator)
}

// AboutPhone reports whether a kind is about a device that the school keeps or has.
func (k Kind) AboutPhone() bool { return k == Confiscated || k == Released || k == Uncollected }

// AboutDocument reports whether a kind is about something to sign.
func (k Kind) AboutDocument() bool { return k == ToSign || k == Replaced }

// purpose is the mark that a notice of the kind needs.
//
// Policy: phones.parents_told (AR 9.3/10)
func (k Kind) purpose() people.Purpose {
	switch k {
	case Confiscated, Released, Uncollected:
		return people.ForNotice
	case ToSign, Replaced:
		return people.ForAUP
	case NewSignIn:
	}
	return people.ForSignIn
}

// MayKnow reports whether the adult of a notice may be told of it, and of which children: those on the roll for whom
// they have the mark. A notice that is about no child in particular needs one child at all.
//
// Policy: phones.parents_told (AR 9.3/10)
func MayKnow(n Notice, adult id.Adult, families []people.Family, today clock.Date) (children []people.Pupil, may bool) {
	theirs := people.ChildrenOf(n.Kind.purpose(), adult, families, today)
	if len(n.Pupils) == 0 {
		return nil, len(theirs) > 0
	}
	for _, child := range theirs {
		if slices.Contains(n.Pupils, child.ID) {
			children = append(children, child)
		}
	}
	return children, len(children) > 0
}

// Told rules whether the adults who may be told learn now that the school keeps a device: never under the safeguarding
// hold; where the policy tells them before the device is released, unless the safeguarding team said not yet; where it
// leaves that to a decision, by that.
//
// Policy: phones.parents_told (AR 9.3/10), phones.release (BG 9.3/12)
func Told(p school.Phones, c custody.Confiscation) bool {
	if c.Held || c.Closed() {
		return false
	}
	switch c.Tell {
	case custody.TellNow:
		return true
	case custody.NotYet:
		return false
	case custody.Undecided:
	}
	switch p.ParentsTold {
	case school.ToldBeforeRelease:
		return true
	case school.ToldByDecision:
	}
	return false
}

// Gather is how long a notice waits before it rings, so that what happens in one moment rings once.
const Gather = 2 * time.Second

// Quiet is the moment at which a telephone may ring: at itself, or the coming end of the quiet hours. What is urgent
// rings at any time.
//
// Policy: email.staff.work_life_balance (AR 7.8.1/3, BG 7.8.1/3)
func Quiet(p school.Notices, at time.Time, urgent bool) time.Time {
	if urgent {
		return at
	}
	today := clock.DateOf(at, school.London)
	from, until := p.QuietFrom.On(today), p.QuietUntil.On(today)
	switch overnight := until.Before(from); {
	case !overnight && !at.Before(from) && at.Before(until), overnight && at.Before(until):
		return until.UTC()
	case overnight && !at.Before(from):
		return p.QuietUntil.On(today.AddDays(1)).UTC()
	}
	return at
}

// ringAt is when something that is told now rings.
func ringAt(p school.Notices, now time.Time, urgent bool) time.Time {
	if quiet := Quiet(p, now, urgent); quiet.After(now) {
		return quiet
	}
	return now.Add(Gather)
}

const (
	// soon is how shortly after its last ringing a person's telephones are not rung once more: what they have not looked at
	// yet says already that there is a message.
	soon = 10 * time.Minute
	// phonesLast and othersLast are how long a push is still of use to a telephone that was away. A device can be fetched
	// today; a document waits.
	phonesLast = 12 * time.Hour
	othersLast = 72 * time.Hour
)

// Ring says what becomes of a ringing: in quiet hours later; one that was just now and has not been looked at carries
// what comes after it.
//
// Policy: email.staff.work_life_balance (AR 7.8.1/3, BG 7.8.1/3)
func Ring(r Ringing, p school.Notices, now time.Time) Rang {
	urgent, lasts := false, othersLast
	for _, n := range r.Notices {
		urgent = urgent || n.Urgent
		if n.Urgent || n.Kind.AboutPhone() {
			lasts = phonesLast
		}
	}
	if quiet := Quiet(p, now, urgent); quiet.After(now) {
		return Rang{Later: quiet}
	}
	rang := Rang{Urgent: urgent, Expires: now.Add(lasts)}
	switch {
	case r.Devices == 0:
		return Rang{Urgent: urgent}
	case r.Last != "" && r.Fresh && now.Sub(r.LastAt).Abs() < soon && (r.LastUrgent || !urgent):
		rang.Batch = r.Last
	default:
		rang.Batch = id.New[id.Batch]()
	}
	return rang
}

// Patience is after how long somebody whose telephone was rung, and who has not looked, counts as not reached. ok is
// false for what nobody has to be reached about.
func Patience(kind Kind) (wait time.Duration, ok bool) {
	switch kind {
	case Confiscated, Uncollected:
		return 2 * time.Hour, true
	case ToSign, Replaced:
		return 7 * 24 * time.Hour, true
	case Released, NewSignIn:
	}
	return 0, false
}
