package custody

import (
	"time"

	"lollipop/backend/clause"
	"lollipop/backend/clock"
	"lollipop/backend/people"
	"lollipop/backend/phrase"
	"lollipop/backend/school"
)

// The clauses that custody rests on.
const (
	scope        clause.Key = "phones.scope"
	handIn       clause.Key = "phones.hand_in"
	confiscate   clause.Key = "phones.confiscate"
	grounds      clause.Key = "phones.confiscation_grounds"
	release      clause.Key = "phones.release"
	parentsTold  clause.Key = "phones.parents_told"
	toPolice     clause.Key = "phones.to_police"
	searchAdvice clause.Key = "phones.search.advice"
	searchAgreed clause.Key = "phones.search.consent"
)

// UndoFor is how long a slip of the finger at the desk can be taken back.
const UndoFor = time.Minute

// Arrival says whether the school takes phones in at the office at all. A school whose policy asks only for a secure
// place holds none itself; that is our reading of its sentence, and the clause index says so.
//
// Policy: phones.hand_in (AR 9.3/2, BG 9.3/2)
func Arrival(p school.Phones) clause.Ruling {
	switch p.Mode {
	case school.HandIn:
		return clause.Allow(handIn)
	case school.ClassCheck:
		return clause.Deny(handIn, phrase.Say("custody.hand_in.class_check", nil))
	}
	return clause.Deny(handIn, phrase.Say("custody.policy_unknown", nil))
}

// InClass says whether the school checks in class that devices are secured and off.
//
// Policy: phones.hand_in (BG 9.3/2)
func InClass(p school.Phones) clause.Ruling {
	switch p.Mode {
	case school.ClassCheck:
		return clause.Allow(handIn)
	case school.HandIn:
		return clause.Deny(handIn, phrase.Say("custody.class_check.office", nil))
	}
	return clause.Deny(handIn, phrase.Say("custody.policy_unknown", nil))
}

// InScope says whether the policy speaks of that kind of device.
//
// Policy: phones.scope (AR 9.1/1, BG 9.1/1)
func InScope(p school.Phones, kind school.DeviceKind) clause.Ruling {
	for _, k := range p.Kinds {
		if k == kind {
			return clause.Allow(scope)
		}
	}
	return clause.Deny(scope, phrase.Say("custody.kind_not_in_policy", nil))
}

// Undo says whether the last desk move of a device can still be taken back. The move may seem to come from the next
// moment: of two servers the clock of one runs behind, and of two requests at once the later may be kept first.
func Undo(d Device, now time.Time) clause.Ruling {
	if d.Before == "" || now.Sub(d.Since).Abs() > UndoFor {
		return clause.Deny("", phrase.Say("custody.undo.too_late", nil))
	}
	return clause.Allow("")
}

// MayConfiscate says whether the policy names that ground.
//
// Policy: phones.confiscation_grounds (AR 9.3/8, BG 9.3/9)
func MayConfiscate(p school.Phones, ground school.Ground) clause.Ruling {
	for _, g := range p.Grounds {
		if g == ground {
			return clause.Allow(grounds)
		}
	}
	return clause.Deny(grounds, phrase.Say("custody.confiscate.no_ground", nil))
}

// SetsHold says whether a ground puts the device under the safeguarding hold at once: the system then tells the parents
// nothing, and only the safeguarding team sees the ground, until that team decides.
//
// Policy: phones.confiscation_grounds (AR 9.3/8, BG 9.3/9)
func SetsHold(p school.Phones, ground school.Ground) bool {
	for _, g := range p.HoldGrounds {
		if g == ground {
			return true
		}
	}
	return false
}

// Tell says whether somebody has to decide about telling the parents when a device is confiscated.
//
// Policy: phones.parents_told (AR 9.3/10)
func Tell(p school.Phones, c Confiscation, team bool) clause.Ruling {
	if c.Closed() {
		return clause.Deny("", phrase.Say("custody.closed", nil))
	}
	if c.Held && !team {
		return clause.Wait(grounds, phrase.Say("custody.held", nil), time.Time{})
	}
	switch p.ParentsTold {
	case school.ToldByDecision:
		return clause.Allow(parentsTold)
	case school.ToldBeforeRelease:
		return clause.Deny(release, phrase.Say("custody.tell.always", nil))
	}
	return clause.Deny(parentsTold, phrase.Say("custody.policy_unknown", nil))
}

// Owed reports whether a decision on telling the parents is still owed: nobody has decided, or "not yet" stands, or
// the safeguarding team has the hold to decide about.
//
// Policy: phones.parents_told (AR 9.3/10)
func Owed(p school.Phones, c Confiscation) bool {
	if c.Closed() {
		return false
	}
	if c.Held {
		return true
	}
	switch p.ParentsTold {
	case school.ToldByDecision:
		return c.Tell != TellNow
	case school.ToldBeforeRelease:
		return c.ContactAt.IsZero()
	}
	return true
}

// MayContact says whether a conversation about the device with that adult may be logged. Under the hold nobody but the
// safeguarding team speaks to the family about it, and a contact whom the court or the office has barred is told nothing.
func MayContact(c Confiscation, adult *Carer, team bool) clause.Ruling {
	switch {
	case c.Closed():
		return clause.Deny("", phrase.Say("custody.closed", nil))
	case c.Held && !team:
		return clause.Wait(grounds, phrase.Say("custody.held", nil), time.Time{})
	case adult == nil:
		return clause.Deny("", phrase.Say("custody.adult_unknown", nil))
	case adult.NoContact:
		return clause.Deny("", phrase.Say("custody.adult_no_contact", nil))
	case !adult.MayBeTold:
		return clause.Deny("", phrase.Say("custody.adult_may_not_be_told", nil))
	}
	return clause.Allow(release)
}

