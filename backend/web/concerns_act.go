package web

import (
	"context"
	"time"

	"lollipop/backend/concern"
	"lollipop/backend/custody"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// ConcernReply is a sentence that is chosen, by its name or its key, or words of the reader's own in a language.
type ConcernReply struct {
	Phrase   string `json:"phrase,omitempty"`
	Words    string `json:"words,omitempty"`
	Language string `json:"language,omitempty"`
}

func (s *Server) replyToConcern(ctx context.Context, in *bodyOn[ConcernReply]) (OpenedConcern, error) {
	return s.onConcern(ctx, in.ID, func(k *call, c id.Concern) (concern.Opened, error) {
		b := in.Body
		if b.Phrase != "" && b.Words != "" {
			return concern.Opened{}, fault.New(fault.Invalid, "concern.form.invalid", nil).In("words")
		}
		return s.Concerns.Reply(ctx, k.who, k.act, c, concern.Answer{Reply: replyNamed(b.Phrase), Words: b.Words, Language: b.Language})
	})
}

// replyNamed is a reply by its name, where it was sent as the key of its sentence.
func replyNamed(text string) string {
	for _, name := range concern.Replies {
		if text == "concern.reply."+name {
			return name
		}
	}
	return text
}

// ConcernNote is among readers.
type ConcernNote struct {
	Words string `json:"words"`
}

func (s *Server) noteOnConcern(ctx context.Context, in *bodyOn[ConcernNote]) (OpenedConcern, error) {
	return s.onConcern(ctx, in.ID, func(k *call, c id.Concern) (concern.Opened, error) {
		return s.Concerns.Note(ctx, k.who, k.act, c, in.Body.Words)
	})
}

// ConcernStatus is what whoever told it sees.
type ConcernStatus struct {
	Status string `json:"status" enum:"read,helping,talk,finished"`
}

func (s *Server) setConcernStatus(ctx context.Context, in *bodyOn[ConcernStatus]) (OpenedConcern, error) {
	return s.onConcern(ctx, in.ID, func(k *call, c id.Concern) (concern.Opened, error) {
		return s.Concerns.SetStatus(ctx, k.who, k.act, c, concern.Status(in.Body.Status))
	})
}

// ConcernHandOver is a colleague who is to read it too, and why.
type ConcernHandOver struct {
	To    string `json:"to"`
	Words string `json:"words,omitempty"`
}

func (s *Server) handConcern(ctx context.Context, in *bodyOn[ConcernHandOver]) (OpenedConcern, error) {
	return s.onConcern(ctx, in.ID, func(k *call, c id.Concern) (concern.Opened, error) {
		return s.Concerns.Hand(ctx, k.who, k.act, c, id.Person(in.Body.To), in.Body.Words)
	})
}

// ConcernKeptFrom is somebody on the staff who is never to read it from now on, and why.
type ConcernKeptFrom struct {
	Person string `json:"person"`
	Words  string `json:"words,omitempty"`
}

func (s *Server) keepConcernFrom(ctx context.Context, in *bodyOn[ConcernKeptFrom]) (OpenedConcern, error) {
	return s.onConcern(ctx, in.ID, func(k *call, c id.Concern) (concern.Opened, error) {
		return s.Concerns.KeepFrom(ctx, k.who, k.act, c, id.Person(in.Body.Person), in.Body.Words)
	})
}

// ConcernParents is the decision whether the parents are told, with its reason.
type ConcernParents struct {
	Tell   string `json:"tell" enum:"yes,no"`
	Reason string `json:"reason"`
}

func (s *Server) decideParents(ctx context.Context, in *bodyOn[ConcernParents]) (OpenedConcern, error) {
	return s.onConcern(ctx, in.ID, func(k *call, c id.Concern) (concern.Opened, error) {
		return s.Concerns.DecideParents(ctx, k.who, k.act, c, concern.Decision(in.Body.Tell), in.Body.Reason)
	})
}

// ConcernInterpreter is the language that somebody has to interpret.
type ConcernInterpreter struct {
	Language string `json:"language"`
}

func (s *Server) askInterpreter(ctx context.Context, in *bodyOn[ConcernInterpreter]) (OpenedConcern, error) {
	return s.onConcern(ctx, in.ID, func(k *call, c id.Concern) (concern.Opened, error) {
		return s.Concerns.AskInterpreter(ctx, k.who, k.act, c, in.Body.Language)
	})
}

// ConcernDevice is a device that the school keeps.
type ConcernDevice struct {
	Confiscation string `json:"confiscation"`
}

// linkDevice joins a concern to a device that the school keeps, and sets the safeguarding hold on that: so it is for the
// safeguarding team, unless the hold stands already. What was half done is done whole when it is sent again.
func (s *Server) linkDevice(ctx context.Context, in *bodyOn[ConcernDevice]) (OpenedConcern, error) {
	device, err := thing[id.Confiscation](in.Body.Confiscation)
	if err != nil {
		return OpenedConcern{}, err
	}
	return s.onConcern(ctx, in.ID, func(k *call, c id.Concern) (concern.Opened, error) {
		kept, err := s.Custody.Read(ctx, k.who, device, k.now)
		if err != nil {
			return concern.Opened{}, err
		}
		place, err := s.Schools.School(ctx, k.who.School)
		if err != nil {
			return concern.Opened{}, err
		}
		if !kept.Held && !custody.Team(place.Policy, k.who) {
			return concern.Opened{}, fault.New(fault.NotFound, "web.not_found", nil)
		}
		opened, err := s.Concerns.Link(ctx, k.who, k.act, c, device)
		if err != nil || kept.Held || kept.Closed() {
			return opened, err
		}
		hold := k.act
		hold.Op, hold.Command = event.Made[id.Op](k.act, "hold"), "custody.hold"
		_, err = s.Custody.SetHold(ctx, k.who, hold, device, s.say(k.lang.Tag, "custody.hold.concern"))
		if fault.Is(err, fault.Conflict) { // somebody was quicker
			err = nil
		}
		return opened, err
	})
}

// GlassReason is why somebody reads what waits for others.
type GlassReason struct {
	Reason string `json:"reason"`
}

func (s *Server) breakGlass(ctx context.Context, in *body[GlassReason]) (nothingMore, error) {
	k := of(ctx)
	return nothingMore{}, s.Concerns.BreakGlass(ctx, k.who, k.act, in.Body.Reason)
}

// TellDoor is the school's button, as those see it who open and close it.
type TellDoor struct {
	Open     bool        `json:"open"`
	OpenedAt *time.Time  `json:"opened_at,omitempty" doc:"When it was last opened or closed"`
	By       string      `json:"by,omitempty"`
	Ruling   Ruling      `json:"ruling" doc:"Whether it may be open"`
	Readers  []Colleague `json:"readers" doc:"Who might have to read"`
}

func (s *Server) tellDoor(ctx context.Context, _ *nothing) (TellDoor, error) {
	d, err := s.Concerns.DoorOf(ctx, of(ctx).who)
	if err != nil {
		return TellDoor{}, err
	}
	return TellDoor{Open: d.Open, OpenedAt: given(d.OpenedAt), By: d.ByName, Ruling: s.ruling(ctx, d.Ruling),
		Readers: fellows(d.Readers)}, nil
}

// DoorSetting opens the school's button or closes it.
type DoorSetting struct {
	Open bool `json:"open"`
}

func (s *Server) setTellDoor(ctx context.Context, in *body[DoorSetting]) (TellDoor, error) {
	k := of(ctx)
	if err := s.Concerns.SetDoor(ctx, k.who, k.act, in.Body.Open); err != nil {
		return TellDoor{}, err
	}
	return s.tellDoor(ctx, nil)
}

// minders open and close the button; comers may come to read by what they are. To whom a concern was handed, the banner
// leads there.
var (
	minders = only("the head and the safeguarding lead", people.Head, people.SafeguardingLead)
	comers  = may("who may come to read what is told", people.SafeguardingLead, people.DeputyLead, people.OnlineSafetyLead,
		people.ChairOfGovernors, people.Governor)
)
