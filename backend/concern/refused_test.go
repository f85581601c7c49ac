package concern_test

import (
	"strings"
	"testing"
	"time"

	"lollipop/backend/concern"
	"lollipop/backend/event"
)

func TestTheDoorAndWhatItRefuses(t *testing.T) {
	a := open(t, "anthony-roper", hookLane())
	ctx, here := t.Context(), a.place.School.ID
	for name, row := range map[string]struct {
		telling concern.Telling
		want    string
	}{
		"nothing":            {concern.Telling{Form: concern.ForKS1}, "invalid concern.nothing_said"},
		"no form":            {concern.Telling{Story: "x"}, "invalid concern.form.invalid"},
		"an unknown kind":    {concern.Telling{Form: concern.ForKS1, Kinds: []concern.Kind{"x"}}, "invalid concern.form.invalid"},
		"a person as a role": {concern.Telling{Form: concern.ForKS1, About: []concern.About{"teacher"}}, "invalid concern.form.invalid"},
		"twice":              {concern.Telling{Form: concern.ForKS1, About: []concern.About{"me", "me"}}, "invalid concern.form.invalid"},
		"a picture":          {concern.Telling{Form: concern.ForKS1, Story: "data:image/png;base64,AAAA"}, "invalid concern.only_words"},
		"a picture as name":  {concern.Telling{Form: concern.ForKS1, Feel: "sad", Naming: "named", Name: "data:image/png;base64,AAAA"}, "invalid concern.only_words"},
		"a long story":       {concern.Telling{Form: concern.ForKS1, Story: strings.Repeat("no ", 5000)}, "invalid concern.too_long"},
		"a made-up receipt":  {concern.Telling{Form: concern.ForKS1, Feel: "sad", Receipt: "1.2.3"}, "invalid concern.form.invalid"},
	} {
		_, err := a.Tell(ctx, a.act("", "concern.tell"), row.telling)
		if got := heard(err); got != row.want {
			t.Errorf("%s: %q", name, got)
		}
	}
	if got := a.seen(); got != "" {
		t.Errorf("what was refused is read by %q", got)
	}
	door, err := a.Door(ctx, here, a.clock.Now())
	if err != nil || !door.Open || !door.ReadsNow || len(door.Public) != 65 || len(door.Choices) != 5 {
		t.Errorf("%+v, %v", door, err)
	}
	if got := heard(a.SetDoor(ctx, a.who("admin"), a.act("admin", "concern.set_door"), false)); got != "not_found web.not_found" {
		t.Errorf("the administrator closes it: %q", got)
	}
	if err := a.SetDoor(ctx, a.who("head"), a.act("head", "concern.set_door"), false); err != nil {
		t.Fatal(err)
	}
	_, err = a.Tell(ctx, a.act("", "concern.tell"), concern.Telling{Form: concern.ForKS1, Feel: concern.Sad})
	if got := heard(err); got != "denied concern.door.closed" {
		t.Errorf("at a closed door: %q", got)
	}
	a.staff.all = a.staff.all[:1]
	if got := heard(a.SetDoor(ctx, a.who("head"), a.act("head", "concern.set_door"), true)); got != "not_yet concern.door.readers roles.leaders.reporting_channels" {
		t.Errorf("opened with one reader: %q", got)
	}
}

// A sitting's retry is one concern with one receipt; a draft that waited on a device is what was written there.
func TestOnceAndSealed(t *testing.T) {
	a := open(t, "anthony-roper", hookLane())
	act := a.act("", "concern.tell")
	telling := concern.Telling{Form: concern.ForKS2, Feel: concern.Angry}
	one, err := a.Tell(t.Context(), act, telling)
	if err != nil {
		t.Fatal(err)
	}
	if two, err := a.Tell(t.Context(), act, telling); err != nil || two != one {
		t.Errorf("a retry has other words: %v, %v", two, err)
	}
	if n := len(a.list("head")); n != 1 {
		t.Errorf("told twice, and there are %d", n)
	}
	for name, sealed := range map[string][]byte{"nothing": nil, "noise": []byte(strings.Repeat("x", 200))} {
		_, err := a.TellSealed(t.Context(), a.act("", "concern.tell_sealed"), sealed)
		if got := heard(err); got != "invalid concern.form.invalid" {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// Whoever can write to the database, and has no keys, makes nobody a reader and gets no draft.
func TestARowAloneOpensNothing(t *testing.T) {
	a := open(t, "anthony-roper", hookLane())
	a.tell(concern.Telling{Form: concern.ForKS2, Feel: concern.Sad, Story: "Mine."})
	o := a.read("head")
	teacher := a.who("teacher")
	forge := a.act("", "test.forge")
	err := a.Store.Change(t.Context(), forge, o.ID, concern.Viewer{At: a.clock.Now()}, func(k *concern.Kept) ([]event.Event, error) {
		k.Readers = append(k.Readers, concern.Reader{Person: teacher.Person, How: concern.ByHand, Since: forge.At},
			concern.Reader{Person: a.who("osl").Person, How: concern.ByGlass, Since: forge.At, Until: forge.At.Add(time.Hour)})
		return []event.Event{forge.Did("concern.forged", string(k.ID), nil)}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := a.seen(); got != "head" {
		t.Errorf("%q read it", got)
	}
	if _, err := a.Read(t.Context(), teacher, o.ID, false); heard(err) != "not_found web.not_found" {
		t.Errorf("the teacher: %v", err)
	}
	was, err := a.Door(t.Context(), a.place.School.ID, a.clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	err = a.Store.ChangeDoor(t.Context(), a.act("", "test.forge_door"), func(d *concern.Door) ([]event.Event, error) {
		d.Public = []byte("somebody else's")
		return []event.Event{forge.Did("concern.forged", "", nil)}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if now, err := a.Door(t.Context(), a.place.School.ID, a.clock.Now()); err != nil || string(now.Public) != string(was.Public) {
		t.Errorf("devices would seal to another key: %v", err)
	}
}
