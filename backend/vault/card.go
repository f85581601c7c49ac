package vault

import (
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"

	"filippo.io/age"
)

// What can be wrong with the two parts of a card.
var (
	// ErrCardLine says that a line of a card does not add up.
	ErrCardLine = errors.New("this line does not add up: look at each character, and whether it is the right line")
	// ErrCardPart says that the two parts do not make a key.
	ErrCardPart = errors.New("the two parts do not belong together")
)

// Half is one of the two parts of a printed card: a recovery key is made of both, and each alone says nothing of it (it
// is random, or random added to the key).
type Half struct {
	// Pair is two characters that both parts of a card begin with.
	Pair string
	// Lines are what is printed: CardLines of them, each with its own check.
	Lines []string
}

const (
	// CardLines is how many lines a part has.
	CardLines = 6
	// lineWords and lineChecks are the characters of a line, and what of it is check.
	lineWords, lineChecks = 10, 2

	ageSecret = "AGE-SECRET-KEY-1"
	// bech32 and crockford are the same 32 values, as age writes them and as people can read them.
	bech32    = "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L"
	crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
)

// secretWords is how many values of five bits age's secret key has, its own check of six included.
const secretWords = CardLines*lineWords - 2

// NewCard makes a recovery key, which is nowhere but on the two parts of its card, and its public half: what is locked to
// that is opened by both parts together.
func NewCard() (parts [2]Half, public string, err error) {
	pair, err := age.GenerateX25519Identity()
	if err != nil {
		return parts, "", err
	}
	secret, err := values(strings.TrimPrefix(pair.String(), ageSecret), bech32)
	if err != nil || len(secret) != secretWords {
		return parts, "", errors.New("age writes its keys in another way than this program knows")
	}
	public = pair.Recipient().String()
	tag := pairOf(public)
	veil := make([]byte, secretWords)
	rand.Read(veil) // it never fails: crypto/rand ends the program instead
	other := make([]byte, secretWords)
	for i := range veil {
		veil[i] &= 31
		other[i] = veil[i] ^ secret[i]
	}
	return [2]Half{half(tag, veil), half(tag, other)}, public, nil
}

// CardPair is by what the card that belongs to a public half is told from others: what both of its parts begin with.
func CardPair(public string) string { return text(pairOf(public)) }

// pairOf is two values that follow from the public half.
func pairOf(public string) []byte {
	sum := sha256.Sum256([]byte("lollipop card " + public))
	return []byte{sum[0] & 31, sum[1] & 31}
}

func half(tag, words []byte) Half {
	h := Half{Pair: text(tag)}
	all := append(append([]byte{}, tag...), words...)
	for n := range CardLines {
		line := all[n*lineWords : (n+1)*lineWords]
		h.Lines = append(h.Lines, grouped(text(append(append([]byte{}, line...), checks(n+1, line)...))))
	}
	return h
}

// grouped puts a space after every fourth character.
func grouped(text string) string {
	return text[:4] + " " + text[4:8] + " " + text[8:]
}

// ReadCardLine reads a line of a part, the first being 1, and returns it as it is printed. Case, spaces and dashes do
// not matter, o is 0, i and l are 1, and the line's number may stand before it ("3."). ErrCardLine says that a character
// is wrong, or two: the check finds every such mistake, two that changed places, and a line in another's place.
func ReadCardLine(n int, typed string) (string, error) {
	if number, rest, named := strings.Cut(typed, "."); named {
		if strings.TrimSpace(number) != fmt.Sprint(n) {
			return "", ErrCardLine
		}
		typed = rest
	}
	typed = strings.NewReplacer(" ", "", "\t", "", "\r", "", "\n", "", "-", "").Replace(typed)
	typed = strings.NewReplacer("O", "0", "I", "1", "L", "1").Replace(strings.ToUpper(typed))
	all, err := values(typed, crockford)
	if err != nil || len(all) != lineWords+lineChecks ||
		string(checks(n, all[:lineWords])) != string(all[lineWords:]) {
		return "", ErrCardLine
	}
	return grouped(text(all)), nil
}

// JoinCard makes the recovery key of both parts, in either order, as it is used and by its public half. The errors say
// what is wrong and repeat nothing.
func JoinCard(one, two []string) (with With, public string, err error) {
	first, err := joined(one)
	if err != nil {
		return nil, "", fmt.Errorf("the first part: %w", err)
	}
	second, err := joined(two)
	if err != nil {
		return nil, "", fmt.Errorf("the second part: %w", err)
	}
	switch {
	case string(first) == string(second):
		return nil, "", fmt.Errorf("%w: it is twice the same part", ErrCardPart)
	case string(first[:2]) != string(second[:2]):
		return nil, "", fmt.Errorf("%w: one begins with %s, the other with %s", ErrCardPart, text(first[:2]), text(second[:2]))
	}
	var secret strings.Builder
	for i := range secretWords {
		secret.WriteByte(bech32[first[i+2]^second[i+2]])
	}
	pair, err := age.ParseX25519Identity(ageSecret + secret.String())
	if err != nil { // which may repeat it
		return nil, "", ErrCardPart
	}
	return With{pair}, pair.Recipient().String(), nil
}

// joined are the values of a part, its pair's two first.
func joined(lines []string) (all []byte, err error) {
	if len(lines) != CardLines {
		return nil, fmt.Errorf("it has %d lines, and a part has %d", len(lines), CardLines)
	}
	for n, typed := range lines {
		line, err := ReadCardLine(n+1, typed)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n+1, err)
		}
		some, _ := values(strings.ReplaceAll(line, " ", ""), crockford) // ReadCardLine wrote it
		all = append(all, some[:lineWords]...)
	}
	return all, nil
}

// values are the numbers that characters stand for.
func values(text, alphabet string) ([]byte, error) {
	all := make([]byte, 0, len(text))
	for _, r := range text {
		at := strings.IndexRune(alphabet, r)
		if at < 0 {
			return nil, ErrCardLine
		}
		all = append(all, byte(at))
	}
	return all, nil
}

func text(values []byte) string {
	out := make([]byte, len(values))
	for i, v := range values {
		out[i] = crockford[v&31]
	}
	return string(out)
}

// checks are the two characters that end a line: a Reed-Solomon code over the field of 32 values, which finds any two
// wrong characters. The number of the line is part of it, and is not printed.
func checks(n int, line []byte) []byte {
	var plain, weighed byte
	weight := byte(1)
	for _, v := range append(append([]byte{}, line...), byte(n)) {
		plain ^= v
		weighed ^= times(weight, v)
		weight = times(weight, 2)
	}
	return []byte{plain, weighed}
}

// times multiplies in the field of 32 values (x⁵+x²+1).
func times(a, b byte) (product byte) {
	for ; b > 0; b >>= 1 {
		if b&1 == 1 {
			product ^= a
		}
		if a <<= 1; a&32 != 0 {
			a ^= 0b100101
		}
	}
	return product
}

// Locked are the keys, locked to a card's public half (or to any public key): what may lie where backups are made of it.
func (s *Seals) Locked(public string) ([]byte, error) {
	to, err := ReadTo(public)
	if err != nil {
		return nil, err
	}
	plain, err := s.Text()
	if err != nil {
		return nil, err
	}
	return lockBytes(plain, to)
}

// UnlockSeals opens what Locked made.
func UnlockSeals(locked []byte, with With) (*Seals, error) {
	plain, err := unlockBytes(locked, with, 1<<20)
	if err != nil {
		return nil, err
	}
	return ReadSeals(plain)
}
