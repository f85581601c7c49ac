package intake

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// Service is what the office does with a file: reads it and looks, says which column is which, agrees, and takes it
// back. Every verb asks for permission first; what somebody may not see, and what is not there, are the same answer to
// them.
type Service struct {
	roll    people.Roll
	imports Imports
	now     func() time.Time
	zone    *time.Location
}

// NewService returns the verbs over their stores. zone is where the school's days begin (Europe/London).
func NewService(roll people.Roll, imports Imports, clk clock.Clock, zone *time.Location) *Service {
	return &Service{roll: roll, imports: imports, now: clk.Now, zone: zone}
}

// Preview is an import and what it would do to the school's people as they stand.
type Preview struct {
	Import Import
	Plan   Plan
}

// PreviewPupils keeps a pupils file that was read, and shows what it would do. Nothing else changes.
func (s *Service) PreviewPupils(ctx context.Context, who people.Who, act event.Act, name string,
	t Table) (Preview, error) {
	return s.preview(ctx, who, act, PupilFile, name, t)
}

// PreviewStaff is PreviewPupils for a staff file.
func (s *Service) PreviewStaff(ctx context.Context, who people.Who, act event.Act, name string,
	t Table) (Preview, error) {
	return s.preview(ctx, who, act, StaffFile, name, t)
}

func (s *Service) preview(ctx context.Context, who people.Who, act event.Act, kind ImportKind, name string,
	t Table) (Preview, error) {
	if err := people.Refused(MayImportFile(who, kind), who, act); err != nil {
		return Preview{}, err
	}
	mapping, known, err := s.imports.Remembered(ctx, who.School, kind, HeadersKey(t.Headers))
	if err != nil {
		return Preview{}, err
	}
	if mapping = fitted(mapping, t.Headers); !known {
		mapping = GuessMapping(kind, t.Headers)
	}
	imp, err := s.imports.ChangeImport(ctx, act, id.New[id.Import](),
		func(i *Import, state people.State, _ []Hanging) (Changes, []event.Event, error) {
			*i = Import{ID: i.ID, School: i.School, Kind: kind, State: Read, Name: fileName(name), By: act.Actor,
				At: act.At, Mapping: mapping, Seen: state.Digest(), Table: t}
			return Changes{}, []event.Event{act.Did(ImportRead, string(i.ID),
				map[string]any{"kind": kind, "rows": len(t.Rows)})}, nil
		})
	if err != nil {
		return Preview{}, err
	}
	return s.look(ctx, who, imp)
}

// fileName is the file's name without the folders of somebody's machine, at most 200 characters.
func fileName(name string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	if runes := []rune(name); len(runes) > 200 {
		name = string(runes[:200])
	}
	return strings.ToValidUTF8(name, "")
}

// Preview returns an import with a plan made afresh: its Plan.Seen belongs to the state as it is now. An import that
// was applied has no plan any more.
func (s *Service) Preview(ctx context.Context, who people.Who, imp id.Import) (Preview, error) {
	if err := fault.Of(MayImport(who)); err != nil {
		return Preview{}, err
	}
	i, err := s.imports.Import(ctx, who.School, imp)
	if err != nil {
		return Preview{}, err
	}
	if err := fault.Of(MayImportFile(who, i.Kind)); err != nil {
		return Preview{}, err
	}
	return s.look(ctx, who, i)
}

func (s *Service) look(ctx context.Context, who people.Who, imp Import) (Preview, error) {
	if imp.State != Read {
		return Preview{Import: imp}, nil
	}
	state, err := s.roll.State(ctx, imp.School)
	if err != nil {
		return Preview{}, err
	}
	return Preview{Import: imp, Plan: planOf(who, imp, state, clock.DateOf(s.now(), s.zone))}, nil
}

// planOf is an import's plan for whoever looks at it or applies it now.
func planOf(who people.Who, imp Import, state people.State, today clock.Date) Plan {
	return MakePlan(imp.Kind, state, imp.Table, imp.Mapping, Draft{School: imp.School, Import: imp.ID, Today: today,
		NoReaders: !MayAppoint(who, state.Staff, today).OK()})
}

// ImportList returns the school's imports, newest first.
func (s *Service) ImportList(ctx context.Context, who people.Who) ([]Import, error) {
	if err := fault.Of(MayImport(who)); err != nil {
		return nil, err
	}
	list, err := s.imports.ImportList(ctx, who.School)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(list, func(i Import) bool { return !MayImportFile(who, i.Kind).OK() }), nil
}

