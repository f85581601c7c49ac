//go:build drill

package store

import "database/sql"

// Readers is the pool that screens are read from.
func (s *Store) Readers() *sql.DB { return s.engine.read }
