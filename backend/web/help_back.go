package web

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"lollipop/backend/clock"
	"lollipop/backend/concern"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/phrase"
	"lollipop/backend/school"
)

// Here is the way back for whoever told something: five words, and what stands under them.

// toldThread is what was said between the two.
type toldThread struct {
	Status, When string
	Lines        []threadLine
}

// threadLine is one thing that was said. Words in another language than the page's are marked as untranslated.
type threadLine struct {
	Mine                   bool
	Who, At, Words         string
	Language, Untranslated string
}

// comeBack is the page that asks for the five words.
func (p *pages) comeBack(c *fiber.Ctx) error {
	view, err := p.helpView(c)
	if err != nil {
		return err
	}
	return p.renderHelp(c, "tell-back", view)
}

// cameBack shows what stands under the five words, and takes more.
func (p *pages) cameBack(c *fiber.Ctx) error {
	s := p.server
	view, err := p.helpView(c)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(c.UserContext(), patience)
	defer cancel()
	sent, err := s.plainForm(c, "do", "receipt", "words", "language", "op")
	if err != nil {
		return err
	}
	if s.Concerns == nil {
		return fiber.ErrNotFound
	}
	view.Help.Receipt, view.Help.Most = sent.Get("receipt"), concern.WordsLength
	op, again := id.New[id.Op](), error(nil)
	var found concern.Thread
	leave, ok := s.crowd.enter("tell " + view.School.Slug)
	if ok {
		defer leave()
	}
	switch do := sent.Get("do"); {
	case !ok:
		view.Help.Added, err = sent.Get("words"), comeAgain()
	case do == "look":
		if err = s.returns.count(view.School.ID, s.Access.Wall.Now()); err == nil {
			found, err = s.Concerns.Return(ctx, view.School.ID, view.Help.Receipt, s.Clock.Now())
		}
	case do == "add":
		made, ok := id.Parse[id.Op](sent.Get("op"))
		if !ok {
			return fault.New(fault.Invalid, "web.malformed", nil)
		}
		act := s.plainAct(c, view.School.ID, made, "concern.add")
		if err = s.tellings.count(view.School.ID, s.Access.Wall.Now()); err == nil {
			found, err = s.Concerns.AddMore(ctx, act, view.Help.Receipt, sent.Get("words"), sent.Get("language"))
		}
		if err != nil {
			view.Help.Added = sent.Get("words") // nothing that was written is lost
			if again = err; statusOf(err) >= http.StatusInternalServerError {
				op = made
			}
			if err = s.returns.count(view.School.ID, s.Access.Wall.Now()); err == nil {
				found, err = s.Concerns.Return(ctx, view.School.ID, view.Help.Receipt, s.Clock.Now())
			}
		}
	default:
		return fault.New(fault.Invalid, "web.malformed", nil)
	}
	view.Help.Op = string(op)
	if wrong := firstOf(again, err); wrong != nil {
		problem := s.plainProblem(c, view, wrong)
		view.Help.Wrong = problem.Title
		if problem.Status >= http.StatusInternalServerError {
			view.Help.Wrong = view.Say("help.form.try_again")
		}
		c.Status(problem.Status)
	}
	if err == nil {
		view.Help.Thread = view.thread(found)
	}
	return p.renderHelp(c, "tell-back", view)
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// statusOf is how a refusal is answered.
func statusOf(err error) int {
	for kind, status := range statuses {
		if fault.Is(err, kind) {
			return status
		}
	}
	return http.StatusInternalServerError
}

// thread is that thread in the page's language.
func (v page) thread(t concern.Thread) *toldThread {
	said := &toldThread{Status: v.Say("concern.status." + string(t.Status))}
	told := v.SayAll(phrase.Say("help.return.told", v.at(t.At)))
	switch {
	case t.ReadAt.IsZero() && t.Status == concern.Told: // the status says that nobody has read it
		said.When = told
	case t.ReadAt.IsZero(): // it was read, and something was added since
		said.When = told + " " + v.Say("help.return.unread_new")
	default:
		said.When = told + " " + v.SayAll(phrase.Say("help.return.read", v.at(t.ReadAt)))
	}
	for _, line := range t.Lines {
		one := threadLine{Mine: line.Mine, Who: v.Say("help.return.you"), Words: line.Words,
			At: v.SayAll(phrase.Say("help.return.at", v.at(line.At)))}
		if !line.Mine {
			one.Who = v.School.Name
		}
		if line.Phrase != "" {
			args := school.TermArgs(v.School.Policy)
			args["Phone"], args["School"] = v.School.Phone, v.School.Name
			one.Words = v.SayAll(phrase.Say(line.Phrase, args))
		} else if one.Language = line.Language; !line.Mine && base(line.Language) != base(v.Lang.Tag) {
			one.Untranslated = v.SayAll(phrase.Say("help.return.untranslated",
				phrase.Args{"Language": v.nameOf(line.Language)}))
		}
		said.Lines = append(said.Lines, one)
	}
	return said
}

// at is a moment as phrases want it, on London's clock.
func (v page) at(t time.Time) phrase.Args {
	return phrase.Args{"Date": onDate(clock.DateOf(t, school.London)), "Time": hour(t)}
}

// base is the language of a tag without its script, region or way of writing.
func base(tag string) string {
	short, _, _ := strings.Cut(tag, "-")
	return short
}

// nameOf is what a language is called by those who speak it, or its tag where we do not have it.
func (v page) nameOf(tag string) string {
	for _, lang := range v.Languages {
		if lang.Tag == tag {
			return lang.Name
		}
	}
	return tag
}
