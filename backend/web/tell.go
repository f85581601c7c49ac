package web

import (
	"context"
	"encoding/base64"
	"time"

	"lollipop/backend/concern"
	"lollipop/backend/fault"
)

// Doorway is what whoever wants to tell a school something may know of its door.
type Doorway struct {
	School    string     `json:"school" doc:"The school's id, to which what waits on a device is sealed"`
	Open      bool       `json:"open"`
	Now       time.Time  `json:"now" doc:"By the product's clock"`
	ReadsNow  bool       `json:"reads_now" doc:"School is open at this moment"`
	ReadsFrom *time.Time `json:"reads_from,omitempty" doc:"When it opens next; absent where its calendar does not know"`
	Why       string     `json:"why,omitempty" doc:"Why there is no school today, as a code of the calendar"`
	Phone     string     `json:"phone"`
	Key       string     `json:"key" doc:"The school's public key, 65 bytes in base64; empty while its door was never open"`
	// Choices are all who might have to read: whoever tells can say that it is about one of them.
	Choices []DoorChoice `json:"choices"`
}

// DoorChoice is somebody at school of whom it can be said, by their role, that it is about them.
type DoorChoice struct {
	About string   `json:"about"`
	Names []string `json:"names"`
}

// atSchool is the input of a blind route, which is at a school by its address; telling one with a body.
type atSchool struct {
	School string `path:"school" doc:"The school's address"`
}

type telling[B any] struct {
	School string `path:"school" doc:"The school's address"`
	Body   B
}

func (s *Server) doorway(ctx context.Context, _ *atSchool) (Doorway, error) {
	k := of(ctx)
	place, err := s.Schools.School(ctx, k.who.School)
	if err != nil {
		return Doorway{}, err
	}
	door, err := s.Concerns.Door(ctx, k.who.School, k.now)
	if err != nil {
		return Doorway{}, err
	}
	d := Doorway{School: string(place.ID), Open: door.Open, Now: k.now, ReadsNow: door.ReadsNow, ReadsFrom: given(door.ReadsFrom),
		Why: door.Why, Phone: place.Phone, Key: base64.StdEncoding.EncodeToString(door.Public), Choices: []DoorChoice{}}
	for _, c := range door.Choices {
		d.Choices = append(d.Choices, DoorChoice{About: string(c.About), Names: c.Names})
	}
	return d, nil
}

// given is a time that may be missing.
func given(at time.Time) *time.Time {
	if at.IsZero() {
		return nil
	}
	return &at
}

// Receipt brings whoever told something back to it.
type Receipt struct {
	Receipt string `json:"receipt" doc:"Five numbers, each of a word and its picture: 3.41.7.255.0"`
}

func (s *Server) tell(ctx context.Context, in *telling[concern.Telling]) (Receipt, error) {
	return receipt(s.Concerns.Tell(ctx, of(ctx).act, in.Body))
}

func receipt(r concern.Receipt, err error) (Receipt, error) {
	if err != nil {
		return Receipt{}, err
	}
	return Receipt{r.String()}, nil
}

// SealedTelling is what waited on a device without a network.
type SealedTelling struct {
	Sealed string `json:"sealed" doc:"A Telling as JSON, sealed to the school's key (HPKE): 65 bytes of encapsulated key and the sealed text, in base64"`
}

func (s *Server) tellSealed(ctx context.Context, in *telling[SealedTelling]) (Receipt, error) {
	sealed, err := base64.StdEncoding.DecodeString(in.Body.Sealed)
	if err != nil {
		return Receipt{}, fault.New(fault.Invalid, "concern.form.invalid", nil).In("sealed")
	}
	return receipt(s.Concerns.TellSealed(ctx, of(ctx).act, sealed))
}

// ReceiptWords are five words, or their pictures, as somebody types them.
type ReceiptWords struct {
	Receipt string `json:"receipt"`
}

// Thread is what whoever told something reads when they come back.
type Thread struct {
	Status string       `json:"status" enum:"told,read,helping,talk,finished"`
	At     time.Time    `json:"at"`
	ReadAt *time.Time   `json:"read_at,omitempty" doc:"Absent while nobody has read what was last told"`
	Lines  []ThreadLine `json:"lines"`
}

// ThreadLine is one thing that was said: by whoever told (mine), or by a reader as words or as a sentence of the catalogue.
type ThreadLine struct {
	At       time.Time `json:"at"`
	Mine     bool      `json:"mine"`
	Words    string    `json:"words,omitempty"`
	Phrase   string    `json:"phrase,omitempty" doc:"The key of a sentence"`
	Language string    `json:"language,omitempty" doc:"Of the words, as they were written"`
}

func thread(t concern.Thread, err error) (Thread, error) {
	if err != nil {
		return Thread{}, err
	}
	out := Thread{Status: string(t.Status), At: t.At, ReadAt: given(t.ReadAt), Lines: []ThreadLine{}}
	for _, l := range t.Lines {
		out.Lines = append(out.Lines, ThreadLine{At: l.At, Mine: l.Mine, Words: l.Words, Phrase: l.Phrase, Language: l.Language})
	}
	return out, nil
}

func (s *Server) comeBack(ctx context.Context, in *telling[ReceiptWords]) (Thread, error) {
	k := of(ctx)
	return thread(s.Concerns.Return(ctx, k.who.School, in.Body.Receipt, k.now))
}

// MoreWords are added to what was told, under its five words.
type MoreWords struct {
	Receipt  string `json:"receipt"`
	Words    string `json:"words"`
	Language string `json:"language,omitempty"`
}

func (s *Server) addMore(ctx context.Context, in *telling[MoreWords]) (Thread, error) {
	return thread(s.Concerns.AddMore(ctx, of(ctx).act, in.Body.Receipt, in.Body.Words, in.Body.Language))
}
