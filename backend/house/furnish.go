package house

import (
	"cmp"
	"context"
	"slices"
	"time"

	"lollipop/backend/access"
	"lollipop/backend/clock"
	"lollipop/backend/custody"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/intake"
	"lollipop/backend/people"
	"lollipop/backend/school"
	"lollipop/backend/sheet"
	"lollipop/backend/store"
)

// builder furnishes one school: the product's rooms over the store, and what has been found so far.
type builder struct {
	founded
	school      school.School
	store       *store.Store
	intake      *intake.Service
	custody     *custody.Service
	permissions *custody.Permissions
	// week are the school days before the house opens on opens, oldest first.
	week  []clock.Date
	opens clock.Date
	cast  Players
	staff []people.Staff
	roll  []custody.Child
}

// furnish makes one school: founded and filled on the first day of the week before, lived in until its last.
func furnish(ctx context.Context, s *store.Store, plan founded, opens clock.Date) error {
	policy, err := school.Preset(plan.preset)
	if err != nil {
		return err
	}
	calendar, err := school.KentCalendar(plan.starts, plan.ends)
	if err != nil {
		return err
	}
	b := &builder{founded: plan, store: s, opens: opens, week: daysBefore(calendar, opens, 5),
		school: school.School{ID: plan.id, Slug: plan.slug, Name: plan.name, Phone: plan.phone, Policy: policy,
			Calendar: calendar},
		custody:     &custody.Service{Schools: s.Schools(), Store: s.Custody(), Checks: s.Custody()},
		permissions: &custody.Permissions{Schools: s.Schools(), Store: s.Custody()},
	}
	if len(b.week) == 0 {
		return ErrNoMorning
	}
	b.intake = intake.NewService(s.People(), s.Intake(), clock.NewFrozen(b.at(0, 8, 0)), school.London)
	steps := []func(*builder, context.Context) error{(*builder).found, (*builder).bringStaff, (*builder).bringPupils,
		(*builder).permit, plan.live, (*builder).publish, (*builder).stuck}
	for _, step := range steps {
		if err := step(b, ctx); err != nil {
			return err
		}
	}
	return nil
}

// at is an hour of a day of the week before, in London; day counts from 0, and from the end where it is negative.
func (b *builder) at(day, hour, minute int) time.Time {
	if day < 0 {
		day += len(b.week)
	}
	return b.week[min(day, len(b.week)-1)].At(hour, minute, school.London).UTC()
}

// act is something that a person did then. The name tells it from everything else that happens in this house, and makes
// its operation: done again, it is the same.
func (b *builder) act(who people.Who, at time.Time, command, name string) event.Act {
	op := id.Named[id.Op]("demo/" + b.slug + "/" + name)
	return event.Act{School: b.id, Actor: who.Person, At: at, Op: op, Command: command,
		Hash: event.HashOf([]byte(command), []byte(name))}
}

// builders is whoever founds the school and brings its staff, before there is anybody in it.
func (b *builder) builders() people.Who {
	return people.Who{School: b.id, Person: id.Named[id.Person]("demo/builders"), Name: "Lollipop",
		Roles: []people.Role{people.Administrator}}
}

func (b *builder) found(ctx context.Context) error {
	act := b.act(b.builders(), b.at(0, 7, 45), "access.found", "found")
	return b.store.Schools().Found(ctx, act, b.school, act.Did(access.Founded, string(b.id),
		map[string]string{"preset": b.preset}))
}

func (b *builder) bringStaff(ctx context.Context) error {
	if err := b.bring(ctx, b.builders(), intake.StaffFile, b.slug+"-staff.csv", b.at(0, 8, 0)); err != nil {
		return err
	}
	var err error
	b.staff, err = b.store.People().StaffList(ctx, b.id)
	slices.SortFunc(b.staff, func(x, y people.Staff) int { return cmp.Compare(x.Code, y.Code) })
	return err
}

// bringPupils is the secretary's import.
func (b *builder) bringPupils(ctx context.Context) error {
	at := slices.IndexFunc(b.staff, func(s people.Staff) bool { return slices.Contains(s.Roles, people.Office) })
	if err := b.bring(ctx, b.staff[at].Who(), intake.PupilFile, b.slug+"-pupils.csv", b.at(0, 8, 10)); err != nil {
		return err
	}
	var err error
	if b.cast, err = Cast(ctx, b.store, b.id); err != nil {
		return err
	}
	b.roll, err = b.custody.Desk(ctx, b.cast.Office.Who(), b.at(0, 8, 20))
	return err
}

// bring imports a file: looked at, and applied two minutes later. Its namesakes and other doubts are left for the
// office to decide, as at a real school; rows that could not be taken would be a mistake in our own file.
func (b *builder) bring(ctx context.Context, who people.Who, kind intake.ImportKind, name string, at time.Time) error {
	raw, err := Data.ReadFile("data/" + name)
	if err != nil {
		return err
	}
	table, err := sheet.Read(raw)
	if err != nil {
		return err
	}
	look := b.intake.PreviewPupils
	if kind == intake.StaffFile {
		look = b.intake.PreviewStaff
	}
	seen, err := look(ctx, who, b.act(who, at, "intake.read_"+string(kind), "read "+name), name, table)
	if err != nil {
		return err
	}
	_, err = b.intake.Apply(ctx, who, b.act(who, at.Add(2*time.Minute), "intake.apply", "apply "+name),
		seen.Import.ID,
		intake.Agreement{Seen: seen.Plan.Seen})
	return err
}
