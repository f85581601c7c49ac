package translate

import (
	"strings"
	"unicode/utf8"
)

// accents gives every English letter a stand-in that can still be read.
var accents = strings.NewReplacer(
	"a", "á", "b", "ƀ", "c", "ç", "d", "ḓ", "e", "ḗ", "f", "ƒ", "g", "ɠ", "h", "ħ", "i", "ī", "j", "ĵ", "k", "ķ", "l", "ŀ",
	"m", "ḿ", "n", "ƞ", "o", "ǿ", "p", "ƥ", "q", "ɋ", "r", "ř", "s", "ş", "t", "ŧ", "u", "ŭ", "v", "ṽ", "w", "ẇ", "x", "ẋ",
	"y", "ẏ", "z", "ẑ", "A", "Á", "B", "Ɓ", "C", "Ç", "D", "Ḓ", "E", "Ḗ", "F", "Ƒ", "G", "Ɠ", "H", "Ħ", "I", "Ī", "J", "Ĵ",
	"K", "Ķ", "L", "Ŀ", "M", "Ḿ", "N", "Ƞ", "O", "Ǿ", "P", "Ƥ", "Q", "Ɋ", "R", "Ř", "S", "Ş", "T", "Ŧ", "U", "Ŭ", "V", "Ṽ",
	"W", "Ẇ", "X", "Ẋ", "Y", "Ẏ", "Z", "Ẑ")

// Pseudo makes the pseudo-locale of English: every letter accented, about 35 % longer, between brackets. A sentence on
// a screen that is plain was never in the catalogue; one that lacks a bracket is cut off; two brackets in a row are a
// sentence made of pieces. Placeholders stay. Its direction, right to left, is said by languages.json.
func Pseudo(english map[string]Entry) map[string]Entry {
	made := make(map[string]Entry, len(english))
	for key, entry := range english {
		into := Entry{Other: pseudo(entry.Other)}
		if entry.Plurals != nil {
			into.Plurals = make(map[string]string, len(entry.Plurals))
			for form, sentence := range entry.Plurals {
				into.Plurals[form] = pseudo(sentence)
			}
		}
		made[key] = into
	}
	return made
}

func pseudo(sentence string) string {
	var out strings.Builder
	letters, from := 0, 0
	text := func(s string) {
		letters += utf8.RuneCountInString(s)
		out.WriteString(accents.Replace(s))
	}
	for _, at := range placeholder.FindAllStringIndex(sentence, -1) {
		text(sentence[from:at[0]])
		out.WriteString(sentence[at[0]:at[1]])
		from = at[1]
	}
	text(sentence[from:])
	// The two brackets and the space before the dots count towards the length.
	if more := (letters*35+50)/100 - 3; more > 0 {
		out.WriteString(" " + strings.Repeat("~", more))
	}
	return "[" + out.String() + "]"
}
