package signin

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// words are what guessable passphrases are made of, each with its points: the best-known passwords of every published
// list, first names, the months and seasons, football clubs, the words of a school. Ours, from memory.
//
//go:embed common.txt
var wordList string

var words = readWords(wordList)

func readWords(text string) map[string]int {
	all, points := map[string]int{}, 0
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if number, ok := strings.CutPrefix(line, "= "); ok {
			var err error
			if points, err = strconv.Atoi(number); err != nil { // embedded: a build with a wrong list is broken
				panic("signin: common.txt: " + err.Error())
			}
			continue
		}
		if strings.HasPrefix(line, "#") {
			continue
		}
		for word := range strings.FieldsSeq(line) {
			if _, again := all[word]; !again {
				all[word] = points
			}
		}
	}
	return all
}

// rows are what fingers walk along; each counts backwards too.
var rows = []string{"qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890", "0123456789", "abcdefghijklmnopqrstuvwxyz",
	"qazwsxedcrfvtgbyhnujmikolp", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "q1w2e3r4t5y6u7i8o9p0", "1q2w3e4r5t6y7u8i9o0p",
	"qwertzuiop", "azertyuiop", "a1b2c3d4e5f6g7h8i9j0", "147258369", "159357"}

// leet undoes the commonest stand-ins for letters.
var leet = strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t", "8", "b", "@", "a", "$", "s",
	"!", "i", "|", "l", "€", "e", "£", "l")

// A passphrase is common below enough points. A letter or digit that belongs to nothing guessable is worth own points.
const enough, own = 12, 2

// Common implements access.Hasher. What a guesser would think of is worth nothing: the commonest passwords (also with
// digits or signs for letters), the words about it is given, the calendar, a school's own words, keyboard walks,
// figures such as years and telephone numbers; a repetition is worth its piece. A popular word (a name, a club, a
// colour) is worth 3 points, a letter of one's own 2, and 12 are enough: four popular words, or one word that nobody
// expects.
func Common(passphrase string, about ...string) bool {
	plain := fold(passphrase)
	if distinct(plain) < 5 {
		return true
	}
	known := aboutWords(about)
	return points(plain, known) < enough || points(fold(leet.Replace(strings.ToLower(passphrase))), known) < enough
}

// Common implements access.Hasher.
func (h *Hasher) Common(passphrase string, about ...string) bool { return Common(passphrase, about...) }

// longest bounds the parts that are looked at, so that the work grows with the passphrase and not with its square.
const longest = 40

// points is what text is worth, taken apart in the way that is worth least: a greedy choice cannot hide a part.
func points(text string, known map[string]bool) int {
	runes := []rune(text)
	best := make([]int, len(runes)+1) // best[i] is what runes[i:] is worth
	for i := len(runes) - 1; i >= 0; i-- {
		best[i] = best[i+1] + own
		for j := i + 1; j <= min(len(runes), i+longest); j++ {
			if best[j] >= best[i] {
				continue
			}
			if worth, ok := guessable(runes[i:j], known); ok {
				best[i] = min(best[i], worth+best[j])
			}
		}
	}
	return best[0]
}

// guessable says what a part is worth if it is one that a guesser would try whole.
func guessable(runes []rune, known map[string]bool) (worth int, ok bool) {
	part := string(runes)
	if known[part] || digitsOnly(part) {
		return 0, true
	}
	if worth, ok = words[part]; ok {
		return worth, true
	}
	if worth, ok = words[backwards(part)]; ok && len(runes) >= 4 {
		return worth, true
	}
	if len(runes) >= 4 && slices.ContainsFunc(rows, func(row string) bool {
		return strings.Contains(row, part) || strings.Contains(row, backwards(part))
	}) {
		return 0, true
	}
	if size := period(runes); size > 0 {
		return points(string(runes[:size]), known), true
	}
	return 0, false
}

// period is the length of the piece that runes is a repetition of ("abab": 2); 0 if of none.
func period(runes []rune) int {
	for size := 1; size <= len(runes)/2; size++ {
		if len(runes)%size == 0 && slices.Equal(runes[size:], runes[:len(runes)-size]) {
			return size
		}
	}
	return 0
}

// fold keeps letters and digits, in lower case, without the signs and spaces between them.
func fold(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, text)
}

// aboutWords are the words of the texts, and each text as one word: "Hook Lane" gives hook, lane and hooklane; an
// address gives its parts. Words of one or two letters take nothing away.
func aboutWords(about []string) map[string]bool {
	known := map[string]bool{}
	for _, text := range about {
		pieces := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		for _, piece := range append(pieces, text) {
			if word := fold(piece); len([]rune(word)) >= 3 {
				known[word] = true
			}
		}
	}
	return known
}

func digitsOnly(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsDigit(r) })
}

func distinct(text string) int {
	seen := map[rune]bool{}
	for _, r := range text {
		seen[r] = true
	}
	return len(seen)
}

func backwards(text string) string {
	runes := []rune(text)
	slices.Reverse(runes)
	return string(runes)
}
