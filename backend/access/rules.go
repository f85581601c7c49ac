package access

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"lollipop/backend/clause"
	"lollipop/backend/clock"
	"lollipop/backend/fault"
	"lollipop/backend/people"
	"lollipop/backend/phrase"
)

// The clauses that this room rests on.
const (
	ownLogin     clause.Key = "passwords.staff"
	loginsHolder clause.Key = "security.logins_enforced"
)

// underOffice are the roles that see no more than the office does.
var underOffice = []people.Role{people.Teacher, people.Assistant, people.SiteManager, people.Office}

// underAdministrator adds those whose work is not safeguarding.
var underAdministrator = append(slices.Clone(underOffice), people.SENCO, people.Technician, people.Administrator)

// MayIssue says whether one member of staff may hand another a link with which to choose a passphrase.
//
// Whoever hands out a link could open it themselves, so a link is given only downwards: to somebody all of whose roles
// see no more than one's own. The office gives links to teachers, assistants, the site manager and colleagues; an
// administrator looks after accounts and reads no concern, so not to leadership nor to the safeguarding team; the head
// to everybody but the governors and their chair, who read what is said about the head. Governors get theirs from the
// chair of governors, who gives one to nobody else: to whoever works here beside governing it would open what the staff
// see of children, and the head's would open what is said about the head. So nobody at the school gives one to a governor
// who works here.
//
// One exception: the first link, to somebody who never had a passphrase and is no governor, may come from an
// administrator, whoever it is for, the chair of governors too, unless the administrator is the head; the owner finds out
// at once if another used it. Nobody gives one to themselves: an unattended screen would become an account. What is left
// (a passphrase that the chair or a governor who works here has forgotten) is done at the machine.
//
// Policy: passwords.staff (AR 7.5.1/1, BG 7.5.1/1)
func MayIssue(by people.Who, to Member, today clock.Date) clause.Ruling {
	switch {
	case by.School != to.Staff.School: // the store finds nobody of another school; this holds if it ever did
		return clause.Deny(ownLogin, phrase.Say("access.person_unknown", nil))
	case to.Staff.Left(today):
		return clause.Deny(ownLogin, phrase.Say("access.issue.left", phrase.Args{"Name": to.Staff.Called()}))
	case string(by.Person) == string(to.Staff.ID):
		return clause.Deny(ownLogin, phrase.Say("access.issue.self", nil))
	case to.Staff.Email == "":
		return clause.Deny(ownLogin, phrase.Say("access.issue.no_email", phrase.Args{"Name": to.Staff.Called()}))
	case by.Is(people.ChairOfGovernors) && onlyGoverns(to.Staff):
		return clause.Allow(ownLogin)
	case onlyGoverns(to.Staff):
		return clause.Deny(ownLogin, phrase.Say("access.issue.governor", phrase.Args{"Name": to.Staff.Called()}))
	case governs(to.Staff), chairs(to.Staff) && (to.Passphrase != "" || by.Is(people.Head)):
		return clause.Deny(ownLogin, phrase.Say("access.issue.at_machine", phrase.Args{"Name": to.Staff.Called()}))
	case to.Passphrase == "" && by.Is(people.Administrator), by.Is(people.Head):
		return clause.Allow(ownLogin)
	case by.Is(people.Administrator) && within(to.Staff.Roles, underAdministrator):
		return clause.Allow(ownLogin)
	case by.Is(people.Office) && within(to.Staff.Roles, underOffice):
		return clause.Allow(ownLogin)
	}
	return clause.Deny(ownLogin, phrase.Say("access.issue.not_yours", phrase.Args{"Name": to.Staff.Called()}))
}

func within(roles, allowed []people.Role) bool {
	return len(roles) > 0 && !slices.ContainsFunc(roles, func(r people.Role) bool { return !slices.Contains(allowed, r) })
}

// open says whether a link still works: not used, not past its end, and its person still here.
func open(l Link, m Member, now time.Time, today clock.Date) error {
	switch {
	case !l.Used.IsZero():
		return fault.New(fault.Conflict, "access.link.used", nil)
	case !now.Before(l.Ends):
		return fault.New(fault.Denied, "access.link.ended", nil)
	case l.Purpose != ForFirstAdministrator && (m.Staff.ID == "" || m.Staff.Left(today)):
		return fault.New(fault.NotFound, "access.link.unknown", nil)
	}
	return nil
}

