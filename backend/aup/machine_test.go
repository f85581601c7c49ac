package aup_test

import (
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lollipop/backend/aup"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/store/storetest"
)

// TestSignaturesAgreeWithTheModel runs the house beside its model.
//
// Policy: roles.parents.read_aups (AR 4.6/1, BG 4.6/1), roles.children.read_aups (AR 4.5/3, BG 4.5/3)
func TestSignaturesAgreeWithTheModel(t *testing.T) {
	for name, size := range map[string]string{"rapid.checks": "20", "rapid.steps": "40"} {
		was := flag.Lookup(name).Value.String()
		if err := flag.Set(name, size); err != nil {
			t.Fatal(err)
		}
		defer flag.Set(name, was)
	}
	db, n := storetest.Memory(t), 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		m := &machine{h: furnish(t, db, rapid.SampledFrom([]string{"AR", "BG"}).Draw(t, "policy"),
			fmt.Sprintf("model-%d", n)),
			ended: map[string]time.Time{}, words: map[string]*said{}, barred: map[string]bool{"Karim": true}}
		t.Repeat(map[string]func(*rapid.T){
			"publish": m.publish, "sign": m.sign, "sign what was replaced": m.signOld, "decline": m.decline,
			"withdraw": m.withdraw, "leave": m.leave, "bar": m.bar, "days": m.days, "again": m.again,
			"": func(t *rapid.T) { m.agree(t); m.owed(t) },
		})
	})
}

func (m *machine) publish(t *rapid.T) {
	text := rapid.SampledFrom([]string{"I am kind.", "I am kind, always.", "I am nice."}).Draw(t, "text")
	if text == m.current() {
		_, err := m.h.Publish(t.Context(), m.h.staff["head"], m.h.act(m.h.staff["head"], "aup.publish"), aup.ForUpperKS2,
			wording(text))
		if heard(err) != "conflict aup.publish.same" {
			t.Fatalf("publishing the same: %q", heard(err))
		}
		return
	}
	m.h.publishes(t, aup.ForUpperKS2, wording(text))
	if was := m.current(); was != "" {
		m.ended[was] = m.h.now
	}
	m.texts = append(m.texts, text)
}

// answer is the current document as somebody would sign it.
func (m *machine) answer(t *rapid.T, who string) aup.Answer {
	a := m.h.reads(t, aup.ForUpperKS2, rapid.SampledFrom([]string{"en"}).Draw(t, "language"), m.h.pupil("Maryam"))
	if who == "Maryam" {
		a.Pupil = ""
	}
	return a
}

func (m *machine) sign(t *rapid.T) {
	if m.current() == "" {
		t.Skip("nothing is published")
	}
	who := rapid.SampledFrom(cast).Draw(t, "who")
	person, answer := m.who(who), m.answer(t, who)
	act := m.h.act(person, "aup.sign")
	at, err := m.h.Sign(t.Context(), person, act, true, []aup.Answer{answer})
	if !m.may(who) {
		if heard(err) != nothingThere {
			t.Fatalf("%s signs: %q", who, heard(err))
		}
		return
	}
	if err != nil {
		t.Fatalf("%s: %v", who, err)
	}
	s := m.of(who)
	switch before, ok := s.signed(m.current()); {
	case ok && at.Made[0] != before:
		t.Fatalf("%s signed twice", who)
	case !ok:
		s.history = append(s.history, signing{m.current(), at.Made[0]})
	}
	delete(s.declined, m.current())
	made := at.Made[0]
	m.last = func() error {
		again, err := m.h.Sign(t.Context(), person, act, true, []aup.Answer{answer})
		if err == nil && !slices.Equal(again.Made, []id.Signature{made}) {
			return fmt.Errorf("a retry made %v, not %s", again.Made, made)
		}
		return err
	}
}

// signOld signs the version before the current one.
func (m *machine) signOld(t *rapid.T) {
	if len(m.texts) < 2 {
		t.Skip("there is no older version")
	}
	l, err := m.h.Public(t.Context(), m.h.ID)
	if err != nil {
		t.Fatal(err)
	}
	v := l.Versions[rapid.IntRange(0, len(l.Versions)-1).Draw(t, "version")]
	current, _ := l.Current(aup.ForUpperKS2)
	if v.ID == current.ID {
		t.Skip("the same text")
	}
	e, _ := l.Newest(v.ID, "en")
	who := rapid.SampledFrom(cast).Draw(t, "who")
	a := aup.Answer{Document: aup.ForUpperKS2, Version: v.ID, Edition: e.ID, Pupil: m.h.pupil("Maryam")}
	if who == "Maryam" {
		a.Pupil = ""
	}
	_, err = m.h.Sign(t.Context(), m.who(who), m.h.act(m.who(who), "aup.sign"), true, []aup.Answer{a})
	want := nothingThere
	if m.may(who) {
		want = "conflict aup.version_replaced"
	}
	if heard(err) != want {
		t.Fatalf("%s signs what was replaced: %q", who, heard(err))
	}
}

