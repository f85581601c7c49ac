package school

import (
	"slices"
	"strings"
	"sync"

	"lollipop/backend/clause"
	"lollipop/backend/clock"
	"lollipop/backend/fault"
	"lollipop/backend/phrase"
)

// Severity is how much a finding matters: amber asks for a look, red for a decision.
type Severity string

const (
	Amber Severity = "amber"
	Red   Severity = "red"
)

// Finding is something that the school should know about its own policy. Nothing is hidden and nothing is corrected:
// the text is the school's.
type Finding struct {
	// Code names it among this policy's findings: "review_overdue", "fault.two_heads".
	Code     string
	Severity Severity
	// Say is what was found and what to do.
	Say phrase.Phrase
	// Clauses are the keys that it is about, IDs the school's own sentences.
	Clauses []clause.Key
	IDs     []string
	// VerifiedOn is when somebody last checked the guidance that it rests on; empty where it rests on none.
	VerifiedOn clock.Date
}

// textFault is a fault of the text itself, said by "school.fault." and its code.
type textFault struct {
	Code     string   `json:"code"`
	Severity Severity `json:"severity"`
	Clauses  []string `json:"clauses"`
}

// citation is guidance that the text names, in the edition that it names.
type citation struct {
	Document string   `json:"document"`
	Edition  string   `json:"edition,omitempty"`
	Clauses  []string `json:"clauses"`
}

// guidance is what came after the texts: which documents and bodies still stand, and what practice is now expected.
type guidance struct {
	Documents []document `json:"documents"`
	Practices []practice `json:"practices"`
}

// document is guidance, a body or a link; locales call it "school.document." and its code.
type document struct {
	Code  string `json:"code"`
	Owner Name   `json:"owner"`
	// Edition is the current one's year.
	Edition string `json:"edition,omitempty"`
	// Since is the day from which this holds; where it is empty, VerifiedOn is.
	Since      clock.Date `json:"since,omitempty"`
	VerifiedOn clock.Date `json:"verified_on"`
	// SupersededBy is the code of what took its place; Closed is true where nothing did.
	SupersededBy string `json:"superseded_by,omitempty"`
	Closed       bool   `json:"closed,omitempty"`
	// Keys are clauses that name it in any school's text.
	Keys []clause.Key `json:"keys"`
}

// practice is something that guidance now expects; it is said by "school.practice." and its code.
type practice struct {
	Code       string       `json:"code"`
	Document   string       `json:"document"`
	Since      clock.Date   `json:"since"`
	VerifiedOn clock.Date   `json:"verified_on"`
	Severity   Severity     `json:"severity"`
	When       trigger      `json:"when"`
	Clauses    []clause.Key `json:"clauses"`
}

// trigger is when a policy differs from a practice: a switch that has (Is) or has not (Lacks) a value, or a Key under
// which it says something at all.
type trigger struct {
	Switch string     `json:"switch,omitempty"`
	Is     string     `json:"is,omitempty"`
	Lacks  string     `json:"lacks,omitempty"`
	Key    clause.Key `json:"key,omitempty"`
}

var readGuidance = sync.OnceValues(func() (guidance, error) {
	raw, err := readFile(presets, "presets", "guidance.json")
	if err != nil {
		return guidance{}, err
	}
	var g guidance
	return g, decode("guidance.json", raw, &g)
})

// Check holds a policy against the calendar and against the guidance that stood on that day: red findings first, then
// as the text runs. It changes nothing and knows no school.
func Check(p Policy, today clock.Date) ([]Finding, error) {
	g, err := readGuidance()
	if err != nil {
		return nil, err
	}
	if p.text == nil {
		return nil, fault.New(fault.Invalid, "school.preset.unknown", phrase.Args{"Name": string(p.Preset)})
	}
	found := slices.Concat(
		p.reviewFindings(today), p.documentFindings(g, today), p.practiceFindings(g, today), p.textFindings())
	slices.SortStableFunc(found, func(a, b Finding) int { return strings.Compare(string(b.Severity), string(a.Severity)) })
	return found, nil
}

