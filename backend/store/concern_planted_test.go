package store_test

import (
	"bytes"
	"crypto/ecdh"
	"crypto/hpke"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"lollipop/backend/clock"
	"lollipop/backend/concern"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/school"
	"lollipop/backend/store/storetest"
	"lollipop/backend/vault"
)

// planted begins every planted word; overt stands in the clear, so that whoever looks for the one is seen to find it.
const planted, overt = "Quagglefrosk", "Brimbleschnup"

// sink is a log that many write to, and the errors that people were shown.
type sink struct {
	mu sync.Mutex
	bytes.Buffer
}

func (s *sink) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.Buffer.Write(p)
}

// plants tells through the real room, sealed by real keys.
type plants struct {
	*testing.T
	storetest.Place
	room *concern.Service
	log  *sink
	lead people.Who
}

// words are a field's of one concern.
func words(field string, i int) string {
	return fmt.Sprintf("%s%05d%s and she would not say", planted, i, field)
}

func (x plants) act(command string, who people.Who) event.Act {
	act := x.Act(command)
	act.Actor = who.Person
	return act
}

// tell tells one, and has its reader write in every place that takes words.
func (x plants) tell(i int) error {
	telling := concern.Telling{Form: concern.ForAdults, About: []concern.About{concern.AChild}, Naming: concern.Named,
		Story: words("story", i), When: words("when", i), Name: words("name", i), Class: words("class", i),
		Reach: words("reach", i)}
	act := x.act("concern.tell", people.Who{})
	var err error
	if i%10 == 0 { // it waited on a device without a network
		err = x.tellSealed(act, telling)
	} else {
		_, err = x.room.Tell(x.Context(), act, telling)
	}
	if err != nil {
		return err
	}
	which := event.Made[id.Concern](act, "concern")
	for _, do := range []func() (concern.Opened, error){
		func() (concern.Opened, error) {
			return x.room.Reply(x.Context(), x.lead, x.act("concern.reply", x.lead), which,
				concern.Answer{Words: words("reply", i), Language: "en"})
		},
		func() (concern.Opened, error) {
			return x.room.Note(x.Context(), x.lead, x.act("concern.note", x.lead), which, words("note", i))
		},
		func() (concern.Opened, error) {
			return x.room.DecideParents(x.Context(), x.lead, x.act("concern.parents", x.lead), which, concern.No,
				words("reason", i))
		},
	} {
		opened, err := do()
		if err != nil {
			return err
		}
		if text := fmt.Sprint(opened.Entries); !strings.Contains(text, words("story", i)) {
			return fmt.Errorf("its reader reads %.100s", text)
		}
	}
	return nil
}

// tellSealed seals it as a device does.
func (x plants) tellSealed(act event.Act, telling concern.Telling) error {
	d, err := x.room.Store.Door(x.Context(), x.School.ID)
	if err != nil {
		return err
	}
	point, err := ecdh.P256().NewPublicKey(d.Public)
	if err != nil {
		return err
	}
	public, err := hpke.NewDHKEMPublicKey(point)
	if err != nil {
		return err
	}
	plain, err := json.Marshal(telling)
	if err != nil {
		return err
	}
	sealed, err := hpke.Seal(public, hpke.HKDFSHA256(), hpke.AES256GCM(), []byte("lollipop draft v1 "+string(x.School.ID)),
		plain)
	if err != nil {
		return err
	}
	_, err = x.room.TellSealed(x.Context(), act, sealed)
	return err
}

// stumbles does what is refused with planted words in it: what it says of that stands with the log.
func (x plants) stumbles() {
	x.Helper()
	telling := concern.Telling{Form: concern.ForAdults, Story: words("again", 1)}
	act := x.act("concern.tell", people.Who{})
	_, first := x.room.Tell(x.Context(), act, telling)
	other := act
	other.Hash = event.HashOf([]byte(planted))
	_, reused := x.room.Tell(x.Context(), other, telling)
	telling.Form = planted
	_, wrong := x.room.Tell(x.Context(), x.act("concern.tell", people.Who{}), telling)
	_, unreadable := concern.ReadTelling([]byte(`{"form": "adult", "` + planted + `": "` + planted + `"}`))
	_, long := x.room.Note(x.Context(), x.lead, x.act("concern.note", x.lead), event.Made[id.Concern](act, "concern"),
		strings.Repeat(planted+" ", 2000))
	_, nobody := x.room.Note(x.Context(), x.lead, x.act("concern.note", x.lead), planted, planted)
	_, searched := x.room.Search(x.Context(), x.lead, words("story", 7))
	if first != nil || searched != nil || reused == nil || wrong == nil || unreadable == nil || long == nil ||
		nobody == nil {
		x.Error(first, searched, reused, wrong, unreadable, long, nobody)
	}
	fmt.Fprintln(x.log, reused, wrong, unreadable, long, nobody)
}

