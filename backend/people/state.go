package people

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"lollipop/backend/id"
)

// State is a school's people as they stand.
type State struct {
	Pupils   []Pupil
	Adults   []Adult
	Contacts []Contact
	Staff    []Staff
	// Apart are the pairs that the office said are two people, each pair in order of id.
	Apart []Pair
}

// Pair is two adults, A before B.
type Pair struct{ A, B id.Adult }

// Digest names everything in a state: two with the same digest say the same of everybody.
func (s State) Digest() string {
	h := sha256.New()
	if err := json.NewEncoder(h).Encode(s); err != nil {
		panic("people: a state that is not JSON: " + err.Error()) // plain structs of text: cannot happen
	}
	return hex.EncodeToString(h.Sum(nil))
}