// Policy: review.annual (AR 3/1, BG 3/1). The review is overdue once its month is over.
func (p Policy) reviewFindings(today clock.Date) []Finding {
	if string(today) < string(p.Review.Next)+"-32" {
		return nil
	}
	return []Finding{p.finding("review_overdue", Red,
		phrase.Say("school.finding.review_overdue", phrase.Args{"Month": p.Review.Next.phrase()}), p.ids("review.annual"))}
}

// Policy: aims.statutory_basis (AR 1/2, BG 1/2). A document that the text cites has a newer edition, or is no more.
func (p Policy) documentFindings(g guidance, today clock.Date) []Finding {
	var found []Finding
	for _, doc := range g.Documents {
		if from := doc.from(); today < from {
			continue
		}
		cites := slices.Clone(p.text.cites)
		if ids := p.ids(doc.Keys...); len(ids) > 0 {
			cites = append(cites, citation{Document: doc.Code, Clauses: ids})
		}
		for _, cited := range cites {
			say := doc.say(cited)
			if cited.Document != doc.Code || say.Empty() {
				continue
			}
			f := p.finding("document."+doc.Code, Amber, say, cited.Clauses)
			f.VerifiedOn = doc.VerifiedOn
			found = append(found, f)
		}
	}
	return found
}

func (doc document) from() clock.Date {
	if doc.Since != "" {
		return doc.Since
	}
	return doc.VerifiedOn
}

// say is what is wrong with citing it in that edition; the empty phrase when nothing is. A text that gives no year
// means the current edition.
func (doc document) say(cited citation) phrase.Phrase {
	name := phrase.Say("school.document."+doc.Code, nil)
	switch {
	case doc.Closed:
		return phrase.Say("school.finding.closed", phrase.Args{"Document": name})
	case doc.SupersededBy != "":
		by := phrase.Say("school.document."+doc.SupersededBy, nil)
		return phrase.Say("school.finding.superseded", phrase.Args{"Document": name, "By": by})
	case cited.Edition != "" && cited.Edition < doc.Edition:
		return phrase.Say("school.finding.old_edition",
			phrase.Args{"Document": name, "Cited": cited.Edition, "Current": doc.Edition})
	}
	return phrase.Phrase{}
}

// Policy: roles.leaders.national_practice (AR 4.1/1, BG 4.1/1). Practice that guidance now expects and the policy
// differs from, unless its text says that it follows it.
func (p Policy) practiceFindings(g guidance, today clock.Date) []Finding {
	var found []Finding
	for _, expected := range g.Practices {
		if today < expected.Since || slices.Contains(p.text.follows, Name(expected.Code)) || !p.differs(expected.When) {
			continue
		}
		f := p.finding("practice."+expected.Code, expected.Severity, phrase.Say("school.practice."+expected.Code,
			phrase.Args{"Document": phrase.Say("school.document."+expected.Document, nil)}), p.ids(expected.Clauses...))
		f.VerifiedOn = expected.VerifiedOn
		found = append(found, f)
	}
	return found
}

func (p Policy) differs(when trigger) bool {
	if when.Key != "" {
		return len(p.text.byKey[when.Key]) > 0
	}
	codes := p.codes(when.Switch)
	if when.Is != "" {
		return slices.Contains(codes, when.Is)
	}
	return !slices.Contains(codes, when.Lacks)
}

// textFindings are what the preset's own list names: places in which the text contradicts itself or breaks off.
func (p Policy) textFindings() []Finding {
	var found []Finding
	for _, f := range p.text.faults {
		found = append(found, p.finding("fault."+f.Code, f.Severity, phrase.Say("school.fault."+f.Code, nil), f.Clauses))
	}
	return found
}

func (p Policy) finding(code string, severity Severity, say phrase.Phrase, ids []string) Finding {
	f := Finding{Code: code, Severity: severity, Say: say, IDs: ids}
	for _, id := range ids {
		if key := p.text.byID[id].Key; !slices.Contains(f.Clauses, key) {
			f.Clauses = append(f.Clauses, key)
		}
	}
	return f
}

// ids are the school's own sentences under those keys.
func (p Policy) ids(keys ...clause.Key) []string {
	var ids []string
	for _, key := range keys {
		for _, c := range p.text.byKey[key] {
			ids = append(ids, c.ID)
		}
	}
	return ids
}
