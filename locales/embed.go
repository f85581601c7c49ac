// Package locales holds the sentences: languages.json, and a folder for each language with a file for each room. The
// translate hall reads them; the app gets them from there as one catalogue for each language.
package locales

import "embed"

// Files is languages.json and <language>/<room>.json. The golden file is for tests and is not embedded.
//
//go:embed languages.json */*.json
var Files embed.FS

// Receipt is receipt.json: the 256 words of a receipt in every language, and their pictures. They stand in one file, since
// each is one thing with several names. Room concern reads it, and the app.
//
//go:embed receipt.json
var Receipt []byte
