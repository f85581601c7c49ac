package web

import (
	"context"
	"time"

	"lollipop/backend/custody"
	"lollipop/backend/people"
	"lollipop/backend/phrase"
	"lollipop/backend/school"
)

// Today is the head's page: the day so far, what is open, and the head of the day's chain to print.
type Today struct {
	Date        string         `json:"date" format:"date"`
	Now         time.Time      `json:"now"`
	Open        bool           `json:"open" doc:"There is school today"`
	Why         string         `json:"why,omitempty" doc:"Why not, or why a short day"`
	Ends        *time.Time     `json:"ends,omitempty"`
	Mode        string         `json:"mode" enum:"hand_in,class_check"`
	Held        int            `json:"held"`
	Uncollected []HeldPhone    `json:"uncollected"`
	Kept        []Confiscation `json:"kept" doc:"Confiscated and still here"`
	Owed        []Confiscation `json:"owed" doc:"Those of them with a decision or a contact still open"`
	Classes     []ClassState   `json:"classes" doc:"The class checks of today, where the school has them"`
	Chain       ChainHead      `json:"chain"`
}

// HeldPhone is a phone that should have gone home.
type HeldPhone struct {
	Pupil PupilName `json:"pupil"`
	Slot  int       `json:"slot"`
	Since time.Time `json:"since"`
}

// ClassState is whether a class was checked today.
type ClassState struct {
	Class      string   `json:"class"`
	Checked    *Checked `json:"checked,omitempty"`
	Exceptions int      `json:"exceptions"`
}

// ChainHead is the record's seal as it stands: printed, it shows later whether anything before it was cut away.
type ChainHead struct {
	Position int64  `json:"position"`
	Code     string `json:"code"`
}

func (s *Server) today(ctx context.Context, _ *nothing) (Today, error) {
	k := of(ctx)
	place, err := s.Schools.School(ctx, k.who.School)
	if err != nil {
		return Today{}, err
	}
	view, err := s.Custody.Today(ctx, k.who, k.now)
	if err != nil {
		return Today{}, err
	}
	date := dayOf(k.now)
	day := place.Calendar.Day(date)
	t := Today{Date: string(date), Now: k.now, Open: day.Open, Why: day.Why, Mode: string(place.Policy.Phones.Mode), Held: view.Held,
		Uncollected: []HeldPhone{}, Kept: []Confiscation{}, Owed: []Confiscation{}, Classes: []ClassState{}}
	if day.Open {
		ends := day.Ends.UTC()
		t.Ends = &ends
	}
	for _, late := range view.Uncollected {
		t.Uncollected = append(t.Uncollected, HeldPhone{Pupil: PupilName{ID: string(late.Child.ID), Name: late.Child.Name, Class: late.Child.Class},
			Slot: late.Device.Slot, Since: late.Device.Since})
	}
	for _, r := range view.Kept {
		c := s.confiscationOf(ctx, place, r)
		t.Kept = append(t.Kept, c)
		if c.Owed {
			t.Owed = append(t.Owed, c)
		}
	}
	t.Classes = classStates(view.Checks, view.Classes)
	head, err := s.Audit.DayHead(ctx, k.who.School, k.now)
	if err != nil {
		return Today{}, err
	}
	t.Chain = ChainHead{Position: head.Position, Code: head.Code()}
	return t, nil
}

func classStates(checks []custody.Check, classes []string) []ClassState {
	states := make([]ClassState, 0, len(classes))
	for _, class := range classes {
		state := ClassState{Class: class}
		for _, check := range checks {
			if check.Class == class {
				state.Checked = &Checked{By: check.ByName, At: check.At}
				state.Exceptions = len(check.Exceptions)
			}
		}
		states = append(states, state)
	}
	return states
}

// Policy is the school's policy as the product executes it.
type Policy struct {
	School    string         `json:"school"`
	Version   int            `json:"version"`
	Findings  []Finding      `json:"findings"`
	Switches  []PolicySwitch `json:"switches"`
	Clauses   []PolicyClause `json:"clauses"`
	ByStatus  map[string]int `json:"by_status"`
	NotYet    int            `json:"not_yet"`
	Languages []string       `json:"languages,omitempty"`
}

// Finding is something about the policy that the school should look at.
type Finding struct {
	Code       string   `json:"code"`
	Severity   string   `json:"severity" enum:"amber,red"`
	Title      string   `json:"title"`
	Clauses    []string `json:"clauses" doc:"Ids of the sentences"`
	VerifiedOn string   `json:"verified_on,omitempty"`
	Reason     *Reason  `json:"reason,omitempty" doc:"Why the head keeps to it; amber findings alone have one"`
}

