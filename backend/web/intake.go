package web

import (
	"bytes"
	"context"
	"time"

	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/intake"
	"lollipop/backend/people"
)

// ImportPreview is what an import would do, or did.
type ImportPreview struct {
	ID        string            `json:"id"`
	Kind      string            `json:"kind" enum:"pupils,staff"`
	State     string            `json:"state" enum:"read,applied,undone"`
	Name      string            `json:"name" doc:"The file's"`
	At        time.Time         `json:"at"`
	AppliedAt *time.Time        `json:"applied_at,omitempty"`
	UndoneAt  *time.Time        `json:"undone_at,omitempty"`
	Counts    ImportCounts      `json:"counts"`
	Headers   []string          `json:"headers"`
	Mapping   map[string]string `json:"mapping" doc:"Field to header"`
	Fields    []ImportField     `json:"fields" doc:"What the kind of file can hold"`
	// The rest is empty once it is applied: the file is not kept.
	Seen      string           `json:"seen,omitempty"`
	Missing   []string         `json:"missing"`
	Rows      int              `json:"rows"`
	People    int              `json:"people"`
	Contacts  int              `json:"contacts"`
	New       []ImportPerson   `json:"new" doc:"The first of them"`
	NewAll    int              `json:"new_all" doc:"How many there are"`
	Changed   []ImportChange   `json:"changed" doc:"The first of them"`
	ChangeAll int              `json:"changed_all" doc:"How many there are"`
	Leaving   []ImportPerson   `json:"leaving"`
	Unchanged int              `json:"unchanged"`
	Same      []string         `json:"same" doc:"Names that several records of adults carry"`
	Disagree  []ImportDisagree `json:"disagree"`
	Problems  []ImportProblem  `json:"problems"`
	More      int              `json:"more_problems" doc:"Problems beyond those listed"`
	GoodOnly  bool             `json:"needs_good_rows_only" doc:"Something cannot be taken: the person has to agree to take the rest"`
}

// ImportCounts are how many records an applied import touched.
type ImportCounts struct {
	New       int `json:"new"`
	Changed   int `json:"changed"`
	Left      int `json:"left"`
	Unchanged int `json:"unchanged"`
	Problems  int `json:"problems"`
}

// ImportField is one column that a kind of file can have.
type ImportField struct {
	Field    string `json:"field"`
	Required bool   `json:"required"`
}

// ImportPerson is a pupil or a member of staff in a plan.
type ImportPerson struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Class string `json:"class,omitempty"`
	Year  string `json:"year,omitempty"`
	Row   int    `json:"row,omitempty"`
}

// ImportChange is one record that the file would change.
type ImportChange struct {
	What   string              `json:"what"`
	Name   string              `json:"name"`
	Of     string              `json:"of,omitempty"`
	Row    int                 `json:"row,omitempty"`
	Fields []ImportFieldChange `json:"fields"`
}

// ImportFieldChange is a field as it stands and as the file has it.
type ImportFieldChange struct {
	Field string `json:"field"`
	Old   string `json:"old"`
	New   string `json:"new"`
}

// ImportDisagree is a contact whose marks the office corrected and the file would give otherwise.
type ImportDisagree struct {
	Name string `json:"name"`
	Of   string `json:"of"`
	Row  int    `json:"row,omitempty"`
}

// ImportProblem is one thing in the file to look at: where, what stands there, and what is wrong with it.
type ImportProblem struct {
	Row    int    `json:"row"`
	Field  string `json:"field"`
	Header string `json:"header"`
	Value  string `json:"value"`
	Weight string `json:"weight" enum:"stops,left_out,asks,notes"`
	Title  string `json:"title"`
}

// Imports are the school's imports, newest first.
type Imports struct {
	Items []ImportPreview `json:"items"`
}

type fileIn struct {
	Name    string `query:"name" maxLength:"200" doc:"The file's name, as the person's machine calls it"`
	RawBody []byte `contentType:"application/octet-stream"`
}

func (s *Server) importPupils(ctx context.Context, in *fileIn) (ImportPreview, error) {
	return s.preview(ctx, in, s.Intake.PreviewPupils)
}

func (s *Server) importStaff(ctx context.Context, in *fileIn) (ImportPreview, error) {
	return s.preview(ctx, in, s.Intake.PreviewStaff)
}

func (s *Server) preview(ctx context.Context, in *fileIn,
	verb func(context.Context, people.Who, event.Act, string, intake.Table) (intake.Preview, error)) (ImportPreview, error) {
	k := of(ctx)
	table, err := s.ReadSheet(bytes.Clone(in.RawBody)) // the body's buffer is fasthttp's, and used again
	if err != nil {
		return ImportPreview{}, err
	}
	seen, err := verb(ctx, k.who, k.act, in.Name, table)
	if err != nil {
		return ImportPreview{}, err
	}
	return s.previewOf(ctx, seen), nil
}

