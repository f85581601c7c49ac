package aup_test

import (
	"slices"
	"time"

	"lollipop/backend/id"
	"lollipop/backend/people"
)

// This file is the model: what domain.md says of policies that families sign, written without a look at the rules: for
// each adult and child what they last said of which text, and who is asked at all. Random people do random things
// (machine_test.go), and the house must agree with the model at every step.

// said is what somebody has said about one document for one child: the texts that they declined, and their signatures
// that were not taken back, oldest first.
type said struct {
	declined map[string]bool
	history  []signing
}

type signing struct {
	text string
	made id.Signature
}

// signed finds the signature of a text.
func (s *said) signed(text string) (id.Signature, bool) {
	for _, h := range s.history {
		if h.text == text {
			return h.made, true
		}
	}
	return "", false
}

// machine is a house beside its model.
type machine struct {
	h *house
	// texts are the published wordings of the upper Key Stage 2 document, the last one current; ended says when each
	// ceased to be current.
	texts []string
	ended map[string]time.Time
	// words are by "adult/child", and by "child" for a child's own.
	words  map[string]*said
	left   bool // Maryam
	barred map[string]bool
	last   func() error
}

// asked says who is asked for Maryam.
func (m *machine) asked(who string) bool {
	return !m.left && !m.barred[who] && slices.Contains([]string{"Amina", "Daniel"}, who)
}

func (m *machine) current() string {
	if len(m.texts) == 0 {
		return ""
	}
	return m.texts[len(m.texts)-1]
}

func (m *machine) of(who string) *said {
	if m.words[who] == nil {
		m.words[who] = &said{declined: map[string]bool{}}
	}
	return m.words[who]
}

// due is what the model expects to be due to somebody.
func (m *machine) due(who string) string {
	if m.current() == "" || who != "Maryam" && !m.asked(who) || who == "Maryam" && m.left {
		return ""
	}
	s := m.of(who)
	if s.declined[m.current()] {
		return "ks2_upper declined Maryam"
	}
	if _, ok := s.signed(m.current()); ok {
		return ""
	}
	if len(s.history) > 0 {
		return "ks2_upper changed Maryam"
	}
	return "ks2_upper new Maryam"
}

// counts says whether somebody's word counts as signed today: of the text that is asked, or of the one they signed
// last for fourteen days after it ceased to be.
func (m *machine) counts(who string) bool {
	s := m.of(who)
	if _, ok := s.signed(m.current()); ok {
		return !s.declined[m.current()]
	}
	if len(s.history) == 0 || s.declined[m.current()] {
		return false
	}
	until := m.ended[s.history[len(s.history)-1].text].AddDate(0, 0, 14)
	return m.h.now.Format(time.DateOnly) <= until.Format(time.DateOnly)
}

var cast = []string{"Amina", "Daniel", "Karim", "Ewa", "Maryam"}

func (m *machine) who(name string) people.Who {
	if name == "Maryam" {
		return m.h.child(name)
	}
	return m.h.parent(name)
}

func (m *machine) may(who string) bool { return who == "Maryam" && !m.left || m.asked(who) }