// ReleaseToChild is always no: a confiscated device goes home with a grown-up.
//
// Policy: phones.release (AR 9.3/9, BG 9.3/12)
func ReleaseToChild() clause.Ruling {
	return clause.Deny(release, phrase.Say("custody.release.not_to_child", nil))
}

// Release says whether a confiscated device may go now, before it is asked to whom: not once it is with the police,
// not through a hold, and not before the school's own condition holds.
//
// Policy: phones.release (AR 9.3/9, BG 9.3/12)
func Release(p school.Phones, cal school.Calendar, c Confiscation, now time.Time) clause.Ruling {
	switch {
	case !c.PoliceAt.IsZero():
		return clause.Deny(toPolice, phrase.Say("custody.release.with_police", nil))
	case !c.ReleasedAt.IsZero():
		return clause.Deny("", phrase.Say("custody.closed", nil))
	case c.Held:
		return clause.Wait(grounds, phrase.Say("custody.held", nil), time.Time{})
	}
	switch p.Release {
	case school.EndOfDay:
		day := cal.Expected(clock.DateOf(c.At, school.London))
		if day.Open && now.Before(day.Ends) {
			at := day.Ends.In(school.London).Format("15:04")
			return clause.Wait(release, phrase.Say("custody.release.end_of_day", phrase.Args{"Time": at}), day.Ends)
		}
		return clause.Allow(release)
	case school.ContactMade:
		if c.ContactAt.IsZero() {
			return clause.Wait(release, phrase.Say("custody.release.contact_first", nil), time.Time{})
		}
		return clause.Allow(release)
	}
	return clause.Deny(release, phrase.Say("custody.policy_unknown", nil))
}

// MayCollect says whether that adult may take the device home. No contact beats every other mark.
//
// Policy: phones.release (AR 9.3/9, BG 9.3/12)
func MayCollect(adult *Carer) clause.Ruling {
	switch {
	case adult == nil:
		return clause.Deny(release, phrase.Say("custody.adult_unknown", nil))
	case adult.NoContact:
		return clause.Deny(release, phrase.Say("custody.adult_no_contact", nil))
	case !adult.MayCollect:
		return clause.Deny(release, phrase.Say("custody.adult_may_not_collect", nil))
	}
	return clause.Allow(release)
}

// GiveToPolice says whether that person may hand the device to the police: as long as the school has it. A hold does not
// stop that, it is what a hold waits for; but then it is the safeguarding team's or leadership's to do.
//
// Policy: phones.to_police (AR 9.3/11, BG 9.3/13)
func GiveToPolice(c Confiscation, who people.Who, team bool) clause.Ruling {
	switch {
	case c.Closed():
		return clause.Deny(toPolice, phrase.Say("custody.closed", nil))
	case c.Held && !team && !who.Is(people.Leadership...):
		return heldRuling()
	}
	return clause.Allow(toPolice)
}

// MaySearch says whether that person may search the device: only where the policy provides for it, only leadership, and
// never under a hold, where there could be an image that nobody may look at. Team says that they belong to the
// safeguarding team.
//
// Policy: phones.search.advice (BG 9.3/10), phones.search.consent (BG 9.3/11)
func MaySearch(p school.Phones, c Confiscation, who people.Who, team bool) clause.Ruling {
	switch p.Search {
	case school.SearchOff:
		return clause.Deny("", phrase.Say("custody.search.off", nil))
	case school.SearchLeadershipWithConsent:
		return leadersOnly(c, who, team, clause.Deny(searchAdvice, phrase.Say("custody.search.do_not_look", nil)))
	}
	return clause.Deny("", phrase.Say("custody.policy_unknown", nil))
}

// leadersOnly is what search and deletion share: leadership, a device that the school still has, and nothing on it that
// could be indecent or evidence, else what evidence says. Outside the team every device that was ever under a hold has
// that answer: one that differed would tell which of them held what could be an indecent image.
func leadersOnly(c Confiscation, who people.Who, team bool, evidence clause.Ruling) clause.Ruling {
	switch {
	case !who.Is(people.Leadership...):
		return clause.Deny(searchAgreed, phrase.Say("custody.search.leadership", nil))
	case c.Closed():
		return clause.Deny("", phrase.Say("custody.closed", nil))
	case c.Held || c.Indecent || c.Secret && !team:
		return evidence
	}
	return clause.Allow(searchAgreed)
}

// MayDelete says whether content may be deleted, or its deletion asked for: only where the policy speaks of it, after a
// search that found a breach, and never while anything on it could be indecent or evidence.
//
// Policy: phones.search.consent (BG 9.3/11)
func MayDelete(p school.Phones, c Confiscation, who people.Who, team bool) clause.Ruling {
	switch p.Deletion {
	case school.DeletionSilent:
		return clause.Deny("", phrase.Say("custody.delete.silent", nil))
	case school.DeletionMayBeAsked:
		ruling := leadersOnly(c, who, team, clause.Deny(searchAgreed, phrase.Say("custody.delete.evidence", nil)))
		if ruling.OK() && c.Searched.IsZero() {
			return clause.Wait(searchAgreed, phrase.Say("custody.delete.search_first", nil), time.Time{})
		}
		return ruling
	}
	return clause.Deny("", phrase.Say("custody.policy_unknown", nil))
}

// Uncollected reports whether a phone that was handed in should have gone home: its day is over and it is still here.
func Uncollected(d Device, cal school.Calendar, now time.Time) bool {
	if d.State != HandedIn {
		return false
	}
	day := cal.Expected(clock.DateOf(d.Since, school.London))
	if !day.Open {
		return clock.DateOf(now, school.London) > clock.DateOf(d.Since, school.London)
	}
	return !now.Before(day.Ends)
}
