package web

import (
	"context"
	"errors"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	_ "embed"

	"github.com/gofiber/fiber/v2"

	"lollipop/backend/concern"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/phrase"
	"lollipop/backend/school"
)

// Here is the form behind "Tell someone" without a script: the same questions as the app's on one page.

//go:embed tell.html
var tellText string

// plainFormLimit is what a plain form may take: a story of the most characters, each of them nine of a form's bytes in
// the scripts of South Asia, and twelve at the worst.
const plainFormLimit = 128 << 10

// plainForm are the addresses that take one.
var plainForm = regexp.MustCompile(`^/s/[^/]+/help(?:/back)?$`)

// tellPage is what the form and what follows from it have.
type tellPage struct {
	Form tellForm
	// Op is the operation's id of a form, made for each rendering, so that a page sent twice tells once.
	Op string
	// Wrong says what is wrong with what was sent.
	Wrong string
	Words []receiptWord
	// Receipt is the words as they were typed, Added what was written below the thread.
	Receipt, Added string
	Thread         *toldThread
	Most           int
	// Danger says that whoever told is in danger now: 999 comes before the words to come back with.
	Danger bool
}

// tellForm is the form as it is drawn, with what was answered.
type tellForm struct {
	For, Op, Title, Action, Wrong               string
	Boxes, Abouts, Roles, Kinds, Feels          []pick
	Dangers, Namings                            []pick
	Story, StoryAbout, When, Name, Class, Reach string
	Adult, Older                                bool
	Most, Short                                 int
}

// pick is one answer to choose.
type pick struct {
	Type, Name, Value, Label, Names string
	Picture                         []stroke
	On                              bool
}

// receiptWord is one of the five words.
type receiptWord struct{ Picture, Word string }

// asked are the answers that a form offers, in its order; those who can be named by their role come with the school.
var asked = map[concern.Form]struct {
	about []concern.About
	kinds []concern.Kind
}{
	concern.ForEYFS: {[]concern.About{concern.Myself, concern.AChild, concern.AtHome, concern.AtSchool, concern.Outsider},
		[]concern.Kind{concern.Unkind, concern.Picture, concern.Stranger, concern.Saw, concern.Secret, concern.Other}},
	concern.ForKS1: {[]concern.About{concern.Myself, concern.AChild, concern.AtHome, concern.AtSchool, concern.Outsider},
		[]concern.Kind{concern.Unkind, concern.Picture, concern.Stranger, concern.Saw, concern.Secret, concern.Money,
			concern.Other}},
	concern.ForKS2: {[]concern.About{concern.Myself, concern.AChild, concern.AtHome, concern.AtSchool, concern.AVisitor,
		concern.Outsider, concern.TheSchool}, concern.Kinds},
	concern.ForAdults: {[]concern.About{concern.AChild, concern.AtHome, concern.AtSchool, concern.AVisitor,
		concern.Outsider, concern.TheSchool}, concern.Kinds},
}

// tellingAt is the school's help page, or its form where the address names one: as long as its door is open.
func (p *pages) tellingAt(c *fiber.Ctx, view page) error {
	ctx, cancel := context.WithTimeout(c.UserContext(), patience)
	defer cancel()
	door, err := p.server.door(ctx, view.School.ID)
	if err != nil {
		return err
	}
	view.Help.Open = door.Open
	if band := bandOf(c.Query("for")); band != "" && door.Open {
		return p.tellForm(c, view, door, concern.Telling{Form: band}, id.New[id.Op](), nil)
	}
	view.Help.Doors = view.bands("/s/"+view.School.Slug+"/help", "")
	return p.renderHelp(c, "help", view)
}

// door is a school's; shut where this server keeps no concerns at all.
func (s *Server) door(ctx context.Context, at id.School) (concern.Doorway, error) {
	if s.Concerns == nil {
		return concern.Doorway{}, nil
	}
	return s.Concerns.Door(ctx, at, s.Clock.Now())
}

