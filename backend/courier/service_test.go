package courier_test

import (
	"crypto/ecdh"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/courier"
	"lollipop/backend/store/storetest"
)

// at is when a device subscribes.
var at = time.Date(2026, 11, 23, 8, 35, 0, 0, time.UTC)

// heard is what a person is told.
var heard = storetest.Heard

// picky is a sender that allows one service's addresses.
type picky struct{ *services }

func (p picky) Allowed(endpoint string) (string, error) {
	if hostOf(endpoint) != healthy {
		return "", errors.New("not a push service")
	}
	return healthy, nil
}

// desk is the room over the memory, with one device that can be rung.
func desk(answer courier.Answer) (*courier.Service, *memory, *services, *clock.Movable) {
	c := clock.NewFrozen(at)
	m := newMemory(c)
	s := newServices(func(string, int) (courier.Answer, time.Duration) { return answer, 0 })
	return &courier.Service{Store: m, Sender: picky{s}, Clock: c, Subject: true,
		Message: func(language string, staff bool) []byte {
			if staff {
				return []byte("something to read in " + language)
			}
			return []byte("bland in " + language)
		}}, m, s, c
}

func wanted(t *testing.T) courier.Wanted {
	t.Helper()
	key, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return courier.Wanted{Endpoint: "https://healthy.example/device", Key: "key", Language: "ur",
		P256dh: base64.RawURLEncoding.EncodeToString(key.PublicKey().Bytes()),
		Auth:   base64.RawURLEncoding.EncodeToString([]byte("sixteen bytes it"))}
}

// What a browser gives is checked before it is kept, and said at its field.
func TestKeeping(t *testing.T) {
	point := func(raw string) string { return base64.RawURLEncoding.EncodeToString([]byte(raw)) }
	for what, row := range map[string]struct {
		change func(*courier.Wanted)
		want   string
		field  string
	}{
		"as it should be": {func(*courier.Wanted) {}, "", ""},
		"padded, with blanks": {func(w *courier.Wanted) {
			w.Endpoint, w.P256dh, w.Auth, w.Key, w.Language = " "+w.Endpoint+"\n", w.P256dh+"= ", " "+w.Auth+"==", " key=",
				" ur "
		}, "", ""},
		"no address": {func(w *courier.Wanted) { w.Endpoint = " " }, "invalid courier.wrong.endpoint", "endpoint"},
		"another's address": {func(w *courier.Wanted) { w.Endpoint = "https://x.example/" },
			"invalid courier.wrong.endpoint", "endpoint"},
		"a long address": {func(w *courier.Wanted) { w.Endpoint += strings.Repeat("x", 2000) },
			"invalid courier.wrong.endpoint",
			"endpoint"},
		"no point": {func(w *courier.Wanted) { w.P256dh = "" }, "invalid courier.wrong.p256dh", "p256dh"},
		"a point off the curve": {func(w *courier.Wanted) { w.P256dh = point("\x04" + strings.Repeat("x", 64)) },
			"invalid courier.wrong.p256dh", "p256dh"},
		"the point at infinity": {func(w *courier.Wanted) { w.P256dh = point("\x00") }, "invalid courier.wrong.p256dh",
			"p256dh"},
		"a short point": {func(w *courier.Wanted) { w.P256dh = w.P256dh[:80] }, "invalid courier.wrong.p256dh",
			"p256dh"},
		"the other base64": {func(w *courier.Wanted) { w.P256dh = "+/" + w.P256dh[2:] },
			"invalid courier.wrong.p256dh", "p256dh"},
		"a short secret": {func(w *courier.Wanted) { w.Auth = w.Auth[:20] }, "invalid courier.wrong.auth", "auth"},
		"no secret":      {func(w *courier.Wanted) { w.Auth = "" }, "invalid courier.wrong.auth", "auth"},
		"a strange key":  {func(w *courier.Wanted) { w.Key = "other" }, "invalid courier.wrong.key", "key"},
		"no key":         {func(w *courier.Wanted) { w.Key = "=" }, "invalid courier.wrong.key", "key"},
		"no language": {func(w *courier.Wanted) { w.Language = "" }, "invalid courier.wrong.language",
			"language"},
		"an odd language": {func(w *courier.Wanted) { w.Language = "u<r" }, "invalid courier.wrong.language",
			"language"},
		"half a language": {func(w *courier.Wanted) { w.Language = "ur-" }, "invalid courier.wrong.language",
			"language"},
		"a number": {func(w *courier.Wanted) { w.Language = "12" }, "invalid courier.wrong.language",
			"language"},
		"a long language": {func(w *courier.Wanted) { w.Language = "ur" + strings.Repeat("-x", 20) },
			"invalid courier.wrong.language", "language"},
	} {
		room, kept, _, _ := desk(courier.Answer{})
		w := wanted(t)
		clean := w
		row.change(&w)
		err := room.Keep(t.Context(), "session", w)
		if got := heard(err); got != row.want {
			t.Errorf("%s: %q", what, got)
		}
		if row.want != "" {
			if !strings.Contains(err.Error(), "("+row.field+")") || len(kept.devices) != 0 {
				t.Errorf("%s: %v, %d kept", what, err, len(kept.devices))
			}
			continue
		}
		got := kept.devices[courier.DeviceOf(clean.Endpoint)]
		public, _ := base64.RawURLEncoding.DecodeString(clean.P256dh)
		want := courier.Subscription{ID: courier.DeviceOf(clean.Endpoint), Endpoint: clean.Endpoint, Host: healthy,
			P256dh: public, Auth: []byte("sixteen bytes it"), Key: "key", Session: "session", Language: "ur", Since: at,
			Seen: at}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: kept %+v", what, got)
		}
	}
}

