package concern

// PiecesOf gives a text's words to the tests as they are compared.
func PiecesOf(text string) []string { return piecesOf(text, nil) }

// The pace of guessing, for the tests that say what it costs.
const (
	FreeTries   = freeTries
	TryEvery    = tryEvery
	MostSchools = mostSchools
)

// Counted is how many schools are counted.
func (g *Guesses) Counted() int { g.mu.Lock(); defer g.mu.Unlock(); return len(g.full) }
