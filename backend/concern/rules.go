package concern

import (
	"slices"
	"time"

	"lollipop/backend/clause"
	"lollipop/backend/clock"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/phrase"
	"lollipop/backend/school"
)

// The clauses that routing rests on.
const (
	toTeam    clause.Key = "concerns.welfare.routed"
	toHead    clause.Key = "staff_misuse.to_head"
	toVisitor clause.Key = "phones.visitors.challenge"
	readers   clause.Key = "concerns.confidentiality"
)

// Path is who reads a concern: the first reader first, each next one where it stays unread. Empty where nobody is left.
type Path struct {
	Readers []id.Person
	// Clause is the school's sentence that decides.
	Clause clause.Key
	// Outside says that the local authority's officer (LADO) is named to whoever reads it: it is about somebody who works
	// here.
	Outside bool
}

// Route says who reads a concern, by whom it is about. Those in keptFrom never do; where that leaves nobody on the
// policy's own path, those come who answer for the school, and only where all of them are kept from it nobody.
//
// A child's goes to the safeguarding team, its lead first, then who owns the child's welfare. One about somebody who
// works here goes to the head, about the head or a whistle to the chair of governors; neither text says where one about
// the head goes, and that is our reading. A visitor's goes where the policy says. Where one person is the whole team, who
// answers for the school comes after them.
//
// Policy: concerns.welfare.routed (AR 10.1/1, BG 10.1/1), staff_misuse.to_head (AR 10.2/1, BG 10.2/1)
// Policy: procedure.nudes.to_dsl (AR 11.1/1, BG 11.2/1), phones.visitors.challenge (AR 9.4/2, BG 9.4/4)
// Policy: procedure.exploitation.to_dsl (AR 11.2/2, BG 11.3/2), procedure.indecent_images.to_dsl (AR 11.3/7)
// Policy: procedure.harassment.to_dsl (BG 11.1/10), procedure.radicalisation.child_or_parent (AR 11.6/2, BG 11.7/2)
// Policy: procedure.radicalisation.staff (AR 11.6/3, BG 11.7/3), phones.staff.breach (AR 9.2/13, BG 9.2/13)
// Policy: social.concerns_to_dsl (AR 8.1/9, BG 8.1/8), social.staff.contact_received (AR 8.2/22, BG 8.2/20)
// Policy: monitoring.concern (AR 4.4/5, BG 7.3.4/4)
func Route(p school.Policy, h Head, staff []people.Staff, today clock.Date) Path {
	path := Path{Clause: toTeam}
	var roles []people.Role
	switch {
	case h.about(TheHead), h.Box == Whistle:
		roles, path.Clause, path.Outside = []people.Role{people.ChairOfGovernors, people.Governor}, toHead, true
	case h.aboutStaff(), h.Box == Conduct:
		roles, path.Clause, path.Outside = []people.Role{people.Head, people.ChairOfGovernors}, toHead, true
	case h.Box == Complaint:
		roles, path.Clause = []people.Role{people.Head, people.ChairOfGovernors}, toHead
	case h.about(AVisitor):
		roles, path.Clause = recipients(p.Phones.Visitors.BreachTo), toVisitor
	default:
		roles = teamOf(p)
	}
	never := recordsOf(h.KeptFrom, staff)
	if slices.Contains(roles, people.Head) && len(holders([]people.Role{people.Head}, staff, never, today)) == 0 {
		roles = append(slices.Clone(roles), people.Governor) // by whichever of their roles the head is named
	}
	path.Readers = holders(roles, staff, never, today)
	switch {
	case len(path.Readers) == 0:
		path.Readers = holders(lastResort, staff, never, today)
	case len(path.Readers) == 1 && path.Clause != toHead: // a team of one: somebody reads it when the one does not
		others := append(slices.Clone(path.Readers), never...)
		others = holders(besideTheTeam, staff, others, today)
		path.Readers = append(path.Readers, others[:min(1, len(others))]...)
	}
	return path
}

// besideTheTeam are those of whom the first reads what a team of one has left unread.
var besideTheTeam = append(slices.Clone(people.Leadership), people.ChairOfGovernors)

// lastResort are those who answer for the school, where the policy's own path ends in nobody.
var lastResort = []people.Role{people.ChairOfGovernors, people.Head, people.Governor, people.SafeguardingLead,
	people.DeputyLead, people.OnlineSafetyLead, people.HeadOfSchool, people.DeputyHead}

