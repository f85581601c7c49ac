package house

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/custody"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/school"
)

// of are the children of a year group from Year 1 on, in an order that says nothing: by a digest of their names, so
// that it is the same in every house.
func (b *builder) of(year people.Year) []custody.Child {
	var some []custody.Child
	for _, child := range b.roll {
		if child.Year == string(year) {
			some = append(some, child)
		}
	}
	slices.SortFunc(some, func(x, y custody.Child) int {
		a, b := sha256.Sum256([]byte(x.Class+x.Name)), sha256.Sum256([]byte(y.Class+y.Name))
		return bytes.Compare(a[:], b[:])
	})
	return some
}

// permit is the leave that stands when the house opens: three children who may keep a phone, and a lesson that wants
// its devices and waits for leadership's yes.
func (b *builder) permit(ctx context.Context) error {
	head, till := b.cast.Head.Who(), b.opens.AddDays(28)
	for i, leave := range []struct {
		year   people.Year
		reason custody.Reason
	}{{people.Year3, custody.Medical}, {people.Year6, custody.YoungCarer}, {people.Year6, custody.WalkingHome}} {
		children := b.of(leave.year)
		act := b.act(head, b.at(0, 9, 20+i), "custody.approve_exception", "exception "+strconv.Itoa(i))
		_, err := b.permissions.ApproveException(ctx, head, act,
			custody.Exception{Pupil: children[len(children)-1-i].ID, Reason: leave.reason, From: b.week[0], Till: till})
		if err != nil {
			return fmt.Errorf("exception: %w", err)
		}
	}
	teacher := b.cast.Teacher.Who()
	act := b.act(teacher, b.at(-1, 12, 20), "custody.ask_use", "use")
	_, err := b.permissions.AskUse(ctx, teacher, act, custody.Use{Class: teacher.Classes[0], On: b.opens.AddDays(2),
		Activity: "Photographing shadows in the playground at three times of the day", RiskAssessed: true})
	return err
}

// handInWeek: on the last school day before, the children who bring a phone hand it in and collect it, but for one who
// forgets; one phone rings in a lesson and is kept, with "tell the parents?" still open. Another was kept and given to
// a parent the day before.
func (b *builder) handInWeek(ctx context.Context) error {
	bringers := b.bringers()
	class := b.cast.Teacher.Classes[0]
	ringing := slices.IndexFunc(bringers, func(c custody.Child) bool { return c.Class == class })
	rings := bringers[ringing]
	bringers = slices.Delete(bringers, ringing, ringing+1)

	if err := b.keptAndReleased(ctx, bringers, custody.TellNow, b.at(-2, 15, 25)); err != nil {
		return err
	}
	office := b.cast.Office.Who()
	devices := make([]id.Device, len(bringers))
	for i, child := range bringers {
		at := b.at(-1, 8, 29).Add(time.Duration(i*11+i%4) * time.Second)
		act := b.act(office, at, "custody.hand_in", "hand in "+strconv.Itoa(i))
		shelf, err := b.custody.HandIn(ctx, office, act, custody.Arriving{Pupil: child.ID,
			Colour: colours[i%len(colours)]})
		if err != nil {
			return fmt.Errorf("hand-in %d: %w", i, err)
		}
		devices[i] = shelf.Devices[0].ID
	}
	teacher := b.cast.Teacher.Who()
	act := b.act(teacher, b.at(-1, 11, 10), "custody.confiscate", "rings")
	_, err := b.custody.Confiscate(ctx, teacher, act, custody.Taking{Pupil: rings.ID, Ground: school.Breach,
		Stored: "Office safe, shelf 2", Tell: custody.NotYet,
		Reason: "Grandmother collects today. The office rings home on the next school day."})
	if err != nil {
		return fmt.Errorf("ringing in maths: %w", err)
	}
	const forgets = 17 // who does not collect
	for i, child := range bringers {
		if i == forgets {
			continue
		}
		at := b.at(-1, 15, 16).Add(time.Duration(i*8+i%3) * time.Second)
		act := b.act(office, at, "custody.collect", "collect "+strconv.Itoa(i))
		if _, err := b.custody.Collect(ctx, office, act, child.ID, devices[i]); err != nil {
			return fmt.Errorf("collecting %d: %w", i, err)
		}
	}
	return nil
}

// colours tell phones apart.
var colours = []string{"black", "blue", "silver", "pink case", "black", "red", "green case", "white", "purple"}

// bringers are the children who bring a phone and have no leave to keep it.
func (b *builder) bringers() []custody.Child {
	var all []custody.Child
	for _, year := range people.Years {
		some := b.of(year)
		all = append(all, some[:min(b.brings[year], len(some))]...)
	}
	return all
}

