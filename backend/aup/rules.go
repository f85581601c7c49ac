package aup

import (
	"slices"
	"time"

	"lollipop/backend/clause"
	"lollipop/backend/clock"
	"lollipop/backend/people"
	"lollipop/backend/phrase"
	"lollipop/backend/school"
)

// The clauses of this room.
const (
	ageSuited  clause.Key = "aup.age_suited"
	monitored  clause.Key = "aup.monitored_statement"
	informed   clause.Key = "monitoring.users_informed"
	talkedOver clause.Key = "parents.read_and_discuss_aup"
	transition clause.Key = "education.transition"
	supported  clause.Key = "education.vulnerable.differentiated"
)

// DocumentOf is the document that children of a band are asked to sign; empty for no band.
//
// Policy: aup.age_suited (AR 5.1/7, BG 5.1/7)
func DocumentOf(band people.Band) Document {
	switch band {
	case people.EYFS:
		return ForEYFS
	case people.KS1:
		return ForKS1
	case people.LowerKS2:
		return ForLowerKS2
	case people.UpperKS2:
		return ForUpperKS2
	}
	return ""
}

// MaySignAlone rules whether a child signs without an adult beside them: from Key Stage 2 on. Younger ones are read to.
//
// Policy: aup.age_suited (AR 5.1/7, BG 5.1/7)
func MaySignAlone(band people.Band) clause.Ruling {
	switch band {
	case people.LowerKS2, people.UpperKS2:
		return clause.Allow(ageSuited)
	case people.EYFS, people.KS1:
	}
	return clause.Deny(ageSuited, phrase.Say("aup.sign.with_adult", nil))
}

// MaySign rules whether one document can be signed for a child by somebody who may sign for that child. child is empty
// where an adult signs for themselves.
//
// Policy: aup.age_suited (AR 5.1/7, BG 5.1/7), parents.read_and_discuss_aup (AR 5.3/6, BG 5.4/7)
func MaySign(kind people.Kind, d Document, child people.Pupil, talked bool) clause.Ruling {
	if !d.Children() {
		if kind != people.ParentKind || child.ID != "" {
			return clause.Deny(ageSuited, phrase.Say("aup.sign.other_age", nil))
		}
		return clause.Allow("roles.parents.read_aups")
	}
	if child.ID == "" || DocumentOf(child.Year.Band()) != d {
		return clause.Deny(ageSuited, phrase.Say("aup.sign.other_age", nil))
	}
	if kind == people.PupilKind {
		return MaySignAlone(child.Year.Band())
	}
	if !talked {
		return clause.Wait(talkedOver, phrase.Say("aup.sign.talk_first", nil), time.Time{})
	}
	return clause.Allow(talkedOver)
}

// MayBeSigned rules whether an edition can be signed as it stands: English always and a translation that somebody
// checked; one that nobody has checked yet where the school's policy says so. It can be read in any case.
func MayBeSigned(policy school.AUP, status Status) clause.Ruling {
	if status == Draft && !policy.SignDrafts {
		return clause.Deny("", phrase.Say("aup.sign.draft", nil))
	}
	return clause.Allow(ageSuited)
}

// CanPublish rules whether a text can be a version: it says that use is monitored, in whatever words. fixed are the
// keys of the statements that say so.
//
// Policy: aup.monitored_statement (AR 5.1/9, BG 5.1/9), monitoring.users_informed (AR 7.3.4/3, BG 7.3.4/5)
func CanPublish(d Document, fixed []string, text Text) clause.Ruling {
	key := informed
	if d.Children() {
		key = monitored
	}
	for _, wanted := range fixed {
		if !slices.ContainsFunc(text.Statements, func(s Statement) bool { return s.Key == wanted && s.Text != "" }) {
			return clause.Deny(key, phrase.Say("aup.publish.monitored", nil))
		}
	}
	if len(fixed) == 0 { // a document that could never say it
		return clause.Deny(key, phrase.Say("aup.publish.monitored", nil))
	}
	return clause.Allow(key)
}

// MayPublish rules who publishes: the policy's approver alone.
func MayPublish(who people.Who) clause.Ruling { return people.Permit(who, people.Head) }

// MayRecord rules who records a signature that was given on paper: whoever keeps the records.
func MayRecord(who people.Who) clause.Ruling { return people.MayKeepRecords(who) }

// MayFollow rules who sees how far the families are: the office, leadership, the safeguarding leads.
func MayFollow(who people.Who) clause.Ruling {
	return people.Permit(who, people.Office, people.Head, people.HeadOfSchool, people.DeputyHead,
		people.SafeguardingLead, people.DeputyLead)
}

// Standing is what has become of a signature.
type Standing string

// The standings.
const (
	Stands    Standing = "stands"
	Replaced  Standing = "replaced"
	Withdrawn Standing = "withdrawn"
	Lapsed    Standing = "lapsed"
)

// StandingOf is what has become of a signature about that child; none for an adult's own. A child who moved to another
// band has another document, so what was signed before has lapsed.
//
// Policy: education.transition (AR 5.1/11, BG 5.1/11)
func StandingOf(l Library, g Signature, child people.Pupil) Standing {
	current, _ := l.Current(g.Document)
	switch {
	case !g.WithdrawnAt.IsZero():
		return Withdrawn
	case g.Document.Children() && DocumentOf(child.Year.Band()) != g.Document:
		return Lapsed
	case current.ID != g.Version:
		return Replaced
	}
	return Stands
}

// SignBy is the last day on which a signature of that version counts: empty while the version is the one that is asked.
func SignBy(l Library, d Document, version string) clock.Date {
	at := l.ReplacedAt(d, version)
	if at.IsZero() {
		return ""
	}
	return day(at).AddDays(l.Policy.GraceDays)
}

// GraceOf is the last day on which the version before that one counts; empty once it is over, and for a first version.
func (l Library) GraceOf(v Version, today clock.Date) clock.Date {
	last := day(v.At).AddDays(l.Policy.GraceDays)
	if v.Number == 1 || today > last {
		return ""
	}
	return last
}

// Counts rules whether a signature counts as signed today: while it stands, and through the grace after a new version.
//
// Policy: education.transition (AR 5.1/11, BG 5.1/11)
func Counts(l Library, g Signature, child people.Pupil, today clock.Date) clause.Ruling {
	switch StandingOf(l, g, child) {
	case Stands:
		return clause.Allow(ageSuited)
	case Replaced:
		if today <= SignBy(l, g.Document, g.Version) {
			return clause.Allow(ageSuited)
		}
		return clause.Deny("", phrase.Say("aup.counts.replaced", nil))
	case Lapsed:
		return clause.Deny(transition, phrase.Say("aup.counts.lapsed", nil))
	case Withdrawn:
	}
	return clause.Deny("", phrase.Say("aup.counts.withdrawn", nil))
}
