package web

import (
	"context"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"lollipop/backend/aup"
	"lollipop/backend/id"
)

// AUPProgress is who has signed, by class, and who is stuck and why.
type AUPProgress struct {
	Documents []ProgressDocument `json:"documents"`
	Classes   []ProgressClass    `json:"classes"`
	Items     []ProgressChild    `json:"items"`
	Total     int                `json:"total"`
	Page      int                `json:"page"`
	Size      int                `json:"size"`
}

// ProgressDocument is a document that is asked; SignBy while signatures of the version before still count.
type ProgressDocument struct {
	Document string `json:"document"`
	Title    string `json:"title"`
	Number   int    `json:"number"`
	SignBy   string `json:"sign_by,omitempty" format:"date"`
}

// ProgressClass counts a class.
type ProgressClass struct {
	Name         string `json:"name"`
	Year         string `json:"year"`
	Children     int    `json:"children"`
	Signed       int    `json:"signed" doc:"Children for whom everything that is owed is signed"`
	PupilsSigned int    `json:"pupils_signed" doc:"Children who signed their own"`
}

// ProgressChild is one child.
type ProgressChild struct {
	Pupil  PupilName       `json:"pupil"`
	Own    string          `json:"own" enum:"no_document,waiting,replaced,signed"`
	Signed bool            `json:"signed"`
	Adults []ProgressAdult `json:"adults"`
}

// ProgressAdult is one adult of a child and where they are.
type ProgressAdult struct {
	ID           string     `json:"id"`
	Name         string     `json:"name"`
	Language     string     `json:"language"`
	Relationship string     `json:"relationship"`
	State        AdultState `json:"state"`
	At           *time.Time `json:"at,omitempty"`
	How          string     `json:"how,omitempty"`
}

// AdultState is where an adult is: an aup.Where.
type AdultState string

// Schema implements huma.SchemaProvider.
func (AdultState) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Enum: []any{aup.WhereSigned, aup.WhereDeclined, aup.WhereQuestion,
		aup.WhereReplaced, aup.WhereSignedIn, aup.WhereLetter, aup.WhereEnded, aup.WhereGuessed, aup.WhereNoLetter,
		aup.WhereNotAsked}}
}

type progressQuery struct {
	Class string `query:"class" maxLength:"60"`
	State string `query:"state" maxLength:"20" doc:"signed, waiting, or a state of one of the adults"`
	Q     string `query:"q" maxLength:"100"`
	Page  int    `query:"page" minimum:"1" maximum:"100000" default:"1"`
}

const progressAPage = 30

func (s *Server) aupProgress(ctx context.Context, in *progressQuery) (AUPProgress, error) {
	k := of(ctx)
	page, err := s.AUP.Progress(ctx, k.who, aup.Query{Class: in.Class, State: in.State, Text: in.Q, Page: in.Page,
		Size: progressAPage}, k.now)
	if err != nil {
		return AUPProgress{}, err
	}
	answer := AUPProgress{Documents: []ProgressDocument{}, Classes: make([]ProgressClass, len(page.Classes)),
		Items: make([]ProgressChild, len(page.Items)), Total: page.Total, Page: in.Page, Size: progressAPage}
	for _, d := range aup.Documents {
		if v, ok := page.Library.Current(d); ok {
			answer.Documents = append(answer.Documents, ProgressDocument{Document: string(d), Title: v.Title, Number: v.Number,
				SignBy: string(page.Library.GraceOf(v, dayOf(k.now)))})
		}
	}
	for i, c := range page.Classes {
		answer.Classes[i] = ProgressClass{c.Name, string(c.Year), c.Children, c.Signed, c.PupilsSigned}
	}
	for i, p := range page.Items {
		answer.Items[i] = progressChild(p)
	}
	return answer, nil
}

func progressChild(p aup.Progress) ProgressChild {
	child := ProgressChild{Pupil: PupilName{ID: string(p.Pupil.ID), Name: p.Pupil.Called(), Class: p.Pupil.Class},
		Own: string(p.Own), Signed: p.Signed, Adults: make([]ProgressAdult, len(p.Adults))}
	for i, a := range p.Adults {
		child.Adults[i] = ProgressAdult{ID: string(a.Adult.ID), Name: a.Adult.Called(), Language: a.Adult.Language,
			Relationship: a.Relationship, State: AdultState(a.Where), How: string(a.How)}
		if !a.At.IsZero() {
			child.Adults[i].At = &a.At
		}
	}
	return child
}

