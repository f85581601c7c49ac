// Package concern is "Tell someone": what a child, a parent, a colleague or a visitor tells the school about something
// online, without signing in, and exactly those who should read it.
//
// Whoever it is about never reads it and never learns that it exists; who reads it follows from the school's policy
// (rules.go, Route). What is said is sealed before it is kept (seal.go): in the clear stand an id, the school, how far it
// has come, when, and who its readers are. Whoever tells has no account: five short words bring them back to it.
//
//	told ──read──▶ read ──▶ helping ──▶ finished
//	  │              ▲
//	  └─unread: the next reader, then everybody who may
//
// What is done about it, step by step, is the procedure's, a later room; it begins from a concern's id.
//
// Policy: concerns.confidentiality (AR 10/2, BG 10/2)
package concern

import (
	"slices"
	"time"

	"lollipop/backend/event"
	"lollipop/backend/id"
)

// Box is what a concern is: the four are routed differently and never stand in one list without their names.
type Box string

// The boxes.
const (
	// Welfare is a child's: it belongs to the safeguarding team.
	Welfare Box = "welfare"
	// Conduct is about somebody who works at the school or governs it.
	Conduct Box = "conduct"
	// Complaint is about how the school does something.
	Complaint Box = "complaint"
	// Whistle is a colleague's, about wrong that the school does.
	Whistle Box = "whistle"
)

// Boxes are all of them.
var Boxes = []Box{Welfare, Conduct, Complaint, Whistle}

// Form is which form it was told with.
type Form string

// The forms: three for children, one for everybody else.
const (
	ForEYFS   Form = "eyfs"
	ForKS1    Form = "ks1"
	ForKS2    Form = "ks2"
	ForAdults Form = "adult"
)

// Forms are all of them, youngest first.
var Forms = []Form{ForEYFS, ForKS1, ForKS2, ForAdults}

// About is somebody whom it is about, as the form asks it. Those who could be a reader are named by their role: whoever
// holds it is kept out.
type About string

// Whom it can be about.
const (
	Myself     About = "me"
	AChild     About = "child"
	AtHome     About = "home"
	Outsider   About = "outsider" // somebody whom the child knows from nowhere but online, or from outside school
	AtSchool   About = "staff"    // a grown-up who works here
	AVisitor   About = "visitor"
	TheSchool  About = "school" // how the school does things
	TheHead    About = "head"
	HeadOfSite About = "head_of_school"
	Deputy     About = "deputy_head"
	TheLead    About = "dsl"
	DeputyLead About = "deputy_dsl"
	OnlineLead About = "osl"
	TheChair   About = "chair_of_governors"
	AGovernor  About = "governor"
)

// Kind is what happened, as the form asks it.
type Kind string

// The kinds.
const (
	Unkind   Kind = "unkind"   // messages, names, being left out, hate
	Picture  Kind = "picture"  // of somebody, sent on or asked for
	Stranger Kind = "stranger" // somebody who writes, or wants to meet
	Saw      Kind = "saw"      // something frightening or not for children
	Secret   Kind = "secret"   // somebody asks to keep a secret, threatens
	Money    Kind = "money"    // tricked, or money spent
	Account  Kind = "account"  // somebody is in it, or pretends to be the child
	Beliefs  Kind = "beliefs"  // somebody draws a person towards extremism
	Device   Kind = "device"   // a phone that the school keeps
	Other    Kind = "other"
)

// Kinds are those that a form may offer, in its order.
var Kinds = []Kind{Unkind, Picture, Stranger, Saw, Secret, Money, Account, Beliefs, Other}

// Feel is how whoever tells feels.
type Feel string

// Feelings, and "I'd rather not say" as the empty one.
const (
	Sad      Feel = "sad"
	Scared   Feel = "scared"
	Angry    Feel = "angry"
	Worried  Feel = "worried"
	Confused Feel = "confused"
	Fine     Feel = "fine"
)

// Feels are all of them, in the form's order.
var Feels = []Feel{Sad, Scared, Angry, Worried, Confused, Fine}

// Naming is whether whoever tells says who they are.
type Naming string

// The three ways.
const (
	Named     Naming = "named"
	LeadOnly  Naming = "lead_only" // only the safeguarding lead, or who stands in the lead's place for this one, sees the name
	Anonymous Naming = "anonymous"
)

// Status is how far it has come, as whoever told it may see.
type Status string

// The statuses. Told turns to Read by itself when somebody reads it first.
const (
	Told     Status = "told"
	Read     Status = "read"
	Helping  Status = "helping"
	Talk     Status = "talk" // the school would like to talk: come to the office, or say how you can be reached
	Finished Status = "finished"
)

// Statuses are those that a reader can choose.
var Statuses = []Status{Read, Helping, Talk, Finished}