// classCheckWeek: each class was checked on the last two days; one phone was kept and given to a parent who had been
// spoken to, and one is kept whose family nobody has reached yet.
func (b *builder) classCheckWeek(ctx context.Context) error {
	upper := slices.Concat(b.of(people.Year6)[:8], b.of(people.Year5)[:8])
	for _, day := range []int{-2, -1} {
		if err := b.checks(ctx, day); err != nil {
			return err
		}
		if day == -2 {
			if err := b.keptAndReleased(ctx, upper[1:], custody.Undecided, b.at(day, 15, 12)); err != nil {
				return err
			}
		}
	}
	office, teacher := b.cast.Office.Who(), b.cast.Teacher.Who()
	reachable, carer, err := b.withCarer(ctx, upper[:1])
	if err != nil {
		return err
	}
	kept, err := b.custody.Confiscate(ctx, teacher, b.act(teacher, b.at(-1, 13, 20), "custody.confiscate", "rings"),
		custody.Taking{Pupil: reachable.ID, Ground: school.Breach, Stored: "Front office, locked drawer"})
	if err != nil {
		return fmt.Errorf("ringing in maths: %w", err)
	}
	act := b.act(office, b.at(-1, 13, 50), "custody.log_contact", "no answer")
	_, err = b.custody.LogContact(ctx, office, act, kept.ID, carer, custody.ByPhone, custody.NoAnswer)
	return err
}

// checks are a morning's class checks, each by the class's teacher. On the last day two children were not ready.
func (b *builder) checks(ctx context.Context, day int) error {
	classes, err := b.store.People().Classes(ctx, b.id, b.opens)
	if err != nil {
		return err
	}
	for i, class := range classes {
		teacher, ok := teacherOf(b.staff, class.Name, b.opens)
		if !ok {
			continue
		}
		found := map[id.Pupil]custody.Found{}
		first := slices.IndexFunc(b.roll, func(c custody.Child) bool { return c.Class == class.Name })
		if day == -1 && class.Year == people.Year5 {
			found[b.roll[first+i%3].ID] = custody.NotOff
		}
		act := b.act(teacher.Who(), b.at(day, 8, 50).Add(time.Duration(i*23)*time.Second), "custody.check_class",
			"check "+class.Name+strconv.Itoa(day))
		if _, err := b.custody.CheckClass(ctx, teacher.Who(), act, class.Name, found); err != nil {
			return fmt.Errorf("class check of %s: %w", class.Name, err)
		}
	}
	return nil
}

// keptAndReleased is a phone that was kept in a lesson that day, and went home with a grown-up whom the office had
// spoken to.
func (b *builder) keptAndReleased(ctx context.Context, among []custody.Child, tell custody.Decision,
	released time.Time) error {
	child, carer, err := b.withCarer(ctx, among)
	if err != nil {
		return err
	}
	teacher, ok := teacherOf(b.staff, child.Class, clock.DateOf(released, school.London))
	if !ok {
		return errors.New("the class of a phone that rang has no teacher")
	}
	office := b.cast.Office.Who()
	act := b.act(teacher.Who(), released.Add(-5*time.Hour), "custody.confiscate", "kept")
	kept, err := b.custody.Confiscate(ctx, teacher.Who(), act,
		custody.Taking{Pupil: child.ID, Ground: school.Behaviour, Stored: "Office safe, shelf 1", Tell: tell})
	if err != nil {
		return fmt.Errorf("a phone that is kept: %w", err)
	}
	act = b.act(office, released.Add(-3*time.Hour), "custody.log_contact", "spoke")
	if _, err := b.custody.LogContact(ctx, office, act, kept.ID, carer, custody.ByPhone, custody.Spoke); err != nil {
		return fmt.Errorf("talking about a phone that is kept: %w", err)
	}
	act = b.act(office, released, "custody.release", "released")
	if _, err = b.custody.Release(ctx, office, act, kept.ID, carer); err != nil {
		return fmt.Errorf("a phone that goes home: %w", err)
	}
	return nil
}

// withCarer is the first of the children with an adult who may be told and may collect.
func (b *builder) withCarer(ctx context.Context, among []custody.Child) (custody.Child, id.Adult, error) {
	for _, child := range among {
		carers, err := b.store.Custody().Carers(ctx, b.id, child.ID)
		if err != nil {
			return custody.Child{}, "", err
		}
		for _, carer := range carers {
			if carer.MayCollect && carer.MayBeTold && !carer.NoContact {
				return child, carer.ID, nil
			}
		}
	}
	return custody.Child{}, "", errors.New("nobody may collect")
}
