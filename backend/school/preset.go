package school

import "lollipop/backend/clause"

type text struct {
	clauses []clause.Clause
	byKey   map[clause.Key][]clause.Clause
}

// Clauses are the school's own sentences under that key, in the order of the text; none when the text has none. The
// school's name in them is still the placeholder {{.School}}.
func (p Policy) Clauses(key clause.Key) []clause.Clause {
	if p.text == nil {
		return nil
	}
	return p.text.byKey[key]
}
