// Package sheet reads spreadsheets that other programs saved as text: a school's exports from its management
// information system, in whatever encoding and with whatever separator they came. It gives intake.Table, and knows
// nothing of what the columns mean.
//
// What it takes: UTF-8 with or without a byte order mark, UTF-16 with one (Excel's "Unicode text"), Windows-1252;
// cells separated by commas, semicolons or tabs; lines that end in CR LF, LF or CR; cells in quotes with separators,
// quotes (doubled) and line breaks in them. What it refuses it refuses whole, with a fault that says what to do.
package sheet

import (
	"slices"
	"strings"
	"unicode/utf8"

	"lollipop/backend/fault"
	"lollipop/backend/intake"
	"lollipop/backend/phrase"
)

// The bounds of a file. The largest primary school's export, a row for each pupil and contact, has some four thousand
// rows. What is far beyond is a trust's, or another report: to take it would keep everybody else at the school waiting,
// so it is refused while it is read, before it fills the memory.
const (
	MaxBytes   = 64 << 20
	MaxRows    = 20_000
	MaxColumns = 300
)

// Read reads a whole file. The rows keep the numbers that the spreadsheet program shows, the headers being row 1 where
// they stand first; rows without any text are left out. A row may have more or fewer cells than there are headers
// (more only where the surplus has text): the reader of the table says so of that row. Faults are Invalid.
func Read(data []byte) (intake.Table, error) {
	if len(data) > MaxBytes {
		return intake.Table{}, fault.New(fault.Invalid, "intake.sheet.too_large", nil)
	}
	text, err := decode(data)
	if err != nil {
		return intake.Table{}, err
	}
	text, separator := separatorOf(text)
	r := reader{text: text, separator: separator}
	header, ok, err := r.next()
	for ok && err == nil && blank(header.Cells) {
		header, ok, err = r.next()
	}
	switch {
	case err != nil:
		return intake.Table{}, err
	case !ok:
		return intake.Table{}, fault.New(fault.Invalid, "intake.sheet.empty", nil)
	}
	return table(&r, header)
}

// table reads the rows below the headers.
func table(r *reader, header intake.Row) (intake.Table, error) {
	var t intake.Table
	width := len(header.Cells)
	for ; width > 0 && strings.TrimSpace(header.Cells[width-1]) == ""; width-- {
	}
	if width > MaxColumns {
		return t, fault.New(fault.Invalid, "intake.sheet.too_wide", nil)
	}
	seen := map[string]bool{}
	for i, cell := range header.Cells[:width] {
		name := strings.Join(strings.Fields(cell), " ")
		if name == "" {
			return t, fault.New(fault.Invalid, "intake.sheet.header_empty", phrase.Args{"Column": letters(i)})
		}
		if key := strings.ToLower(name); seen[key] {
			return t, fault.New(fault.Invalid, "intake.sheet.header_twice", phrase.Args{"Header": name})
		} else {
			seen[key] = true
		}
		t.Headers = append(t.Headers, name)
	}
	for {
		row, ok, err := r.next()
		switch {
		case err != nil:
			return intake.Table{}, err
		case !ok && len(t.Rows) == 0:
			return intake.Table{}, fault.New(fault.Invalid, "intake.sheet.only_headers", nil)
		case !ok:
			return t, nil
		case blank(row.Cells):
			continue
		case len(t.Rows) == MaxRows:
			return intake.Table{}, fault.New(fault.Invalid, "intake.sheet.too_long", phrase.Args{"Rows": MaxRows})
		}
		for len(row.Cells) > width && strings.TrimSpace(row.Cells[len(row.Cells)-1]) == "" {
			row.Cells = row.Cells[:len(row.Cells)-1]
		}
		row.Cells = slices.Clip(row.Cells)
		t.Rows = append(t.Rows, row)
	}
}

func blank(cells []string) bool {
	return !slices.ContainsFunc(cells, func(c string) bool { return strings.TrimSpace(c) != "" })
}

// letters is the name of a column as spreadsheets show it: 0 is A, 26 is AA.
func letters(column int) string {
	name := ""
	for n := column + 1; n > 0; n = (n - 1) / 26 {
		name = string(rune('A'+(n-1)%26)) + name
	}
	return name
}

