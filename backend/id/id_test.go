package id

import "testing"

func TestNewIsReadBackAndNeverRepeats(t *testing.T) {
	seen := map[School]bool{}
	for range 10_000 {
		made := New[School]()
		if seen[made] {
			t.Fatalf("%s was made twice", made)
		}
		seen[made] = true
		if read, ok := Parse[School](string(made)); !ok || read != made {
			t.Fatalf("Parse(%q) = %q, %v", made, read, ok)
		}
	}
}

func TestNamedIsStable(t *testing.T) {
	if got := Named[Pupil]("Yusuf"); got != "6x5v8xgm30sp5p8j207qmhxaqp" {
		t.Errorf("the name's id was another once: %s", got)
	}
	if Named[Pupil]("Yusuf") == Named[Pupil]("Kuba") {
		t.Error("two names gave one id")
	}
}

func TestEncodeKeepsEveryBit(t *testing.T) {
	seen := map[string]bool{}
	for bit := range 128 {
		var raw [16]byte
		raw[bit/8] = 1 << (bit % 8)
		text := encode(raw)
		if seen[text] {
			t.Errorf("bit %d gives %s again", bit, text)
		}
		seen[text] = true
	}
	if got := encode([16]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}); got != "7zzzzzzzzzzzzzzzzzzzzzzzzz" {
		t.Errorf("all ones = %s", got)
	}
}

func TestParseRefuses(t *testing.T) {
	for _, text := range []string{"", "0", "7zzzzzzzzzzzzzzzzzzzzzzzzZ", "8zzzzzzzzzzzzzzzzzzzzzzzzz", "0123456789abcdefghjkmnpqri",
		"0123456789abcdefghjkmnpqr-", "0123456789abcdefghjkmnpqrs0"} {
		if _, ok := Parse[School](text); ok {
			t.Errorf("Parse(%q) was accepted", text)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("7zzzzzzzzzzzzzzzzzzzzzzzzz")
	f.Fuzz(func(t *testing.T, text string) {
		if got, ok := Parse[Op](text); ok && string(got) != text {
			t.Errorf("Parse changed %q to %q", text, got)
		}
	})
}
