package web

import (
	"context"
	"time"

	"lollipop/backend/id"
	"lollipop/backend/notice"
)

// Notices is a page of what a school told somebody, newest first.
type Notices struct {
	Items  []Notice `json:"items"`
	Unread int      `json:"unread" doc:"All that wait, on this page or not"`
	More   bool     `json:"more" doc:"There are older ones"`
}

// Notice is one message to one adult.
type Notice struct {
	ID       string    `json:"id"`
	Kind     string    `json:"kind" enum:"confiscated,released,uncollected,aup_to_sign,aup_replaced,new_sign_in"`
	At       time.Time `json:"at" doc:"When it happened"`
	Children []string  `json:"children" doc:"Their names; none where it is the reader's own affair"`
	Device   string    `json:"device,omitempty" doc:"What sort of device it is about"`
	Document string    `json:"document,omitempty" doc:"Which document it is about"`
	Read     bool      `json:"read"`
	Over     bool      `json:"over" doc:"The thing is done"`
}

// OpenedNotice is one message with all that its screen says.
type OpenedNotice struct {
	Notice
	Phone    *NoticePhone `json:"phone,omitempty"`
	Answers  []string     `json:"answers" enum:"come,call" doc:"Those that may be given now"`
	Answered *NoticeSaid  `json:"answered,omitempty"`
}

// NoticePhone is what a family may know of a device that the school keeps or kept.
type NoticePhone struct {
	Device   string     `json:"device"`
	TakenAt  *time.Time `json:"taken_at,omitempty"`
	TakenBy  string     `json:"taken_by,omitempty" doc:"What the school calls whoever took it"`
	HandedIn *time.Time `json:"handed_in,omitempty"`
	Ground   string     `json:"ground,omitempty" doc:"Why; absent where the school says that itself"`
	Why      *Why       `json:"why,omitempty" doc:"The school's own sentence about that"`
	Release  string     `json:"release,omitempty" enum:"end_of_day,contact_made"`
	From     *time.Time `json:"from,omitempty" doc:"From when it can be fetched, where that is a time"`
	HomeWhy  *Why       `json:"home_why,omitempty" doc:"The school's own sentence about when it goes home"`
	Gone     *time.Time `json:"gone,omitempty" doc:"When it went home"`
}

// NoticeSaid is the last answer to a message.
type NoticeSaid struct {
	Answer string    `json:"answer" enum:"come,call"`
	At     time.Time `json:"at"`
}

type noticesQuery struct {
	Before string `query:"before" doc:"The last one that is known"`
	Limit  int    `query:"limit" default:"20" minimum:"1" maximum:"50"`
}

func (s *Server) notices(ctx context.Context, in *noticesQuery) (Notices, error) {
	k := of(ctx)
	box, err := s.Notices.Inbox(ctx, k.who, id.Notice(in.Before), in.Limit, k.now)
	if err != nil {
		return Notices{}, err
	}
	answer := Notices{Items: make([]Notice, len(box.Items)), Unread: box.Unread, More: box.More}
	for i, item := range box.Items {
		answer.Items[i] = noticeOf(item)
	}
	return answer, nil
}

func noticeOf(i notice.Item) Notice {
	n := Notice{ID: string(i.ID), Kind: string(i.Kind), At: i.At, Children: []string{}, Device: string(i.Device),
		Read: !i.ReadAt.IsZero(), Over: !i.OverAt.IsZero()}
	for _, child := range i.Children {
		n.Children = append(n.Children, child.Called())
	}
	if i.Kind == notice.ToSign || i.Kind == notice.Replaced {
		n.Document = i.Subject
	}
	return n
}

func (s *Server) openNotice(ctx context.Context, in *one) (OpenedNotice, error) {
	k := of(ctx)
	opened, err := s.Notices.Open(ctx, k.who, id.Notice(in.ID), k.now)
	return s.openedNotice(ctx, opened, err)
}

