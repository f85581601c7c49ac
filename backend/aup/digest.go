package aup

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
)

// VersionID is the digest by which a version is known: SHA-256, in hexadecimal, of the JSON array [document, title,
// intro, [[key, symbol, text], …]] without spaces. Anybody who has the text can work it out again.
func VersionID(document Document, text Text) string {
	statements := make([][3]string, len(text.Statements))
	for i, s := range text.Statements {
		statements[i] = [3]string{s.Key, s.Symbol, s.Text}
	}
	return digest([]any{document, text.Title, text.Intro, statements})
}

// EditionID is the digest of what somebody read: of the JSON array [version, language, status, title, intro,
// statements], each sentence being [key, text, language, status].
func EditionID(e Edition) string {
	line := func(l Line) [4]string { return [4]string{l.Key, l.Text, l.Language, string(l.Status)} }
	statements := make([][4]string, len(e.Statements))
	for i, s := range e.Statements {
		statements[i] = line(s)
	}
	return digest([]any{e.Version, e.Language, e.Status, line(e.Title), line(e.Intro), statements})
}

// digest is of a value's JSON as other languages write it: < and & as they are.
func digest(value any) string {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil { // text alone: cannot happen
		panic("aup: " + err.Error())
	}
	sum := sha256.Sum256(bytes.TrimSuffix(out.Bytes(), []byte("\n")))
	return hex.EncodeToString(sum[:])
}

// IsDigest reports whether text can be the ID of a version or an edition.
func IsDigest(text string) bool {
	raw, err := hex.DecodeString(text)
	return err == nil && len(raw) == sha256.Size && hex.EncodeToString(raw) == text
}
