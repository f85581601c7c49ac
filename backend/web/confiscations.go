package web

import (
	"context"
	"time"

	"lollipop/backend/custody"
	"lollipop/backend/id"
	"lollipop/backend/school"
)

// Confiscation is one device that the school keeps or kept.
type Confiscation struct {
	ID    string    `json:"id"`
	Pupil PupilName `json:"pupil"`
	Kind  string    `json:"kind"`
	// Ground is absent where only the safeguarding team may know it.
	Ground    string     `json:"ground,omitempty"`
	Secret    bool       `json:"secret" doc:"The ground is the safeguarding team's alone"`
	Held      bool       `json:"held" doc:"A safeguarding hold stands"`
	State     string     `json:"state" enum:"kept,released,with_police"`
	At        time.Time  `json:"at"`
	By        string     `json:"by"`
	Stored    string     `json:"stored"`
	Tell      string     `json:"tell" enum:",yes,not_yet"`
	Reason    string     `json:"reason,omitempty"`
	Owed      bool       `json:"owed" doc:"A decision or a contact is still open"`
	ContactAt *time.Time `json:"contact_at,omitempty"`
	Released  *Ended     `json:"released,omitempty"`
	Police    *Police    `json:"police,omitempty"`
	Release   Ruling     `json:"release"`
}

// PupilName is a child as a list names one.
type PupilName struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Class string `json:"class"`
}

// Ended is who took a device home, from whom, and when.
type Ended struct {
	To string    `json:"to"`
	By string    `json:"by"`
	At time.Time `json:"at"`
}

// Police is who has a device now, and under which reference.
type Police struct {
	Officer   string    `json:"officer"`
	Reference string    `json:"reference"`
	By        string    `json:"by"`
	At        time.Time `json:"at"`
}

// Ruling is what the policy says of one thing that could be done.
type Ruling struct {
	Verdict string `json:"verdict" enum:"allowed,not_yet,denied"`
	Title   string `json:"title,omitempty"`
	Why     *Why   `json:"why,omitempty"`
	From    string `json:"from,omitempty" format:"date-time"`
}

// Confiscations is a list of them, newest first.
type Confiscations struct {
	Items []Confiscation `json:"items"`
}

// OpenedConfiscation is one of them with all that can be done.
type OpenedConfiscation struct {
	Confiscation
	Searched *time.Time      `json:"searched,omitempty" doc:"When leadership last found a breach on it"`
	Deleted  *time.Time      `json:"deleted,omitempty" doc:"When content was deleted, or its deletion asked for"`
	Keeper   bool            `json:"keeper" doc:"The reader may act on it"`
	Team     bool            `json:"team" doc:"The reader belongs to the safeguarding team"`
	Adults   []Carer         `json:"adults"`
	Contacts []LoggedContact `json:"contacts"`
	Rulings  OpenedRulings   `json:"rulings"`
}

// OpenedRulings are the rulings on what else can be done with it.
type OpenedRulings struct {
	Release Ruling `json:"release"`
	Tell    Ruling `json:"tell"`
	Police  Ruling `json:"police"`
	Search  Ruling `json:"search"`
	Delete  Ruling `json:"delete"`
}

// Carer is an adult of the child.
type Carer struct {
	ID           string `json:"id"`
	Name         string `json:"name"`
	Relationship string `json:"relationship"`
	MayCollect   bool   `json:"may_collect"`
	MayBeTold    bool   `json:"may_be_told"`
	NoContact    bool   `json:"no_contact"`
}

// LoggedContact is one attempt to reach an adult.
type LoggedContact struct {
	At      time.Time `json:"at"`
	By      string    `json:"by"`
	Adult   string    `json:"adult"`
	How     string    `json:"how"`
	Outcome string    `json:"outcome"`
}

// closedSince is how far back the list of what went home reaches.
const closedSince = 14 * 24 * time.Hour

type confiscationQuery struct {
	Open bool `query:"open" default:"true" doc:"Those that the school has; otherwise those of the last fourteen days that it no longer has"`
}

