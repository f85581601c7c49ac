// Package phrase is how rooms say something to a person without knowing a language: a key of the catalogue in locales/
// and the named things to put into its sentence. Only a Sayer makes a sentence of it.
package phrase

// Args are the named placeholders of a phrase: strings, ints, or another Phrase (said in the same language first).
type Args map[string]any

// Phrase is something to say. The zero Phrase says nothing.
type Phrase struct {
	// Key begins with the room that says it: "custody.release.too_early".
	Key string
	// Args fill the placeholders {{.Name}}.
	Args Args
	// Count chooses the plural form and fills {{.PluralCount}}; nil where the phrase has no number.
	Count *int
}

// Say returns the phrase with that key and those arguments.
func Say(key string, args Args) Phrase { return Phrase{Key: key, Args: args} }

// Many returns the phrase with that key in the plural form for n.
func Many(key string, n int, args Args) Phrase { return Phrase{Key: key, Args: args, Count: &n} }

// Turns reports whether r is one of the hidden characters that turn the direction of the writing after them: embeddings,
// overrides, isolates and their ends (Unicode Standard Annex 9, section 2). No name holds one. The marks U+200E, U+200F
// and U+061C turn nothing over, and joiners shape letters: people who write from right to left type those.
func Turns(r rune) bool { return r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' }

// Empty reports whether there is nothing to say.
func (p Phrase) Empty() bool { return p.Key == "" }

// Sayer turns phrases into sentences. A key that a language lacks is said in English; one that no language has is said
// as the key itself, so that a mistake is seen and nothing breaks.
type Sayer interface {
	// Say returns p in the language with that BCP 47 tag ("en", "ur", "en-x-easy").
	Say(lang string, p Phrase) string
}
