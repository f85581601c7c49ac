package vault_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"lollipop/backend/vault"
)

func newCard(t testing.TB) (parts [2]vault.Half, public string) {
	t.Helper()
	parts, public, err := vault.NewCard()
	if err != nil {
		t.Fatal(err)
	}
	return parts, public
}

// Keys that were locked to a card are opened by its two parts, in either order and as people type; by nothing else.
func TestTwoPartsOfACardOpenWhatIsLockedToIt(t *testing.T) {
	parts, public := newCard(t)
	s := renewedSeals(t, newSeals(t))
	locked, err := s.Locked(public)
	if err != nil {
		t.Fatal(err)
	}
	if parts[0].Pair != parts[1].Pair || parts[0].Pair != vault.CardPair(public) || !strings.HasPrefix(parts[0].Lines[0], parts[0].Pair) {
		t.Errorf("the pair is %q, %q and %q", parts[0].Pair, parts[1].Pair, vault.CardPair(public))
	}
	sloppy := func(lines []string) (typed []string) {
		loose := strings.NewReplacer("0", "o", "1", "l", " ", "-")
		for n, line := range lines {
			typed = append(typed, fmt.Sprintf(" %d. %s ", n+1, strings.ToLower(loose.Replace(line))))
		}
		return typed
	}
	for name, typed := range map[string][2][]string{
		"as printed": {parts[0].Lines, parts[1].Lines},
		"turned":     {parts[1].Lines, parts[0].Lines},
		"as typed":   {sloppy(parts[0].Lines), sloppy(parts[1].Lines)},
	} {
		with, whose, err := vault.JoinCard(typed[0], typed[1])
		if err != nil || whose != public {
			t.Fatalf("%s: %q, %v", name, whose, err)
		}
		if got, err := vault.UnlockSeals(locked, with); err != nil || got.Fingerprint() != s.Fingerprint() {
			t.Errorf("%s: %v", name, err)
		}
	}
	others, _ := newCard(t)
	with, _, err := vault.JoinCard(others[0].Lines, others[1].Lines)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := vault.UnlockSeals(locked, with); !errors.Is(err, vault.ErrOthers) || got != nil {
		t.Errorf("another card opens it: %v", err)
	}
	for name, wrong := range map[string][2][]string{
		"one part twice":       {parts[0].Lines, parts[0].Lines},
		"a part of another":    {parts[0].Lines, others[1].Lines},
		"its lines of another": {parts[0].Lines, append([]string{parts[1].Lines[0]}, others[1].Lines[1:]...)},
	} {
		if with, whose, err := vault.JoinCard(wrong[0], wrong[1]); !errors.Is(err, vault.ErrCardPart) || with != nil || whose != "" {
			t.Errorf("%s: %v", name, err)
		} else if strings.Contains(err.Error(), "AGE-SECRET") {
			t.Errorf("%s: the error repeats the key", name)
		}
	}
	if _, _, err := vault.JoinCard(parts[0].Lines[:5], parts[1].Lines); err == nil || !strings.Contains(err.Error(), "first part") {
		t.Errorf("a line too few: %v", err)
	}
}

// Every wrong character is found, two at once, two that changed places, and a line in another's place; the line is named.
func TestAWrongCharacterOnACardIsFound(t *testing.T) {
	const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	parts, _ := newCard(t)
	lines := parts[1].Lines
	plain := strings.ReplaceAll(lines[2], " ", "")
	bad := func(what, typed string) {
		if typed == plain {
			return
		}
		if got, err := vault.ReadCardLine(3, typed); !errors.Is(err, vault.ErrCardLine) {
			t.Errorf("%s: %q passes as %q", what, typed, got)
		}
	}
	for i := range plain {
		for _, r := range alphabet {
			once := plain[:i] + string(r) + plain[i+1:]
			bad("one character", once)
			for j := i + 1; j < len(plain); j++ {
				bad("two characters", once[:j]+string(alphabet[(strings.IndexByte(alphabet, plain[j])+7)%32])+once[j+1:])
			}
		}
		for j := i + 1; j < len(plain); j++ {
			turned := []byte(plain)
			turned[i], turned[j] = turned[j], turned[i]
			bad("changed places", string(turned))
		}
	}
	for n := range lines {
		if got, err := vault.ReadCardLine(n+1, lines[n]); err != nil || got != lines[n] {
			t.Errorf("line %d: %q, %v", n+1, got, err)
		}
		if _, err := vault.ReadCardLine((n+1)%len(lines)+1, lines[n]); !errors.Is(err, vault.ErrCardLine) {
			t.Errorf("line %d passes for the next", n+1)
		}
	}
	for _, typed := range []string{"", "U" + plain[1:], plain[1:], plain + "0", "4." + plain, "ü" + plain[1:], "." + plain} {
		bad("another thing", typed)
	}
	wrong := append([]string{}, lines...)
	wrong[3] = wrong[3][:8] + string(alphabet[(strings.IndexByte(alphabet, wrong[3][8])+1)%32]) + wrong[3][9:]
	if _, _, err := vault.JoinCard(parts[0].Lines, wrong); !errors.Is(err, vault.ErrCardLine) ||
		!strings.Contains(err.Error(), "second part: line 4") {
		t.Errorf("the line is not named: %v", err)
	}
}

// A part alone says nothing: each of its values is as often there as any other, whichever part it is. (With the key in one
// of them, its first values would always be the same.)
func TestAPartAloneIsRandom(t *testing.T) {
	const cards = 1500
	for part := range 2 {
		counts := map[byte]int{}
		firsts := map[string]bool{}
		for range cards {
			parts, _ := newCard(t)
			counts[parts[part].Lines[0][2]]++
			firsts[parts[part].Lines[3]] = true
		}
		if len(counts) != 32 || len(firsts) != cards {
			t.Errorf("part %d: %d values, %d lines of %d", part+1, len(counts), len(firsts), cards)
		}
		for value, n := range counts { // about 47 of each; a sixth standard deviation away is a mistake of ours
			if n < 6 || n > 90 {
				t.Errorf("part %d: %c is there %d times of %d", part+1, value, n, cards)
			}
		}
	}
}

// Whatever is typed is a line as it is printed, or none.
func FuzzReadCardLine(f *testing.F) {
	parts, _ := newCard(f)
	for n, line := range parts[0].Lines {
		f.Add(n+1, line)
		f.Add(n+1, fmt.Sprintf("%d. %s", n+1, strings.ToLower(line)))
	}
	f.Fuzz(func(t *testing.T, n int, typed string) {
		line, err := vault.ReadCardLine(n, typed)
		if err != nil {
			return
		}
		if again, err := vault.ReadCardLine(n, line); err != nil || again != line || len(line) != 14 {
			t.Fatalf("%q, %v", again, err)
		}
	})
}