// reader cuts a text into rows. Cells share the text's memory but for those with doubled quotes.
type reader struct {
	text      string
	at        int
	row       int
	separator byte
	width     int // cells of the row before: how many to make room for
}

// next reads one row. A blank line is a row without text: the spreadsheet program counts it too.
func (r *reader) next() (intake.Row, bool, error) {
	if r.at >= len(r.text) {
		return intake.Row{}, false, nil
	}
	r.row++
	row := intake.Row{Number: r.row, Cells: make([]string, 0, r.width)}
	for {
		cell, err := r.cell()
		if err != nil {
			return intake.Row{}, false, err
		}
		if row.Cells = append(row.Cells, cell); len(row.Cells) > 4*MaxColumns {
			return intake.Row{}, false, fault.New(fault.Invalid, "intake.sheet.too_wide", nil)
		}
		if r.at < len(r.text) && r.text[r.at] == r.separator {
			r.at++
			continue
		}
		if strings.HasPrefix(r.text[r.at:], "\r\n") {
			r.at++
		}
		r.at++
		r.width = len(row.Cells)
		return row, true, nil
	}
}

// cell reads up to the next separator or line end, on which it leaves the reader. A quote begins a quoted cell only as
// its first character; what stands between the closing quote and the separator is kept as it is.
func (r *reader) cell() (string, error) {
	if r.at < len(r.text) && r.text[r.at] == '"' {
		return r.quoted()
	}
	return r.plain(), nil
}

func (r *reader) plain() string {
	rest := r.text[r.at:]
	for i := range len(rest) {
		if c := rest[i]; c == r.separator || c == '\n' || c == '\r' {
			r.at += i
			return rest[:i]
		}
	}
	r.at = len(r.text)
	return rest
}

func (r *reader) quoted() (string, error) {
	r.at++
	var doubled strings.Builder
	for {
		end := strings.IndexByte(r.text[r.at:], '"')
		if end < 0 {
			return "", fault.New(fault.Invalid, "intake.sheet.quote_open", phrase.Args{"Row": r.row})
		}
		part := r.text[r.at : r.at+end]
		if r.at += end + 1; r.at < len(r.text) && r.text[r.at] == '"' {
			r.at++
			doubled.WriteString(part)
			doubled.WriteByte('"')
			continue
		}
		after := r.plain()
		if doubled.Len() == 0 && after == "" {
			return part, nil
		}
		return doubled.String() + part + after, nil
	}
}

// separatorOf finds what separates the cells, and returns the text without a first line that only says so (Excel's
// "sep=;"). Of the candidates it takes the one by which most of the first rows have as many cells as the headers, and
// more than one; of two that do equally well, the one that makes more cells. A text without any has one column.
func separatorOf(text string) (string, byte) {
	if len(text) > 5 && strings.EqualFold(text[:4], "sep=") && (text[5] == '\r' || text[5] == '\n') {
		return strings.TrimLeft(text[5:], "\r\n"), text[4]
	}
	best, most := byte(','), 0
	for _, candidate := range []byte{',', ';', '\t'} {
		if score := scoreOf(text, candidate); score > most {
			best, most = candidate, score
		}
	}
	return text, best
}

// scoreOf judges a separator by the first rows.
func scoreOf(text string, candidate byte) int {
	r := reader{text: text, separator: candidate}
	width, alike := 0, 0
	for range 50 {
		row, ok, err := r.next()
		if !ok || err != nil {
			break
		}
		if blank(row.Cells) {
			continue
		}
		if width == 0 {
			if width = len(row.Cells); width == 1 {
				return 0
			}
		}
		if len(row.Cells) == width {
			alike++
		}
	}
	return alike*MaxColumns + min(width, MaxColumns-1)
}

// valid reports whether a text is what people write: no control characters but tab and line ends.
func valid(text string) bool {
	for i := range len(text) {
		if c := text[i]; c < ' ' && c != '\t' && c != '\n' && c != '\r' || c == 0x7f {
			return false
		}
	}
	return utf8.ValidString(text)
}