// Reason is the head's own words about one finding.
type Reason struct {
	Why   string    `json:"why"`
	By    string    `json:"by" doc:"What colleagues call whoever gave it"`
	At    time.Time `json:"at"`
	Stale bool      `json:"stale" doc:"It was given for an earlier text: the policy or the guidance has changed since"`
}

// PolicySwitch is one point in which policies differ.
type PolicySwitch struct {
	Key     string   `json:"key"`
	Label   string   `json:"label"`
	Values  []string `json:"values"`
	Clauses []string `json:"clauses" doc:"Keys of the clauses"`
	Room    string   `json:"room"`
	State   string   `json:"state" enum:"done,not_yet,never"`
}

// PolicyClause is one sentence of the policy, and what the product does about it.
type PolicyClause struct {
	ID       string `json:"id"`
	Key      string `json:"key"`
	Section  string `json:"section"`
	Sentence string `json:"sentence"`
	Status   string `json:"status" enum:"executed,evidenced,shown,outside"`
	Room     string `json:"room"`
	What     string `json:"what"`
	Reading  string `json:"reading,omitempty" doc:"Where the text can be read in two ways: ours"`
	State    string `json:"state" enum:"done,not_yet,never"`
}

func (s *Server) policy(ctx context.Context, _ *nothing) (Policy, error) {
	k := of(ctx)
	place, err := s.Schools.School(ctx, k.who.School)
	if err != nil {
		return Policy{}, err
	}
	found, err := school.Check(place.Policy, dayOf(k.now))
	if err != nil {
		return Policy{}, err
	}
	reasons, err := s.Reasons.Given(ctx, k.who.School)
	if err != nil {
		return Policy{}, err
	}
	said := func(p phrase.Phrase) string { return s.Languages.Say(k.lang.Tag, s.withTerms(ctx, p)) }
	answer := Policy{School: place.Name, Version: place.Policy.Version, Findings: []Finding{}, Switches: []PolicySwitch{}, Clauses: []PolicyClause{},
		ByStatus: map[string]int{}}
	for _, f := range found {
		answer.Findings = append(answer.Findings, Finding{Code: f.Code, Severity: string(f.Severity), Title: said(f.Say),
			Clauses: append([]string{}, f.IDs...), VerifiedOn: string(f.VerifiedOn), Reason: reasonFor(place.Policy, f, reasons)})
	}
	for _, sw := range place.Policy.Switches() {
		line := PolicySwitch{Key: sw.Key, Label: said(sw.Label), Values: []string{}, Clauses: texts(sw.Clauses), Room: sw.Room, State: string(sw.State)}
		for _, value := range sw.Values {
			line.Values = append(line.Values, said(value))
		}
		answer.Switches = append(answer.Switches, line)
	}
	for _, c := range place.Policy.Index() {
		state := school.StateOf(c)
		answer.Clauses = append(answer.Clauses, PolicyClause{ID: c.ID, Key: string(c.Key), Section: c.Section, Sentence: place.Quote(c),
			Status: string(c.Status), Room: c.Room, What: c.What, Reading: c.Reading, State: string(state)})
		answer.ByStatus[string(c.Status)]++
		if state == school.NotYet {
			answer.NotYet++
		}
	}
	return answer, nil
}

// reasonFor is what the head gave for a finding; nil where nothing was given, or where it has come to need a decision.
func reasonFor(p school.Policy, f school.Finding, reasons map[string]school.Reason) *Reason {
	r, given := reasons[f.Code]
	if !given || f.Severity != school.Amber {
		return nil
	}
	return &Reason{Why: r.Why, By: r.ByName, At: r.At, Stale: !r.Holds(p, f)}
}

// NewReason is why the head keeps to what the finding with that code is about.
type NewReason struct {
	Code   string `json:"code"`
	Reason string `json:"reason" doc:"In the head's own words, 400 characters at most"`
}

func (s *Server) recordReason(ctx context.Context, in *body[NewReason]) (Policy, error) {
	k := of(ctx)
	if err := s.Reasons.Record(ctx, rolesOf(k.who), k.act, in.Body.Code, in.Body.Reason); err != nil {
		return Policy{}, err
	}
	return s.policy(ctx, &nothing{})
}

// WithdrawnReason names the finding whose reason the head takes back.
type WithdrawnReason struct {
	Code string `json:"code"`
}

func (s *Server) withdrawReason(ctx context.Context, in *body[WithdrawnReason]) (Policy, error) {
	k := of(ctx)
	if err := s.Reasons.Withdraw(ctx, rolesOf(k.who), k.act, in.Body.Code); err != nil {
		return Policy{}, err
	}
	return s.policy(ctx, &nothing{})
}

// rolesOf are somebody's roles as a policy names them.
func rolesOf(who people.Who) []school.Role {
	roles := make([]school.Role, len(who.Roles))
	for i, role := range who.Roles {
		roles[i] = school.Role(role)
	}
	return roles
}