// tell takes the form. What is wrong with it is said on the same page, with all that was written.
//
// Policy: roles.children.seek_help (AR 4.5/6, BG 4.5/6), roles.parents.seek_help (AR 4.6/5, BG 4.6/6)
func (p *pages) tell(c *fiber.Ctx) error {
	s := p.server
	view, err := p.helpView(c)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(c.UserContext(), patience)
	defer cancel()
	sent, err := s.plainForm(c, "form", "language", "op", "box", "about*", "kinds*", "feel",
		"danger", "friend", "story", "when", "naming", "name", "class", "reach")
	if err != nil {
		return err
	}
	op, ok := id.Parse[id.Op](sent.Get("op"))
	if bandOf(sent.Get("form")) == "" || !ok {
		return fault.New(fault.Invalid, "web.malformed", nil)
	}
	if s.Concerns == nil {
		return fiber.ErrNotFound
	}
	for _, line := range readingTimes(view.School.Calendar, s.Clock.Now()) {
		view.Help.Reads = append(view.Help.Reads, view.SayAll(line))
	}
	t := tellingOf(sent)
	view.Help.Danger = t.Danger
	leave, ok := s.crowd.enter("tell " + view.School.Slug)
	if !ok { // the answers that could not be asked for are those that were not given
		return p.tellForm(c, view, concern.Doorway{Open: true}, t, op, comeAgain())
	}
	defer leave()
	var receipt concern.Receipt
	if err = s.tellings.count(view.School.ID, s.Access.Wall.Now()); err == nil {
		receipt, err = s.Concerns.Tell(ctx, s.plainAct(c, view.School.ID, op, "concern.tell"), t)
	}
	if err != nil {
		door, err2 := s.door(ctx, view.School.ID)
		if err2 != nil { // nothing that was written is lost all the same
			s.note(err2)
			door = concern.Doorway{Open: true}
		}
		return p.tellForm(c, view, door, t, op, err)
	}
	words, seen := s.Concerns.Words.Say(view.Lang.Tag, receipt), s.Concerns.Words.Pictures(receipt)
	for i := range words {
		view.Help.Words = append(view.Help.Words, receiptWord{seen[i], words[i]})
	}
	view.Help.Address += "/back"
	return p.renderHelp(c, "tell-receipt", view)
}

// tellingOf is what the form says. Whoever writes a name and leaves open whether to say it, says it.
func tellingOf(sent url.Values) concern.Telling {
	t := concern.Telling{Form: concern.Form(sent.Get("form")), Feel: concern.Feel(sent.Get("feel")),
		Danger: sent.Get("danger") != "", Friend: sent.Get("friend") != "", Box: concern.Box(sent.Get("box")),
		Story: sent.Get("story"), When: sent.Get("when"), Language: sent.Get("language"),
		Naming: concern.Naming(sent.Get("naming")), Name: sent.Get("name"), Class: sent.Get("class"),
		Reach: sent.Get("reach")}
	for _, about := range sent["about"] {
		t.About = append(t.About, concern.About(about))
	}
	for _, kind := range sent["kinds"] {
		t.Kinds = append(t.Kinds, concern.Kind(kind))
	}
	if t.Naming == "" && t.Name+t.Class+t.Reach != "" {
		t.Naming = concern.Named
	}
	return t
}

// plainForm reads a plain form: it has to come from our own page, as a browser sends one, with those fields and no
// other, each once but where its name ends in a star. No cookie is read and no address.
func (s *Server) plainForm(c *fiber.Ctx, fields ...string) (sent url.Values, err error) {
	if err := s.ourPage(c); err != nil {
		return nil, err
	}
	kind, more, err := mime.ParseMediaType(c.Get("Content-Type"))
	if err != nil || kind != "application/x-www-form-urlencoded" || len(more) > 1 ||
		len(more) == 1 && !strings.EqualFold(more["charset"], "utf-8") {
		return nil, fault.New(fault.Invalid, "web.content_type", nil)
	}
	malformed := fault.New(fault.Invalid, "web.malformed", nil)
	if sent, err = url.ParseQuery(string(c.Body())); err != nil {
		return nil, malformed
	}
	for name, values := range sent {
		many := slices.Contains(fields, name+"*")
		if !many && (!slices.Contains(fields, name) || len(values) > 1) {
			return nil, malformed
		}
		for _, value := range values {
			if !utf8.ValidString(value) || strings.ContainsRune(value, 0) {
				return nil, malformed
			}
		}
	}
	return sent, nil
}

// plainAct is what somebody without a name does by a plain form.
func (s *Server) plainAct(c *fiber.Ctx, at id.School, op id.Op, command string) event.Act {
	return event.Act{School: at, At: s.Clock.Now(), Op: op, Command: command,
		Hash: event.HashOf([]byte(command), []byte(at), c.Body())}
}

