package concern

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"regexp"
	"slices"

	"lollipop/backend/fault"
)

// Telling is what the form asks, as it is sent. Every part but Form may be empty; something has to be said.
type Telling struct {
	Form  Form    `json:"form"`
	About []About `json:"about,omitempty"`
	Kinds []Kind  `json:"kinds,omitempty"`
	Feel  Feel    `json:"feel,omitempty"`
	// Danger: somebody is in danger now. Friend: it is told for somebody else.
	Danger bool `json:"danger,omitempty"`
	Friend bool `json:"friend,omitempty"`
	// Box is chosen on the adults' form; empty where it follows from whom it is about.
	Box Box `json:"box,omitempty"`
	// Story is what happened, When when and where; at most WordsLength and ShortLength characters.
	Story string `json:"story,omitempty"`
	When  string `json:"when,omitempty"`
	// Language is the form's.
	Language string `json:"language,omitempty"`
	Naming   Naming `json:"naming,omitempty"`
	// Name, Class and Reach are kept where Naming is not Anonymous, and dropped where it is.
	Name  string `json:"name,omitempty"`
	Class string `json:"class,omitempty"`
	Reach string `json:"reach,omitempty"`
	// Receipt is what the device drew, "3.41.7.255.0"; empty where the server draws.
	Receipt string `json:"receipt,omitempty"`
}

var tongue = regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}$`)

// checked is the telling as it is kept, or what is wrong with it.
func (t Telling) checked() (Telling, error) {
	if !slices.Contains(Forms, t.Form) || t.Feel != "" && !slices.Contains(Feels, t.Feel) ||
		t.Box != "" && !slices.Contains(Boxes, t.Box) || t.Language != "" && !tongue.MatchString(t.Language) ||
		!each(t.Kinds, Kinds) || !each(t.About, abouts) ||
		t.Naming != "" && t.Naming != Named && t.Naming != LeadOnly && t.Naming != Anonymous {
		return t, fault.New(fault.Invalid, "concern.form.invalid", nil)
	}
	var err error
	for _, part := range []struct {
		field string
		text  *string
		most  int
	}{{"story", &t.Story, WordsLength}, {"when", &t.When, ShortLength}, {"name", &t.Name, ShortLength},
		{"class", &t.Class, ShortLength}, {"reach", &t.Reach, ShortLength}} {
		if *part.text, err = clean(part.field, *part.text, part.most); err != nil {
			return t, err
		}
	}
	if t.Naming == "" || t.Naming == Anonymous || t.Name == "" && t.Class == "" && t.Reach == "" {
		t.Naming, t.Name, t.Class, t.Reach = Anonymous, "", "", ""
	}
	if t.Story == "" && t.When == "" && len(t.About) == 0 && len(t.Kinds) == 0 && t.Feel == "" && !t.Danger {
		return t, fault.New(fault.Invalid, "concern.nothing_said", nil)
	}
	return t, nil
}

// abouts are all that a form may name.
var abouts = []About{Myself, AChild, AtHome, Outsider, AtSchool, AVisitor, TheSchool, TheHead, HeadOfSite, Deputy,
	TheLead, DeputyLead, OnlineLead, TheChair, AGovernor}

// each reports whether the list has only those values, each once.
func each[T comparable](list, allowed []T) bool {
	for i, v := range list {
		if !slices.Contains(allowed, v) || slices.Contains(list[:i], v) {
			return false
		}
	}
	return true
}

// head is what is sealed of the answers.
func (t Telling) head() Head {
	h := Head{Form: t.Form, About: t.About, Kinds: t.Kinds, Feel: t.Feel, Danger: t.Danger, Friend: t.Friend,
		Language: t.Language, Naming: t.Naming, Status: Told}
	h.Box = boxOf(t.Box, h)
	return h
}

// entries are what is sealed of the words: the story, and apart from it who tells.
func (t Telling) entries() []Entry {
	var all []Entry
	if t.Story != "" || t.When != "" {
		all = append(all, Entry{Kind: Story, Words: t.Story, When: t.When, Language: t.Language})
	}
	if t.Naming != Anonymous {
		all = append(all, Entry{Kind: Name, Words: t.Name, Class: t.Class, Reach: t.Reach, LeadOnly: t.Naming == LeadOnly})
	}
	return all
}

// ReadTelling reads what a device sealed: JSON with those fields and no other. Its errors repeat nothing of it.
func ReadTelling(raw []byte) (t Telling, err error) {
	in := json.NewDecoder(bytes.NewReader(raw))
	in.DisallowUnknownFields()
	if err = in.Decode(&t); err == nil {
		if _, more := in.Token(); !errors.Is(more, io.EOF) {
			err = errMore
		}
	}
	if err != nil {
		return Telling{}, fault.New(fault.Invalid, "concern.form.invalid", nil)
	}
	return t, nil
}

var errMore = errors.New("concern: something follows")