func (m *machine) decline(t *rapid.T) {
	if m.current() == "" {
		t.Skip("nothing is published")
	}
	who := rapid.SampledFrom(cast[:4]).Draw(t, "who")
	a, person := m.answer(t, who), m.who(who)
	_, err := m.h.Decline(t.Context(), person, m.h.act(person, "aup.decline"), aup.No{Document: a.Document,
		Version: a.Version, Language: "ur", Pupils: []id.Pupil{m.h.pupil("Maryam")}, Reason: aup.Disagree})
	s := m.of(who)
	_, signed := s.signed(m.current())
	switch {
	case !m.asked(who):
		if heard(err) != nothingThere {
			t.Fatalf("%s declines: %q", who, heard(err))
		}
	case signed:
		if heard(err) != "conflict aup.decline.signed" {
			t.Fatalf("%s declines what is signed: %q", who, heard(err))
		}
	case err != nil:
		t.Fatalf("%s: %v", who, err)
	default:
		s.declined[m.current()] = true
	}
}

// withdraw takes back a signature of somebody.
func (m *machine) withdraw(t *rapid.T) {
	who := rapid.SampledFrom(cast).Draw(t, "who")
	s := m.of(who)
	if len(s.history) == 0 {
		t.Skip("nothing is signed")
	}
	at := rapid.IntRange(0, len(s.history)-1).Draw(t, "which")
	_, err := m.h.Withdraw(t.Context(), m.who(who), m.h.act(m.who(who), "aup.withdraw"), s.history[at].made, aup.Back{})
	if who != "Maryam" && m.barred[who] {
		if heard(err) != nothingThere {
			t.Fatalf("%s, barred, takes back: %q", who, heard(err))
		}
		return
	}
	if err != nil {
		t.Fatalf("%s: %v", who, err)
	}
	s.history = slices.Delete(s.history, at, at+1)
}

func (m *machine) leave(t *rapid.T) {
	m.left = !m.left
	m.h.moves(t, "Maryam", func(p *people.Pupil) {
		p.LeftOn = ""
		if m.left {
			p.LeftOn = m.h.today()
		}
	})
}

func (m *machine) bar(t *rapid.T) {
	who := rapid.SampledFrom([]string{"Amina", "Daniel"}).Draw(t, "who")
	m.barred[who] = !m.barred[who]
	m.h.bars(t, "Maryam", who, m.barred[who])
}

func (m *machine) days(t *rapid.T) {
	m.h.now = m.h.now.AddDate(0, 0, rapid.IntRange(1, 15).Draw(t, "days"))
}

// again sends the last signing once more.
func (m *machine) again(t *rapid.T) {
	if m.last == nil {
		t.Skip("nothing was sent")
	}
	if err := m.last(); err != nil {
		t.Fatalf("sent once more: %v", err)
	}
}

// agree holds the house against the model.
func (m *machine) agree(t *rapid.T) {
	for _, who := range cast[:3] {
		if got, want := m.mine(t, who), m.due(who); got != want {
			t.Fatalf("due to %s: %q, and the model says %q", who, got, want)
		}
	}
	if got, want := m.h.due(t, m.h.child("Maryam")), m.due("Maryam"); got != want {
		t.Fatalf("due to the child: %q, and the model says %q", got, want)
	}
	m.h.Ways = noWays
	page, err := m.h.Progress(t.Context(), m.h.staff["office"], aup.Query{Text: "Maryam", Size: 10}, m.h.now)
	if err != nil {
		t.Fatal(err)
	}
	if m.left {
		if page.Total != 0 {
			t.Fatal("a leaver is followed")
		}
		return
	}
	signed := slices.ContainsFunc([]string{"Amina", "Daniel"}, func(who string) bool {
		return m.asked(who) &&
			m.counts(who)
	})
	if page.Total != 1 || page.Items[0].Signed != signed {
		t.Fatalf("signed for the child: %+v, and the model says %v", page.Items, signed)
	}
}

// mine is what is due to somebody about Maryam.
func (m *machine) mine(t *rapid.T, who string) string {
	for line := range strings.SplitSeq(m.h.due(t, m.who(who)), "; ") {
		if strings.HasSuffix(line, "Maryam") {
			return line
		}
	}
	return ""
}
