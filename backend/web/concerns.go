package web

import (
	"context"
	"time"

	"lollipop/backend/concern"
	"lollipop/backend/fault"
	"lollipop/backend/id"
)

// Concerns are a reader's, the most urgent first.
type Concerns struct {
	Items []ConcernLine `json:"items"`
	More  bool          `json:"more,omitempty" doc:"There are others after these"`
}

// ConcernLine is one of them in a list: nothing of the words.
type ConcernLine struct {
	ID       string     `json:"id"`
	Box      string     `json:"box" enum:",welfare,conduct,complaint,whistle"`
	Urgency  string     `json:"urgency" enum:"now,soon,ordinary"`
	Kinds    []string   `json:"kinds"`
	Form     string     `json:"form,omitempty" doc:"Which form it was told with; absent for what a kept device raised"`
	Language string     `json:"language,omitempty" doc:"Of the form"`
	Status   string     `json:"status" enum:",told,read,helping,talk,finished"`
	At       time.Time  `json:"at"`
	ToldAt   time.Time  `json:"told_at" doc:"When whoever told it last wrote"`
	Unread   bool       `json:"unread" doc:"This reader has not read what was last told"`
	First    bool       `json:"first" doc:"Nobody has; of one that is opened: this was the first reading"`
	Readers  []string   `json:"readers" doc:"The names of those who may read it"`
	Until    *time.Time `json:"until,omitempty" doc:"When this reader's hour ends, where they broke the glass"`
	Broken   bool       `json:"broken,omitempty" doc:"Somebody else broke the glass of it since this reader last read it"`
	Shut     bool       `json:"shut" doc:"It does not open under the keys that the server has"`
}

var urgencies = map[concern.Urgency]string{concern.Now: "now", concern.Soon: "soon", concern.Ordinary: "ordinary"}

func concernLine(c concern.Summary) ConcernLine {
	return ConcernLine{ID: string(c.ID), Box: string(c.Box), Urgency: urgencies[c.Urgency], Kinds: texts(c.Kinds),
		Form: string(c.Form), Language: c.Language, Status: string(c.Status), At: c.At, ToldAt: c.ToldAt, Unread: c.Unread,
		First: c.First, Readers: append([]string{}, c.Readers...), Until: given(c.Until), Broken: c.Broken,
		Shut: c.Shut}
}

func concernLines(found []concern.Summary, err error) (Concerns, error) {
	list := Concerns{Items: []ConcernLine{}}
	for _, c := range found {
		list.Items = append(list.Items, concernLine(c))
	}
	return list, err
}

type concernQuery struct {
	Finished bool `query:"finished" doc:"Those that are finished, and not the open ones"`
	Skip     int  `query:"skip" minimum:"0" doc:"How many of the list to leave out at its head"`
}

func (s *Server) concerns(ctx context.Context, in *concernQuery) (Concerns, error) {
	some, more, err := s.Concerns.Page(ctx, of(ctx).who, in.Finished, in.Skip)
	list, err := concernLines(some, err)
	list.More = more
	return list, err
}

// ConcernSearch is a text that stands in the words.
type ConcernSearch struct {
	Text string `json:"text"`
}

func (s *Server) searchConcerns(ctx context.Context, in *body[ConcernSearch]) (Concerns, error) {
	return concernLines(s.Concerns.Search(ctx, of(ctx).who, in.Body.Text))
}

// Waiting is whether something waits to be read, without a number and without a word of what it is.
type Waiting struct {
	Unread  bool       `json:"unread"`
	Since   *time.Time `json:"since,omitempty"`
	Overdue bool       `json:"overdue" doc:"The first reader has not read it in time"`
	Glass   bool       `json:"glass" doc:"Somebody else broke the glass of what is yours since you last read it"`
	Short   bool       `json:"short" doc:"The school has too few who could read for its button to stay open"`
}

func (s *Server) concernsWaiting(ctx context.Context, _ *nothing) (Waiting, error) {
	w, err := s.Concerns.Waiting(ctx, of(ctx).who)
	return Waiting{Unread: w.Unread, Since: given(w.Since), Overdue: w.Overdue, Glass: w.Glass, Short: w.Short}, err
}

// OpenedConcern is one concern as a reader reads it.
type OpenedConcern struct {
	ConcernLine
	About        []string        `json:"about"`
	Feel         string          `json:"feel,omitempty"`
	Danger       bool            `json:"danger"`
	Friend       bool            `json:"friend"`
	Naming       string          `json:"naming,omitempty" enum:",named,lead_only,anonymous"`
	Parents      string          `json:"parents,omitempty" enum:",yes,no"`
	Interpreter  string          `json:"interpreter,omitempty" doc:"The language that somebody has to interpret"`
	Confiscation string          `json:"confiscation,omitempty"`
	Pupil        *PupilName      `json:"pupil,omitempty" doc:"Of a device that the school keeps"`
	Entries      []ConcernEntry  `json:"entries"`
	WhoReads     []ConcernReader `json:"who_reads"`
	Colleagues   []Colleague     `json:"colleagues" doc:"To whom it may be handed, or from whom it may be kept"`
	Decides      bool            `json:"decides" doc:"They read it by their role: from whom it is kept and when it is finished is theirs"`
	Why          *Why            `json:"why,omitempty" doc:"The school's sentence by which it came here"`
	Outside      bool            `json:"outside" doc:"The local authority's officer is to be spoken to"`
	NameKept     bool            `json:"name_kept" doc:"They gave a name for the safeguarding lead, and this reader is not the one"`
}

