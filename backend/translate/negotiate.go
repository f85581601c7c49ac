package translate

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/language"
)

// mostWishes bounds the work that one header can ask for.
const mostWishes = 20

// Negotiate returns the language to speak: the saved choice, else the first of Accept-Language that we have, else given
// (the family's, as the school has it), else English. A wish is met by exactly its tag, or else by the language of the same base and script
// ("uk-UA" by uk, but Panjabi in Arabic script not by pa); never by a related language, and never by a private variant
// (en-x-easy) that was not asked for by name. Any argument may be empty or nonsense.
func (t *Translator) Negotiate(saved, acceptLanguage, given string) Language {
	wishes := append([]string{saved}, accepted(acceptLanguage)...)
	for _, wish := range append(wishes, given) {
		if lang, ok := t.meet(wish); ok {
			return lang
		}
	}
	return t.books[English].lang
}

// accepted returns the tags of an Accept-Language header, the most wanted first; "*" and q=0 are no wishes of ours.
func accepted(header string) []string {
	type wish struct {
		tag    string
		weight float64
	}
	var wishes []wish
	for part := range strings.SplitSeq(header, ",") {
		if len(wishes) == mostWishes {
			break
		}
		tag, parameter, _ := strings.Cut(part, ";")
		weight := 1.0
		if q, ok := strings.CutPrefix(strings.TrimSpace(parameter), "q="); ok {
			number, err := strconv.ParseFloat(q, 64)
			if err != nil || !(number > 0 && number <= 1) {
				continue
			}
			weight = number
		}
		if tag = strings.TrimSpace(tag); tag != "" && tag != "*" {
			wishes = append(wishes, wish{tag, weight})
		}
	}
	slices.SortStableFunc(wishes, func(a, b wish) int { return cmp.Compare(b.weight, a.weight) })
	tags := make([]string, len(wishes))
	for i, w := range wishes {
		tags[i] = w.tag
	}
	return tags
}

func (t *Translator) meet(wish string) (Language, bool) {
	if wish == "" || len(wish) > 35 { // RFC 5646 section 4.4.1
		return Language{}, false
	}
	for _, lang := range t.languages {
		if strings.EqualFold(lang.Tag, wish) {
			return lang, true
		}
	}
	tag, err := language.Parse(wish)
	if err != nil {
		return Language{}, false
	}
	base, confidence := tag.Base()
	script, _ := tag.Script()
	if confidence == language.No {
		return Language{}, false
	}
	for _, lang := range t.languages {
		if lang.Tag == base.String() && lang.Script == script.String() {
			return lang, true
		}
	}
	return Language{}, false
}
