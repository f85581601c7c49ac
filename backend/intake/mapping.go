package intake

import (
	"maps"
	"slices"
	"strings"

	"lollipop/backend/fault"
	"lollipop/backend/people"
	"lollipop/backend/phrase"
)

// Mapping says in which header each field stands. A field that is absent has no column.
type Mapping map[Field]string

// HeadersKey is the name of a set of headers, whatever their order and case: mappings are remembered by it.
func HeadersKey(headers []string) string {
	keys := make([]string, 0, len(headers))
	for _, h := range headers {
		keys = append(keys, people.Squash(h))
	}
	slices.Sort(keys)
	return strings.Join(keys, "|")
}

// GuessMapping finds the fields' headers by their usual names. Case, spaces and punctuation do not matter. A header
// serves one field: the first in order of Columns that is surest of it.
func GuessMapping(kind ImportKind, headers []string) Mapping {
	keys := make([]string, len(headers))
	for i, h := range headers {
		keys[i] = people.Squash(h)
	}
	m := Mapping{}
	for _, column := range Columns(kind) {
		for _, name := range strings.Fields(column.names) {
			if at := slices.Index(keys, name); at >= 0 {
				m[column.Field] = headers[at]
				keys[at] = ""
				break
			}
		}
	}
	return m
}

// Missing are the required fields that the mapping leaves without a header of the table.
func Missing(kind ImportKind, m Mapping, headers []string) []Field {
	var missing []Field
	for _, column := range Columns(kind) {
		if column.Required && !slices.Contains(headers, m[column.Field]) {
			missing = append(missing, column.Field)
		}
	}
	return missing
}

// fitted is a remembered mapping in the letters in which this file writes the same headers.
func fitted(m Mapping, headers []string) Mapping {
	fit := Mapping{}
	for field, remembered := range m {
		for _, header := range headers {
			if people.Squash(header) == people.Squash(remembered) {
				fit[field] = header
			}
		}
	}
	return fit
}

// checkMapping refuses fields and headers that do not exist, and a header that is to hold two fields.
func checkMapping(kind ImportKind, m Mapping, headers []string) error {
	used := map[string]bool{}
	known := map[Field]bool{}
	for _, column := range Columns(kind) {
		known[column.Field] = true
	}
	exists := map[string]bool{}
	for _, h := range headers {
		exists[h] = true
	}
	for _, field := range slices.Sorted(maps.Keys(m)) { // in order: the same mistake is named each time
		header := m[field]
		if !known[field] || !exists[header] {
			return fault.New(fault.Invalid, "intake.mapping.unknown", nil).In("columns." + string(field))
		}
		if used[header] {
			return fault.New(fault.Invalid, "intake.mapping.twice", phrase.Args{"Header": header}).
				In("columns." + string(field))
		}
		used[header] = true
	}
	return nil
}