type noBodyOn struct {
	ID   string `path:"id" doc:"The thing's id"`
	Body struct{}
}

func (s *Server) readNotice(ctx context.Context, in *noBodyOn) (OpenedNotice, error) {
	k := of(ctx)
	opened, err := s.Notices.Read(ctx, k.who, k.act, id.Notice(in.ID))
	return s.openedNotice(ctx, opened, err)
}

// NoticeAnswer is what an adult presses.
type NoticeAnswer struct {
	Answer   string `json:"answer" enum:"come,call"`
	Language string `json:"language" maxLength:"35" doc:"The one on screen"`
}

func (s *Server) answerNotice(ctx context.Context, in *bodyOn[NoticeAnswer]) (OpenedNotice, error) {
	k := of(ctx)
	opened, err := s.Notices.Answer(ctx, k.who, k.act, id.Notice(in.ID), notice.Answer(in.Body.Answer), in.Body.Language)
	return s.openedNotice(ctx, opened, err)
}

func (s *Server) openedNotice(ctx context.Context, o notice.Opened, err error) (OpenedNotice, error) {
	if err != nil {
		return OpenedNotice{}, err
	}
	n := OpenedNotice{Notice: noticeOf(o.Item), Answers: texts(o.Answers)}
	if o.Notice.Answer != notice.NoAnswer {
		n.Answered = &NoticeSaid{string(o.Notice.Answer), o.AnsweredAt}
	}
	if p := o.Phone; p != nil {
		n.Phone = &NoticePhone{Device: string(p.Kind), TakenAt: maybe(p.TakenAt), TakenBy: p.TakenBy,
			HandedIn: maybe(p.HandedIn), Ground: string(p.Ground), Release: string(p.Release), From: maybe(p.From),
			Gone: maybe(p.Gone)}
		if o.Kind == notice.Confiscated {
			n.Phone.Why, n.Phone.HomeWhy = s.why(ctx, "phones.confiscate"), s.why(ctx, "phones.release")
		}
	}
	return n, nil
}

