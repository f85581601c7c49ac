package signin

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"
)

// cheap costs next to nothing; one test uses Default.
var cheap = Params{Memory: 64, Time: 1, Threads: 1}

func TestAPassphraseVerifiesAndAnotherDoesNot(t *testing.T) {
	h := New(Default)
	text, err := h.Hash(t.Context(), "trombone över gravel")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(text, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("kept as %s", text)
	}
	for passphrase, want := range map[string]bool{"trombone över gravel": true, "trombone over gravel": false, "": false} {
		ok, stale, err := h.Verify(t.Context(), passphrase, text)
		if ok != want || stale || err != nil {
			t.Errorf("Verify(%q) = %v, %v, %v", passphrase, ok, stale, err)
		}
	}
	again, err := h.Hash(t.Context(), "trombone över gravel")
	if err != nil || again == text {
		t.Errorf("the same salt twice, or %v", err)
	}
}

func TestAKnownStringOfAnotherProgramVerifies(t *testing.T) {
	// From the reference implementation's own tests (argon2id, v=19, t=2, m=2^16, p=1, "password", salt "somesalt").
	const reference = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
	ok, stale, err := New(Default).Verify(t.Context(), "password", reference)
	if !ok || !stale || err != nil {
		t.Errorf("Verify = %v, stale %v, %v", ok, stale, err)
	}
}

func TestOtherParametersAreStale(t *testing.T) {
	old, err := New(cheap).Hash(t.Context(), "trombone gravel")
	if err != nil {
		t.Fatal(err)
	}
	ok, stale, err := New(Params{Memory: 128, Time: 1, Threads: 1}).Verify(t.Context(), "trombone gravel", old)
	if !ok || !stale || err != nil {
		t.Errorf("Verify = %v, stale %v, %v", ok, stale, err)
	}
}

func TestNobodysPassphraseIsNeverRight(t *testing.T) {
	h := New(cheap)
	for _, text := range []string{"", "plain", h.nobody, "$argon2id$v=19$m=64,t=1,p=1$$"} {
		for _, passphrase := range []string{"", "nobody", strings.Repeat("x", 10_000)} {
			if ok, stale, err := h.Verify(t.Context(), passphrase, text); ok || stale || err != nil {
				t.Errorf("Verify(%.10q, %q) = %v, %v, %v", passphrase, text, ok, stale, err)
			}
		}
	}
}

func TestParseRefuses(t *testing.T) {
	const salt, key = "c29tZXNhbHQ", "CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
	for name, text := range map[string]string{
		"argon2i":         "$argon2i$v=19$m=64,t=1,p=1$" + salt + "$" + key,
		"an old version":  "$argon2id$v=16$m=64,t=1,p=1$" + salt + "$" + key,
		"too much memory": "$argon2id$v=19$m=4194304,t=1,p=1$" + salt + "$" + key,
		"too many passes": "$argon2id$v=19$m=64,t=400,p=1$" + salt + "$" + key,
		"no pass":         "$argon2id$v=19$m=64,t=0,p=1$" + salt + "$" + key,
		"no lane":         "$argon2id$v=19$m=64,t=1,p=0$" + salt + "$" + key,
		"256 lanes":       "$argon2id$v=19$m=64,t=1,p=256$" + salt + "$" + key,
		"padding":         "$argon2id$v=19$m=64,t=1,p=1$" + salt + "=$" + key,
		"a leading zero":  "$argon2id$v=19$m=064,t=1,p=1$" + salt + "$" + key,
		"another order":   "$argon2id$v=19$t=1,m=64,p=1$" + salt + "$" + key,
		"a short key":     "$argon2id$v=19$m=64,t=1,p=1$" + salt + "$c29tZXNhbHQ",
		"more after it":   "$argon2id$v=19$m=64,t=1,p=1$" + salt + "$" + key + "$",
		"a line break":    "$argon2id$v=19$m=64,t=1,p=1$" + salt + "$" + key + "\n",
	} {
		if _, ok := parse(text); ok {
			t.Errorf("%s: read", name)
		}
	}
	if _, ok := parse("$argon2id$v=19$m=64,t=1,p=1$" + salt + "$" + key); !ok {
		t.Error("the good one was refused")
	}
}

func FuzzParse(f *testing.F) {
	f.Add("$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")
	f.Add("$argon2id$v=19$m=64,t=1,p=1$$")
	f.Fuzz(func(t *testing.T, text string) {
		k, ok := parse(text)
		if ok && k.String() != text {
			t.Errorf("%q was read as %q", text, k.String())
		}
		if ok && (k.Memory > mostMemory || k.Time > mostTime || k.Threads == 0) {
			t.Errorf("%q asks for too much", text)
		}
	})
}

func TestWaitingForATurnEndsWithTheContext(t *testing.T) {
	h := New(cheap)
	for range AtOnce {
		h.turns <- struct{}{} // everybody else is at it
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if _, err := h.Hash(ctx, "trombone gravel"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Hash = %v", err)
	}
	<-h.turns
	if _, err := h.Hash(t.Context(), "trombone gravel"); err != nil {
		t.Errorf("with a turn free: %v", err)
	}
	if len(h.turns) != AtOnce-1 {
		t.Errorf("%d turns are taken, want %d: one was not given back", len(h.turns), AtOnce-1)
	}
}

func TestCommon(t *testing.T) {
	about := []string{"Hook Lane Primary School", "hook-lane", "Łukasz", "Wiśniewska", "lwisniewska5@hook-lane.sch.example"}
	for _, passphrase := range []string{
		"password1234", "P@ssw0rd2026!", "Password Password", "passwordpasswordpassword", "Autumn2026!!", "Summer-2025-Summer",
		"qwertyuiop123", "1qaz2wsx3edc", "poiuytrewq99", "zxcvbnmasdfghjkl", "aaaaaaaaaaaaaaaa", "ababababab12", "123456789012",
		"letmein letmein", "ilovemyschool", "TeacherTeacher1", "07700 900439 07700", "welcome to school", "Hook Lane Primary 1",
		"hooklane2026!", "lukasz wiśniewska", "Wiśniewska1980", "lwisniewska5hook", "september 1st 2026", "drowssap12345",
		"admin admin admin", "abcdefghijklm", "trustno1trustno1", "Charlie2014!!", "Liverpool1892!", "", "     ",
	} {
		if !Common(passphrase, about...) {
			t.Errorf("%q is not common, at %d points", passphrase, points(fold(passphrase), aboutWords(about)))
		}
	}
	for _, passphrase := range []string{
		"trombone gravel", "purple tiger coffee cheese", "the kettle is on the roof", "correct horse battery staple",
		"j8#kQ2!vLp9z", "Hook Lane trombone", "szczebrzeszyn brzmi", "میری کتاب میز پر", "мій кіт любить рибу",
	} {
		if Common(passphrase, about...) {
			t.Errorf("%q is common", passphrase)
		}
	}
	if !Common("Wiśniewska Łukasz!", about...) || Common("Wiśniewska Łukasz!") {
		t.Error("somebody's name is common for that person alone")
	}
}

func FuzzCommon(f *testing.F) {
	f.Add("P@ssw0rd2026!", "Hook Lane")
	f.Fuzz(func(t *testing.T, passphrase, about string) {
		if len(passphrase) > 800 || len(about) > 200 {
			return
		}
		if Common(passphrase) && !Common(passphrase, about) {
			t.Errorf("%q is common, but not about %q", passphrase, about)
		}
	})
}