// Concerns with words of their own in every place: nobody finds one of them in the database's files while it runs, in what
// PostgreSQL wrote before it wrote its tables, in any table, in a backup before it is locked, or in a log. The drill does
// the same with a thousand.
//
// Policy: concerns.confidentiality (AR 10/2, BG 10/2)
func TestNoPlantedWordIsFound(t *testing.T) { plant(t, 100) }

// plant plants so many.
func plant(t *testing.T, many int) {
	t.Helper()
	for _, kind := range storetest.Kinds[1:] {
		t.Run(kind.Name, func(t *testing.T) {
			log := &sink{}
			config := kind.Open(t).AsIs()
			config.Log = slog.New(slog.NewJSONHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))
			s := storetest.Reopen(t, config)
			seals, err := vault.NewSeals()
			if err != nil {
				t.Fatal(err)
			}
			x := plants{T: t, Place: storetest.Furnish(t, s, "hook-lane", "anthony-roper"), log: log}
			x.lead = x.Staff[2].Who()
			x.room = &concern.Service{Store: s.Concerns(), Rings: s.Concerns(), Schools: s.Schools(), Staff: s.People(),
				Vault: seals, Clock: clock.NewFrozen(storetest.At), Log: config.Log}
			if err := x.room.SetDoor(t.Context(), x.lead, x.act("concern.door", x.lead), true); err != nil {
				t.Fatal(err)
			}
			act := x.Act("test.reason")
			if err := s.Schools().ChangeReason(t.Context(), act, "practice", func(r *school.Reason) ([]event.Event, error) {
				r.Why, r.By, r.At, r.PolicyVersion, r.VerifiedOn = overt, act.Actor, act.At, 1, "2026-11-21"
				return []event.Event{act.Did(school.DidRecordReason, "practice", nil)}, nil
			}); err != nil {
				t.Fatal(err)
			}
			config.Log.Info(overt)
			var all sync.WaitGroup
			for part := range 4 {
				all.Go(func() {
					for i := part; i < many; i += 4 {
						if err := x.tell(i); err != nil {
							t.Errorf("%d: %v", i, err)
							return
						}
					}
				})
			}
			all.Wait()
			x.stumbles()
			if _, err := x.room.Round(t.Context(), x.School.ID, storetest.At); err != nil {
				t.Error(err)
			}
			found, err := x.room.Search(t.Context(), x.lead, words("note", 7))
			if err != nil || len(found) != 1 {
				t.Errorf("a reader finds %d, %v", len(found), err)
			}

			text, dumped := dumpOf(t, s)
			if dumped.Rows() < int64(5*many) {
				t.Errorf("a backup of %d rows", dumped.Rows())
			}
			nowhere(t, true, hiding{"a backup before it is locked", text.Bytes()}, everyRow(t, s), hiding{"the logs", log.Bytes()})
			hand, done := s.Hand()
			defer done()
			if !s.Postgres() {
				path := strings.TrimPrefix(config.DSN, "sqlite:")
				nowhere(t, true, files(t, filepath.Dir(path)))
				mustExec(t, hand, "PRAGMA wal_checkpoint(TRUNCATE)")
				raw, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				nowhere(t, true, hiding{"the file alone", raw})
				return
			}
			var folder string
			if err := hand.QueryRow("SHOW data_directory").Scan(&folder); err != nil {
				t.Fatal(err)
			}
			if _, err := hand.Exec("CHECKPOINT"); err != nil {
				t.Fatal(err)
			}
			nowhere(t, true, files(t, filepath.Dir(folder))) // with the server's own log beside it
		})
	}
}
