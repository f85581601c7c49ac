package school

import (
	"embed"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"sync"

	"lollipop/backend/clause"
	"lollipop/backend/fault"
	"lollipop/backend/phrase"
)

// presets holds a folder for each policy text (policy.json: its switches; clauses.json: the index of its sentences;
// text.json: its faults and the guidance it cites), the guidance that came after (guidance.json) and the county's
// calendar. A third school is a third folder.
//
//go:embed presets
var presets embed.FS

// text is what a preset says apart from its switches.
type text struct {
	name     PresetName
	sections []Section
	clauses  []clause.Clause
	byKey    map[clause.Key][]clause.Clause
	byID     map[string]clause.Clause
	faults   []textFault
	cites    []citation
	follows  []Name
}

// Section is a numbered section of a policy's text, its title the school's own words.
type Section struct {
	Section string `json:"section"`
	Title   string `json:"title"`
}

// library is every preset, read once.
type library struct {
	names []string
	texts map[PresetName]*text
	// raw are the switches as they stand in the file, which has been read once without a mistake.
	raw map[PresetName][]byte
}

var readLibrary = sync.OnceValues(func() (*library, error) { return loadLibrary(presets, "presets") })

// Presets are the names of the policies that a school can begin with, in alphabetical order.
func Presets() []string {
	lib, err := readLibrary()
	if err != nil {
		return nil
	}
	return slices.Clone(lib.names)
}

// Preset returns the policy of that name. An unknown name is a fault NotFound; a preset that cannot be read is a fault
// Invalid whose Field names the file and the place in it.
func Preset(name string) (Policy, error) {
	lib, err := readLibrary()
	if err != nil {
		return Policy{}, err
	}
	raw, ok := lib.raw[PresetName(name)]
	if !ok {
		return Policy{}, fault.New(fault.NotFound, "school.preset.unknown", phrase.Args{"Name": name})
	}
	return lib.policy(name, raw) // read afresh: a caller may change its lists
}

// Decode reads a policy as json.Marshal wrote it: every switch is there, once, with a value that we know, and its
// preset exists. It is how a school's own version comes back from the store. Anything else is a fault Invalid with the
// place.
func Decode(raw []byte) (Policy, error) {
	lib, err := readLibrary()
	if err != nil {
		return Policy{}, err
	}
	return lib.policy("", raw)
}

// Clauses are the school's own sentences under that key, in the order of the text; none when the text has none. The
// school's name in them is still the placeholder {{.School}}: see School.Quote.
func (p Policy) Clauses(key clause.Key) []clause.Clause {
	if p.text == nil {
		return nil
	}
	return slices.Clone(p.text.byKey[key])
}

// Index is every sentence of the school's policy in the order of its text.
func (p Policy) Index() []clause.Clause {
	if p.text == nil {
		return nil
	}
	return slices.Clone(p.text.clauses)
}

// Sections are the numbered sections of the text in their order.
func (p Policy) Sections() []Section {
	if p.text == nil {
		return nil
	}
	return slices.Clone(p.text.sections)
}

// Quote is the sentence with the school's name in it. Words in square brackets stand where the text names a person.
func (s School) Quote(c clause.Clause) string {
	return strings.ReplaceAll(c.Sentence, "{{.School}}", s.Name)
}

func loadLibrary(files fs.FS, root string) (*library, error) {
	lib := &library{texts: map[PresetName]*text{}, raw: map[PresetName][]byte{}}
	entries, err := fs.ReadDir(files, root)
	if err != nil {
		return nil, fault.New(fault.Invalid, "school.decode.missing_file", phrase.Args{"Place": root}).In(root).Because(err)
	}
	for _, entry := range entries {
		if !entry.IsDir() {
			continue
		}
		name := PresetName(entry.Name())
		t, err := loadText(files, root, name)
		if err != nil {
			return nil, err
		}
		lib.names = append(lib.names, entry.Name())
		lib.texts[name] = t
		raw, err := readFile(files, root, entry.Name()+"/policy.json")
		if err != nil {
			return nil, err
		}
		p, err := lib.policy(entry.Name()+"/policy.json", raw)
		if err == nil && p.Preset != name {
			d := &decoder{place: entry.Name() + "/policy.json"}
			d.wrong("preset", "unknown_value", phrase.Args{"Value": string(p.Preset)})
			err = d.err()
		}
		if err != nil {
			return nil, err
		}
		lib.raw[name] = raw
	}
	return lib, nil
}

func readFile(files fs.FS, root, name string) ([]byte, error) {
	raw, err := fs.ReadFile(files, root+"/"+name)
	if err != nil {
		return nil, fault.New(fault.Invalid, "school.decode.missing_file", phrase.Args{"Place": name}).In(name).Because(err)
	}
	return raw, nil
}

