package concern

import (
	"context"
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/school"
)

// Doorway is what whoever wants to tell may know of the school's door.
type Doorway struct {
	Open bool
	// ReadsNow says that it is a school day's hours; ReadsFrom is when the next begin, zero where the calendar knows none.
	ReadsNow  bool
	ReadsFrom time.Time
	// Why is why there is no school today, by the code of school.Day; empty on an ordinary day.
	Why string
	// Public is the key to which a device seals what waits for a network; empty while the door was never open.
	Public []byte
	// Choices are those who can be named by their role: everybody who might read.
	Choices []Choice
}

// Door says whether somebody can tell this school something here, and when it is read. Nobody reads at night.
//
// Policy: roles.leaders.reporting_channels (AR 4.1/7, BG 4.1/6)
func (s *Service) Door(ctx context.Context, at id.School, now time.Time) (Doorway, error) {
	p, err := s.at(ctx, at, now)
	if err != nil {
		return Doorway{}, err
	}
	d, err := s.Store.Door(ctx, at)
	if err != nil {
		return Doorway{}, err
	}
	o := Doorway{Open: d.Open, ReadsNow: p.Calendar.IsOpen(now), Choices: choices(p.staff, p.today)}
	o.Why = p.Calendar.Day(clock.DateOf(now, school.London)).Why
	if len(d.DraftKey) > 0 { // not the row's own: whoever can write to the database would get what waits on devices
		if o.Public, err = s.Vault.DraftPublic(string(at), d.DraftKey); err != nil {
			return Doorway{}, err
		}
	}
	if !o.ReadsNow {
		o.ReadsFrom, _ = p.Calendar.NextOpen(now)
	}
	return o, nil
}

// Thread is what whoever told reads when they come back.
type Thread struct {
	Status Status
	// At is when it was told, ReadAt when somebody read what was last told; zero while nobody has.
	At, ReadAt time.Time
	Lines      []Line
}

// Line is one thing that was said between the two.
type Line struct {
	At   time.Time
	Mine bool
	// Words are free text in Language as they were written, or Phrase the key of a sentence.
	Words, Phrase, Language string
}

// Return is what stands under the five words. Words that are none are NotFound ("concern.receipt.unknown"), the same as
// five that nobody has; too many of those at one school make everybody there wait for a moment (TooMany).
func (s *Service) Return(ctx context.Context, at id.School, words string, now time.Time) (Thread, error) {
	k, err := s.find(ctx, at, words)
	if err != nil {
		return Thread{}, err
	}
	h, err := s.head(k)
	if err != nil {
		return Thread{}, err
	}
	entries, err := s.entries(k)
	if err != nil {
		return Thread{}, err
	}
	act := own("concern.look", at, "", now)
	if err := s.Store.Record(ctx, act, act.Did(DidReturn, string(k.ID), nil)); err != nil {
		return Thread{}, err
	}
	return thread(k, h, entries), nil
}

// find is the concern under the words.
func (s *Service) find(ctx context.Context, at id.School, words string) (Kept, error) {
	unknown := fault.New(fault.NotFound, "concern.receipt.unknown", nil)
	r, ok := s.Words.Parse(words)
	if !ok {
		return Kept{}, unknown // no guess, and so not counted: there are no such words
	}
	if err := s.Guesses.Try(at); err != nil {
		return Kept{}, err
	}
	k, err := s.Store.ByReceipt(ctx, at, s.receiptMarks(at, r))
	switch {
	case fault.Is(err, fault.NotFound):
		return Kept{}, unknown
	case err == nil:
		s.Guesses.Hit(at)
	}
	return k, err
}

func thread(k Kept, h Head, entries []Entry) Thread {
	t := Thread{Status: h.Status, At: k.At, ReadAt: k.ReadAt}
	for _, e := range entries {
		switch e.Kind {
		case Story:
			t.Lines = append(t.Lines, Line{At: e.At, Mine: true, Words: e.Words, Language: e.Language})
		case Reply:
			t.Lines = append(t.Lines, Line{At: e.At, Words: e.Words, Phrase: e.Phrase, Language: e.Language})
		case Name, Note, StatusSet, Handed, Excluded, ParentsSet, Interpreter, Linked, Glass: // not theirs to read
		}
	}
	return t
}

func sealedLength(entries []Sealed) (n int) {
	for _, e := range entries {
		n += len(e.Words)
	}
	return n
}

// AddMore adds to what was told. It is unread again, and open again where it was finished.
func (s *Service) AddMore(ctx context.Context, act event.Act, words, text, language string) (Thread, error) {
	if language != "" && !tongue.MatchString(language) {
		return Thread{}, fault.New(fault.Invalid, "concern.form.invalid", nil).In("language")
	}
	text, err := clean("words", text, WordsLength)
	if err != nil {
		return Thread{}, err
	}
	if text == "" {
		return Thread{}, fault.New(fault.Invalid, "concern.nothing_said", nil).In("words")
	}
	found, err := s.find(ctx, act.School, words)
	if err != nil {
		return Thread{}, err
	}
	p, err := s.at(ctx, act.School, act.At)
	if err != nil {
		return Thread{}, err
	}
	var said Thread
	err = s.Store.Change(ctx, act, found.ID, Viewer{At: act.At}, func(k *Kept) ([]event.Event, error) {
		if len(k.Entries) >= EntriesMost || sealedLength(k.Entries) > AddedMost {
			return nil, fault.New(fault.Conflict, "concern.full", nil)
		}
		h, err := s.head(*k)
		if err != nil {
			return nil, err
		}
		if h.Status == Finished {
			h.Status = Told
			if err := s.setHead(k, h); err != nil {
				return nil, err
			}
		}
		k.Open, k.ToldAt, k.ReadAt = true, act.At, time.Time{}
		k.Due = p.route(h).due(*k, p, act.At)
		if err := s.add(k, Entry{Kind: Story, At: act.At, Words: text, Language: language}); err != nil {
			return nil, err
		}
		return []event.Event{act.Did(DidAdd, string(k.ID), nil)}, nil
	})
	if err != nil {
		return Thread{}, err
	}
	k, err := s.Store.ByReceipt(ctx, act.School, [][]byte{found.Receipt}) // as it stands, for a replay too
	if err != nil {
		return Thread{}, err
	}
	h, err := s.head(k)
	if err != nil {
		return Thread{}, err
	}
	entries, err := s.entries(k)
	if err == nil {
		said = thread(k, h, entries)
	}
	return said, err
}
