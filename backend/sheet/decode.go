package sheet

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"lollipop/backend/fault"
)

// kinds are files that are no text, by how they begin, and what to say of them.
var kinds = []struct {
	begins, say string
}{
	{"PK\x03\x04", "intake.sheet.workbook"},       // .xlsx and .ods are zip archives
	{"\xd0\xcf\x11\xe0", "intake.sheet.workbook"}, // .xls
	{"%PDF", "intake.sheet.pdf"},
	{"{\\rtf", "intake.sheet.not_text"},
	{"<html", "intake.sheet.web_page"}, {"<!doctype", "intake.sheet.web_page"}, {"<table", "intake.sheet.web_page"},
}

// decode brings the bytes of a file to text.
func decode(data []byte) (string, error) {
	if len(bytes.TrimSpace(data)) == 0 {
		return "", fault.New(fault.Invalid, "intake.sheet.empty", nil)
	}
	start := bytes.TrimSpace(data[:min(len(data), 64)])
	for _, kind := range kinds {
		if n := len(kind.begins); len(start) >= n && strings.EqualFold(string(start[:n]), kind.begins) {
			return "", fault.New(fault.Invalid, kind.say, nil)
		}
	}
	text, err := decodeText(data)
	if err != nil {
		return "", err
	}
	if !valid(text) {
		return "", fault.New(fault.Invalid, "intake.sheet.not_text", nil)
	}
	if strings.TrimSpace(text) == "" {
		return "", fault.New(fault.Invalid, "intake.sheet.empty", nil)
	}
	return text, nil
}

// decodeText decides the encoding. A byte order mark is believed; without one, what is right as UTF-8 is UTF-8, and
// anything else is Windows-1252, in which English schools' older systems write.
func decodeText(data []byte) (string, error) {
	damaged := fault.New(fault.Invalid, "intake.sheet.damaged", nil)
	switch {
	case bytes.HasPrefix(data, []byte{0xef, 0xbb, 0xbf}):
		if data = data[3:]; !utf8.Valid(data) {
			return "", damaged
		}
		return string(data), nil
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}):
		return decode16(data[2:], binary.LittleEndian)
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		return decode16(data[2:], binary.BigEndian)
	case utf8.Valid(data):
		return string(data), nil
	}
	var text strings.Builder
	text.Grow(len(data) + len(data)/16)
	for _, b := range data {
		r := rune(b)
		if b >= 0x80 && b < 0xa0 {
			if r = windows1252[b-0x80]; r == 0 {
				return "", damaged
			}
		}
		text.WriteRune(r)
	}
	return text.String(), nil
}

func decode16(data []byte, order binary.ByteOrder) (string, error) {
	damaged := fault.New(fault.Invalid, "intake.sheet.damaged", nil)
	if len(data)%2 != 0 {
		return "", damaged
	}
	var text strings.Builder
	text.Grow(len(data))
	for i := 0; i < len(data); i += 2 {
		r := rune(order.Uint16(data[i:]))
		if utf16.IsSurrogate(r) {
			if i += 2; i >= len(data) {
				return "", damaged
			}
			if r = utf16.DecodeRune(r, rune(order.Uint16(data[i:]))); r == utf8.RuneError {
				return "", damaged
			}
		}
		text.WriteRune(r)
	}
	return text.String(), nil
}

// windows1252 is what the bytes 0x80 to 0x9f mean in Windows-1252, where Latin-1 has control characters; 0 is
// undefined.
var windows1252 = [32]rune{
	0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0,
	0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e,
	0x0178,
}