// A device that has a new address is one device; another session's stays when this one forgets it.
func TestReplacingAndForgetting(t *testing.T) {
	room, kept, _, _ := desk(courier.Answer{})
	w := wanted(t)
	first := w.Endpoint
	steps := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	steps(room.Keep(t.Context(), "session", w))
	w.Replaces = w.Endpoint // as it is
	steps(room.Keep(t.Context(), "session", w))
	w.Endpoint += "/new"
	steps(room.Keep(t.Context(), "session", w))
	if len(kept.devices) != 1 || kept.devices[courier.DeviceOf(first)].ID != "" {
		t.Errorf("kept %v", kept.devices)
	}
	steps(room.Forget(t.Context(), "other", w.Endpoint))
	if len(kept.devices) != 1 {
		t.Error("another session forgot it")
	}
	steps(room.Forget(t.Context(), "session", " "+w.Endpoint))
	if len(kept.devices) != 0 {
		t.Error("it is not forgotten")
	}
}

// A trial says what to do, for each thing that can come of it.
func TestTrying(t *testing.T) {
	for what, row := range map[string]struct {
		answer    courier.Answer
		noSubject bool
		want      courier.Trial
	}{
		"taken": {courier.Answer{Result: courier.Took, Status: 201}, false, courier.Trial{Advice: "ok",
			Status: 201}},
		"taken, no name": {courier.Answer{Result: courier.Took, Status: 201}, true, courier.Trial{Advice: "ok",
			Status: 201}},
		"taken, yet slow": {courier.Answer{Result: courier.Took, Status: 201, Skew: 7 * time.Minute}, false,
			courier.Trial{Advice: "ok", Status: 201, Minutes: 7}},
		"taken, a little off": {courier.Answer{Result: courier.Took, Status: 201, Skew: 5 * time.Minute}, false,
			courier.Trial{Advice: "ok", Status: 201}},
		"gone": {courier.Answer{Result: courier.Gone, Status: 410}, false, courier.Trial{Advice: "expired", Status: 410}},
		"not us, no name": {courier.Answer{Result: courier.NotUs, Status: 403, Skew: time.Minute}, true,
			courier.Trial{Advice: "subject", Status: 403}},
		"not us, by a clock that is behind": {courier.Answer{Result: courier.NotUs, Status: 403, Skew: 2 * time.Hour},
			false,
			courier.Trial{Advice: "clock", Status: 403, Minutes: 120}},
		"not us, by a clock that is ahead": {courier.Answer{Result: courier.NotUs, Status: 403, Skew: -13 * time.Hour},
			false,
			courier.Trial{Advice: "clock", Status: 403, Minutes: 780}},
		"not us": {courier.Answer{Result: courier.NotUs, Status: 401, Skew: time.Minute}, false,
			courier.Trial{Advice: "refused", Status: 401}},
		"silent": {courier.Answer{Result: courier.Silent}, false, courier.Trial{Advice: "filter"}},
		"slow": {courier.Answer{Result: courier.Slow, Status: 429}, false, courier.Trial{Advice: "service",
			Status: 429}},
		"broken": {courier.Answer{Result: courier.Broken, Status: 503}, false, courier.Trial{Advice: "service",
			Status: 503}},
		"not allowed": {courier.Answer{Result: courier.NotAllowed}, false, courier.Trial{Advice: "refused"}},
		"too large": {courier.Answer{Result: courier.TooLarge, Status: 413}, false, courier.Trial{Advice: "refused",
			Status: 413}},
		"refused": {courier.Answer{Result: courier.Refused, Status: 400}, false, courier.Trial{Advice: "refused",
			Status: 400}},
	} {
		room, kept, _, _ := desk(row.answer)
		room.Subject = !row.noSubject
		w := wanted(t)
		if err := room.Keep(t.Context(), "session", w); err != nil {
			t.Fatal(err)
		}
		got, err := room.Try(t.Context(), "session", w.Endpoint, false)
		row.want.Result = row.answer.Result
		if err != nil || got != row.want {
			t.Errorf("%s: %+v, %v", what, got, err)
		}
		if gone := len(kept.devices) == 0; gone != (row.answer.Result == courier.Gone) {
			t.Errorf("%s: forgotten is %v", what, gone)
		}
	}
}

