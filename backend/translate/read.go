package translate

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
)

// Entry is one key's sentence in one language.
type Entry struct {
	// Other is the sentence, or the one of the plural form "other".
	Other string
	// Plurals are the sentences by CLDR plural form, zero, one, two, few, many, other, where the catalogue holds
	// several; else nil. Other is always among them.
	Plurals map[string]string
}

// Forms are the sentences by CLDR plural form; a plain one is "other".
func (e Entry) Forms() map[string]string {
	if e.Plurals == nil {
		return map[string]string{"other": e.Other}
	}
	return e.Plurals
}

// forms are the CLDR plural forms.
var forms = []string{"zero", "one", "two", "few", "many", "other"}

var (
	keyForm     = regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$`)
	placeholder = regexp.MustCompile(`\{\{\.([A-Z][A-Za-z0-9]*)\}\}`)
)

// Placeholders returns the names of the placeholders in text, sorted, each once.
func Placeholders(text string) []string {
	if !strings.Contains(text, "{{") {
		return nil
	}
	var names []string
	for _, match := range placeholder.FindAllStringSubmatch(text, -1) {
		names = append(names, match[1])
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func readLanguages(files fs.FS) ([]Language, error) {
	raw, err := fs.ReadFile(files, "languages.json")
	if err != nil {
		return nil, fmt.Errorf("locales: %w", err)
	}
	var languages []Language
	if err := strictly(raw, &languages); err != nil {
		return nil, fmt.Errorf("locales/languages.json: %w", err)
	}
	for i, lang := range languages {
		switch {
		case lang.Tag == "" || lang.Name == "" || lang.Script == "":
			return nil, fmt.Errorf("locales/languages.json: entry %d lacks tag, name or script", i+1)
		case lang.Dir != "ltr" && lang.Dir != "rtl":
			return nil, fmt.Errorf("locales/languages.json: %s: dir is %q", lang.Tag, lang.Dir)
		case lang.Status != "complete" && lang.Status != "draft":
			return nil, fmt.Errorf("locales/languages.json: %s: status is %q", lang.Tag, lang.Status)
		case slices.ContainsFunc(languages[:i], func(l Language) bool { return strings.EqualFold(l.Tag, lang.Tag) }):
			return nil, fmt.Errorf("locales/languages.json: %s twice", lang.Tag)
		}
	}
	return languages, nil
}

// readLanguage reads every file of a language's folder. A key begins with its file's name: custody.json holds
// custody.*.
func readLanguage(files fs.FS, tag string) (map[string]Entry, error) {
	names, err := fs.Glob(files, tag+"/*.json")
	if err != nil || len(names) == 0 {
		return nil, fmt.Errorf("locales/%s: no catalogue", tag)
	}
	all := map[string]Entry{}
	for _, name := range names {
		raw, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, fmt.Errorf("locales: %w", err)
		}
		room := strings.TrimSuffix(path.Base(name), ".json")
		if err := readFile(raw, room, all); err != nil {
			return nil, fmt.Errorf("locales/%s: %w", name, err)
		}
	}
	return all, nil
}

// readFile adds one file's entries. It reads token by token, since a map would swallow a key that stands twice.
func readFile(raw []byte, room string, into map[string]Entry) error {
	d := json.NewDecoder(bytes.NewReader(raw))
	if open, err := d.Token(); err != nil || open != json.Delim('{') {
		return fmt.Errorf("not a JSON object: %w", err)
	}
	last := ""
	for d.More() {
		token, err := d.Token()
		if err != nil {
			return fmt.Errorf("after %q: %w", last, err)
		}
		key, _ := token.(string)
		entry, err := readEntry(d)
		switch {
		case err != nil:
			return fmt.Errorf("%q: %w", key, err)
		case !keyForm.MatchString(key):
			return fmt.Errorf("%q is no key: lower case words with dots between", key)
		case !strings.HasPrefix(key, room+"."):
			return fmt.Errorf("%q belongs in the file of its room", key)
		case key <= last:
			return fmt.Errorf("%q comes after %q: keys are sorted, and stand once", key, last)
		}
		into[key], last = entry, key
	}
	if _, err := d.Token(); err != nil {
		return fmt.Errorf("after %q: %w", last, err)
	}
	return nil
}

func readEntry(d *json.Decoder) (Entry, error) {
	token, err := d.Token()
	if err != nil {
		return Entry{}, err
	}
	if plain, ok := token.(string); ok {
		return Entry{Other: plain}, checkSentence(plain)
	}
	if token != json.Delim('{') {
		return Entry{}, fmt.Errorf("%v is neither a sentence nor one for each plural form", token)
	}
	plurals := map[string]string{}
	for d.More() {
		form, err := d.Token()
		if err != nil {
			return Entry{}, err
		}
		token, err := d.Token()
		if err != nil {
			return Entry{}, err
		}
		sentence, ok := token.(string)
		if name, _ := form.(string); !ok || !slices.Contains(forms, name) || plurals[name] != "" {
			return Entry{}, fmt.Errorf("%v is no plural form with a sentence, or stands twice", form)
		}
		if err := checkSentence(sentence); err != nil {
			return Entry{}, fmt.Errorf("%v: %w", form, err)
		}
		plurals[form.(string)] = sentence
	}
	if _, err := d.Token(); err != nil {
		return Entry{}, err
	}
	if plurals["other"] == "" {
		return Entry{}, fmt.Errorf("no form for %q", "other")
	}
	return Entry{Other: plurals["other"], Plurals: plurals}, nil
}

func checkSentence(sentence string) error {
	if strings.TrimSpace(sentence) != sentence || sentence == "" {
		return fmt.Errorf("empty, or space at an end: %q", sentence)
	}
	braces := func(text string) bool { return strings.Contains(text, "{{") || strings.Contains(text, "}}") }
	if braces(sentence) && braces(placeholder.ReplaceAllString(sentence, "")) {
		return fmt.Errorf("only {{.Name}} may stand in braces: %q", sentence)
	}
	return nil
}

func strictly(raw []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	return d.Decode(into)
}
