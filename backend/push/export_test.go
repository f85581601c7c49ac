package push

// Signed is how many signatures were made.
func (s *Sender) Signed() int { return int(s.signed.Load()) }

// Lanes is how many push services are spoken to.
func (s *Sender) Lanes() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.lanes)
}

// What tests from outside, which may use the house's push service, look at.
var (
	Seal        = seal
	Public      = public
	SealedBytes = sealedBytes
	Gather      = gather
)

// Authorize is the header that a message to a host would carry.
func (s *Sender) Authorize(host string, pair Pair) (string, error) {
	l, err := s.enter(host)
	if err != nil {
		return "", err
	}
	defer s.leave(l)
	return s.authorization(l, pair, s.config.Clock.Now())
}
