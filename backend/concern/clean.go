package concern

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"lollipop/backend/fault"
	"lollipop/backend/phrase"
)

// clean is text as it is kept: trimmed, without characters that are no writing (controls, and hidden ones that turn the
// direction of what follows). It refuses what is too long, and what is no words: a picture or a file as text.
//
// Policy: procedure.nudes.never_share (AR 11.1.1/18, BG 11.2/9)
func clean(field, text string, most int) (string, error) {
	text = strings.TrimSpace(strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return r
		}
		if unicode.IsControl(r) || phrase.Turns(r) || r == utf8.RuneError || unicode.Is(unicode.Co, r) {
			return -1
		}
		return r
	}, strings.ReplaceAll(text, "\r\n", "\n")))
	switch {
	case noWords(text):
		return "", fault.New(fault.Invalid, "concern.only_words", nil).In(field)
	case utf8.RuneCountInString(text) > most:
		return "", fault.New(fault.Invalid, "concern.too_long", phrase.Args{"Most": most}).In(field)
	}
	return text, nil
}

// unbroken is the longest run of plain characters that somebody may have meant as a word or an address.
const unbroken = 500

// noWords reports whether a text carries a file: a data address, or a run of plain characters that no word has. A
// language without spaces is not meant, so only ASCII counts.
func noWords(text string) bool {
	if FileAsText(text) {
		return true
	}
	run := 0
	for _, r := range text {
		if r > ' ' && r < utf8.RuneSelf {
			run++
		} else {
			run = 0
		}
		if run > unbroken {
			return true
		}
	}
	return false
}

// FileAsText reports whether a text is or holds a data address (RFC 2397) with a file in it.
func FileAsText(text string) bool {
	low := strings.ToLower(text)
	return strings.Contains(low, ";base64,") || strings.Contains(low, "data:image")
}