// policy reads the switches, holds them against each other and gives them the text of their preset.
func (lib *library) policy(place string, raw []byte) (Policy, error) {
	var p Policy
	if err := decode(place, raw, &p); err != nil {
		return Policy{}, err
	}
	d := &decoder{place: place}
	if p.text = lib.texts[p.Preset]; p.text == nil {
		d.wrong("preset", "unknown_value", phrase.Args{"Value": string(p.Preset)})
	}
	p.agree(d)
	if err := d.err(); err != nil {
		return Policy{}, err
	}
	return p, nil
}

// longestGrace is a school year: a signature of an older text that counts for longer is no signature of this one.
const longestGrace = 366

// longestUnread is a school day's minutes: what may be unread for longer reaches nobody the day that it was told.
const longestUnread = 390

// agree finds switches that contradict each other: each is of a known value, but no school could live by them.
func (p Policy) agree(d *decoder) {
	need := func(path string, there bool) {
		if !there {
			d.wrong(path, "contradicts", phrase.Args{})
		}
	}
	need("version", p.Version >= 1)
	need("safeguarding_team", slices.Contains(p.SafeguardingTeam, RoleDSL))
	need("risks", len(p.Risks) > 0)
	need("review.ratified", p.Review.Written <= p.Review.Ratified)
	need("review.next", p.Review.Ratified < p.Review.Next)
	need("aup.grace_days", p.AUP.GraceDays >= 0 && p.AUP.GraceDays <= longestGrace)
	need("phones.kinds", len(p.Phones.Kinds) > 0)
	need("phones.grounds", len(p.Phones.Grounds) > 0)
	for i, ground := range p.Phones.HoldGrounds {
		need("phones.hold_grounds."+strconv.Itoa(i), slices.Contains(p.Phones.Grounds, ground))
	}
	need("notices.quiet_until", p.Notices.QuietFrom != p.Notices.QuietUntil) // all day, or never?
	need("concerns.read_within", p.Concerns.ReadWithin >= 1 && p.Concerns.ReadWithin <= longestUnread)
	need("concerns.next_after", p.Concerns.NextAfter >= 1 && p.Concerns.NextAfter <= longestUnread)
	need("incidents.welfare_to", len(p.Incidents.WelfareTo) > 0)
	need("incidents.unsure_by", len(p.Incidents.UnsureBy) > 0)
}

// loadText reads a preset's index, faults and citations; every id in them is one of the index, and no id stands twice.
func loadText(files fs.FS, root string, name PresetName) (*text, error) {
	var index struct {
		Sections []Section       `json:"sections"`
		Clauses  []clause.Clause `json:"clauses"`
	}
	var said struct {
		Cites   []citation  `json:"cites"`
		Follows []Name      `json:"follows"`
		Faults  []textFault `json:"faults"`
	}
	for file, into := range map[string]any{"clauses.json": &index, "text.json": &said} {
		place := string(name) + "/" + file
		raw, err := readFile(files, root, place)
		if err != nil {
			return nil, err
		}
		if err := decode(place, raw, into); err != nil {
			return nil, err
		}
	}
	t := &text{
		name: name, sections: index.Sections, clauses: index.Clauses,
		byKey: map[clause.Key][]clause.Clause{}, byID: map[string]clause.Clause{},
		faults: said.Faults, cites: said.Cites, follows: said.Follows,
	}
	d := &decoder{place: string(name) + "/clauses.json"}
	for i, c := range t.clauses {
		at := "clauses." + strconv.Itoa(i)
		if _, twice := t.byID[c.ID]; twice {
			d.wrong(at+".id", "duplicate", phrase.Args{"Value": c.ID})
		}
		if !slices.ContainsFunc(t.sections, func(s Section) bool { return s.Section == c.Section }) {
			d.wrong(at+".section", "unknown_value", phrase.Args{"Value": c.Section})
		}
		t.byID[c.ID] = c
		t.byKey[c.Key] = append(t.byKey[c.Key], c)
	}
	d2 := &decoder{place: string(name) + "/text.json", faults: d.faults}
	for i, cited := range t.cites {
		t.knows(d2, "cites."+strconv.Itoa(i), cited.Clauses)
	}
	for i, f := range t.faults {
		t.knows(d2, "faults."+strconv.Itoa(i), f.Clauses)
	}
	return t, d2.err()
}

func (t *text) knows(d *decoder, path string, ids []string) {
	for i, id := range ids {
		if _, ok := t.byID[id]; !ok {
			d.wrong(path+".clauses."+strconv.Itoa(i), "unknown_value", phrase.Args{"Value": id})
		}
	}
}
