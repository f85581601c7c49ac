package concern

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"lollipop/backend/id"
)

// What is sealed, by the name that it is bound to: the head, and each entry by its number. A piece that was moved to
// another concern, or to another place of its own, does not open.
const headPiece = "head"

// head opens what a concern is about.
func (s *Service) head(k Kept) (h Head, err error) {
	err = s.open(k, headPiece, k.Head, &h)
	return h, err
}

// setHead seals what it is about, in k.
func (s *Service) setHead(k *Kept, h Head) error {
	sealed, err := s.seal(*k, headPiece, h)
	k.Head = sealed
	return err
}

// entries opens all that was said and done, in its order.
func (s *Service) entries(k Kept) ([]Entry, error) {
	all := make([]Entry, len(k.Entries))
	for i, e := range k.Entries {
		if err := s.open(k, strconv.Itoa(e.N), e.Words, &all[i]); err != nil {
			return nil, err
		}
		all[i].N, all[i].At = e.N, e.At
	}
	return all, nil
}

// add seals one more entry.
func (s *Service) add(k *Kept, e Entry) error {
	e.N = len(k.Entries) + 1
	sealed, err := s.seal(*k, strconv.Itoa(e.N), e)
	k.Entries = append(k.Entries, Sealed{N: e.N, At: e.At, Words: sealed})
	return err
}

func (s *Service) seal(k Kept, what string, v any) ([]byte, error) {
	plain, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("concern: %w", err)
	}
	sealed, err := s.Vault.Seal(string(k.School), string(k.ID), what, k.Key, plain)
	if err != nil {
		return nil, fmt.Errorf("concern: sealing: %w", err)
	}
	return sealed, nil
}

func (s *Service) open(k Kept, what string, sealed []byte, into any) error {
	plain, err := s.Vault.Open(string(k.School), string(k.ID), what, k.Key, sealed)
	if err != nil {
		return fmt.Errorf("concern: %s does not open: %w", k.ID, err)
	}
	if err := json.Unmarshal(plain, into); err != nil {
		return fmt.Errorf("concern: %s cannot be read", k.ID) // the cause would repeat what was said
	}
	return nil
}

// marksOf are those of a person, under every key.
func (s *Service) marksOf(at id.School, person id.Person) [][]byte {
	return s.Vault.Marks("about", string(at), string(person))
}

// receiptMarks are those of five words, under every key.
func (s *Service) receiptMarks(at id.School, r Receipt) [][]byte {
	return s.Vault.Marks("receipt", string(at), r.String())
}

// keep marks a concern as kept from the people, and says so in its head.
func (s *Service) keep(k *Kept, h *Head, from ...id.Person) {
	for _, person := range from {
		if !slices.Contains(h.KeptFrom, person) {
			h.KeptFrom = append(h.KeptFrom, person)
		}
		k.Marks = append(k.Marks, s.marksOf(k.School, person)[0])
	}
}
