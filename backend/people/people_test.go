package people_test

import (
	"testing"

	"lollipop/backend/people"
)

func TestYearsAndBands(t *testing.T) {
	bands := map[people.Year]people.Band{people.Nursery: people.EYFS, people.Reception: people.EYFS,
		people.Year1: people.KS1,
		people.Year2: people.KS1, people.Year3: people.LowerKS2, people.Year4: people.LowerKS2,
		people.Year5: people.UpperKS2,
		people.Year6: people.UpperKS2, "7": "", "": ""}
	for year, band := range bands {
		if year.Band() != band {
			t.Errorf("%s is %s", year, year.Band())
		}
	}
	for i, year := range people.Years {
		if year.Order() != i {
			t.Errorf("%s stands at %d", year, year.Order())
		}
	}
	if people.Year("9").Order() != -1 {
		t.Error("Year 9 has a place")
	}
}