func (s *Server) previewOf(ctx context.Context, p intake.Preview) ImportPreview {
	lang, plan := of(ctx).lang.Tag, p.Plan
	out := importOf(p.Import)
	out.Headers = append(out.Headers, p.Import.Table.Headers...)
	for field, header := range p.Import.Mapping {
		out.Mapping[string(field)] = header
	}
	for _, column := range intake.Columns(p.Import.Kind) {
		out.Fields = append(out.Fields, ImportField{Field: string(column.Field), Required: column.Required})
	}
	out.Seen, out.Rows, out.People, out.Contacts, out.Unchanged = plan.Seen, plan.Rows, plan.People, plan.Contacts, plan.Unchanged
	out.Missing, out.More, out.GoodOnly = append(out.Missing, texts(plan.Missing)...), plan.MoreProblems, plan.NeedsGoodRowsOnly
	out.NewAll, out.ChangeAll = len(plan.New), len(plan.Changed)
	for _, n := range plan.New[:min(listed, len(plan.New))] {
		out.New = append(out.New, somebody(n))
	}
	for _, n := range plan.Leaving {
		out.Leaving = append(out.Leaving, somebody(n))
	}
	for _, c := range plan.Changed[:min(listed, len(plan.Changed))] {
		line := ImportChange{What: string(c.What), Name: c.Name, Of: c.Of, Row: c.Row, Fields: []ImportFieldChange{}}
		for _, f := range c.Fields {
			line.Fields = append(line.Fields, ImportFieldChange{Field: string(f.Field), Old: f.Old, New: f.New})
		}
		out.Changed = append(out.Changed, line)
	}
	for _, same := range plan.SamePerson {
		out.Same = append(out.Same, same.Name)
	}
	for _, d := range plan.Disagree {
		out.Disagree = append(out.Disagree, ImportDisagree{Name: d.Name, Of: d.Of, Row: d.Row})
	}
	for _, problem := range plan.Problems {
		out.Problems = append(out.Problems, ImportProblem{Row: problem.Row, Field: string(problem.Field), Header: problem.Header,
			Value: problem.Value, Weight: string(problem.Weight), Title: s.Languages.Say(lang, s.withTerms(ctx, problem.Why))})
	}
	return out
}

// listed is how many new and changed records a preview names: a school's worth, and no more than a screen can hold.
const listed = 1000

func importOf(i intake.Import) ImportPreview {
	out := ImportPreview{ID: string(i.ID), Kind: string(i.Kind), State: string(i.State), Name: i.Name, At: i.At,
		Counts:  ImportCounts(i.Counts),
		Headers: []string{}, Mapping: map[string]string{}, Fields: []ImportField{}, Missing: []string{}, New: []ImportPerson{},
		Changed: []ImportChange{}, Leaving: []ImportPerson{}, Same: []string{}, Disagree: []ImportDisagree{}, Problems: []ImportProblem{}}
	if !i.AppliedAt.IsZero() {
		out.AppliedAt = &i.AppliedAt
	}
	if !i.UndoneAt.IsZero() {
		out.UndoneAt = &i.UndoneAt
	}
	return out
}

func somebody(n intake.Somebody) ImportPerson {
	return ImportPerson{ID: string(n.Person), Name: n.Name, Class: n.Class, Year: string(n.Year), Row: n.Row}
}

func (s *Server) imports(ctx context.Context, _ *nothing) (Imports, error) {
	list, err := s.Intake.ImportList(ctx, of(ctx).who)
	if err != nil {
		return Imports{}, err
	}
	answer := Imports{Items: make([]ImportPreview, 0, len(list))}
	for _, i := range list {
		answer.Items = append(answer.Items, importOf(i))
	}
	return answer, nil
}

func (s *Server) oneImport(ctx context.Context, in *one) (ImportPreview, error) {
	wanted, err := thing[id.Import](in.ID)
	if err != nil {
		return ImportPreview{}, err
	}
	seen, err := s.Intake.Preview(ctx, of(ctx).who, wanted)
	if err != nil {
		return ImportPreview{}, err
	}
	return s.previewOf(ctx, seen), nil
}

// Mapping says which header holds which field.
type Mapping struct {
	Columns map[string]string `json:"columns" doc:"Field to header; a field that is absent has no column"`
}

func (s *Server) setMapping(ctx context.Context, in *bodyOn[Mapping]) (ImportPreview, error) {
	k := of(ctx)
	mapping := intake.Mapping{}
	for field, header := range in.Body.Columns {
		mapping[intake.Field(field)] = header
	}
	seen, err := s.Intake.SetMapping(ctx, k.who, k.act, id.Import(in.ID), mapping)
	if err != nil {
		return ImportPreview{}, err
	}
	return s.previewOf(ctx, seen), nil
}

// Agreement is what a person agrees to when an import is applied.
type Agreement struct {
	GoodRowsOnly bool     `json:"good_rows_only"`
	Leavers      []string `json:"leavers" maxItems:"5000" doc:"Those of the leaving who have indeed left"`
	Seen         string   `json:"seen,omitempty" doc:"The preview that the person looked at"`
}

func (s *Server) applyImport(ctx context.Context, in *bodyOn[Agreement]) (ImportPreview, error) {
	k, b := of(ctx), in.Body
	agreed := intake.Agreement{GoodRowsOnly: b.GoodRowsOnly, Seen: b.Seen}
	for _, leaver := range b.Leavers {
		agreed.Leavers = append(agreed.Leavers, id.Person(leaver))
	}
	done, err := s.Intake.Apply(ctx, k.who, k.act, id.Import(in.ID), agreed)
	if err != nil {
		return ImportPreview{}, err
	}
	return importOf(done), nil
}

func (s *Server) undoImport(ctx context.Context, in *bodyOn[nothingMore]) (ImportPreview, error) {
	k := of(ctx)
	done, err := s.Intake.Undo(ctx, k.who, k.act, id.Import(in.ID))
	if err != nil {
		return ImportPreview{}, err
	}
	return importOf(done), nil
}
