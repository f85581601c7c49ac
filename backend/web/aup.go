package web

import (
	"context"
	"time"

	"lollipop/backend/aup"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/school"
)

// AUPHome is what every school asks of the people of this device.
type AUPHome struct {
	Seats []AUPSeat `json:"seats"`
}

// AUPSeat is what one school asks of one seat.
type AUPSeat struct {
	ID     string     `json:"id"`
	School SchoolName `json:"school"`
	Due    []Due      `json:"due"`
	Asked  *AskedAt   `json:"asked,omitempty" doc:"A question waits for the school's call"`
	Signed int        `json:"signed" doc:"How many signatures stand"`
}

// AskedAt is since when something waits.
type AskedAt struct {
	At time.Time `json:"at"`
}

// Due is a document to read and sign.
type Due struct {
	Document string       `json:"document"`
	Version  string       `json:"version" doc:"The SHA-256 of its text"`
	Number   int          `json:"number"`
	Title    string       `json:"title" doc:"In English"`
	Pupils   []Called     `json:"pupils" doc:"Whom it is for; none for one's own"`
	State    string       `json:"state" enum:"new,changed,declined"`
	SignBy   string       `json:"sign_by,omitempty" format:"date" doc:"Until when what was signed before counts"`
	Changed  *ChangedText `json:"changed,omitempty"`
	Editions []DueEdition `json:"editions" doc:"In the order in which they are offered"`
}

// DueEdition is an edition that is offered to be read, and perhaps to be signed.
type DueEdition struct {
	EditionBrief
	MayBeSigned bool `json:"may_be_signed" doc:"Else it is read beside the English, which is what is signed"`
}

// Called is a child by id and name.
type Called struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// ChangedText is what is new since the version that was signed, in English.
type ChangedText struct {
	Added    []string `json:"added"`
	Reworded []string `json:"reworded"`
	Removed  []string `json:"removed"`
}

// EditionBrief is a document in one language.
type EditionBrief struct {
	Language string `json:"language"`
	Edition  string `json:"edition" doc:"The SHA-256 of what it says"`
	Number   int    `json:"number"`
	Status   string `json:"status" enum:"original,draft,verified"`
}

func editionBriefs(all []aup.Edition) []EditionBrief {
	briefs := make([]EditionBrief, len(all))
	for i, e := range all {
		briefs[i] = EditionBrief{Language: e.Language, Edition: e.ID, Number: e.Number, Status: string(e.Status)}
	}
	return briefs
}

func (s *Server) aupHome(ctx context.Context, _ *nothing) (AUPHome, error) {
	k := of(ctx)
	home := AUPHome{Seats: []AUPSeat{}}
	for _, seat := range k.in.Seats {
		one, err := s.aupSeat(ctx, seat.Who, k.now)
		if err != nil {
			return AUPHome{}, err
		}
		home.Seats = append(home.Seats, one)
	}
	return home, nil
}

func (s *Server) aupSeat(ctx context.Context, who people.Who, now time.Time) (AUPSeat, error) {
	place, err := s.Schools.School(ctx, who.School)
	if err != nil {
		return AUPSeat{}, err
	}
	at, err := s.AUP.Home(ctx, who)
	if err != nil {
		return AUPSeat{}, err
	}
	seat := AUPSeat{ID: string(who.Person), School: *schoolName(place), Due: []Due{}}
	for _, item := range aup.Due(at, dayOf(now)) {
		seat.Due = append(seat.Due, dueOf(item, who, at.Policy))
	}
	for _, g := range at.Signatures {
		if at.Standing(g) == aup.Stands {
			seat.Signed++
		}
	}
	if !at.QuestionAt.IsZero() {
		seat.Asked = &AskedAt{at.QuestionAt}
	}
	return seat, nil
}

func dueOf(item aup.Item, who people.Who, policy school.AUP) Due {
	v := item.Version
	due := Due{Document: string(v.Document), Version: v.ID, Number: v.Number, Title: v.Title, Pupils: []Called{},
		State: string(item.State), SignBy: string(item.SignBy), Editions: make([]DueEdition, len(item.Editions))}
	for i, brief := range editionBriefs(item.Editions) {
		due.Editions[i] = DueEdition{brief, aup.MayBeSigned(policy, item.Editions[i].Status).OK()}
	}
	for _, child := range item.Children {
		if who.Kind == people.ParentKind {
			due.Pupils = append(due.Pupils, Called{string(child.ID), child.Called()})
		}
	}
	if item.State == aup.AskAgain {
		changed := aup.Diff(item.Was.Text, v.Text)
		due.Changed = &ChangedText{Added: said(v.Text, changed.Added), Reworded: said(v.Text, changed.Reworded),
			Removed: []string{}}
		for _, gone := range changed.Removed {
			due.Changed.Removed = append(due.Changed.Removed, gone.Text)
		}
	}
	return due
}

