package sheet_test

import (
	"bytes"
	"encoding/binary"
	"encoding/csv"
	"errors"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"lollipop/backend/fault"
	"lollipop/backend/intake"
	"lollipop/backend/sheet"
)

func read(t *testing.T, data []byte) intake.Table {
	t.Helper()
	table, err := sheet.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// TestEveryWayToWriteAFile: both schools' pupils in every encoding, separator and line end give the same table.
func TestEveryWayToWriteAFile(t *testing.T) {
	for _, name := range []string{"hook-lane-pupils", "beaver-road-pupils"} {
		original, err := os.ReadFile("../house/data/" + name +
			".csv") // not by importing house, which imports everything
		if err != nil {
			t.Fatal(err)
		}
		plain := string(bytes.TrimPrefix(original, []byte("\ufeff")))
		want := read(t, original)
		rows, err := csv.NewReader(strings.NewReader(plain)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		if len(want.Rows) != len(rows)-1 || !slices.Equal(want.Headers, rows[0]) || want.Rows[0].Number != 2 {
			t.Fatalf("%s: %d rows under %v", name, len(want.Rows), want.Headers)
		}
		for i, row := range want.Rows { // encoding/csv is the oracle of the cells
			if !slices.Equal(row.Cells, rows[i+1]) || row.Number != i+2 {
				t.Fatalf("%s: row %d is %q", name, row.Number, row.Cells)
			}
		}
		for way, data := range map[string][]byte{
			"UTF-8 without a mark": []byte(plain),
			"UTF-16 LE":            encode16(plain, binary.LittleEndian, 0xff, 0xfe),
			"UTF-16 BE":            encode16(plain, binary.BigEndian, 0xfe, 0xff),
			"LF":                   []byte(strings.ReplaceAll(plain, "\r\n", "\n")),
			"CR":                   []byte(strings.ReplaceAll(plain, "\r\n", "\r")),
			"no last line end":     []byte(strings.TrimRight(plain, "\r\n")),
			"semicolons":           separated(rows, ';'),
			"tabs":                 separated(rows, '\t'),
			"Excel's sep=":         append([]byte("sep=;\r\n"), separated(rows, ';')...),
			"Unicode text":         encode16(string(separated(rows, '\t')), binary.LittleEndian, 0xff, 0xfe),
		} {
			if got := read(t, data); !reflect.DeepEqual(got, want) {
				t.Errorf("%s as %s is another table", name, way)
			}
		}
	}
}

func separated(rows [][]string, by rune) []byte {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	w.Comma = by
	_ = w.WriteAll(rows)
	return out.Bytes()
}

func encode16(text string, order binary.AppendByteOrder, mark ...byte) []byte {
	for _, unit := range utf16.Encode([]rune(text)) {
		mark = order.AppendUint16(mark, unit)
	}
	return mark
}

func TestWindows1252(t *testing.T) {
	got := read(t, []byte("Surname,Note\r\nConcei\xe7\xe3o,it\x92s \x80 5 \x96 \x9cuvre\r\n"))
	if want := []string{"Conceição", "it’s € 5 – œuvre"}; !slices.Equal(got.Rows[0].Cells, want) {
		t.Errorf("%q", got.Rows[0].Cells)
	}
}

func TestQuotesLinesAndRowNumbers(t *testing.T) {
	got := read(t,
		[]byte("\r\nName,Note\r\n\"O\"\"Brien, Pat\",\"two\r\nlines\"\r\n\r\n,\r\nKuba,5\" tall\r\nOla,\"a\" b\r\n\"\",x\n"))
	want := []intake.Row{
		{Number: 3, Cells: []string{`O"Brien, Pat`, "two\r\nlines"}},
		{Number: 6, Cells: []string{"Kuba", `5" tall`}}, // rows 4 and 5 are blank, and the spreadsheet counts them
		{Number: 7, Cells: []string{"Ola", "a b"}},
		{Number: 8, Cells: []string{"", "x"}},
	}
	if !reflect.DeepEqual(got.Rows, want) {
		t.Errorf("%+v", got.Rows)
	}
}

func TestShortAndLongRowsAreKeptAsTheyAre(t *testing.T) {
	got := read(t, []byte("a,b,c,,\n1,2\n1,2,3,4\n1,2,3,,\n"))
	if !slices.Equal(got.Headers, []string{"a", "b", "c"}) || len(got.Rows[0].Cells) != 2 ||
		len(got.Rows[1].Cells) != 4 ||
		len(got.Rows[2].Cells) != 3 {
		t.Errorf("%+v", got)
	}
}

func TestTheSeparatorIsWhatMakesColumns(t *testing.T) {
	for text, want := range map[string]int{
		"Name;Address;Class\nNowak, Kuba;1, The Lane;Oak\nNowak, Ola;1, The Lane;Oak\n": 3,
		"\"Name, full\",Class\n\"a;b;c;d\",Oak\n":                                       2,
		"Name\tRoles\nKuba\toffice;dsl;senco;head\nOla\ta,b,c\n":                        2,
		"Name\nKuba\n": 1,
	} {
		if got := read(t, []byte(text)); len(got.Headers) != want {
			t.Errorf("%q has %d columns: %q", text, len(got.Headers), got.Headers)
		}
	}
}

func TestWhatIsNoTableIsRefusedWithAReason(t *testing.T) {
	for name, c := range map[string]struct{ data, key string }{
		"nothing":         {"", "intake.sheet.empty"},
		"blank":           {"\ufeff \r\n\r\n", "intake.sheet.empty"},
		"only separators": {",,,\n,,,\n", "intake.sheet.empty"},
		"only headers":    {"UPN,Surname\r\n\r\n", "intake.sheet.only_headers"},
		"xlsx renamed":    {"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00", "intake.sheet.workbook"},
		"xls renamed":     {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00", "intake.sheet.workbook"},
		"PDF":             {"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "intake.sheet.pdf"},
		"a web page":      {"\r\n<HTML><table><tr><td>UPN", "intake.sheet.web_page"},
		"NUL bytes":       {"UPN,Surname\nP88\x00,Brown\n", "intake.sheet.not_text"},
		"UTF-16 without mark": {string(encode16("UPN,Surname\nP,Brown\n", binary.LittleEndian)),
			"intake.sheet.not_text"},
		"bytes of nothing":    {"a,b\n\x81\x8d,c\n", "intake.sheet.damaged"},
		"broken UTF-8":        {"\ufeffa,b\nConcei\xe7\xe3o,c\n", "intake.sheet.damaged"},
		"half a UTF-16":       {"\xff\xfea\x00,", "intake.sheet.damaged"},
		"half a pair":         {"\xff\xfea\x00\n\x00\x00\xd8", "intake.sheet.damaged"},
		"two headers":         {"UPN,Email,email\n1,2,3\n", "intake.sheet.header_twice"},
		"a column of no name": {"UPN,,Class\n1,2,3\n", "intake.sheet.header_empty"},
		"a quote without end": {"UPN,Class\n1,2\n\"3,4\n5,6\n", "intake.sheet.quote_open"},
		"very many columns":   {strings.Repeat("a,", 3000) + "\n1\n", "intake.sheet.too_wide"},
		"too many columns":    {wide(301), "intake.sheet.too_wide"},
		"too many rows":       {"a,b\n" + strings.Repeat("1,2\n", sheet.MaxRows+1), "intake.sheet.too_long"},
	} {
		_, err := sheet.Read([]byte(c.data))
		var f *fault.Fault
		if !errors.As(err, &f) || f.Kind != fault.Invalid || f.Say.Key != c.key {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, err := sheet.Read(make([]byte, sheet.MaxBytes+1))
	if !fault.Is(err, fault.Invalid) {
		t.Errorf("too large: %v", err)
	}
}

func wide(columns int) string {
	names := make([]string, columns)
	for i := range names {
		names[i] = "c" + strings.Repeat("x", i)
	}
	return strings.Join(names, ",") + "\n1\n"
}

func TestTheFaultNamesThePlace(t *testing.T) {
	for text, want := range map[string]any{"UPN,Class\n1,2\n\"3,4\n": 3, "a,b,\nc,d,x\n": nil, "a,,c\n1,2,3\n": "B"} {
		_, err := sheet.Read([]byte(text))
		var f *fault.Fault
		if want == nil {
			if err != nil {
				t.Errorf("%q: %v", text, err)
			}
			continue
		}
		if !errors.As(err, &f) || (f.Say.Args["Row"] != want && f.Say.Args["Column"] != want) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{"a,b\n1,2\n", "a;b\r\n\"1\"\"\";2", "\xff\xfea\x00", "sep=;\na;b", "\"",
		"a\tb\rc\td", "\ufeffä,b\n\xe7,\n"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		table, err := sheet.Read(data)
		if err != nil {
			if !fault.Is(err, fault.Invalid) {
				t.Fatalf("not a fault for people: %v", err)
			}
			return
		}
		last := 0
		for _, row := range table.Rows {
			if row.Number <= last || len(row.Cells) == 0 {
				t.Fatalf("row %d after row %d", row.Number, last)
			}
			last = row.Number
			for _, cell := range row.Cells {
				if !utf8.ValidString(cell) || strings.ContainsRune(cell, 0) {
					t.Fatalf("row %d has %q", row.Number, cell)
				}
			}
		}
		if len(table.Headers) == 0 || len(table.Rows) == 0 {
			t.Fatal("a table without headers or rows")
		}
	})
}
