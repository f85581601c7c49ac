// Package id makes and reads the identifiers of everything that Lollipop keeps.
//
// An id is 128 random bits written as 26 lower-case Crockford base32 characters, so that it can stand in an address, a
// log line or a file name and nobody can guess the next one. Each kind of thing has its own type: a pupil's id does not
// fit where a device's is wanted.
package id

import (
	"crypto/rand"
	"crypto/sha256"
)

// The kinds of thing that have an id. Person is anybody who can act or be told something; Pupil, Adult and Staff are the
// three ways of being one, and convert to it.
type (
	School       string
	Person       string
	Pupil        string
	Adult        string
	Staff        string
	Device       string
	Confiscation string
	Import       string
	Event        string
	Signature    string
	Letter       string
	Call         string
	Notice       string
	Subscription string
	Push         string
	Concern      string
	Factor       string
	// Batch is one ringing of one person's telephones: everything that it is about shares it.
	Batch string
	// Op is made by the client, once for each thing that a person means to do: a retry carries the same one.
	Op string
)

const alphabet = "0123456789abcdefghjkmnpqrstvwxyz"

// Length is the number of characters of every id.
const Length = 26

// New returns an id that nobody has had before.
func New[T ~string]() T {
	var raw [16]byte
	rand.Read(raw[:]) // never fails: crypto/rand ends the process rather than return an error
	return T(encode(raw))
}

// Named returns the same id for the same name, always. It is for furnished schools and tests; an id that must not be
// guessed comes from New.
func Named[T ~string](name string) T {
	sum := sha256.Sum256([]byte(name))
	return T(encode([16]byte(sum[:16])))
}

// Parse returns text as an id, or false when it is not one: 26 characters of the alphabet, lower case, nothing else.
// The first character carries three bits, so it is at most '7'.
func Parse[T ~string](text string) (T, bool) {
	if len(text) != Length || text[0] > '7' {
		return "", false
	}
	for i := range len(text) {
		if !inAlphabet(text[i]) {
			return "", false
		}
	}
	return T(text), true
}

func inAlphabet(c byte) bool {
	switch {
	case c >= '0' && c <= '9':
		return true
	case c < 'a' || c > 'z':
		return false
	}
	return c != 'i' && c != 'l' && c != 'o' && c != 'u'
}

// encode writes 128 bits as 26 characters, five bits each, the two missing bits of the first one being zero.
func encode(raw [16]byte) string {
	var out [Length]byte
	var have uint
	var bits uint32
	next := len(raw) - 1
	for i := Length - 1; i >= 0; i-- {
		if have < 5 && next >= 0 {
			bits |= uint32(raw[next]) << have
			have += 8
			next--
		}
		out[i] = alphabet[bits&31]
		bits >>= 5
		if have >= 5 {
			have -= 5
		} else {
			have = 0
		}
	}
	return string(out[:])
}
