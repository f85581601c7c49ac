//go:build drill

package store_test

import (
	"fmt"
	"testing"
	"time"
)

// The log of a busy school is cut at five hundred places and has a byte changed at 250 more. torn_test.go says
// what is held.
func TestDrillTorn(t *testing.T) {
	const cuts = 500
	began := time.Now()
	least, most := torn(t, cuts)
	measured("torn/sqlite/cuts", cuts, "places")
	measured("torn/sqlite/changed", cuts/2, "bytes")
	measured("torn/sqlite/kept-least", least, "events")
	measured("torn/sqlite/kept-most", most, "events")
	measured("torn/sqlite/took", time.Since(began), "")
}

// measured prints a figure.
func measured(name string, value any, unit string) {
	if d, ok := value.(time.Duration); ok {
		value, unit = d.Milliseconds(), "ms"
	}
	fmt.Printf("FIGURE drill/%s %v %s\n", name, value, unit)
}
