// Package aup is the acceptable use policies: what a school asks its families and children to read and to agree to, who
// has, and who is still asked.
//
// A document is an ordered list of short statements. The head publishes it, and from then on that version is frozen: it
// is its English text, known by the text's digest. A translation is an edition of a version; a corrected one is a new
// edition, the old ones are kept, and nobody signs again for it. A signature names both, and is never edited:
//
//	asked ──sign──▶ stands ──a new version──▶ replaced (days of grace, then it counts no more)
//	  │                ├──taken back──▶ withdrawn
//	  │                └──the child moves to another band──▶ lapsed
//	  └──decline, with a reason──▶ an answer too: it goes to the office's call list
//
// Asked is every adult who cares for the child and is not barred (people.ForAUP), for themselves and for each child,
// and each child for themselves; for a child it counts as signed when one adult has.
//
// Clauses: aup.age_suited (AR 5.1/7, BG 5.1/7), aup.monitored_statement (AR 5.1/9, BG 5.1/9), monitoring.users_informed
// (AR 7.3.4/3, BG 7.3.4/5), parents.read_and_discuss_aup (AR 5.3/6, BG 5.4/7), education.transition (AR 5.1/11,
// BG 5.1/11), education.vulnerable.differentiated (AR 5.1.1/2, BG 5.2/2).
package aup

import (
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// Document is one of the texts that a school asks somebody to sign.
type Document string

// The documents of families and children. Those whose text is not written yet are asked of nobody.
const (
	ForParents  Document = "parents"
	ForEYFS     Document = "eyfs"
	ForKS1      Document = "ks1"
	ForLowerKS2 Document = "ks2_lower"
	ForUpperKS2 Document = "ks2_upper"
)

// Documents are all of them, the adults' first, then by the children's age.
var Documents = []Document{ForParents, ForEYFS, ForKS1, ForLowerKS2, ForUpperKS2}

// Children reports whether children sign it, and not adults for themselves.
func (d Document) Children() bool { return d != ForParents }

// What happened. Bodies hold ids, codes and digests; no statement, reason in words or name stands in one.
const (
	DidPublish  event.Kind = "aup.published"
	DidRenew    event.Kind = "aup.edition_renewed"
	DidSign     event.Kind = "aup.signed"
	DidWithdraw event.Kind = "aup.withdrawn"
	DidDecline  event.Kind = "aup.declined"
	DidAsk      event.Kind = "aup.asked"
)

// Statement is one idea of a document, in English.
type Statement struct {
	Key    string `json:"key"`
	Symbol string `json:"symbol"`
	Text   string `json:"text"`
	// Fixed: it can be reworded, and not removed.
	Fixed bool `json:"fixed,omitempty"`
}

// Text is what a document says, in English.
type Text struct {
	Title      string      `json:"title"`
	Intro      string      `json:"intro"`
	Statements []Statement `json:"statements"`
}

// Version is a text that a school published. It is frozen.
type Version struct {
	School   id.School
	Document Document
	// ID is the digest of the text (VersionID); the same text published again, later, has the same.
	ID string
	// Number counts the school's versions of the document from 1.
	Number int
	Text
	// Proposed is the digest of the product's own text when this was published.
	Proposed string
	At       time.Time
	By       id.Person
	// ByName is filled when versions are read.
	ByName string
}

// Status is how far a text's translation has been checked.
type Status string

// The statuses. A statement that has no translation stands in English, as the original.
const (
	Original Status = "original"
	Draft    Status = "draft"
	Verified Status = "verified"
)

// English is the language of every version.
const English = "en"

// EasyRead is the English of the easy-read editions.
const EasyRead = "en-x-easy"

// Edition is a version in one language, as somebody read it.
type Edition struct {
	School   id.School
	Document Document
	// Version is the version's ID, ID the digest of what the edition says (EditionID).
	Version, ID string
	// Number counts the editions of the version in the language, from 1.
	Number   int
	Language string
	// Status is Original for English, Verified where every translated statement is.
	Status Status
	// VerifiedBy and VerifiedOn say who checked it, where somebody has.
	VerifiedBy string
	VerifiedOn clock.Date
	// Title and Intro are in Language, or in English where they have no translation.
	Title, Intro Line
	Statements   []Line
	// Since is when it became the newest of its language.
	Since time.Time
}

// Line is one sentence of an edition.
type Line struct {
	// Key is the statement's; empty for title and intro.
	Key string `json:"key,omitempty"`
	// Text is what stands there, and Language what it is written in: the edition's, or English.
	Text     string `json:"text"`
	Language string `json:"lang"`
	Status   Status `json:"status"`
}

// Capacity is as what somebody signs.
type Capacity string

// The capacities.
const (
	Self     Capacity = "self"
	ForChild Capacity = "for_child"
)

// How a signature was made.
type How string

// The ways: on the family's own device, on a device of the class, on paper that the office recorded.
const (
	OwnDevice   How = "own_device"
	ClassDevice How = "class_device"
	OnPaper     How = "paper"
)

// Signature is one person's yes to one version, for themselves or for one child, with what it rests on. But for the
// withdrawal it is never changed.
type Signature struct {
	ID     id.Signature
	School id.School
	// Signer is the adult or the pupil, by the record that stood for them then.
	Signer   id.Person
	Capacity Capacity
	// Pupil is the child whom an adult signs for; empty for oneself.
	Pupil    id.Pupil
	Document Document
	// Version and Edition are the digests of what was signed and of what was read.
	Version, Edition string
	Language         string
	Status           Status
	How              How
	// Talked: the adult says that they talked about it with the child.
	Talked bool
	At     time.Time
	// SignedOn is the day on a paper, RecordedBy who recorded it; empty otherwise.
	SignedOn   clock.Date
	RecordedBy id.Person
	// WithdrawnAt is when it was taken back; zero while it was not.
	WithdrawnAt time.Time
}

// Reason is why somebody declines.
type Reason string

// The reasons.
const (
	Disagree    Reason = "disagree"
	Understand  Reason = "understand"
	TalkFirst   Reason = "talk_first"
	OtherReason Reason = "other"
)

// Decline is a no to one version, for oneself or one child. The words that go with it stand on the call list.
type Decline struct {
	ID       id.Signature
	School   id.School
	Signer   id.Person
	Pupil    id.Pupil
	Document Document
	Version  string
	Reason   Reason
	At       time.Time
}

// Signer is who signs at a school.
type Signer struct {
	Kind   people.Kind // people.ParentKind or people.PupilKind
	Person id.Person
}

// WordsLength is the most characters that somebody can write to the office at once.
const WordsLength = 500

// Asking is what goes to the office's call list with an answer.
type Asking struct {
	About     string // AboutQuestion or AboutDeclined
	Document  Document
	Statement string
	Language  string
	Words     string
	Pupils    []id.Pupil
}

// What the office is to ring about.
const (
	AboutQuestion = "aup_question"
	AboutDeclined = "declined"
)