// teamOf is the safeguarding team in the order in which it reads: the lead, who owns a child's welfare, the others.
//
// Policy: roles.dsl.contact (AR 4.2/1, BG 4.2/1)
func teamOf(p school.Policy) []people.Role {
	roles := []people.Role{people.SafeguardingLead}
	for _, more := range [][]school.Role{p.Incidents.WelfareTo, p.SafeguardingTeam} {
		for _, role := range more {
			if !slices.Contains(roles, people.Role(role)) {
				roles = append(roles, people.Role(role))
			}
		}
	}
	return roles
}

// recipients are the people among those who are told; technicians and bodies read no concern.
func recipients(told []school.Recipient) []people.Role {
	var roles []people.Role
	for _, to := range told {
		switch to {
		case school.ToDSL, school.ToDeputyDSL, school.ToOSL, school.ToHead:
			roles = append(roles, people.Role(to))
		case school.ToLeadership:
			roles = append(roles, people.Leadership...)
		case school.ToTechnician, school.ToOffice, school.ToProvider:
		}
	}
	return roles
}

// holders are the people who hold the roles, in the roles' order, each once.
func holders(roles []people.Role, staff []people.Staff, keptFrom []id.Person, today clock.Date) []id.Person {
	var found []id.Person
	for _, role := range roles {
		for _, s := range staff {
			person := id.Person(s.ID)
			if !s.Left(today) && slices.Contains(s.Roles, role) && !slices.Contains(found, person) &&
				!slices.Contains(keptFrom, person) {
				found = append(found, person)
			}
		}
	}
	return found
}

// aboutRoles are those of whom it can be said by their role that it is about them.
var aboutRoles = map[About]people.Role{TheHead: people.Head, HeadOfSite: people.HeadOfSchool, Deputy: people.DeputyHead,
	TheLead: people.SafeguardingLead, DeputyLead: people.DeputyLead, OnlineLead: people.OnlineSafetyLead,
	TheChair: people.ChairOfGovernors, AGovernor: people.Governor}

// Named reports whether that is somebody whom a form names by their role, with whom it is not for everybody to ask.
func (a About) Named() bool { _, role := aboutRoles[a]; return role }

// keptFrom are the people whom it is about, as far as the form names them: everybody who holds a role that it names.
//
// Policy: staff_misuse.to_head (AR 8.2/3, BG 10.2/1)
func keptFrom(about []About, staff []people.Staff, today clock.Date) []id.Person {
	var roles []people.Role
	for _, who := range about {
		if role, ok := aboutRoles[who]; ok {
			roles = append(roles, role)
		}
	}
	return recordsOf(holders(roles, staff, nil, today), staff)
}

func (h Head) about(who About) bool { return slices.Contains(h.About, who) }

// aboutStaff reports whether it is about anybody who works at the school or governs it.
func (h Head) aboutStaff() bool {
	return slices.ContainsFunc(h.About, func(a About) bool { _, role := aboutRoles[a]; return role || a == AtSchool })
}

// boxOf is the box that a child's or a parent's answer leads to; whoever chose one has chosen.
func boxOf(chosen Box, h Head) Box {
	switch {
	case chosen != "":
		return chosen
	case h.aboutStaff():
		return Conduct
	case h.about(TheSchool):
		return Complaint
	}
	return Welfare
}

// Choices are those who can be named by their role on the form, with whom it means: everybody who might read.
type Choice struct {
	About About
	Names []string
}

// choices are in the order of lastResort's importance to a child: the lead, the head, the others.
func choices(staff []people.Staff, today clock.Date) []Choice {
	var all []Choice
	for _, who := range []About{TheHead, HeadOfSite, TheLead, DeputyLead, OnlineLead, Deputy, TheChair, AGovernor} {
		c := Choice{About: who}
		for _, s := range staff {
			if !s.Left(today) && slices.Contains(s.Roles, aboutRoles[who]) {
				c.Names = append(c.Names, s.Called())
			}
		}
		if len(c.Names) > 0 {
			all = append(all, c)
		}
	}
	return all
}

// LeastReaders is how many possible readers a school needs for its button to open: the one whom it is about never
// reads, and somebody else then has to.
const LeastReaders = 2