// Head is what a concern is about. It is sealed; nothing of it stands in the clear.
type Head struct {
	Box   Box     `json:"box"`
	Form  Form    `json:"form,omitempty"`
	About []About `json:"about,omitempty"`
	Kinds []Kind  `json:"kinds,omitempty"`
	Feel  Feel    `json:"feel,omitempty"`
	// Danger says that whoever told it said that somebody is in danger now.
	Danger bool `json:"danger,omitempty"`
	// Friend says that it was told for somebody else.
	Friend bool `json:"friend,omitempty"`
	// Language is a BCP 47 tag: which language the form was in. Free words may be in any.
	Language string `json:"language,omitempty"`
	Naming   Naming `json:"naming,omitempty"`
	Status   Status `json:"status"`
	// KeptFrom are the people who never read it: those whom it is about, and whom a reader named since.
	KeptFrom []id.Person `json:"kept_from,omitempty"`
	// Given are those who became readers by hand or by breaking the glass: a reader's row that is not borne out here, or by
	// the school's route, opens nothing.
	Given []Given `json:"given,omitempty"`
	// Pupil and Confiscation are of a concern that a kept device raised, or that a reader joined to one.
	Pupil        id.Pupil        `json:"pupil,omitempty"`
	Confiscation id.Confiscation `json:"confiscation,omitempty"`
	// Interpreter says that somebody asked for one and in which language; empty while nobody has.
	Interpreter string `json:"interpreter,omitempty"`
	// Parents is what was decided about telling the parents: "", "yes" or "no". The reason is in the entry.
	Parents Decision `json:"parents,omitempty"`
}

// Given is one who became a reader beside the route.
type Given struct {
	Person id.Person `json:"person"`
	// Until is when it ends; zero where it does not.
	Until time.Time `json:"until,omitzero"`
}

// given reports whether somebody was made a reader by hand, or by breaking the glass until that time.
func (h Head) given(person id.Person, until time.Time) bool {
	return slices.ContainsFunc(h.Given, func(g Given) bool { return g.Person == person && g.Until.Equal(until) })
}

// Decision is an answer that somebody owes.
type Decision string

// The decisions. Undecided: nobody has yet.
const (
	Undecided Decision = ""
	Yes       Decision = "yes"
	No        Decision = "no"
)

// EntryKind is what an entry is.
type EntryKind string

// The entries of a concern, told and added by whoever tells, the rest by readers.
const (
	Story       EntryKind = "story" // words of whoever tells
	Name        EntryKind = "name"  // who they are, where they said so
	Reply       EntryKind = "reply" // what they can read when they come back
	Note        EntryKind = "note"  // among readers
	StatusSet   EntryKind = "status"
	Handed      EntryKind = "handed"
	Excluded    EntryKind = "kept_from"
	ParentsSet  EntryKind = "parents"
	Interpreter EntryKind = "interpreter"
	Linked      EntryKind = "device"
	Glass       EntryKind = "glass" // somebody broke the glass
)

// Entry is one thing that was said or done, in its order. It is sealed.
type Entry struct {
	// N counts from 1.
	N    int       `json:"n"`
	At   time.Time `json:"at"`
	Kind EntryKind `json:"kind"`
	// By is the reader; empty for whoever tells, and for the product.
	By id.Person `json:"by,omitempty"`
	// Words are free text, as they were written. Never a name in Story's place: that is Name's.
	Words string `json:"words,omitempty"`
	// Phrase is the key of a sentence that was chosen instead of words: "concern.reply.thank_you".
	Phrase string `json:"phrase,omitempty"`
	// Language is of Words.
	Language string `json:"language,omitempty"`
	// When says when and where it happened, in the words of whoever tells.
	When string `json:"when,omitempty"`
	// Class is the class of a child who says who they are, Reach how an adult can be reached.
	Class string `json:"class,omitempty"`
	Reach string `json:"reach,omitempty"`
	// LeadOnly says that only the safeguarding lead reads this entry.
	LeadOnly bool `json:"lead_only,omitempty"`
	// Choice is a status, a decision, or a device's id.
	Choice string `json:"choice,omitempty"`
	// Person is whom it was handed to or is kept from.
	Person id.Person `json:"person,omitempty"`
}

// What happened, as events of the concern chain. The subject is the concern; bodies hold ids of people and nothing of
// what was said.
const (
	DidTell       event.Kind = "concern.told"
	DidAdd        event.Kind = "concern.added"  // whoever told it wrote more
	DidReturn     event.Kind = "concern.came"   // whoever told it came back to read
	DidList       event.Kind = "concern.listed" // subject: the reader
	DidSearch     event.Kind = "concern.searched"
	DidRead       event.Kind = "concern.read"
	DidPrint      event.Kind = "concern.printed"
	DidReply      event.Kind = "concern.replied"
	DidNote       event.Kind = "concern.noted"
	DidSetStatus  event.Kind = "concern.status_set"
	DidHand       event.Kind = "concern.handed"
	DidExclude    event.Kind = "concern.kept_from"
	DidDecide     event.Kind = "concern.parents_decided"
	DidAskFor     event.Kind = "concern.interpreter_asked"
	DidLink       event.Kind = "concern.device_linked"
	DidBreakGlass event.Kind = "concern.glass_broken"
	DidPass       event.Kind = "concern.passed_on" // unread: the next reader was added
	DidAlarm      event.Kind = "concern.no_reader"
	DidOpenDoor   event.Kind = "concern.door_opened"
	DidCloseDoor  event.Kind = "concern.door_closed"
)

// The bounds of what is told.
const (
	// WordsLength is the most characters of one piece of writing: four pages.
	WordsLength = 8000
	// ShortLength is the most of a name, a class, a way to be reached, a reason.
	ShortLength = 200
	// ReasonLength is the most of a reason that a reader writes.
	ReasonLength = 1000
	// EntriesMost is how many entries one concern may have; whoever tells can then begin another.
	EntriesMost = 500
	// AddedMost is how many bytes the entries of one concern may have for whoever tells to add another. All of them are
	// read where one is added, in the desk's turn to write.
	AddedMost = 256 << 10
)
