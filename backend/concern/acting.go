package concern

import (
	"context"
	"slices"
	"time"

	"lollipop/backend/clause"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// Replies are the sentences that a reader can choose: each is translated, so whoever told reads it in their language.
var Replies = []string{"thank_you", "believe_you", "not_your_fault", "on_it", "come_and_talk", "tell_us_more",
	"need_to_tell_someone", "safe_now", "call_999", "finished"}

// Answer is what a reader writes: a sentence chosen from Replies, or words of their own in a language.
type Answer struct{ Reply, Words, Language string }

// Reply answers whoever told it. Words of one's own are shown as not translated.
func (s *Service) Reply(ctx context.Context, who people.Who, act event.Act, concern id.Concern, a Answer) (Opened, error) {
	words, err := clean("words", a.Words, WordsLength)
	switch {
	case err != nil:
		return Opened{}, err
	case a.Reply != "" && !slices.Contains(Replies, a.Reply), a.Language != "" && !tongue.MatchString(a.Language):
		return Opened{}, fault.New(fault.Invalid, "concern.form.invalid", nil)
	case a.Reply == "" && words == "":
		return Opened{}, fault.New(fault.Invalid, "concern.nothing_said", nil).In("words")
	}
	e := Entry{Kind: Reply, Words: words, Language: a.Language}
	if a.Reply != "" {
		e.Phrase, e.Language = "concern.reply."+a.Reply, ""
	}
	return s.write(ctx, who, act, concern, DidReply, e, nil)
}

// Note keeps something among the readers.
//
// Policy: roles.dsl.records (AR 4.2/6, BG 4.2/9)
func (s *Service) Note(ctx context.Context, who people.Who, act event.Act, concern id.Concern, words string) (Opened, error) {
	words, err := said("words", words, WordsLength)
	if err != nil {
		return Opened{}, err
	}
	return s.write(ctx, who, act, concern, DidNote, Entry{Kind: Note, Words: words}, nil)
}

// said is words that have to be there.
func said(field, words string, most int) (string, error) {
	words, err := clean(field, words, most)
	if err == nil && words == "" {
		err = fault.New(fault.Invalid, "concern.nothing_said", nil).In(field)
	}
	return words, err
}

// write adds an entry of a reader's, and does what else belongs to it. The answer shows all of it, so that whoever writes has
// read it.
func (s *Service) write(ctx context.Context, who people.Who, act event.Act, concern id.Concern, kind event.Kind, e Entry,
	also func(*Kept, *Head, place) error,
) (Opened, error) {
	return s.change(ctx, who, act, concern, func(k *Kept, h *Head, p place) (happened []event.Event, err error) {
		if len(k.Entries) >= 2*EntriesMost {
			return nil, fault.New(fault.Conflict, "concern.full", nil)
		}
		if k.unreadBy(who.Person) {
			first := k.readBy(h, p, who.Person, act.At)
			happened = append(happened, act.Did(DidRead, string(k.ID), map[string]bool{"first": first}))
		}
		if also != nil {
			if err := also(k, h, p); err != nil {
				return nil, err
			}
		}
		e.By, e.At = who.Person, act.At
		var body any
		if e.Kind == Handed { // whom it is kept from stands nowhere in the clear
			body = map[string]id.Person{"person": e.Person}
		}
		return append(happened, act.Did(kind, string(k.ID), body)), s.add(k, e)
	})
}

// SetStatus says how far it has come, which whoever told it sees. A child's is finished only when it is decided whether
// the parents are told, and by those whose it is: it is gone from their list then.
//
// Policy: concerns.welfare.parents (AR 10.1/4, BG 10.1/4)
func (s *Service) SetStatus(ctx context.Context, who people.Who, act event.Act, concern id.Concern, to Status) (Opened, error) {
	if !slices.Contains(Statuses, to) {
		return Opened{}, fault.New(fault.Invalid, "concern.form.invalid", nil).In("status")
	}
	return s.write(ctx, who, act, concern, DidSetStatus, Entry{Kind: StatusSet, Choice: string(to)},
		func(k *Kept, h *Head, p place) error {
			if to == Finished && (k.byGlass(who.Person) || !p.route(*h).has(who.Person)) {
				return notByRole()
			}
			if to == Finished && h.Box == Welfare && h.Parents == Undecided {
				return fault.Of(waitParents())
			}
			h.Status, k.Open = to, to != Finished
			return nil
		})
}

// DecideParents keeps whether the parents are told, and why: the product itself tells them nothing, whatever is decided. It
// is the team's to decide, in an hour at night too, and not a colleague's to whom it was handed.
//
// Policy: concerns.welfare.parents (AR 10.1/4, BG 10.1/4)
func (s *Service) DecideParents(ctx context.Context, who people.Who, act event.Act, concern id.Concern, tell Decision,
	reason string,
) (Opened, error) {
	if tell != Yes && tell != No {
		return Opened{}, fault.New(fault.Invalid, "concern.form.invalid", nil).In("tell")
	}
	reason, err := said("reason", reason, ReasonLength)
	if err != nil {
		return Opened{}, err
	}
	return s.write(ctx, who, act, concern, DidDecide, Entry{Kind: ParentsSet, Choice: string(tell), Words: reason},
		func(k *Kept, h *Head, p place) error {
			if !k.byGlass(who.Person) && !p.route(*h).has(who.Person) {
				return notByRole()
			}
			h.Parents = tell
			return nil
		})
}

// AskInterpreter keeps that somebody has to interpret, and for which language: never a child.
func (s *Service) AskInterpreter(ctx context.Context, who people.Who, act event.Act, concern id.Concern,
	language string,
) (Opened, error) {
	if !tongue.MatchString(language) {
		return Opened{}, fault.New(fault.Invalid, "concern.form.invalid", nil).In("language")
	}
	return s.write(ctx, who, act, concern, DidAskFor, Entry{Kind: Interpreter, Choice: language},
		func(_ *Kept, h *Head, _ place) error { h.Interpreter = language; return nil })
}

// Link joins it to a device that the school keeps. The hold on the device is custody's to set, before.
//
// Policy: procedure.nudes.store_device (AR 11.1.1/4, BG 11.2/13)
func (s *Service) Link(ctx context.Context, who people.Who, act event.Act, concern id.Concern,
	device id.Confiscation,
) (Opened, error) {
	return s.write(ctx, who, act, concern, DidLink, Entry{Kind: Linked, Choice: string(device)},
		func(_ *Kept, h *Head, _ place) error { h.Confiscation = device; return nil })
}

// Hand makes a colleague a reader as well. Nobody from whom it is kept can be given it, and whoever reads for an hour
// gives it to nobody: a colleague could hand it back to them for good.
//
// Policy: roles.dsl.report_up (AR 4.2/8, BG 4.2/11)
func (s *Service) Hand(ctx context.Context, who people.Who, act event.Act, concern id.Concern, to id.Person,
	why string,
) (Opened, error) {
	why, err := clean("words", why, ReasonLength)
	if err != nil {
		return Opened{}, err
	}
	return s.write(ctx, who, act, concern, DidHand, Entry{Kind: Handed, Person: to, Words: why},
		func(k *Kept, h *Head, p place) error {
			if k.byGlass(who.Person) {
				return notByRole()
			}
			if to == who.Person { // who reads by a role would read for good
				return fault.New(fault.Invalid, "concern.keep_from.who", nil).In("to")
			}
			if err := fault.Of(mayReceive(*h, p, to)); err != nil {
				return err
			}
			h.Given = append(h.Given, Given{Person: to})
			k.admit(Reader{Person: to, How: ByHand, Since: act.At})
			return nil
		})
}

// mayReceive rules whether a colleague may be given it.
func mayReceive(h Head, p place, to id.Person) clause.Ruling {
	here := slices.ContainsFunc(p.staff, func(m people.Staff) bool { return id.Person(m.ID) == to && !m.Left(p.today) })
	switch {
	case !here:
		return clause.Deny(readers, say("people.not_found"))
	case slices.Contains(recordsOf(h.KeptFrom, p.staff), to):
		return clause.Deny(readers, say("concern.hand.kept_from"))
	}
	return clause.Allow(readers)
}

// byGlass reports whether somebody is a reader for an hour only. They do not decide who else reads it, nor that it is
// finished: it would be gone from the list of those whose it is before they saw it.
func (k *Kept) byGlass(person id.Person) bool {
	return slices.ContainsFunc(k.Readers, func(r Reader) bool { return r.Person == person && r.How == ByGlass })
}

func notByRole() error { return fault.New(fault.Denied, "concern.keep_from.role", nil) }

// admit makes somebody a reader, or one for another reason from now on.
func (k *Kept) admit(r Reader) {
	for i, was := range k.Readers {
		if was.Person == r.Person {
			r.ReadAt = was.ReadAt
			k.Readers[i] = r
			return
		}
	}
	k.Readers = append(k.Readers, r)
}

// KeepFrom keeps it from somebody on the staff from now on: whom it is about, or who is too close. It goes to whoever
// then stands first. Nobody can keep it from everybody, and a colleague to whom it was handed from nobody: it may be them
// whom the story is about, and the lead would not even see that it is gone.
func (s *Service) KeepFrom(ctx context.Context, who people.Who, act event.Act, concern id.Concern, from id.Person,
	why string,
) (Opened, error) {
	why, err := clean("words", why, ReasonLength)
	if err != nil {
		return Opened{}, err
	}
	return s.write(ctx, who, act, concern, DidExclude, Entry{Kind: Excluded, Person: from, Words: why},
		func(k *Kept, h *Head, p place) error {
			if !slices.ContainsFunc(p.staff, func(m people.Staff) bool { return id.Person(m.ID) == from }) {
				return fault.New(fault.Invalid, "concern.keep_from.who", nil).In("person")
			}
			if k.byGlass(who.Person) || !slices.Contains(p.route(*h).Readers, who.Person) {
				return notByRole()
			}
			never := recordsOf([]id.Person{from}, p.staff)
			if slices.Contains(never, who.Person) {
				return fault.New(fault.Invalid, "concern.keep_from.who", nil).In("person")
			}
			s.keep(k, h, never...)
			for i, r := range k.Readers { // even where the keys of the marks are lost one day
				if slices.Contains(never, r.Person) {
					k.Readers[i].Until = act.At
				}
			}
			p.fill(k, *h, act.At)
			return nil
		})
}

// fill gives a concern to who stands first on its path, where nobody whose it is reads it.
func (p place) fill(k *Kept, h Head, now time.Time) []id.Person {
	path := p.route(h)
	if p.held(*k, h, path, now) {
		return nil
	}
	k.Alarm = len(path.Readers) == 0
	if k.Alarm {
		return nil
	}
	k.Step = 1
	k.admit(Reader{Person: path.Readers[0], How: ByRoute, Since: now})
	if k.ReadAt.IsZero() {
		k.Due = path.due(*k, p, now)
	}
	return path.Readers[:1]
}