// goodPassphrase says what is wrong with a passphrase, or nil: long enough, and not one that guessers try first.
// Nothing is asked about capitals, digits or signs: length and rarity are what makes guessing long.
func goodPassphrase(passphrase string, common func() bool) error {
	count := utf8.RuneCountInString(passphrase)
	var f *fault.Fault
	switch {
	case !utf8.ValidString(passphrase) || strings.ContainsFunc(passphrase, unicode.IsControl):
		f = fault.New(fault.Invalid, "access.passphrase.characters", nil)
	case count < PassphraseLeast:
		f = fault.New(fault.Invalid, "access.passphrase.short", phrase.Args{"Least": PassphraseLeast})
	case count > PassphraseMost:
		f = fault.New(fault.Invalid, "access.passphrase.long", phrase.Args{"Most": PassphraseMost})
	case common():
		f = fault.New(fault.Invalid, "access.passphrase.common", nil)
	default:
		return nil
	}
	return f.In("passphrase")
}

// Pace is how one sort of counter slows guessing: Free failures cost nothing, then the wait doubles from First (a
// second where it says nothing) up to Most, and one failure is forgiven for every Forgive that passes. Most is short
// enough that nobody is ever locked out.
type Pace struct {
	Free    int
	First   time.Duration
	Most    time.Duration
	Forgive time.Duration
}

// The paces. A school's staff share one network, and on a Monday many of them mistype: its pace is gentler.
var (
	AccountPace = Pace{Free: 5, Most: 5 * time.Minute, Forgive: 15 * time.Minute}
	NetworkPace = Pace{Free: 30, Most: 30 * time.Second, Forgive: 20 * time.Second}
	// LetterPace slows wrong birthdays under one letter, which has only 366 to be guessed: three are free, then the wait
	// grows to a day, and none is forgiven while the letter lives. A parent who waits for it, or asks for a new letter,
	// still gets in. TestTheOddsOfGuessing prints what that leaves a guesser.
	LetterPace = Pace{Free: 3, First: time.Minute, Most: 24 * time.Hour, Forgive: LetterLasts}
	// CodePace slows codes that are none, of one network and one purpose: a parents' evening mistypes from one address.
	CodePace = Pace{Free: 30, Most: time.Minute, Forgive: 20 * time.Second}
)

// forgiven is how many of the failures have been forgiven since.
func (p Pace) forgiven(failures int, since, now time.Time) int {
	return max(0, min(failures, int(now.Sub(since)/p.Forgive)))
}

// Until is when the next try is listened to, after so many failures that still count, the last of them at last.
func (p Pace) Until(failures int, last time.Time) time.Time {
	over := failures - p.Free
	if over < 0 {
		return last
	}
	wait := p.Most
	if over < 20 { // beyond that the doubling is past any Most, and would in the end overflow
		wait = min(p.Most, max(p.First, time.Second)<<over)
	}
	return last.Add(wait)
}

var (
	slugForm  = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	phoneForm = regexp.MustCompile(`^\+?[0-9 ()-]+$`)
	emailForm = regexp.MustCompile(`^[^\s@<>(),;:"]+@[^\s@<>(),;:"]+\.[^\s@<>(),;:".]+$`)
)

var titles = []string{"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "rev", "sir", "dame"}

// splitName reads "Mrs Ada May Hall" as title, forename and surname; one word alone is a surname.
func splitName(name string) (title, forename, surname string) {
	words := strings.Fields(name)
	if len(words) > 1 && slices.Contains(titles, strings.ToLower(strings.TrimSuffix(words[0], "."))) {
		title, words = words[0], words[1:]
	}
	if len(words) == 0 {
		return title, "", ""
	}
	return title, strings.Join(words[:len(words)-1], " "), words[len(words)-1]
}

func digits(text string) int {
	n := 0
	for _, r := range text {
		if r >= '0' && r <= '9' {
			n++
		}
	}
	return n
}