// ConcernEntry is one thing that was said or done; without by it was whoever tells, or the product.
type ConcernEntry struct {
	N        int       `json:"n"`
	At       time.Time `json:"at"`
	Kind     string    `json:"kind" enum:"story,name,reply,note,status,handed,kept_from,parents,interpreter,device,glass"`
	By       string    `json:"by,omitempty"`
	Words    string    `json:"words,omitempty"`
	Phrase   string    `json:"phrase,omitempty" doc:"The key of a sentence"`
	Language string    `json:"language,omitempty"`
	When     string    `json:"when,omitempty"`
	Class    string    `json:"class,omitempty"`
	Reach    string    `json:"reach,omitempty"`
	LeadOnly bool      `json:"lead_only"`
	Choice   string    `json:"choice,omitempty" doc:"A status, a decision, a language, or a device's id"`
	Person   string    `json:"person,omitempty" doc:"To whom it was handed, or from whom it is kept"`
}

// ConcernReader is one who may read it, and how they came to.
type ConcernReader struct {
	Name   string     `json:"name"`
	How    string     `json:"how" enum:"route,time,handed,glass"`
	Since  time.Time  `json:"since"`
	Until  *time.Time `json:"until,omitempty"`
	ReadAt *time.Time `json:"read_at,omitempty"`
	Me     bool       `json:"me"`
}

// Colleague is somebody on the staff, as readers choose them.
type Colleague struct {
	ID      string   `json:"id"`
	Name    string   `json:"name"`
	Roles   []string `json:"roles"`
	Classes []string `json:"classes" doc:"That they teach or assist: two may have one name"`
}

func fellows(some []concern.Colleague) []Colleague {
	all := []Colleague{}
	for _, c := range some {
		all = append(all, Colleague{ID: string(c.Person), Name: c.Name, Roles: texts(c.Roles), Classes: texts(c.Classes)})
	}
	return all
}

func (s *Server) openedConcern(ctx context.Context, o concern.Opened, err error) (OpenedConcern, error) {
	if err != nil {
		return OpenedConcern{}, err
	}
	k, h := of(ctx), o.Head
	c := OpenedConcern{ConcernLine: concernLine(o.Summary), About: texts(h.About), Feel: string(h.Feel), Danger: h.Danger,
		Friend: h.Friend, Naming: string(h.Naming), Parents: string(h.Parents), Interpreter: h.Interpreter,
		Confiscation: string(h.Confiscation), Entries: []ConcernEntry{}, WhoReads: []ConcernReader{},
		Colleagues: fellows(o.Colleagues), Decides: o.Decides, Why: s.why(ctx, o.Clause), Outside: o.Outside, NameKept: o.NameKept}
	for _, e := range o.Entries {
		c.Entries = append(c.Entries, ConcernEntry{N: e.N, At: e.At, Kind: string(e.Kind), By: o.Names[e.By], Words: e.Words,
			Phrase: e.Phrase, Language: e.Language, When: e.When, Class: e.Class, Reach: e.Reach, LeadOnly: e.LeadOnly,
			Choice: e.Choice, Person: o.Names[e.Person]})
	}
	for _, r := range o.Readers {
		c.WhoReads = append(c.WhoReads, ConcernReader{Name: r.Name, How: string(r.How), Since: r.Since, Until: given(r.Until),
			ReadAt: given(r.ReadAt), Me: r.Person == k.who.Person})
	}
	if h.Confiscation != "" { // the child's name is custody's to say, to whoever keeps devices
		kept, err := s.Custody.Read(ctx, k.who, h.Confiscation, k.now)
		switch {
		case err == nil:
			c.Pupil = &PupilName{ID: string(kept.Pupil), Name: kept.PupilName, Class: kept.Class}
		case !fault.Is(err, fault.NotFound):
			return OpenedConcern{}, err
		}
	}
	return c, nil
}

func (s *Server) readConcern(ctx context.Context, in *one) (OpenedConcern, error) {
	return s.onConcern(ctx, in.ID, func(k *call, c id.Concern) (concern.Opened, error) {
		return s.Concerns.Read(ctx, k.who, c, false)
	})
}

func (s *Server) printConcern(ctx context.Context, in *bodyOn[nothingMore]) (OpenedConcern, error) {
	return s.onConcern(ctx, in.ID, func(k *call, c id.Concern) (concern.Opened, error) {
		return s.Concerns.Read(ctx, k.who, c, true)
	})
}

// onConcern does a reader's verb, and answers with the concern as it then stands.
func (s *Server) onConcern(ctx context.Context, text string, verb func(*call, id.Concern) (concern.Opened, error)) (OpenedConcern, error) {
	wanted, err := thing[id.Concern](text)
	if err != nil {
		return OpenedConcern{}, err
	}
	opened, err := verb(of(ctx), wanted)
	return s.openedConcern(ctx, opened, err)
}
