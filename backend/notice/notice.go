// Package notice is who is told what: it reads what happened at school and decides which adult gets which message, how
// often their telephone rings for it, and when that is over.
//
// A notice is one message to one adult about one thing that happened. It stands in the app's inbox always; where the
// adult has a telephone that can be rung (room courier), that rings and says nothing but that there is a message; where
// nobody has read it in time, it stands on the office's list with what to do. A notice exists if and only if the thing
// happened: it is written from the committed event, once for one event and adult.
//
// Who is told follows from the policy and from the office's marks (people.ForNotice): somebody from whom contact is
// barred gets nothing anywhere, and under a safeguarding hold nobody gets anything. What was sent before a hold or a mark
// came is taken back as far as it has not been read.
//
//	happened ──▶ in the inbox ──▶ read ──▶ answered
//	                  │  rings, then once or twice more
//	                  ├──▶ over (the thing is done)
//	                  └──▶ taken back (a hold, a mark)
//
// Clauses: phones.parents_told (AR 9.3/10), phones.release (BG 9.3/12), email.encrypted (AR 7.8/3, BG 7.8/4),
// email.staff.work_life_balance (AR 7.8.1/3, BG 7.8.1/3), parents.on_joining (AR 5.3/5, BG 5.4/6).
package notice

import (
	"time"

	"lollipop/backend/event"
	"lollipop/backend/id"
)

// Kind is what a notice is about.
type Kind string

// The kinds.
const (
	// Confiscated: the school keeps a child's device. Subject: the confiscation.
	Confiscated Kind = "confiscated"
	// Released: it went home. Subject: the confiscation.
	Released Kind = "released"
	// Uncollected: the school day is over and a device that was handed in is still there. Subject: the device.
	Uncollected Kind = "uncollected"
	// ToSign: an acceptable use policy waits for the adult. Subject: the document.
	ToSign Kind = "aup_to_sign"
	// Replaced: one that they signed has a newer text. Subject: the document.
	Replaced Kind = "aup_replaced"
	// NewSignIn: another device was signed in as the adult. Subject: the adult.
	NewSignIn Kind = "new_sign_in"
)

// Kinds are all of them.
var Kinds = []Kind{Confiscated, Released, Uncollected, ToSign, Replaced, NewSignIn}

// What happened in this room, as events. Bodies hold ids and codes.
const (
	// DidBegin: a school day began; what waits is asked about again. Subject: the date.
	DidBegin event.Kind = "notice.day_began"
	// DidAnswer: an adult answered a notice. Subject: the notice; body Answered.
	DidAnswer event.Kind = "notice.answered"
	// DidTell: the office told the adult another way. Subject: the notice; body {how}.
	DidTell event.Kind = "notice.told"
)

// Answer is what an adult can press.
type Answer string

// The answers. WillCome counts as contact where the policy waits for one; CallMe goes onto the office's call list.
const (
	NoAnswer Answer = ""
	WillCome Answer = "come"
	CallMe   Answer = "call"
)

// Answered is the body of DidAnswer.
type Answered struct {
	Answer  Answer   `json:"answer"`
	Kind    Kind     `json:"kind"`
	Subject string   `json:"subject"`
	Adult   id.Adult `json:"adult"`
	// Language is the adult's when they answered.
	Language string     `json:"language"`
	Pupils   []id.Pupil `json:"pupils"`
}

// How the office told somebody whom no telephone reached.
type How string

// The ways.
const (
	Rung    How = "rang"
	OnPaper How = "paper"
	Spoke   How = "spoke"
)

// Notice is one message to one adult.
type Notice struct {
	ID     id.Notice
	School id.School
	// Event is what it follows from: of one event an adult gets one notice.
	Event   id.Event
	Kind    Kind
	Subject string
	Adult   id.Adult
	// Pupils are the children whom it is about; none where it is the adult's own affair.
	Pupils []id.Pupil
	// At is when the thing happened.
	At time.Time
	// Urgent: it rings in quiet hours too.
	Urgent bool
	// Bare: the thing had been under a safeguarding hold when it was made, so it never says why.
	Bare bool
	// Rung is how often the adult's telephones were asked to ring: 0 until the first time. RingAt is when they are next;
	// zero for not at all.
	Rung   int
	RingAt time.Time
	ReadAt time.Time
	// Answer and AnsweredAt are the last answer.
	Answer     Answer
	AnsweredAt time.Time
	// ToldAt, ToldBy and ToldHow are of the office's telling.
	ToldAt  time.Time
	ToldBy  id.Person
	ToldHow How
	// OverAt is when the thing was done; it stays to be read.
	OverAt time.Time
	// TakenBack: nobody may read it, and it counts nowhere.
	TakenBack bool
}

// Waits reports whether the adult has still to see it.
func (n Notice) Waits() bool {
	return n.ReadAt.IsZero() && n.ToldAt.IsZero() && n.OverAt.IsZero() && !n.TakenBack
}

// RingsOn reports whether reading or answering it does not stop the ringing that is still to come. A sign-in that was not
// the adult's own could be read on that very device, in the quiet hours, before their own telephone ever rang.
func (n Notice) RingsOn() bool { return n.Kind == NewSignIn && n.Rung == 0 }

// Channel is a way to an adult.
type Channel string

// The ways. The inbox is the notice itself.
const (
	ByInbox  Channel = "inbox"
	ByPush   Channel = "push"
	ByOffice Channel = "office"
)

// State of a delivery by push.
type State string

// The states. Handed: the push services have it to deliver. Accepted means that one of them took it, and never that
// anybody has seen it.
const (
	Waiting   State = "waiting"
	NoDevice  State = "no_device"
	Handed    State = "handed"
	Accepted  State = "accepted"
	Failed    State = "failed"
	NotNeeded State = "not_needed"
)

// Delivery is where one way of one notice stands: there is one for an event, an adult and a channel.
type Delivery struct {
	Channel Channel
	State   State
	// Result is why it failed, as a code of courier.Result.
	Result string
	At     time.Time
}
