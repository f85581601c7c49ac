package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"lollipop/backend/concern"
	"lollipop/backend/id"
	"lollipop/backend/store"
	"lollipop/backend/vault"
)

// The machine is lost, and its keys with it. A backup is restored on another one, on either engine; the two parts of the
// card bring the keys back, and everything opens: what was told before and after a renewal, what waits on devices, the
// factors. One part alone brings nothing, a wrong character is named, and meanwhile nobody serves it.
func TestKeysThatWereLostComeBackByTheCard(t *testing.T) {
	home := in(t.TempDir())
	well(t, home, "migrate")
	school := aToldSchool(t, home)
	school.tells(home, "one", "before the card")
	printed := well(t, home, "concerns", "card")
	card := cardIn(t, printed)
	school.tells(home, "two", "after the card")
	well(t, home, "concerns", "rotate")
	school.tells(home, "three", "after the renewal")
	words := map[string]string{"one": "before the card", "two": "after the card", "three": "after the renewal"}
	must(t, school.reads(home, words))
	public, secret := newKey(t)
	backup := filepath.Join(t.TempDir(), "b")
	well(t, home, "backup", backup, "--to", public)
	chain, err := os.ReadFile(filepath.Join(folderIn(home), chainKeyFile))
	must(t, err)
	was, err := os.ReadFile(sealsPath(home))
	must(t, err)
	for name, there := range map[string][]string{"sqlite": in(t.TempDir()), "postgres": inPostgres(t, t.TempDir())} {
		t.Run(name, func(t *testing.T) {
			school.t = t
			must(t, os.WriteFile(filepath.Join(folderIn(there), chainKeyFile), chain, 0o600))
			got := ask(t, there, "restore", backup, "--identity", secret, "--verify")
			if got.code != 1 || !strings.Contains(got.out, "FIX   what was told to the school cannot be read yet") {
				t.Errorf("the drill: %+v", got)
			}
			if out := well(t, there, "restore", backup, "--identity", secret); !strings.Contains(out, "both parts of the card") {
				t.Errorf("it restores without a word: %s", out)
			}
			if got := ask(t, there, "serve"); got.code != 1 || !strings.Contains(got.errs, "concerns recover") {
				t.Errorf("it serves without keys: %+v", got)
			}
			well(t, there, "migrate") // which makes none either
			refused := func(what, says string, parts ...[]string) {
				t.Helper()
				types(t, parts...)
				got := ask(t, there, "concerns", "recover")
				if got.code != 1 || !strings.Contains(got.out+got.errs, says) || strings.Contains(got.out+got.errs, "AGE-SECRET") {
					t.Errorf("%s: %+v", what, got)
				}
				if _, err := os.Stat(sealsPath(there)); !errors.Is(err, fs.ErrNotExist) {
					t.Fatalf("%s: there are keys: %v", what, err)
				}
			}
			wrong := slices.Clone(card[1])
			wrong[3] = strings.Repeat("7", 4) + wrong[3][4:]
			other, _, err := vault.NewCard()
			must(t, err)
			refused("one part", "line 1 of the second part: it is missing", card[0])
			refused("one part twice", "twice the same part", card[1], card[1])
			refused("a wrong character", "line 4 of the second part: this line does not add up", card[0], wrong[:4])
			refused("a part of another card", "do not belong together", card[0], other[1].Lines)
			refused("another card", "Here the one is needed whose parts begin with "+card[0][0][:2], other[0].Lines, other[1].Lines)

			// As somebody types it, who corrects the wrong line when it is asked for again.
			typed := append(append(slices.Clone(wrong[:4]), strings.ToLower(card[1][3]), ""), card[1][4:]...)
			types(t, typed, card[0])
			if out := well(t, there, "concerns", "recover"); !strings.Contains(out, "opens everything: 5") {
				t.Errorf("%s", out)
			}
			if now, err := os.ReadFile(sealsPath(there)); err != nil || string(now) != string(was) {
				t.Errorf("other keys came back: %v", err)
			}
			if info, err := os.Stat(sealsPath(there)); err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("%v, %v", info.Mode(), err)
			}
			must(t, school.reads(there, words))
			types(t, card[0], card[1])
			if got := ask(t, there, "concerns", "recover"); got.code != 1 || !strings.Contains(got.errs, "nothing to recover") {
				t.Errorf("over keys that open: %+v", got)
			}
			start(t, append(slices.Clone(there), "LOLLIPOP_LISTEN=127.0.0.1:0"), "Lollipop is at", "serve").stop()
			if out := well(t, there, "restore", backup, "--identity", secret, "--verify"); !strings.Contains(out,
				"ok    what was told to the school can be read; wrapped keys that open: 5") {
				t.Errorf("the drill with keys: %s", out)
			}
		})
	}
}