// said are the statements of a text with those keys.
func said(text aup.Text, keys []string) []string {
	words := make([]string, 0, len(keys))
	for _, key := range keys {
		for _, statement := range text.Statements {
			if statement.Key == key {
				words = append(words, statement.Text)
			}
		}
	}
	return words
}

// NewSignatures is one sitting.
type NewSignatures struct {
	Language string       `json:"language" maxLength:"35" doc:"The reader's; each edition has its own"`
	Talked   bool         `json:"talked" doc:"We talked about it with each child"`
	Answers  []SignAnswer `json:"answers" maxItems:"50"`
}

// SignAnswer is a yes to one document.
type SignAnswer struct {
	Document string `json:"document" maxLength:"20"`
	Version  string `json:"version" maxLength:"64"`
	Edition  string `json:"edition" maxLength:"64"`
	Pupil    string `json:"pupil,omitempty" maxLength:"26" doc:"The child it is for; none for oneself"`
}

// Saved are the signatures of a sitting.
type Saved struct {
	Items []SavedSignature `json:"items"`
}

// SavedSignature is one that was made, or stood already.
type SavedSignature struct {
	ID       string    `json:"id"`
	Document string    `json:"document"`
	Version  string    `json:"version"`
	At       time.Time `json:"at"`
	Pupil    string    `json:"pupil,omitempty"`
}

func (s *Server) sign(ctx context.Context, in *body[NewSignatures]) (Saved, error) {
	k := of(ctx)
	answers := make([]aup.Answer, len(in.Body.Answers))
	for i, a := range in.Body.Answers {
		answers[i] = aup.Answer{Document: aup.Document(a.Document), Version: a.Version, Edition: a.Edition,
			Pupil: id.Pupil(a.Pupil)}
	}
	at, err := s.AUP.Sign(ctx, k.who, k.act, in.Body.Talked, answers)
	if err != nil {
		return Saved{}, err
	}
	saved := Saved{Items: []SavedSignature{}}
	for _, made := range at.Made {
		for _, g := range at.Signatures {
			if g.ID == made {
				saved.Items = append(saved.Items, SavedSignature{ID: string(g.ID), Document: string(g.Document),
					Version: g.Version, At: g.At, Pupil: string(g.Pupil)})
			}
		}
	}
	return saved, nil
}

// NewDecline is a no, with its reason.
type NewDecline struct {
	Document string   `json:"document" maxLength:"20"`
	Version  string   `json:"version" maxLength:"64"`
	Edition  string   `json:"edition,omitempty" maxLength:"64"`
	Language string   `json:"language" maxLength:"35"`
	Pupils   []string `json:"pupils" maxItems:"50"`
	Reason   string   `json:"reason" enum:"disagree,understand,talk_first,other"`
	Words    string   `json:"words,omitempty" maxLength:"2000"`
}

func (s *Server) decline(ctx context.Context, in *body[NewDecline]) (nothingMore, error) {
	k, b := of(ctx), in.Body
	_, err := s.AUP.Decline(ctx, k.who, k.act, aup.No{Document: aup.Document(b.Document), Version: b.Version,
		Language: b.Language, Pupils: ids[id.Pupil](b.Pupils), Reason: aup.Reason(b.Reason), Words: b.Words})
	return nothingMore{}, err
}

// ids are texts as ids; what is none is nobody's.
func ids[T ~string](texts []string) []T {
	all := make([]T, len(texts))
	for i, text := range texts {
		all[i] = T(text)
	}
	return all
}

// NewQuestion is what an adult wants to ask.
type NewQuestion struct {
	Document  string `json:"document,omitempty" maxLength:"20"`
	Statement string `json:"statement,omitempty" maxLength:"60"`
	Language  string `json:"language" maxLength:"35"`
	Words     string `json:"words,omitempty" maxLength:"2000"`
}

func (s *Server) askAboutAUP(ctx context.Context, in *body[NewQuestion]) (nothingMore, error) {
	k, b := of(ctx), in.Body
	_, err := s.AUP.Ask(ctx, k.who, k.act, aup.Question{Document: aup.Document(b.Document), Statement: b.Statement,
		Language: b.Language, Words: b.Words})
	return nothingMore{}, err
}
