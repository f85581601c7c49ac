package vault_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"lollipop/backend/vault"
)

func newSeals(t testing.TB) *vault.Seals {
	t.Helper()
	s, err := vault.NewSeals()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func renewedSeals(t testing.TB, s *vault.Seals) *vault.Seals {
	t.Helper()
	newer, err := s.Renewed()
	if err != nil {
		t.Fatal(err)
	}
	return newer
}

// piece is something sealed under a key of its own.
func piece(t testing.TB, s *vault.Seals, words string) (wrapped, sealed []byte) {
	t.Helper()
	wrapped, err := s.NewKey("hook", "c1")
	if err == nil {
		sealed, err = s.Seal("hook", "c1", "head", wrapped, []byte(words))
	}
	if err != nil {
		t.Fatal(err)
	}
	return wrapped, sealed
}

// A piece opens where it belongs, and nowhere else: not at another school, not in another concern, not in another place
// of its own, not under another concern's key.
func TestASealedPieceOpensWhereItBelongsAlone(t *testing.T) {
	s := newSeals(t)
	const words = "somebody writes to me at night"
	wrapped, sealed := piece(t, s, words)
	if got, err := s.Open("hook", "c1", "head", wrapped, sealed); err != nil || string(got) != words {
		t.Fatalf("%q, %v", got, err)
	}
	if bytes.Contains(sealed, []byte("somebody")) {
		t.Error("the words stand in it")
	}
	otherKey, otherPiece := piece(t, s, "another's")
	otherWords, err := s.Seal("hook", "c1", "1", wrapped, []byte(words))
	if err != nil {
		t.Fatal(err)
	}
	for name, tried := range map[string]struct {
		school, concern, what string
		wrapped, sealed       []byte
	}{
		"another school":       {"beaver", "c1", "head", wrapped, sealed},
		"another concern":      {"hook", "c2", "head", wrapped, sealed},
		"another place":        {"hook", "c1", "1", wrapped, sealed},
		"another place's":      {"hook", "c1", "head", wrapped, otherWords},
		"the parts shifted":    {"hookc", "1", "head", wrapped, sealed},
		"another's key":        {"hook", "c1", "head", otherKey, sealed},
		"another's words":      {"hook", "c1", "head", wrapped, otherPiece},
		"cut":                  {"hook", "c1", "head", wrapped, sealed[:len(sealed)-1]},
		"nothing":              {"hook", "c1", "head", wrapped, nil},
		"another form":         {"hook", "c1", "head", wrapped, append([]byte{2}, sealed[1:]...)},
		"words for a key":      {"hook", "c1", "head", wrapped[:20], sealed},
		"something kept's key": {"hook", "c1", "head", kept(t, s, "hook", "c1"), sealed},
	} {
		if got, err := s.Open(tried.school, tried.concern, tried.what, tried.wrapped, tried.sealed); !errors.Is(err, vault.ErrSealed) ||
			got != nil {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	if _, err := newSeals(t).Open("hook", "c1", "head", wrapped, sealed); !errors.Is(err, vault.ErrNoSeal) {
		t.Errorf("under other keys: %v", err)
	}
	for at := range sealed {
		changed := bytes.Clone(sealed)
		changed[at] ^= 4
		if _, err := s.Open("hook", "c1", "head", wrapped, changed); !errors.Is(err, vault.ErrSealed) {
			t.Errorf("changed at %d: %v", at, err)
		}
	}
}

func kept(t testing.TB, s *vault.Seals, bound ...string) []byte {
	t.Helper()
	sealed, err := s.Keep(bytes.Repeat([]byte{7}, 32), bound...)
	if err != nil {
		t.Fatal(err)
	}
	return sealed
}

func TestNothingIsSealedForNobody(t *testing.T) {
	s := newSeals(t)
	wrapped, sealed := piece(t, s, "x")
	_, key := s.NewKey("", "c1")
	_, open := s.Open("hook", "", "head", wrapped, sealed)
	_, seal := s.Seal("hook", "c1", "", wrapped, nil)
	_, keep := s.Keep([]byte("secret"))
	_, _, draft := s.NewDraftKey("")
	for name, err := range map[string]error{"a key": key, "opening": open, "sealing": seal, "keeping": keep,
		"a draft's": draft} {
		if !errors.Is(err, vault.ErrUnbound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if marks := s.Marks(); marks != nil {
		t.Errorf("marks of nothing: %d", len(marks))
	}
}

// Only how many times 256 bytes something is long can be seen: a "yes" is as long as three sentences.
func TestTheLengthSaysLittle(t *testing.T) {
	s := newSeals(t)
	wrapped, err := s.NewKey("hook", "c1")
	if err != nil {
		t.Fatal(err)
	}
	long := map[int]int{}
	for _, n := range []int{0, 1, 3, 100, 251, 252, 253, 507, 508, 509, 764, 100_000} {
		words := bytes.Repeat([]byte{'a'}, n)
		sealed, err := s.Seal("hook", "c1", "1", wrapped, words)
		if err != nil {
			t.Fatal(err)
		}
		long[n] = len(sealed)
		if got, err := s.Open("hook", "c1", "1", wrapped, sealed); err != nil || !bytes.Equal(got, words) {
			t.Errorf("%d bytes come back as %d, %v", n, len(got), err)
		}
	}
	for _, same := range [][]int{{0, 1, 3, 100, 251, 252}, {253, 507, 508}, {509, 764}} {
		for _, n := range same {
			if long[n] != long[same[0]] {
				t.Errorf("%d bytes are sealed as %d, %d as %d", n, long[n], same[0], long[same[0]])
			}
		}
	}
	if long[253]-long[252] != 256 || long[509]-long[508] != 256 {
		t.Errorf("the steps are not of 256 bytes: %v", long)
	}
}

// Renewed keys open what is older and find who was marked before; what they seal the old ones cannot open.
func TestRenewedKeysOpenOldThings(t *testing.T) {
	old := newSeals(t)
	wrapped, sealed := piece(t, old, "before")
	mark := old.Marks("hook", "person", "p1")
	secret := kept(t, old, "factor", "p1")
	newer := renewedSeals(t, renewedSeals(t, old))
	if of := newer.Fingerprints(); newer.Len() != 3 || len(of) != 3 || of[2] != old.Fingerprint() || old.Len() != 1 {
		t.Fatalf("%d keys after two renewals, %d before", newer.Len(), old.Len())
	}
	if newer.Fingerprint() == old.Fingerprint() || old.Fingerprint() == newSeals(t).Fingerprint() {
		t.Error("other keys have the same fingerprint")
	}
	if got, err := newer.Open("hook", "c1", "head", wrapped, sealed); err != nil || string(got) != "before" {
		t.Fatalf("%q, %v", got, err)
	}
	again, changed, err := newer.Rewrap("hook", "c1", wrapped)
	if err != nil || !changed {
		t.Fatalf("wrapped anew: %v, %v", changed, err)
	}
	if got, err := newer.Open("hook", "c1", "head", again, sealed); err != nil || string(got) != "before" {
		t.Errorf("wrapped anew: %q, %v", got, err)
	}
	if _, changed, err := newer.Rewrap("hook", "c1", again); err != nil || changed {
		t.Errorf("a second time: %v, %v", changed, err)
	}
	if _, _, err := newer.Rewrap("hook", "c2", wrapped); !errors.Is(err, vault.ErrSealed) {
		t.Errorf("another's key is wrapped anew: %v", err)
	}
	if _, err := old.Open("hook", "c1", "head", again, sealed); !errors.Is(err, vault.ErrNoSeal) {
		t.Errorf("the old keys open what the new ones wrapped: %v", err)
	}
	marks := newer.Marks("hook", "person", "p1")
	if len(marks) != 3 || !bytes.Equal(marks[2], mark[0]) || bytes.Equal(marks[0], mark[0]) || len(marks[0]) != 32 {
		t.Errorf("%d marks; the old one is not the last", len(marks))
	}
	if older := renewedSeals(t, old); !bytes.Equal(older.Marks("a")[1], old.Marks("a")[0]) {
		t.Error("an old mark is not found")
	}
	kept2, changed, err := newer.Rekeep(secret, "factor", "p1")
	if err != nil || !changed {
		t.Fatalf("kept anew: %v, %v", changed, err)
	}
	if got, err := newer.Kept(kept2, "factor", "p1"); err != nil || !bytes.Equal(got, bytes.Repeat([]byte{7}, 32)) {
		t.Errorf("kept anew: %v", err)
	}
	if _, err := newer.Kept(kept2, "factor", "p2"); !errors.Is(err, vault.ErrSealed) {
		t.Errorf("another's secret: %v", err)
	}
}

func TestMarksAreOfTheirPartsAlone(t *testing.T) {
	s := newSeals(t)
	seen := map[string]string{}
	for _, of := range [][]string{{"a"}, {"b"}, {"a", "b"}, {"ab"}, {"b", "a"}, {"a", "bc"}, {"ab", "c"}} {
		marks := s.Marks(of...)
		if len(marks) != 1 || !bytes.Equal(marks[0], s.Marks(of...)[0]) {
			t.Fatalf("%v: %d marks, or another each time", of, len(marks))
		}
		if other, twice := seen[string(marks[0])]; twice {
			t.Errorf("%v and %s have one mark", of, other)
		}
		seen[string(marks[0])] = fmt.Sprint(of)
	}
	if bytes.Equal(s.Marks("a")[0], newSeals(t).Marks("a")[0]) {
		t.Error("other keys make the same mark")
	}
}

// What is written is read again as the same keys, and nothing else is read, nor repeated in an error.
func TestTheKeysFile(t *testing.T) {
	s := renewedSeals(t, newSeals(t))
	wrapped, sealed := piece(t, s, "words")
	text, err := s.Text()
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Count(text, []byte("\n")) != 1 {
		t.Error("it is not one line")
	}
	same, err := vault.ReadSeals(text)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := same.Open("hook", "c1", "head", wrapped, sealed); err != nil || string(got) != "words" {
		t.Errorf("%q, %v", got, err)
	}
	if !slices.Equal(same.Fingerprints(), s.Fingerprints()) || len(same.Marks("a")) != 2 {
		t.Error("other keys were read than were written")
	}
	first, err := newSeals(t).Text()
	if err != nil {
		t.Fatal(err)
	}
	var two, once map[string]json.RawMessage
	if err := errors.Join(json.Unmarshal(text, &two), json.Unmarshal(first, &once)); err != nil {
		t.Fatal(err)
	}
	with := func(seal, mark json.RawMessage) string {
		out, err := json.Marshal(map[string]json.RawMessage{"seal": seal, "mark": mark})
		if err != nil {
			t.Fatal(err)
		}
		return string(out)
	}
	for name, bad := range map[string]string{
		"nothing": "", "words": "the keys", "cut": string(text[:len(text)/2]), "twice": string(text) + string(text),
		"one keyset":     with(two["seal"], nil),
		"one renewed":    with(two["seal"], once["mark"]),
		"swapped":        with(two["mark"], two["seal"]),
		"a field more":   strings.Replace(string(text), "{", `{"other":1,`, 1),
		"disabled":       strings.Replace(string(text), "ENABLED", "DISABLED", 1),
		"no such key":    strings.Replace(string(text), "AesGcmKey", "AesSivKey", 1),
		"without prefix": strings.Replace(string(text), "TINK", "RAW", 1),
		"no primary":     strings.Replace(string(text), `"primaryKeyId":`, `"primaryKeyId":1`, 1),
	} {
		if bad == string(text) {
			t.Fatalf("%s changed nothing", name)
		}
		got, err := vault.ReadSeals([]byte(bad))
		if !errors.Is(err, vault.ErrSeals) || got != nil || err.Error() != vault.ErrSeals.Error() {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
		if said := fmt.Sprintf(verb, s); said != "(seals)" {
			t.Errorf("%s says %q", verb, said)
		}
	}
}

func TestADraftIsReadByItsSchoolAlone(t *testing.T) {
	s := newSeals(t)
	public, wrapped, err := s.NewDraftKey("hook")
	if err != nil || len(public) != 65 || public[0] != 4 {
		t.Fatalf("%d bytes, %v", len(public), err)
	}
	if half, err := s.DraftPublic("hook", wrapped); err != nil || !bytes.Equal(half, public) {
		t.Errorf("the public half is %x, %v", half, err)
	}
	if _, err := s.DraftPublic("beaver", wrapped); err == nil {
		t.Error("it is another school's as well")
	}
	sealed := draft(t, public, "lollipop draft v1 hook", "a draft")
	if got, err := s.OpenDraft("hook", wrapped, sealed); err != nil || string(got) != "a draft" {
		t.Fatalf("%q, %v", got, err)
	}
	newer := renewedSeals(t, s)
	again, changed, err := newer.Rekeep(wrapped, "draft", "hook")
	if err != nil || !changed {
		t.Fatalf("%v, %v", changed, err)
	}
	if got, err := newer.OpenDraft("hook", again, sealed); err != nil || string(got) != "a draft" {
		t.Errorf("under newer keys: %q, %v", got, err)
	}
	_, otherWrapped, err := s.NewDraftKey("hook")
	if err != nil {
		t.Fatal(err)
	}
	changedWords := bytes.Clone(sealed)
	changedWords[70] ^= 1
	for name, tried := range map[string]struct {
		school          string
		wrapped, sealed []byte
	}{
		"another school":          {"beaver", wrapped, sealed},
		"sealed for another":      {"hook", wrapped, draft(t, public, "lollipop draft v1 beaver", "a draft")},
		"another pair's":          {"hook", otherWrapped, sealed},
		"changed":                 {"hook", wrapped, changedWords},
		"cut":                     {"hook", wrapped, sealed[:64]},
		"no point of the curve":   {"hook", wrapped, append(bytes.Repeat([]byte{4}, 65), sealed[65:]...)},
		"nothing":                 {"hook", wrapped, nil},
		"a secret that is no key": {"hook", kept(t, s, "draft", "hook")[:30], sealed},
	} {
		if got, err := s.OpenDraft(tried.school, tried.wrapped, tried.sealed); !errors.Is(err, vault.ErrSealed) || got != nil {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

// The app seals with code of its own: testdata/draft.json is read by its tests as well.
func TestTheDraftOfTheVector(t *testing.T) {
	text, err := os.ReadFile("testdata/draft.json")
	if err != nil {
		t.Fatal(err)
	}
	var v struct {
		School, Info, Plaintext string
		Public, Private, Sealed []byte
	}
	if err := json.Unmarshal(text, &v); err != nil {
		t.Fatal(err)
	}
	if got := vault.DraftInfo(v.School); got != v.Info {
		t.Errorf("info is %q, not %q", got, v.Info)
	}
	if got, err := vault.OpenDraftWith(v.School, v.Private, v.Sealed); err != nil || string(got) != v.Plaintext {
		t.Errorf("%q, %v", got, err)
	}
	mine := draft(t, v.Public, v.Info, "mine")
	if got, err := vault.OpenDraftWith(v.School, v.Private, mine); err != nil || string(got) != "mine" {
		t.Errorf("the public half is another's: %q, %v", got, err)
	}
}

func BenchmarkOpen(b *testing.B) {
	s := newSeals(b)
	wrapped, sealed := piece(b, s, strings.Repeat("words ", 200))
	for b.Loop() {
		if _, err := s.Open("hook", "c1", "head", wrapped, sealed); err != nil {
			b.Fatal(err)
		}
	}
}
