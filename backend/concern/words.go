package concern

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Receipt is what whoever told takes away: five words of 256, 40 random bits. It is all that leads back to what they
// told, and the school keeps no more than its mark.
type Receipt [5]byte

// String is the text that is marked and that a device sends: "3.41.7.255.0".
func (r Receipt) String() string {
	parts := make([]string, len(r))
	for i, n := range r {
		parts[i] = strconv.Itoa(int(n))
	}
	return strings.Join(parts, ".")
}

// ParseReceipt reads what String writes, and nothing else.
func ParseReceipt(text string) (r Receipt, ok bool) {
	parts := strings.Split(text, ".")
	if len(parts) != len(r) {
		return Receipt{}, false
	}
	for i, part := range parts {
		n, err := strconv.ParseUint(part, 10, 8)
		if err != nil || strconv.Itoa(int(n)) != part {
			return Receipt{}, false
		}
		r[i] = byte(n)
	}
	return r, true
}

// Words are the 256 words of a receipt in every language that has them, and their pictures. A child who cannot read finds
// the pictures; whoever can types the words, in the language in which they got them or in another.
type Words struct {
	pictures []string
	says     map[string][]string
	// means is what a word or a picture stands for, folded, in whichever language: no word means one thing in one language
	// and another in the next.
	means map[string]byte
	// longest is the length in bytes of the longest key of means.
	longest int
}

const (
	receiptWords  = 256
	pictureOf     = "picture"
	wordsEnglish  = "en"
	longestToRead = 2000 // bytes of what somebody may have typed in place of five words
)

// ReadWords reads locales/receipt.json: 256 objects of a picture and a word in each language. It refuses a list in which
// two words or pictures could be taken for one another.
func ReadWords(file []byte) (*Words, error) {
	var list []map[string]string
	in := json.NewDecoder(bytes.NewReader(file))
	if err := in.Decode(&list); err != nil {
		return nil, fmt.Errorf("concern: the receipt's words: %w", err)
	}
	if _, err := in.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("concern: more follows the receipt's words")
	}
	if len(list) != receiptWords {
		return nil, fmt.Errorf("concern: %d words of a receipt, not %d", len(list), receiptWords)
	}
	w := &Words{says: map[string][]string{}, means: map[string]byte{}}
	for n, entry := range list {
		if len(entry) != len(list[0]) || entry[wordsEnglish] == "" {
			return nil, fmt.Errorf("concern: word %d of a receipt lacks a language", n)
		}
		for tag, word := range entry {
			if err := w.learn(byte(n), tag, word); err != nil {
				return nil, fmt.Errorf("concern: word %d of a receipt: %w", n, err)
			}
		}
	}
	if len(w.says)+1 != len(list[0]) || len(w.pictures) != receiptWords {
		return nil, errors.New("concern: the words of a receipt are not all in the same languages")
	}
	for tag, words := range w.says {
		if len(words) != receiptWords {
			return nil, fmt.Errorf("concern: a receipt has %d words of %s", len(words), tag)
		}
	}
	return w, nil
}

// learn takes one word or picture. Every entry brings each language once, so appending keeps their order.
func (w *Words) learn(n byte, tag, word string) error {
	pieces := piecesOf(word, nil)
	if tag == pictureOf {
		bare := strings.TrimSuffix(word, "\ufe0f")
		if utf8.RuneCountInString(bare) != 1 || len(pieces) != 0 {
			return fmt.Errorf("%q is no picture of one character", word)
		}
		w.pictures, pieces = append(w.pictures, word), []string{bare}
	} else {
		w.says[tag] = append(w.says[tag], word)
	}
	key := strings.Join(pieces, "")
	other, known := w.means[key]
	switch {
	case key == "":
		return fmt.Errorf("%q is no word", word)
	case known && other != n: // in two languages one thing may have one name, as "panda" has
		return fmt.Errorf("%q stands for %d too", word, other)
	}
	w.means[key] = n
	w.longest = max(w.longest, len(key))
	return nil
}

// Draw makes a receipt that nobody can foretell.
func (w *Words) Draw() (r Receipt) {
	_, _ = rand.Read(r[:]) // it never fails: crypto/rand ends the process first
	return r
}

