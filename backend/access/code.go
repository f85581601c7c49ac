package access

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"lollipop/backend/id"
	"lollipop/backend/people"
)

// How long codes last, and how long they are. A letter travels in a school bag; a hand-over is read from one screen and
// typed into another; a class code stands on a whiteboard.
const (
	LetterLasts   = 14 * 24 * time.Hour
	HandOverLasts = 15 * time.Minute
	ClassLasts    = time.Hour // at least so long, for a class code that is made after the last bell
	LetterLength  = 10
	ShortLength   = 6
)

// What a code is good for; the purposes of links stand beside their own.
const (
	// ForLetter: an adult of a family signs in on a device, with a child's birthday beside the code.
	ForLetter Purpose = "letter"
	// ForHandOver: a person's seats go to another device as well.
	ForHandOver Purpose = "hand_over"
	// ForClass: the pupils of one class sign in, each by their own name. It may be used many times.
	ForClass Purpose = "class_code"
)

// Code is a secret that a person can type: characters of Crockford's base 32, which has no I, L, O and U. string(code)
// is the secret itself; printing or logging one shows nothing.
type Code string

const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// ReadCode reads what somebody typed: capitals or small letters, with spaces and hyphens or without, O for 0, I or L
// for 1. It is false for what cannot be a code of that length.
func ReadCode(text string, length int) (Code, bool) {
	var read strings.Builder
	for _, r := range strings.ToUpper(text) {
		switch r {
		case ' ', '-', '\u2010', '\u2011', '\u2013', '\u00a0', '\t':
			continue
		case 'O':
			r = '0'
		case 'I', 'L':
			r = '1'
		}
		if !strings.ContainsRune(crockford, r) || read.Len() == length {
			return "", false
		}
		read.WriteRune(r)
	}
	return Code(read.String()), read.Len() == length
}

// Shown is the code in two halves, as it is printed: "ABCDE-FGHJK".
func (c Code) Shown() string { return string(c[:len(c)/2]) + "-" + string(c[len(c)/2:]) }

// String hides the secret.
func (Code) String() string { return "(code)" }

// LogValue hides the secret.
func (Code) LogValue() slog.Value { return slog.StringValue("(code)") }

// CodeKey is what codes are made under and kept under. A code is short enough to be tried out by whoever has a copy of
// the database, so its plain digest would tell it: the key stands outside.
type CodeKey []byte

// newCodeKey derives the key from the product's own.
func newCodeKey(key []byte) CodeKey {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte("lollipop codes"))
	return mac.Sum(nil)
}

// LogValue hides the secret.
func (CodeKey) LogValue() slog.Value { return slog.StringValue("(key)") }

// CodeKeys are the keys for codes, newest first: as the product's own was renewed. Codes are made under the newest, and
// found under whichever they were made under.
type CodeKeys []CodeKey

// NewCodeKeys derives the keys from the product's own, newest first.
func NewCodeKeys(keys ...[]byte) CodeKeys {
	all := make(CodeKeys, len(keys))
	for i, key := range keys {
		all[i] = newCodeKey(key)
	}
	return all
}

// newest is what codes are made under.
func (k CodeKeys) newest() CodeKey {
	if len(k) == 0 {
		return nil // with which nothing can be made
	}
	return k[0]
}

func (k CodeKey) sum(parts ...string) []byte {
	if len(k) < sha256.Size {
		panic("access: there is no key for codes") // composed wrongly: a code under no key would be anybody's to make
	}
	mac := hmac.New(sha256.New, k)
	for _, part := range parts {
		fmt.Fprintf(mac, "%d:%s", len(part), part)
	}
	return mac.Sum(nil)
}

// code is the code that an operation makes for somebody: the same at every retry, so that it need not be kept.
func (k CodeKey) code(p Purpose, op id.Op, whose string, length int) Code {
	sum := k.sum("code", string(p), string(op), whose)
	code := make([]byte, length)
	for i := range code {
		code[i] = crockford[sum[i]&31] // 256 is a multiple of 32: every character is as likely
	}
	return Code(code)
}

// hash is what is kept of a code.
func (k CodeKey) hash(p Purpose, c Code) Hash {
	return Hash(hex.EncodeToString(k.sum("kept", string(p), string(c))))
}

// token is the session that an operation begins with a code: the same at every retry, so that a device whose answer was
// lost on the way is not left outside with a used letter.
func (k CodeKey) token(op id.Op, code Hash) Token {
	return Token(base64.RawURLEncoding.EncodeToString(k.sum("session", string(op), string(code))))
}

// KeptCode is a code as it is kept: ids, times and digests.
type KeptCode struct {
	Hash    Hash
	Purpose Purpose
	School  id.School
	// Person is the adult of a letter; who made the code, of the others.
	Person id.Person
	Made   time.Time
	// Ends is when it stops working, used or not: by the product's clock; a hand-over's by the machine's.
	Ends time.Time
	// Used is when it was used; zero until then, and always for a class code.
	Used time.Time
	// Seats are what a hand-over gives; empty for the others.
	Seats []Seat
	// Class is a class code's.
	Class string
}

// Opened is a code with what stands behind it now.
type Opened struct {
	KeptCode
	// Letter is a letter's own record.
	Letter Letter
	// Members are the letter's adult, or those whom a hand-over lets in, in the order of Seats. Child is whose birthday
	// the letter asks. They are as they are now; one who is gone is zero.
	Members []Member
	Child   people.Pupil
	// Pupils are those of a class code's class who are on the roll.
	Pupils []people.Pupil
}
