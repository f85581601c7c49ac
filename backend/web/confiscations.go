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

// Taking is what a member of staff sends to confiscate a device.
type Taking struct {
	Pupil       string `json:"pupil"`
	Device      string `json:"device,omitempty"`
	Kind        string `json:"kind,omitempty"`
	Another     bool   `json:"another,omitempty" doc:"None of the devices that the school knows"`
	Ground      string `json:"ground"`
	Stored      string `json:"stored"`
	TellParents string `json:"tell_parents,omitempty" enum:",yes,not_yet"`
	Reason      string `json:"reason,omitempty"`
}

func (s *Server) confiscate(ctx context.Context, in *body[Taking]) (OpenedConfiscation, error) {
	k, b := of(ctx), in.Body
	pupil, err := thing[id.Pupil](b.Pupil)
	if err != nil {
		return OpenedConfiscation{}, err
	}
	made, err := s.Custody.Confiscate(ctx, k.who, k.act, custody.Taking{Pupil: pupil, Device: id.Device(b.Device),
		Kind: school.DeviceKind(b.Kind), Another: b.Another, Ground: school.Ground(b.Ground), Stored: b.Stored, Tell: custody.Decision(b.TellParents), Reason: b.Reason})
	if err != nil {
		return OpenedConfiscation{}, err
	}
	return s.openConfiscation(ctx, made.ID)
}

// changed answers a verb on a confiscation with the whole of it, as it is now.
func (s *Server) changed(ctx context.Context, text string,
	verb func(*call, id.Confiscation) (custody.Confiscation, error)) (OpenedConfiscation, error) {
	wanted, err := thing[id.Confiscation](text)
	if err != nil {
		return OpenedConfiscation{}, err
	}
	if _, err := verb(of(ctx), wanted); err != nil {
		return OpenedConfiscation{}, err
	}
	return s.openConfiscation(ctx, wanted)
}

// ContactTried is one attempt to reach an adult.
type ContactTried struct {
	Adult   string `json:"adult"`
	How     string `json:"how" enum:"phone,in_person"`
	Outcome string `json:"outcome" enum:"spoke,no_answer"`
}

func (s *Server) logContact(ctx context.Context, in *bodyOn[ContactTried]) (OpenedConfiscation, error) {
	return s.changed(ctx, in.ID, func(k *call, c id.Confiscation) (custody.Confiscation, error) {
		return s.Custody.LogContact(ctx, k.who, k.act, c, id.Adult(in.Body.Adult), custody.How(in.Body.How), custody.Outcome(in.Body.Outcome))
	})
}

// TellDecision is a decision on telling the parents.
type TellDecision struct {
	Decision string `json:"decision" enum:"yes,not_yet"`
	Reason   string `json:"reason,omitempty"`
}

func (s *Server) decideTell(ctx context.Context, in *bodyOn[TellDecision]) (OpenedConfiscation, error) {
	return s.changed(ctx, in.ID, func(k *call, c id.Confiscation) (custody.Confiscation, error) {
		return s.Custody.DecideTell(ctx, k.who, k.act, c, custody.Decision(in.Body.Decision), in.Body.Reason)
	})
}

// HoldDecision sets the safeguarding hold or lifts it.
type HoldDecision struct {
	Lift        bool   `json:"lift"`
	Reason      string `json:"reason"`
	TellParents string `json:"tell_parents,omitempty" enum:",yes,not_yet"`
}

func (s *Server) hold(ctx context.Context, in *bodyOn[HoldDecision]) (OpenedConfiscation, error) {
	return s.changed(ctx, in.ID, func(k *call, c id.Confiscation) (custody.Confiscation, error) {
		if in.Body.Lift {
			return s.Custody.LiftHold(ctx, k.who, k.act, c, in.Body.Reason, custody.Decision(in.Body.TellParents))
		}
		return s.Custody.SetHold(ctx, k.who, k.act, c, in.Body.Reason)
	})
}

// ReleaseTo names the adult who takes the device home, or says that the child asks for it.
type ReleaseTo struct {
	Adult string `json:"adult,omitempty"`
	Child bool   `json:"child,omitempty"`
}

func (s *Server) release(ctx context.Context, in *bodyOn[ReleaseTo]) (OpenedConfiscation, error) {
	return s.changed(ctx, in.ID, func(k *call, c id.Confiscation) (custody.Confiscation, error) {
		if in.Body.Child {
			return custody.Confiscation{}, s.Custody.ReleaseToChild(ctx, k.who, c, k.now)
		}
		return s.Custody.Release(ctx, k.who, k.act, c, id.Adult(in.Body.Adult))
	})
}

// ToPolice is the officer who takes the device, and their reference.
type ToPolice struct {
	Officer   string `json:"officer"`
	Reference string `json:"reference"`
}

func (s *Server) giveToPolice(ctx context.Context, in *bodyOn[ToPolice]) (OpenedConfiscation, error) {
	return s.changed(ctx, in.ID, func(k *call, c id.Confiscation) (custody.Confiscation, error) {
		return s.Custody.GiveToPolice(ctx, k.who, k.act, c, in.Body.Officer, in.Body.Reference)
	})
}

// Searched is a search of a device, as it was done.
type Searched struct {
	Consent string `json:"consent" enum:"child,parent"`
	Parent  string `json:"parent,omitempty"`
	How     string `json:"how" enum:"phone,in_person"`
	Witness string `json:"witness"`
	Outcome string `json:"outcome" enum:"nothing_found,breach_found,could_be_indecent"`
}

func (s *Server) search(ctx context.Context, in *bodyOn[Searched]) (OpenedConfiscation, error) {
	return s.changed(ctx, in.ID, func(k *call, c id.Confiscation) (custody.Confiscation, error) {
		b := in.Body
		return s.Custody.Search(ctx, k.who, k.act, c, custody.Search{Consent: custody.ConsentOf(b.Consent), Parent: id.Adult(b.Parent),
			How: custody.How(b.How), Witness: id.Staff(b.Witness), Outcome: custody.SearchOutcome(b.Outcome)})
	})
}

func (s *Server) deleteContent(ctx context.Context, in *bodyOn[nothingMore]) (OpenedConfiscation, error) {
	return s.changed(ctx, in.ID, func(k *call, c id.Confiscation) (custody.Confiscation, error) {
		return s.Custody.DeleteContent(ctx, k.who, k.act, c)
	})
}

// nothingMore is an empty JSON object.
type nothingMore struct{}
