package push_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"

	"lollipop/backend/clock"
	"lollipop/backend/push"
)

func TestKeysAreReadAsTheyWereWritten(t *testing.T) {
	keys := push.NewKeys().Rotate().Rotate()
	read, err := push.ReadKeys(keys.Write())
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(read.Write(), keys.Write()) || len(read) != 3 || read[0].Public != keys[0].Public {
		t.Errorf("%s became %s", keys, read)
	}
}

func TestOldKeysAreDropped(t *testing.T) {
	keys := push.NewKeys().Rotate()
	left, err := keys.Drop(keys[1].Public)
	if err != nil || len(left) != 1 || left[0].Public != keys[0].Public || len(keys) != 2 || keys[1].Public == "" {
		t.Errorf("%v, %v", left, err)
	}
	for _, public := range []string{keys[0].Public, "", "no such"} {
		if _, err := keys.Drop(public); err == nil {
			t.Errorf("%q is dropped", public)
		}
	}
}

func TestADamagedFileOfKeysIsRefused(t *testing.T) {
	good := string(push.NewKeys().Write())
	other := string(push.NewKeys().Write())
	var file struct{ Keys []map[string]string }
	if err := json.Unmarshal([]byte(good), &file); err != nil {
		t.Fatal(err)
	}
	public, private := file.Keys[0]["public"], file.Keys[0]["private"]
	pair := strings.TrimSpace(good[strings.Index(good, "[")+1 : strings.LastIndex(good, "]")])
	for name, text := range map[string]string{
		"empty": "", "nothing": "{}", "no keys": `{"keys":[]}`, "null": "null", "a list": "[]", "cut off": good[:len(good)/2],
		"twice": good + good, "with more": strings.Replace(good, `"public"`, `"comment":"x","public"`, 1),
		"other halves": strings.Replace(good, public, other[30:117], 1), "no private half": strings.Replace(good, private, "", 1),
		"a short one":  strings.Replace(good, private, private[:20], 1),
		"zero":         strings.Replace(good, private, strings.Repeat("A", 43), 1),
		"past the end": strings.Replace(good, private, strings.Repeat("_", 42)+"8", 1),
		"padded":       strings.Replace(good, private, private+"=", 1), "the same twice": `{"keys":[` + pair + "," + pair + "]}",
		"too many": `{"keys":[` + strings.Repeat(pair+",", 16) + pair + "]}",
	} {
		keys, err := push.ReadKeys([]byte(text))
		if err == nil {
			t.Errorf("%s is read as %s", name, keys)
		} else if strings.Contains(err.Error(), private) {
			t.Errorf("%s: the error shows the key: %v", name, err)
		}
	}
}

func TestPrivateKeysStandInNoLog(t *testing.T) {
	keys := push.NewKeys().Rotate()
	config := push.Config{Keys: keys, Subject: office, Clock: clock.System{}}
	sender := push.New(config)
	var log bytes.Buffer
	logger := slog.New(slog.NewJSONHandler(&log, nil))
	for _, what := range []any{keys, &keys, keys[0], &keys[0], config, &config, sender, *keysHolder(keys)} {
		for _, form := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			fmt.Fprintf(&log, form+"\n", what)
		}
		logger.Info("keys", "what", what)
		if text, err := json.Marshal(what); err == nil {
			log.Write(text)
		}
	}
	var file struct {
		Keys []struct{ Public, Private string }
	}
	if err := json.Unmarshal(keys.Write(), &file); err != nil {
		t.Fatal(err)
	}
	for _, pair := range file.Keys {
		raw := bytesOf(t, pair.Private)
		for _, secret := range []string{pair.Private, fmt.Sprintf("%x", raw), fmt.Sprint(raw), string(raw)} {
			if strings.Contains(log.String(), strings.Trim(secret, "[]")) {
				t.Errorf("a private key is printed")
			}
		}
	}
	if !slices.ContainsFunc(strings.Split(log.String(), "\n"), func(l string) bool { return strings.Contains(l, "2 VAPID keys") }) {
		t.Error("nothing was printed at all")
	}
}

func keysHolder(k push.Keys) *struct{ keys push.Keys } { return &struct{ keys push.Keys }{k} }

func FuzzReadKeys(f *testing.F) {
	f.Add(push.NewKeys().Write())
	f.Add([]byte(`{"keys":[{"public":"","private":""}]}`))
	f.Fuzz(func(t *testing.T, file []byte) {
		keys, err := push.ReadKeys(file)
		if err != nil {
			return
		}
		again, err := push.ReadKeys(keys.Write())
		if err != nil || len(again) != len(keys) || len(keys) == 0 {
			t.Errorf("%d keys become %d, %v", len(keys), len(again), err)
		}
	})
}