// Only the session's own device is tried, at most once in ten seconds, with the sentence that everything else rings
// with and a topic of its own.
func TestWhoTriesAndHowOften(t *testing.T) {
	room, _, sent, now := desk(courier.Answer{Result: courier.Took})
	w := wanted(t)
	if err := room.Keep(t.Context(), "session", w); err != nil {
		t.Fatal(err)
	}
	try := func(session, endpoint string) string {
		trial, err := room.Try(t.Context(), session, endpoint, false)
		return strings.TrimSpace(trial.Advice + " " + heard(err))
	}
	want := func(what, got, want string) {
		t.Helper()
		if got != want {
			t.Errorf("%s: %q", what, got)
		}
	}
	want("another session", try("other", w.Endpoint), "not_subscribed")
	want("another device", try("session", w.Endpoint+"x"), "not_subscribed")
	want("the first", try("session", w.Endpoint), "ok")
	want("at once again", try("session", w.Endpoint), "too_many courier.trial.slow")
	now.Move(9 * time.Second)
	want("nine seconds later", try("session", w.Endpoint), "too_many courier.trial.slow")
	now.Move(time.Second)
	want("ten seconds later", try("session", w.Endpoint), "ok")
	now.Move(-13 * time.Hour)
	want("under a clock that was set back", try("session", w.Endpoint), "ok")
	if len(sent.times) != 3 {
		t.Errorf("%d topics", len(sent.times))
	}
	of := sent.parcels
	now.Move(10 * time.Second)
	if _, err := room.Try(t.Context(), "session", w.Endpoint, true); err != nil ||
		string(sent.parcels[len(sent.parcels)-1].Payload) != "something to read in ur" {
		t.Errorf("staff are told %+v, %v", sent.parcels, err)
	}
	for _, p := range of {
		if string(p.Payload) != "bland in ur" || !p.Urgent || len(p.Topic) > 32 || p.Expires.IsZero() || p.Key != "key" ||
			len(p.P256dh) != 65 || len(p.Auth) != 16 {
			t.Errorf("sent %+v", p)
		}
	}
}