// maybe is a time, or none where it is zero.
func maybe(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// Deliveries is a page of what the school sent, newest first.
type Deliveries struct {
	Items  []DeliveryLine `json:"items"`
	Total  int            `json:"total"`
	ByKind map[string]int `json:"by_kind" doc:"How many of each kind, whichever are shown"`
}

// DeliveryLine is one message, to whom, and how far it came.
type DeliveryLine struct {
	ID       string    `json:"id"`
	Kind     string    `json:"kind"`
	Subject  string    `json:"subject" doc:"The confiscation, device or document"`
	At       time.Time `json:"at"`
	Adult    CallAdult `json:"adult"`
	Language string    `json:"language" doc:"What the school's system says the adult speaks; may be empty"`
	Pupils   []string  `json:"pupils"`
	SignedIn bool      `json:"signed_in" doc:"The adult has a device that is signed in"`
	Push     string    `json:"push" enum:"waiting,no_device,handed,accepted,failed,not_needed"`
	PushAt   time.Time `json:"push_at"`
	Result   string    `json:"result,omitempty" doc:"Why the push failed"`
	// Rung is how often the telephone was asked to ring.
	Rung     int         `json:"rung"`
	ReadAt   *time.Time  `json:"read_at,omitempty"`
	Answered *NoticeSaid `json:"answered,omitempty"`
	Told     *NoticeTold `json:"told,omitempty"`
	Over     bool        `json:"over"`
}

// NoticeTold is how the office told somebody another way.
type NoticeTold struct {
	How string    `json:"how" enum:"rang,paper,spoke"`
	By  string    `json:"by"`
	At  time.Time `json:"at"`
}

type deliveriesQuery struct {
	Kind       string `query:"kind"`
	NotReached bool   `query:"not_reached"`
	Text       string `query:"text" maxLength:"100"`
	Page       int    `query:"page" default:"1" minimum:"1"`
	Size       int    `query:"size" default:"25" minimum:"1" maximum:"100"`
}

func (s *Server) deliveries(ctx context.Context, in *deliveriesQuery) (Deliveries, error) {
	k := of(ctx)
	q := notice.Query{NotReached: in.NotReached, Text: in.Text, Page: in.Page, Size: in.Size}
	if in.Kind != "" {
		q.Kinds = []notice.Kind{notice.Kind(in.Kind)}
	}
	page, err := s.Notices.Deliveries(ctx, k.who, q, k.now)
	if err != nil {
		return Deliveries{}, err
	}
	answer := Deliveries{Items: make([]DeliveryLine, len(page.Items)), Total: page.Total, ByKind: map[string]int{}}
	for kind, n := range page.ByKind {
		answer.ByKind[string(kind)] = n
	}
	for i, line := range page.Items {
		answer.Items[i] = deliveryOf(line)
	}
	return answer, nil
}

func deliveryOf(l notice.Line) DeliveryLine {
	d := DeliveryLine{ID: string(l.ID), Kind: string(l.Kind), Subject: l.Subject, At: l.At,
		Adult: CallAdult{string(l.Adult), l.AdultName, l.Mobile}, Language: l.Language,
		Pupils: append([]string{}, l.PupilNames...), SignedIn: l.SignedIn, Push: string(l.Push.State), PushAt: l.Push.At,
		Result: l.Push.Result, Rung: l.Rung, ReadAt: maybe(l.ReadAt), Over: !l.OverAt.IsZero()}
	if l.Notice.Answer != notice.NoAnswer {
		d.Answered = &NoticeSaid{string(l.Notice.Answer), l.AnsweredAt}
	}
	if !l.ToldAt.IsZero() {
		d.Told = &NoticeTold{string(l.ToldHow), l.ToldName, l.ToldAt}
	}
	return d
}

// NewTold is how the office told somebody.
type NewTold struct {
	How string `json:"how" enum:"rang,paper,spoke"`
}

func (s *Server) tellNotice(ctx context.Context, in *bodyOn[NewTold]) (nothingMore, error) {
	k := of(ctx)
	return nothingMore{}, s.Notices.Tell(ctx, k.who, k.act, id.Notice(in.ID), notice.How(in.Body.How))
}

// NoticeFigures is how messages arrive, by kind and result, and by nobody's name.
type NoticeFigures struct {
	Kinds []NoticeFigure `json:"kinds"`
}

// NoticeFigure counts one kind.
type NoticeFigure struct {
	Kind     string         `json:"kind"`
	Sent     int            `json:"sent"`
	Read     int            `json:"read"`
	Answered int            `json:"answered"`
	Told     int            `json:"told"`
	Over     int            `json:"over"`
	Push     map[string]int `json:"push" doc:"By state"`
	Results  map[string]int `json:"results" doc:"Failures by result"`
}

type figuresQuery struct {
	Days int `query:"days" default:"7" minimum:"1" maximum:"90"`
}

func (s *Server) noticeFigures(ctx context.Context, in *figuresQuery) (NoticeFigures, error) {
	k := of(ctx)
	found, err := s.Notices.Figures(ctx, k.who, in.Days, k.now)
	if err != nil {
		return NoticeFigures{}, err
	}
	answer := NoticeFigures{Kinds: make([]NoticeFigure, len(found))}
	for i, f := range found {
		answer.Kinds[i] = NoticeFigure{Kind: string(f.Kind), Sent: f.Sent, Read: f.Read, Answered: f.Answered, Told: f.Told,
			Over: f.Over, Push: map[string]int{}, Results: f.Results}
		for state, n := range f.Push {
			answer.Kinds[i].Push[string(state)] = n
		}
		if f.Results == nil {
			answer.Kinds[i].Results = map[string]int{}
		}
	}
	return answer, nil
}
