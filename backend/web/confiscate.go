package web

import (
	"context"

	"lollipop/backend/custody"
	"lollipop/backend/id"
	"lollipop/backend/school"
)

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