// Say is the receipt in a language, in English where the language has no words of its own.
func (w *Words) Say(lang string, r Receipt) []string {
	words, ok := w.says[lang]
	if !ok {
		words = w.says[wordsEnglish]
	}
	return pick(words, r)
}

// Pictures are the receipt's, one for each word.
func (w *Words) Pictures(r Receipt) []string { return pick(w.pictures, r) }

func pick(from []string, r Receipt) []string {
	all := make([]string, len(r))
	for i, n := range r {
		all[i] = from[n]
	}
	return all
}

// Parse reads a receipt as somebody typed or pasted it: five words, of any languages, or pictures, or both. Case,
// accents, numbers before the words, signs and hidden characters do not matter, and neither does where the spaces are, as
// long as only five words can be meant. A mistyped word is none: we do not guess for whoever may be guessing.
func (w *Words) Parse(text string) (Receipt, bool) {
	if len(text) > longestToRead {
		return Receipt{}, false
	}
	if r, ok := ParseReceipt(strings.TrimSpace(text)); ok {
		return r, true
	}
	pieces := piecesOf(text, w.means)
	var r Receipt
	if len(pieces) == len(r) {
		for i, piece := range pieces {
			n, ok := w.means[piece]
			if !ok {
				return w.joined(pieces)
			}
			r[i] = n
		}
		return r, true
	}
	return w.joined(pieces)
}

// joined reads five words with no heed of the spaces, where that has one meaning only.
func (w *Words) joined(pieces []string) (Receipt, bool) {
	all := strings.Join(pieces, "")
	if len(all) > len(Receipt{})*w.longest {
		return Receipt{}, false
	}
	var found []Receipt
	w.split(all, 0, Receipt{}, &found)
	if len(found) != 1 {
		return Receipt{}, false
	}
	return found[0], true
}

// split gathers the receipts that the rest may be, at most two.
func (w *Words) split(rest string, have int, r Receipt, found *[]Receipt) {
	if have == len(r) || rest == "" {
		if have == len(r) && rest == "" && !slices.Contains(*found, r) {
			*found = append(*found, r)
		}
		return
	}
	for end := 1; end <= min(len(rest), w.longest) && len(*found) < 2; end++ {
		if n, ok := w.means[rest[:end]]; ok {
			r[have] = n
			w.split(rest[end:], have+1, r, found)
		}
	}
}

// piecesOf are the folded words of a text, and the pictures in it that are known. Everything else parts words, except
// what is not seen at all: joiners, marks above letters, the choice of a picture's look.
func piecesOf(text string, known map[string]byte) (pieces []string) {
	var word strings.Builder
	flush := func() {
		if word.Len() > 0 {
			pieces = append(pieces, word.String())
			word.Reset()
		}
	}
	for _, r := range text {
		switch folded := foldLetter(r); {
		case folded == unseen:
		case unicode.IsLetter(folded):
			word.WriteRune(folded)
		default:
			flush()
			if _, ok := known[string(r)]; ok {
				pieces = append(pieces, string(r))
			}
		}
	}
	flush()
	return pieces
}

// unseen is what a character is folded to that changes nothing in what is read.
const unseen = -1

// plainly are the letters that somebody may type for those on the right, or that look the same: accents of the Latin
// script, and in the Arabic script the letters of Arabic's keyboard for those of Urdu's.
var plainly = func() map[rune]rune {
	to := map[rune]rune{}
	for plain, others := range map[rune]string{'a': "ąàáâãäåāă", 'c': "ćçčĉ", 'd': "ďđ", 'e': "ęèéêëēě", 'g': "ğģ",
		'i': "ìíîïīı", 'l': "łĺľ", 'n': "ńñňņ", 'o': "óòôõöøō", 'r': "ŕř", 's': "śšşș", 't': "ťţț", 'u': "ùúûüūů",
		'y': "ýÿ", 'z': "źżž", 'ی': "يىئ", 'ک': "ك", 'ہ': "هةھۂۀ", 'ا': "آأإٱ", 'و': "ؤ", 'ن': "ں", 'ے': "ۓ"} {
		for _, other := range others {
			to[other] = plain
		}
	}
	return to
}()

func foldLetter(r rune) rune {
	if unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) || r == '\u0640' { // the last lengthens a line of Arabic script
		return unseen
	}
	r = unicode.ToLower(r)
	if plain, ok := plainly[r]; ok {
		return plain
	}
	return r
}
