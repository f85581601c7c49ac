package school

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"lollipop/backend/clause"
	"lollipop/backend/clock"
	"lollipop/backend/fault"
	"lollipop/backend/phrase"
)

// encoding/json takes a key in any case, takes it twice, and says nothing of one that is missing; for a policy each of
// these is a rule that silently is not the school's. So its documents are read by the decoder of this file: every field
// is there, once, spelt as it is, and every value is one that we know.

// maxDepth is deeper than any document of ours.
const maxDepth = 16

// object is a JSON object with its keys in order.
type object struct {
	keys   []string
	values map[string]any
}

// decode reads raw into the struct at into. Every mistake becomes a fault whose Field is place and the path in the
// document ("anthony-roper/policy.json: phones.mode"); the first carries the others as its Parts.
func decode(place string, raw []byte, into any) error {
	d := &decoder{place: place}
	if !utf8.Valid(raw) {
		d.wrong("", "not_json", phrase.Args{})
		return d.err()
	}
	in := json.NewDecoder(bytes.NewReader(raw))
	in.UseNumber()
	tree, err := d.tree(in, "", 0)
	if err == nil {
		if _, end := in.Token(); !errors.Is(end, io.EOF) {
			err = errors.New("text after the document")
		}
	}
	if err != nil {
		d.faults = append(d.faults, d.fault("", "not_json", phrase.Args{}).Because(err))
		return d.err()
	}
	d.fill("", reflect.ValueOf(into).Elem(), tree)
	return d.err()
}

type decoder struct {
	place  string
	faults []*fault.Fault
}

func (d *decoder) fault(path, key string, args phrase.Args) *fault.Fault {
	where := strings.TrimSuffix(d.place+": "+path, ": ")
	if d.place == "" {
		where = path
	}
	args["Place"] = where
	return fault.New(fault.Invalid, "school.decode."+key, args).In(where)
}

func (d *decoder) wrong(path, key string, args phrase.Args) {
	d.faults = append(d.faults, d.fault(path, key, args))
}

func (d *decoder) err() error {
	if len(d.faults) == 0 {
		return nil
	}
	first := d.faults[0]
	first.Parts = d.faults[1:]
	return first
}

// tree reads the next value: an *object, an []any, a string, a json.Number, a bool or nil.
func (d *decoder) tree(in *json.Decoder, path string, depth int) (any, error) {
	token, err := in.Token()
	if err != nil {
		return nil, err
	}
	delim, nested := token.(json.Delim)
	if !nested {
		return token, nil
	}
	if depth == maxDepth {
		return nil, errors.New("nested too deeply")
	}
	if delim == '[' {
		list := []any{}
		for in.More() {
			item, err := d.tree(in, join(path, strconv.Itoa(len(list))), depth+1)
			if err != nil {
				return nil, err
			}
			list = append(list, item)
		}
		_, err := in.Token()
		return list, err
	}
	o := &object{values: map[string]any{}}
	for in.More() {
		token, err := in.Token()
		if err != nil {
			return nil, err
		}
		key, _ := token.(string) // the decoder gives nothing else here
		value, err := d.tree(in, join(path, key), depth+1)
		if err != nil {
			return nil, err
		}
		if _, twice := o.values[key]; twice {
			d.wrong(join(path, key), "twice", phrase.Args{})
			continue
		}
		o.keys = append(o.keys, key)
		o.values[key] = value
	}
	_, err = in.Token()
	return o, err
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// fill sets v from node.
func (d *decoder) fill(path string, v reflect.Value, node any) {
	switch v.Kind() {
	case reflect.Struct:
		o, ok := node.(*object)
		if !ok {
			d.wrong(path, "wrong_type", phrase.Args{})
			return
		}
		d.fillStruct(path, v, o)
	case reflect.Slice:
		list, ok := node.([]any)
		if !ok {
			d.wrong(path, "wrong_type", phrase.Args{})
			return
		}
		d.fillList(path, v, list)
	case reflect.Bool:
		b, ok := node.(bool)
		if !ok {
			d.wrong(path, "wrong_type", phrase.Args{})
			return
		}
		v.SetBool(b)
	case reflect.Int:
		number, ok := node.(json.Number)
		n, err := strconv.Atoi(string(number))
		if !ok || err != nil {
			d.wrong(path, "wrong_type", phrase.Args{})
			return
		}
		v.SetInt(int64(n))
	case reflect.String:
		text, ok := node.(string)
		if !ok {
			d.wrong(path, "wrong_type", phrase.Args{})
			return
		}
		if !known(v.Type(), text) {
			d.wrong(path, "unknown_value", phrase.Args{"Value": text})
			return
		}
		v.SetString(text)
	default:
		panic("school: no document holds a " + v.Type().String())
	}
}

func (d *decoder) fillStruct(path string, v reflect.Value, o *object) {
	fields := map[string]bool{}
	for i := range v.NumField() {
		name, optional := fieldName(v.Type().Field(i))
		if name == "" {
			continue
		}
		fields[name] = true
		node, there := o.values[name]
		if !there {
			if !optional {
				d.wrong(join(path, name), "missing", phrase.Args{})
			}
			continue
		}
		d.fill(join(path, name), v.Field(i), node)
	}
	for _, key := range o.keys {
		if !fields[key] {
			d.wrong(join(path, key), "unknown_field", phrase.Args{})
		}
	}
}

// fillList fills a list, in which no value stands twice. An empty one is not nil, so that it is written as [] again.
func (d *decoder) fillList(path string, v reflect.Value, list []any) {
	v.Set(reflect.MakeSlice(v.Type(), len(list), len(list)))
	for i, node := range list {
		at := join(path, strconv.Itoa(i))
		d.fill(at, v.Index(i), node)
		if text, ok := node.(string); ok && slices.Contains(list[:i], any(text)) {
			d.wrong(at, "duplicate", phrase.Args{"Value": text})
		}
	}
}

// fieldName is a field's name in documents, and whether it may be left out; "" where the field is not part of them.
func fieldName(f reflect.StructField) (name string, optional bool) {
	name, option, _ := strings.Cut(f.Tag.Get("json"), ",")
	if name == "-" {
		return "", false
	}
	return name, option == "omitempty"
}

// known reports whether text is a value of that type: one of a closed list, a date, a month, a time of day, or any
// words.
func known(t reflect.Type, text string) bool {
	if closed, ok := enums[t]; ok {
		return slices.Contains(closed.values, text)
	}
	switch t {
	case reflect.TypeFor[clock.Date]():
		_, ok := clock.ParseDate(text)
		return ok
	case reflect.TypeFor[Month]():
		_, err := time.Parse("2006-01", text)
		return err == nil && len(text) == len("2006-01")
	case reflect.TypeFor[TimeOfDay]():
		_, _, ok := TimeOfDay(text).clockFace()
		return ok
	case reflect.TypeFor[clause.Key]():
		return strings.Contains(text, ".") && strings.Trim(text, "abcdefghijklmnopqrstuvwxyz0123456789_.") == ""
	}
	return text != "" && strings.TrimSpace(text) == text && !strings.ContainsFunc(text, unicode.IsControl)
}