// Possible are the people who might have to read: the safeguarding team, the head and the chair of governors.
func Possible(p school.Policy, staff []people.Staff, today clock.Date) []id.Person {
	return holders(append(teamOf(p), people.Head, people.ChairOfGovernors), staff, nil, today)
}

// MayOpenDoor rules whether the school's button may be open.
//
// Policy: roles.leaders.reporting_channels (AR 4.1/7, BG 4.1/6)
func MayOpenDoor(p school.Policy, staff []people.Staff, today clock.Date) clause.Ruling {
	const key clause.Key = "roles.leaders.reporting_channels"
	if n := humans(Possible(p, staff, today), staff); n < LeastReaders {
		return clause.Wait(key, phrase.Say("concern.door.readers", phrase.Args{"Least": LeastReaders, "Has": n}), time.Time{})
	}
	return clause.Allow(key)
}

// waitParents is the not-yet of finishing a child's concern about whose parents nobody has decided.
func waitParents() clause.Ruling {
	return clause.Wait("concerns.welfare.parents", say("concern.finish.parents"), time.Time{})
}

func say(key string) phrase.Phrase { return phrase.Say(key, nil) }

// MayMindDoor rules who opens and closes the button: the head and the safeguarding lead.
func MayMindDoor(who people.Who) clause.Ruling {
	if who.Is(people.Head, people.SafeguardingLead) {
		return clause.Allow(readers)
	}
	return clause.Deny(readers, phrase.Say("web.not_found", nil))
}

// MayBreakGlass rules who may read what waits when the first reader cannot: the rest of the safeguarding team and the
// leadership. Whom it is about is asked of each concern.
//
// Policy: roles.dsl.deputies (BG 4.2/2)
func MayBreakGlass(p school.Policy, who people.Who) clause.Ruling {
	if who.Is(append(teamOf(p), people.Leadership...)...) {
		return clause.Allow("roles.dsl.deputies")
	}
	return clause.Deny(readers, phrase.Say("web.not_found", nil))
}

// GlassLasts is how long whoever breaks the glass reads.
const GlassLasts = time.Hour

// Urgency orders what is read: 0 is first.
type Urgency int

// The urgencies.
const (
	Now Urgency = iota
	Soon
	Ordinary
)

// urgencyOf is by what was answered, never by what was written.
func urgencyOf(h Head) Urgency {
	soon := []Kind{Picture, Stranger, Secret, Beliefs, Device}
	switch {
	case h.Danger:
		return Now
	case h.Feel == Scared, slices.ContainsFunc(h.Kinds, func(k Kind) bool { return slices.Contains(soon, k) }):
		return Soon
	}
	return Ordinary
}

// dueAfter is when the next reader is added to what was told at that time and stays unread: after so many minutes in
// which the school is open. Step 0 is the first reader's. Nothing is passed on at night, at a weekend or in the holidays.
//
// Policy: roles.dsl.contact (AR 4.2/1, BG 4.2/1)
func dueAfter(p school.Policy, c school.Calendar, from time.Time, step int) time.Time {
	minutes := p.Concerns.ReadWithin
	if step > 0 {
		minutes = p.Concerns.NextAfter
	}
	if at, ok := c.AfterMinutes(from, minutes); ok {
		return at
	}
	return from.AddDate(0, 0, 1) // nobody has entered the new year's dates: a day is long enough
}

// rungMost is how often a reader's telephones are rung until they look, ringAgain how far two ringings are apart, ringLasts
// how long the last one waits for a telephone.
const (
	rungMost  = 3
	ringAgain = 10 * time.Minute
	ringLasts = 12 * time.Hour
)

// ringsNow rules whether a reader is rung for something that waits since then: once for it, again for what came later,
// never more often than every ten minutes, and three times at most until they look, or until what rang them is over: three
// pranks of an evening silence nobody's telephone for good.
func ringsNow(r Rung, since, now time.Time) bool {
	looked := r.SeenAt.After(r.At)
	switch {
	case !since.After(r.At) && !looked && !r.At.IsZero(): // what waits was there when they were rung
		return false
	case looked && !since.After(r.SeenAt):
		return false // they have seen it in their list
	case !looked && r.Times >= rungMost && now.Sub(r.At).Abs() < ringLasts:
		return false
	}
	return now.Sub(r.At).Abs() >= ringAgain
}
