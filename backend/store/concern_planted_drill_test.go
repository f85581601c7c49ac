//go:build drill

package store_test

import "testing"

// A thousand concerns, as TestNoPlantedWordIsFound has it.
func TestDrillPlanted(t *testing.T) { plant(t, 1000) }
