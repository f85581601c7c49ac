package access

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// LetterQuery asks for a page of the office's list of adults.
type LetterQuery struct {
	Class string
	Year  people.Year
	// Missing leaves out whoever has signed in.
	Missing bool
	// Text is what was typed: its folded parts each begin a part of the adult's names or of a child's.
	Text string
	// Page counts from 1; Size is 25 where it is 0, and at most 1000: a whole school is printed at once.
	Page, Size int
}

// LetterLine is one adult of the list.
type LetterLine struct {
	Addressee
	SignedIn bool
	// Last is their newest letter; its ID is empty where there is none. State is how it stands.
	Last  Letter
	State LetterState
}

// LetterPage is a page of the list. Total is how many there are on all pages.
type LetterPage struct {
	Lines []LetterLine
	Total int
}

// Page is the part of the book that was asked for.
func (b Book) Page(q LetterQuery, now time.Time, today clock.Date) LetterPage {
	page := LetterPage{Lines: []LetterLine{}}
	parts := people.SearchParts(q.Text)
	size := min(cmp.Or(max(q.Size, 0), 25), 1000)
	from := (max(q.Page, 1) - 1) * size
	for _, a := range Addressees(b.State, today) {
		if q.Missing && b.SignedIn[a.Adult.ID] || !q.meets(a.Children) || !a.named(parts) {
			continue
		}
		if page.Total >= from && page.Total < from+size {
			line := LetterLine{Addressee: a, SignedIn: b.SignedIn[a.Adult.ID], Last: b.Last[a.Adult.ID]}
			if line.Last.ID != "" {
				line.State = a.state(line.Last, now)
			}
			page.Lines = append(page.Lines, line)
		}
		page.Total++
	}
	return page
}

// state is how an addressee's letter stands: one without the yes that it needs by now does not work.
func (a Addressee) state(l Letter, now time.Time) LetterState {
	state := l.State(now)
	if state != LetterUsed && a.NeedsYes && !l.Despite {
		return LetterEnded
	}
	return state
}

// meets reports whether one of the children is in the class and the year that were asked for.
func (q LetterQuery) meets(children []people.Pupil) bool {
	return slices.ContainsFunc(children, func(p people.Pupil) bool {
		return (q.Class == "" || p.Class == q.Class) && (q.Year == "" || p.Year == q.Year)
	})
}

// named reports whether every part of what was typed begins a part of one person's names.
func (a Addressee) named(parts []string) bool {
	texts := []string{people.SearchText(a.Adult.Forename, a.Adult.Surname)}
	for _, p := range a.Children {
		texts = append(texts, people.SearchText(p.Surname, p.Forename, p.Preferred))
	}
	return slices.ContainsFunc(texts, func(text string) bool {
		return !slices.ContainsFunc(parts, func(part string) bool { return !strings.Contains(text, " "+part) })
	})
}

// Letters is the office's list: everybody who is asked to sign, with their way in.
func (s *Service) Letters(ctx context.Context, who people.Who, q LetterQuery) (LetterPage, error) {
	if err := fault.Of(people.MayKeepRecords(who)); err != nil {
		return LetterPage{}, err
	}
	book, err := s.book(ctx, who.School)
	return book.Page(q, s.Clock.Now(), s.today()), err
}

func (s *Service) book(ctx context.Context, at id.School) (Book, error) {
	family := over(s.Wall.Now())[1]
	book, err := s.Codes.LetterBook(ctx, at, family)
	book.SignedIn = book.signedIn(s.today())
	return book, err
}

// signedIn are those who have a seat on a device, and beside them nobody from whom a child of theirs is kept: Present
// leaves them out there.
func (b Book) signedIn(today clock.Date) map[id.Adult]bool {
	apart := map[id.Adult][]id.Adult{}
	for _, f := range b.State.Families() {
		if f.Pupil.Left(today) || !marked(f) {
			continue
		}
		for _, answer := range people.WhoIsAsked(people.ForSignIn, f) {
			for _, around := range f.Contacts {
				if answer.Ruling.OK() && f.Marks(around.Adult.ID).NoContact {
					apart[answer.Adult.ID] = append(apart[answer.Adult.ID], around.Adult.ID)
				}
			}
		}
	}
	in := map[id.Adult]bool{}
	for _, device := range b.Devices {
		for _, adult := range device {
			beside := func(a id.Adult) bool { return slices.Contains(device, a) }
			in[adult] = in[adult] || !slices.ContainsFunc(apart[adult], beside)
		}
	}
	return in
}

// WayIn is how far an adult has come towards signing: what stands between them and the app.
type WayIn string

// The ways in, from the nearest.
const (
	IsSignedIn     WayIn = "signed_in"
	HasLetter      WayIn = "letter"
	LetterWasGuess WayIn = "letter_guessed"
	LetterIsOver   WayIn = "letter_ended"
	NoLetter       WayIn = "no_letter"
)

// WaysIn says of every adult who has had a letter, or is signed in, how far they have come; of the others, NoLetter. A
// letter that was used on a device that is signed out since is over.
func (s *Service) WaysIn(ctx context.Context, who people.Who) (map[id.Adult]WayIn, error) {
	if err := fault.Of(people.MaySeeFamilies(who)); err != nil {
		return nil, err
	}
	book, err := s.book(ctx, who.School)
	if err != nil {
		return nil, err
	}
	ways := map[id.Adult]WayIn{}
	for _, a := range book.State.Adults {
		ways[a.ID] = NoLetter
	}
	asked := map[id.Adult]Addressee{}
	for _, a := range Addressees(book.State, s.today()) {
		asked[a.Adult.ID] = a
	}
	for adult, letter := range book.Last {
		ways[adult] = map[LetterState]WayIn{LetterWaiting: HasLetter, LetterGuessed: LetterWasGuess,
			LetterEnded: LetterIsOver, LetterUsed: LetterIsOver}[asked[adult].state(letter, s.Clock.Now())]
	}
	for adult, in := range book.SignedIn {
		if in {
			ways[adult] = IsSignedIn
		}
	}
	return ways, nil
}