// tellForm draws the form with what was answered, and says what is wrong.
func (p *pages) tellForm(c *fiber.Ctx, view page, door concern.Doorway, t concern.Telling, op id.Op, wrong error) error {
	s := p.server
	if wrong != nil {
		problem := s.plainProblem(c, view, wrong)
		view.Help.Form.Wrong = problem.Title
		if problem.Status >= http.StatusInternalServerError { // it may have been kept: the same once more tells once
			view.Help.Form.Wrong = view.Say("help.form.try_again")
		} else {
			op = id.New[id.Op]()
		}
		if view.Help.Open = door.Open; !door.Open {
			view.Help.Doors = nil
		}
		c.Status(problem.Status)
	}
	f := view.drawn(t, door.Choices, view.Help.Form.Wrong)
	f.Op, f.Action = string(op), view.In("/s/"+view.School.Slug+"/help?for="+string(t.Form))
	view.Help.Form = f
	return p.renderHelp(c, "tell-form", view)
}

// plainProblem is what a room refused, in the page's language and the school's own words.
func (s *Server) plainProblem(c *fiber.Ctx, view page, err error) *Problem {
	k := &call{lang: view.Lang, server: s}
	problem := s.problemOf(context.WithValue(c.UserContext(), callKey{}, k), err)
	var f *fault.Fault
	if errors.As(err, &f) {
		args := school.TermArgs(view.School.Policy)
		for name, value := range f.Say.Args {
			args[name] = value
		}
		problem.Title = s.Languages.Say(view.Lang.Tag, phrase.Phrase{Key: f.Say.Key, Args: args, Count: f.Say.Count})
	}
	for name, values := range problem.headers {
		c.Set(name, strings.Join(values, ", "))
	}
	return problem
}

// drawn is the form for those answers.
func (v page) drawn(t concern.Telling, roles []concern.Choice, wrong string) tellForm {
	offered := asked[t.Form]
	f := tellForm{For: string(t.Form), Title: v.Say("help.for." + string(t.Form)), Wrong: wrong, Story: t.Story,
		When: t.When, Name: t.Name, Class: t.Class, Reach: t.Reach, Adult: t.Form == concern.ForAdults,
		Older: t.Form == concern.ForKS2 || t.Form == concern.ForAdults, Most: concern.WordsLength,
		Short: concern.ShortLength, StoryAbout: "help.form.story_about"}
	if !f.Older {
		f.StoryAbout = "help.form.story_young"
	}
	if f.Adult {
		for _, box := range concern.Boxes {
			f.Boxes = append(f.Boxes, v.pick("radio", "box", "box", string(box), t.Box == box))
		}
	} else {
		for _, feel := range concern.Feels {
			one := v.pick("radio", "feel", "feel", string(feel), t.Feel == feel)
			one.Picture = faces[string(feel)]
			f.Feels = append(f.Feels, one)
		}
	}
	for _, about := range offered.about {
		f.Abouts = append(f.Abouts, v.pick("checkbox", "about", "about", string(about), slices.Contains(t.About, about)))
	}
	if !f.Adult {
		f.Abouts = append(f.Abouts, pick{Type: "checkbox", Name: "friend", Value: "1", Label: v.Say("help.form.friend"),
			On: t.Friend, Picture: symbols["talk"]})
	}
	for _, about := range t.About { // whom it is about stays chosen, even where the school cannot be asked just now
		if about.Named() && !slices.ContainsFunc(roles, func(r concern.Choice) bool { return r.About == about }) {
			roles = append(slices.Clone(roles), concern.Choice{About: about})
		}
	}
	for _, role := range roles {
		one := v.pick("checkbox", "about", "about", string(role.About), slices.Contains(t.About, role.About))
		one.Names = strings.Join(role.Names, ", ")
		f.Roles = append(f.Roles, one)
	}
	for _, kind := range offered.kinds {
		f.Kinds = append(f.Kinds, v.pick("checkbox", "kinds", "kind", string(kind), slices.Contains(t.Kinds, kind)))
	}
	f.Dangers = []pick{{Type: "checkbox", Name: "danger", Value: "1", Label: v.Say("help.form.danger_yes"), On: t.Danger,
		Picture: symbols[pictures["danger"]]}}
	for _, naming := range []concern.Naming{concern.Named, concern.LeadOnly, concern.Anonymous} {
		f.Namings = append(f.Namings, v.pick("radio", "naming", "naming", string(naming), t.Naming == naming))
	}
	return f
}

// pick is one answer, with the room's own word for it.
func (v page) pick(kind, name, code, value string, on bool) pick {
	return pick{Type: kind, Name: name, Value: value, Label: v.Say("concern." + code + "." + value), On: on,
		Picture: symbols[pictures[code+"."+value]]}
}