// NewPaper is a signature on paper.
type NewPaper struct {
	Adult    string   `json:"adult"`
	Document string   `json:"document" maxLength:"20"`
	Pupils   []string `json:"pupils" maxItems:"50" doc:"The children it was signed for; none for the adult's own"`
	Language string   `json:"language" maxLength:"35"`
	SignedOn string   `json:"signed_on" format:"date"`
}

func (s *Server) recordPaper(ctx context.Context, in *body[NewPaper]) (nothingMore, error) {
	k, b := of(ctx), in.Body
	adult, err := thing[id.Adult](b.Adult)
	if err != nil {
		return nothingMore{}, err
	}
	on, err := date("signed_on", b.SignedOn)
	if err != nil {
		return nothingMore{}, err
	}
	_, err = s.AUP.RecordPaper(ctx, k.who, k.act, aup.Paper{Adult: adult, Document: aup.Document(b.Document),
		Pupils: ids[id.Pupil](b.Pupils), Language: b.Language, SignedOn: on})
	return nothingMore{}, err
}

// AUPDocuments are the texts that the product brings, and what the school published of them.
type AUPDocuments struct {
	Items []AUPDocument `json:"items"`
}

// AUPDocument is one of them.
type AUPDocument struct {
	Document string `json:"document"`
	Title    string `json:"title"`
	// State newer_text: the product's own text is another since it was published.
	State    string         `json:"state" enum:"not_published,published,newer_text"`
	Current  *PublishedText `json:"current,omitempty"`
	Proposed DocumentText   `json:"proposed"`
	Editions []EditionBrief `json:"editions"`
	Signed   int            `json:"signed" doc:"How many signatures of it stand"`
	Asked    int            `json:"asked" doc:"How many are asked for"`
}

// DocumentText is a document in English.
type DocumentText struct {
	Title      string          `json:"title"`
	Intro      string          `json:"intro"`
	Statements []TextStatement `json:"statements"`
}

// TextStatement is one statement. Fixed: it can be reworded, and not removed.
type TextStatement struct {
	Key    string `json:"key"`
	Symbol string `json:"symbol"`
	Text   string `json:"text"`
	Fixed  bool   `json:"fixed,omitempty"`
}

// PublishedText is the version that is asked.
type PublishedText struct {
	DocumentText
	Version   string    `json:"version"`
	Number    int       `json:"number"`
	Published time.Time `json:"published_at"`
	By        string    `json:"by"`
}

func documentText(t aup.Text) DocumentText {
	text := DocumentText{Title: t.Title, Intro: t.Intro, Statements: make([]TextStatement, len(t.Statements))}
	for i, statement := range t.Statements {
		text.Statements[i] = TextStatement{statement.Key, statement.Symbol, statement.Text, statement.Fixed}
	}
	return text
}

func (s *Server) aupDocuments(ctx context.Context, _ *nothing) (AUPDocuments, error) {
	k := of(ctx)
	shelf, err := s.AUP.Shelf(ctx, k.who, k.now)
	if err != nil {
		return AUPDocuments{}, err
	}
	answer := AUPDocuments{Items: make([]AUPDocument, len(shelf))}
	for i, d := range shelf {
		item := AUPDocument{Document: string(d.Document), Title: d.Proposed.Title, State: "not_published",
			Proposed: documentText(d.Proposed), Editions: editionBriefs(d.Editions), Signed: d.Signed, Asked: d.Asked}
		if v := d.Current; v.Number > 0 {
			item.Title, item.State = v.Title, "published"
			item.Current = &PublishedText{documentText(v.Text), v.ID, v.Number, v.At, v.ByName}
			if d.Newer {
				item.State = "newer_text"
			}
		}
		answer.Items[i] = item
	}
	return answer, nil
}

// NewVersion is a text to publish.
type NewVersion struct {
	Title      string          `json:"title" maxLength:"1000"`
	Intro      string          `json:"intro" maxLength:"3000"`
	Statements []WordedSection `json:"statements" maxItems:"50"`
}

// WordedSection is one statement as the head words it.
type WordedSection struct {
	Key  string `json:"key" maxLength:"60"`
	Text string `json:"text" maxLength:"2000"`
}

type publishing struct {
	Document string `path:"document"`
	Body     NewVersion
}

func (s *Server) publishDocument(ctx context.Context, in *publishing) (AUPDocuments, error) {
	k := of(ctx)
	w := aup.Wording{Title: in.Body.Title, Intro: in.Body.Intro}
	for _, statement := range in.Body.Statements {
		w.Statements = append(w.Statements, aup.Worded{Key: statement.Key, Text: statement.Text})
	}
	if _, err := s.AUP.Publish(ctx, k.who, k.act, aup.Document(in.Document), w); err != nil {
		return AUPDocuments{}, err
	}
	return s.aupDocuments(ctx, &nothing{})
}