func (s *Server) confiscations(ctx context.Context, in *confiscationQuery) (Confiscations, error) {
	k := of(ctx)
	records, err := s.Custody.List(ctx, k.who, in.Open, k.now.Add(-closedSince))
	if err != nil {
		return Confiscations{}, err
	}
	place, err := s.Schools.School(ctx, k.who.School)
	if err != nil {
		return Confiscations{}, err
	}
	list := Confiscations{Items: make([]Confiscation, 0, len(records))}
	for _, r := range records {
		list.Items = append(list.Items, s.confiscationOf(ctx, place, r))
	}
	return list, nil
}

func (s *Server) confiscationOf(ctx context.Context, place school.School, r custody.Record) Confiscation {
	k := of(ctx)
	c := Confiscation{ID: string(r.ID), Pupil: PupilName{ID: string(r.Pupil), Name: r.PupilName, Class: r.Class}, Kind: string(r.Kind),
		Ground: string(r.Ground), Secret: r.Secret, Held: r.Held, State: "kept", At: r.At, By: r.Names[r.By], Stored: r.Stored,
		Tell: string(r.Tell), Reason: r.TellReason, Owed: custody.Owed(place.Policy.Phones, r.Confiscation),
		Release: s.ruling(ctx, custody.Release(place.Policy.Phones, place.Calendar, r.Confiscation, k.now))}
	if !r.ContactAt.IsZero() {
		c.ContactAt = &r.ContactAt
	}
	if !r.ReleasedAt.IsZero() {
		c.State, c.Released = "released", &Ended{To: r.Names[id.Person(r.ReleasedTo)], By: r.Names[r.ReleasedBy], At: r.ReleasedAt}
	}
	if !r.PoliceAt.IsZero() {
		c.State, c.Police = "with_police", &Police{Officer: r.PoliceOfficer, Reference: r.PoliceReference, By: r.Names[r.PoliceBy], At: r.PoliceAt}
	}
	return c
}

func (s *Server) confiscation(ctx context.Context, in *one) (OpenedConfiscation, error) {
	wanted, err := thing[id.Confiscation](in.ID)
	if err != nil {
		return OpenedConfiscation{}, err
	}
	return s.openConfiscation(ctx, wanted)
}

func (s *Server) openConfiscation(ctx context.Context, wanted id.Confiscation) (OpenedConfiscation, error) {
	k := of(ctx)
	opened, err := s.Custody.Read(ctx, k.who, wanted, k.now)
	if err != nil {
		return OpenedConfiscation{}, err
	}
	place, err := s.Schools.School(ctx, k.who.School)
	if err != nil {
		return OpenedConfiscation{}, err
	}
	r := opened.Rulings
	answer := OpenedConfiscation{Confiscation: s.confiscationOf(ctx, place, opened.Record), Keeper: opened.Keeper, Team: opened.Team,
		Adults: []Carer{}, Contacts: []LoggedContact{}, Rulings: OpenedRulings{Release: s.ruling(ctx, r.Release),
			Tell: s.ruling(ctx, r.Tell), Police: s.ruling(ctx, r.Police), Search: s.ruling(ctx, r.Search), Delete: s.ruling(ctx, r.Delete)}}
	if c := opened.Confiscation; opened.Keeper {
		answer.Searched, answer.Deleted = moment(c.Searched), moment(c.Deleted)
	}
	for _, a := range opened.Carers {
		answer.Adults = append(answer.Adults, Carer{ID: string(a.ID), Name: a.Name, Relationship: a.Relationship,
			MayCollect: a.MayCollect, MayBeTold: a.MayBeTold, NoContact: a.NoContact})
	}
	if opened.Keeper {
		for _, contact := range opened.Contacts {
			answer.Contacts = append(answer.Contacts, LoggedContact{At: contact.At, By: opened.Names[contact.By],
				Adult: opened.Names[id.Person(contact.Adult)], How: string(contact.How), Outcome: string(contact.Outcome)})
		}
	}
	return answer, nil
}

// moment is a time that may not have come.
func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
