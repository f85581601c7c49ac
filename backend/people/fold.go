package people

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// folded is latin turned round, made once.
var folded = func() map[rune]string {
	m := make(map[rune]string, 900)
	for _, row := range latin {
		for _, r := range row.from {
			m[r] = row.to
		}
	}
	return m
}()

// Fold brings a name to the form in which names are compared and found: lower case, without diacritics (ł is l, ø is o,
// ß is ss), every run of anything that is neither letter nor digit being one space, so that "O'Brien-Łukasz" is
// "o brien lukasz". Letters of other scripts stay as they are. Folding twice changes nothing.
func Fold(name string) string {
	var out strings.Builder
	out.Grow(len(name))
	gap := false
	for _, r := range name {
		if r < utf8.RuneSelf { // most letters of most names
			if r >= 'A' && r <= 'Z' {
				r += 'a' - 'A'
			}
			if r < '0' || r > '9' && r < 'a' || r > 'z' {
				gap = out.Len() > 0
				continue
			}
			if gap {
				out.WriteByte(' ')
				gap = false
			}
			out.WriteByte(byte(r))
			continue
		}
		if unicode.Is(unicode.Mn, r) && r >= 0x300 && r <= 0x36f {
			continue // a mark typed apart from its letter, as some machines write é
		}
		text, known := folded[r]
		if !known {
			if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.M, r) {
				gap = out.Len() > 0
				continue
			}
			text = string(unicode.ToLower(r))
		}
		if gap {
			out.WriteByte(' ')
			gap = false
		}
		out.WriteString(text)
	}
	return out.String()
}

// SearchText is the column in which stores look for a person: every folded part of the names with a space before it,
// and each name that has several parts also as one word, so that "obrien" finds O'Brien. A part p of what was typed
// matches where the column contains " " + p.
func SearchText(names ...string) string {
	var parts []string
	for _, name := range names {
		own := strings.Fields(Fold(name))
		parts = append(parts, own...)
		if len(own) > 1 {
			parts = append(parts, strings.Join(own, ""))
		}
	}
	slices.Sort(parts)
	parts = slices.Compact(parts)
	if len(parts) == 0 {
		return ""
	}
	return " " + strings.Join(parts, " ")
}

// SearchParts are the parts that a query's text asks for.
func SearchParts(text string) []string { return strings.Fields(Fold(text)) }

// Squash is Fold without spaces.
func Squash(text string) string { return strings.ReplaceAll(Fold(text), " ", "") }