// SetMapping says which header holds which field. The school remembers it for files with the same headers.
func (s *Service) SetMapping(ctx context.Context, who people.Who, act event.Act, imp id.Import,
	m Mapping) (Preview, error) {
	if err := people.Refused(MayImport(who), who, act); err != nil {
		return Preview{}, err
	}
	i, err := s.imports.ChangeImport(ctx, act, imp,
		func(i *Import, state people.State, _ []Hanging) (Changes, []event.Event, error) {
			if err := isRead(who, i); err != nil {
				return Changes{}, nil, err
			}
			if err := checkMapping(i.Kind, m, i.Table.Headers); err != nil {
				return Changes{}, nil, err
			}
			i.Mapping, i.Seen = m, state.Digest()
			return Changes{Remember: &Remember{Kind: i.Kind, Headers: HeadersKey(i.Table.Headers), Mapping: m}},
				[]event.Event{act.Did(ImportMapped, string(i.ID), m)}, nil
		})
	if err != nil {
		return Preview{}, err
	}
	return s.look(ctx, who, i)
}

// isRead refuses an import that is not there, or not this person's to see, or past being changed.
func isRead(who people.Who, i *Import) error {
	if !MayImportFile(who, i.Kind).OK() {
		return people.Absent()
	}
	switch i.State {
	case Read:
		return nil
	case Applied, Undone:
		return fault.New(fault.Conflict, "intake.not_open", nil)
	}
	return people.Absent()
}

// Apply does what an import proposes and the person agreed to, whole or not at all.
func (s *Service) Apply(ctx context.Context, who people.Who, act event.Act, imp id.Import,
	a Agreement) (Import, error) {
	if err := people.Refused(MayImport(who), who, act); err != nil {
		return Import{}, err
	}
	before, err := s.imports.Import(ctx, who.School, imp)
	if err != nil {
		return Import{}, err
	}
	var plan Plan
	today := clock.DateOf(act.At, s.zone)
	if before.State == Read { // else it is a replay, which changes nothing, or too late, which the change says
		state, err := s.roll.State(ctx, who.School)
		if err != nil {
			return Import{}, err
		}
		plan = planOf(who, before, state, today)
	}
	return s.imports.ChangeImport(ctx, act, imp,
		func(i *Import, state people.State, _ []Hanging) (Changes, []event.Event, error) {
			if err := isRead(who, i); err != nil {
				return Changes{}, nil, err
			}
			if !maps.Equal(i.Mapping, before.Mapping) {
				return Changes{}, nil, fault.New(fault.Conflict, "intake.state_changed", nil)
			}
			o, err := plan.Agree(*i, state, act, a, today)
			if err != nil {
				return Changes{}, nil, err
			}
			i.State, i.AppliedBy, i.AppliedAt = Applied, act.Actor, act.At
			i.Done, i.Counts, i.Table = o.Done, o.Counts, Table{Headers: i.Table.Headers}
			return Changes{Changes: o.Changes}, o.Events, nil
		})
}

// Undo takes an applied import back, as long as nothing hangs on it.
func (s *Service) Undo(ctx context.Context, who people.Who, act event.Act, imp id.Import) (Import, error) {
	if err := people.Refused(MayImport(who), who, act); err != nil {
		return Import{}, err
	}
	return s.imports.ChangeImport(ctx, act, imp,
		func(i *Import, state people.State, hanging []Hanging) (Changes, []event.Event, error) {
			if i.State == "" || !MayImportFile(who, i.Kind).OK() {
				return Changes{}, nil, people.Absent()
			}
			changes, err := TakeBack(*i, state, hanging)
			if err == nil {
				err = fault.Of(mayReappoint(who, state.Staff, changes.Staff, clock.DateOf(act.At, s.zone)))
			}
			if err != nil {
				return Changes{}, nil, err
			}
			events := doneBy(state, changes).events(act)
			for _, staff := range changes.Gone.Staff {
				events = append(events, act.Did(people.Left, string(staff), nil))
			}
			i.undo(act.Actor, act.At)
			return Changes{Changes: changes}, append(events, act.Did(ImportUndone, string(i.ID), i.Counts)), nil
		})
}
