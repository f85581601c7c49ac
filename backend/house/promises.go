package house

import (
	"context"
	"slices"
	"strconv"

	"lollipop/backend/access"
	"lollipop/backend/aup"
	"lollipop/backend/clock"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/school"
)

// publish is the head's Friday afternoon: both documents, as the product proposes them.
func (b *builder) publish(ctx context.Context) error {
	texts, err := aup.Shipped()
	if err != nil {
		return err
	}
	rooms := &aup.Service{Store: b.store.AUP(), Texts: texts}
	head := b.cast.Head.Who()
	for i, document := range texts.Shipped() {
		text, _ := texts.Proposed(document)
		wording := aup.Wording{Title: text.Title, Intro: text.Intro}
		for _, statement := range text.Statements {
			wording.Statements = append(wording.Statements, aup.Worded{Key: statement.Key, Text: statement.Text})
		}
		act := b.act(head, b.at(-1, 16, 10+i), "aup.publish", "publish "+string(document))
		if _, err := rooms.Publish(ctx, head, act, document, wording); err != nil {
			return err
		}
	}
	return b.sign(ctx, rooms)
}

// sign is the evening at home of one class of Year 2: most of its families sign, one says no. Families with an older
// child are left to whoever comes to see them sign.
func (b *builder) sign(ctx context.Context, rooms *aup.Service) error {
	state, err := b.store.People().State(ctx, b.id)
	if err != nil {
		return err
	}
	today := clock.DateOf(b.at(-1, 18, 0), school.London)
	classes, err := classesOf(ctx, b.store, b.id, people.Year2)
	if err != nil {
		return err
	}
	done := 0
	for _, adult := range access.Addressees(state, today) {
		older := func(p people.Pupil) bool { return p.Year.Order() > people.Year2.Order() }
		there := func(p people.Pupil) bool { return p.Class == classes[0] }
		if adult.NeedsYes || slices.ContainsFunc(adult.Children, older) || !slices.ContainsFunc(adult.Children, there) {
			continue
		}
		if done++; done%3 == 0 {
			continue
		}
		who := people.Who{School: b.id, Person: id.Person(adult.Adult.ID), Name: adult.Adult.Called(), Kind: people.ParentKind}
		act := b.act(who, b.at(-1, 18, done), "aup.sign", "sign "+strconv.Itoa(done))
		if err := answer(ctx, rooms, who, act, done%8 != 0); err != nil {
			return err
		}
	}
	return nil
}

// answer says yes to the parents' own document, read in English; or no.
func answer(ctx context.Context, rooms *aup.Service, who people.Who, act event.Act, yes bool) error {
	sitting, err := rooms.Home(ctx, who)
	if err != nil {
		return err
	}
	var answers []aup.Answer
	for _, item := range aup.Due(sitting, clock.DateOf(act.At, school.London)) {
		if !yes {
			_, err := rooms.Decline(ctx, who, act, aup.No{Document: item.Version.Document, Version: item.Version.ID,
				Language: aup.English, Reason: aup.TalkFirst})
			return err
		}
		answers = append(answers, aup.Answer{Document: item.Version.Document, Version: item.Version.ID,
			Edition: item.Editions[0].ID})
	}
	if len(answers) == 0 { // furnished before
		return nil
	}
	_, err = rooms.Sign(ctx, who, act, true, answers)
	return err
}
