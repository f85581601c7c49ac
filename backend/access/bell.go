package access

import (
	"context"

	"lollipop/backend/people"
)

// BellKind is the kind of session that rings a device of a member of staff and lets nobody in. Staff's own sessions end
// after half an hour, and what somebody tells at eight in the evening has to reach a telephone that nobody is signed in
// on: what it rings with says nothing. Like every session of theirs it ends when they leave, when their roles or their
// address change, and when they sign out everywhere.
const BellKind people.Kind = "bell"

// Bell begins the session under which that device rings for the member of staff who is signed in on it, or begins it
// anew, and returns its hash. It is the hash of no token, so nothing that a browser could send opens it.
func (s *Service) Bell(ctx context.Context, token Token, device string) (Hash, error) {
	kept, in, err := s.present(ctx, token.Hash())
	if err != nil {
		return "", err
	}
	now := s.Wall.Now()
	bell := Session{Hash: BellOf(in.Who, device), Kind: BellKind, Since: now, Seen: now, Seats: []Seat{kept.Seats[0]}}
	bell.Seats[0].Since = now
	act := s.own("access.bell", in.Who.School, in.Who.Person, bell.Hash)
	return bell.Hash, s.Store.Begin(ctx, act, Beginning{Session: bell, Replaces: bell.Hash, Over: over(now)})
}

// BellOf is the hash of a device's bell, whether it has one or not.
func BellOf(who people.Who, device string) Hash {
	return digest("bell", string(who.School), string(who.Person), device)
}