// A new card ends the old one for what comes; the old one still opens what was kept before, which is said.
func TestANewCardEndsTheOldOne(t *testing.T) {
	home := in(t.TempDir())
	well(t, home, "migrate")
	school := aToldSchool(t, home)
	school.tells(home, "one", "words")
	if got := ask(t, home, "concerns"); got.code != 0 || !strings.Contains(got.out, "No recovery card was ever printed") {
		t.Errorf("%+v", got)
	}
	first := well(t, home, "concerns", "card")
	second := well(t, home, "concerns", "card")
	old, now := cardIn(t, first), cardIn(t, second)
	pair := old[0][0][:2]
	if strings.Contains(first, "stops working") || !strings.Contains(second, "begin with "+pair+" stops working") {
		t.Errorf("%s\n%s", first, second)
	}
	listed := well(t, home, "concerns", "keys")
	if !strings.Contains(listed, "both parts begin with "+now[0][0][:2]) || !strings.Contains(listed, sealsIn(t, home).Fingerprint()) ||
		strings.Contains(listed, now[0][1]) {
		t.Errorf("%s", listed)
	}
	away := sealsPath(home) + ".away"
	must(t, os.Rename(sealsPath(home), away))
	types(t, old[0], old[1])
	if got := ask(t, home, "concerns", "recover"); got.code != 1 || !strings.Contains(got.errs, now[0][0][:2]) {
		t.Errorf("the old card: %+v", got)
	}
	types(t, now[1], now[0])
	out := well(t, home, "concerns", "recover", "--print")
	text, err := os.ReadFile(away)
	must(t, err)
	if !strings.HasSuffix(out, string(text)) {
		t.Error("what is printed are other keys")
	}
	types(t, now[1], now[0])
	well(t, home, "concerns", "recover")
	must(t, school.reads(home, map[string]string{"one": "words"}))
}

// Keys that are lost for good, the card with them, can be made anew only where that is said in so many words. Then it goes
// on, and what was told before is never read again.
func TestKeysThatAreLostForGood(t *testing.T) {
	home := in(t.TempDir())
	if got := ask(t, home, "concerns", "recover"); got.code != 1 || !strings.Contains(got.errs, "lollipop migrate") {
		t.Errorf("without a database: %+v", got)
	}
	well(t, home, "migrate")
	school := aToldSchool(t, home)
	school.tells(home, "one", "words")
	if got := ask(t, home, "concerns", "recover", "--lost"); got.code != 1 || !strings.Contains(got.errs, "nothing to recover") {
		t.Errorf("beside keys that open: %+v", got)
	}
	must(t, os.Remove(sealsPath(home)))
	for _, args := range [][]string{{"serve"}, {"concerns", "recover"}, {"concerns", "rotate"}, {"concerns", "card"}, {"concerns"}} {
		if got := ask(t, home, args...); got.code != 1 || !strings.Contains(got.errs, "concerns recover --lost") {
			t.Errorf("%v: %+v", args, got)
		}
		if _, err := os.Stat(sealsPath(home)); err == nil {
			t.Fatalf("%v has made keys", args)
		}
	}
	well(t, home, "concerns", "recover", "--lost")
	within(t, home, func(s *store.Store) {
		at, keys := school.place.School.ID, sealsIn(t, home)
		one, err := s.Concerns().One(t.Context(), at, "one", concern.Viewer{})
		must(t, err)
		if _, err := keys.Open(string(at), "one", "1", one.Key, one.Entries[0].Words); !errors.Is(err, vault.ErrNoSeal) {
			t.Errorf("what was told before: %v", err)
		}
		door, err := s.Concerns().Door(t.Context(), at)
		must(t, err)
		if _, err := keys.Kept(door.DraftKey, "draft", string(at)); err != nil || slices.Equal(door.Public, school.public) || !door.Open {
			t.Errorf("the button has no key of its own: %v", err)
		}
		held, err := s.Access().Held(t.Context(), at, id.Person(school.place.Staff[0].ID))
		must(t, err)
		if len(held.Factors) > 0 || held.News.What != "reset" {
			t.Errorf("a factor that nobody can open is left: %+v", held)
		}
	})
	school.tells(home, "two", "new words")
	if got := ask(t, home, "doctor", "--deep"); !strings.Contains(got.out, "FIX   concern keys") {
		t.Errorf("the doctor: %s", got.out)
	}
	start(t, home, "Lollipop is at", "serve").stop()
	if out := well(t, home, "audit", "verify"); strings.Count(out, "ok  ") != 1 {
		t.Errorf("the record: %s", out)
	}
}

// Whoever can write to the database alone puts a card of their own into it: the keys are never locked to that, neither by
// a renewal nor by a start, and the doctor says so.
func TestACardOfSomebodyElseGetsNoKeys(t *testing.T) {
	home := in(t.TempDir())
	well(t, home, "migrate")
	aToldSchool(t, home)
	well(t, home, "concerns", "card")
	parts, public, err := vault.NewCard()
	must(t, err)
	var said store.Seals
	within(t, home, func(s *store.Store) {
		said, err = s.Seals(t.Context())
		must(t, err)
		theirs := said
		theirs.Card = public
		must(t, s.SetSeals(t.Context(), said, theirs))
	})
	if got := ask(t, home, "concerns", "rotate"); got.code != 1 || !strings.Contains(got.errs, "somebody has written it there") {
		t.Errorf("a renewal: %+v", got)
	}
	if got := ask(t, home, "doctor"); !strings.Contains(got.out, "somebody has written it there") {
		t.Errorf("the doctor: %s", got.out)
	}
	within(t, home, func(s *store.Store) {
		said, err = s.Seals(t.Context())
		must(t, err)
	})
	if keys, err := recovered(said, parts[0].Lines, parts[1].Lines); err == nil {
		t.Errorf("they have the keys: %s", keys.Fingerprint())
	}
	well(t, home, "concerns", "card")
	well(t, home, "concerns", "rotate")
}
