package web

import (
	"encoding/json"
	"mime"
	"net/http"
	"strings"
	"testing"

	"lollipop/backend/id"
)

// A picture as small as one can be, and what a browser makes of it: nothing on any route takes it but the two that read
// spreadsheets, and those say that it is none.
const (
	aPNG = "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89" +
		"\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\xa7\x35\x81\x84\x00\x00\x00\x00IEND\xaeB`\x82"
	asAddress = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4//8/AAX+Av4="
	asParts   = "--x\r\nContent-Disposition: form-data; name=\"story\"\r\n\r\nThey write.\r\n--x\r\nContent-Disposition: form-data; " +
		"name=\"file\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n" + aPNG + "\r\n--x--\r\n"
)

// fileBodies are bodies with a file in them, by the kind that is said of them.
var fileBodies = map[string]struct{ kind, body string }{
	"a form with a file":           {"multipart/form-data; boundary=x", asParts},
	"a form with a file, as JSON":  {"application/json", asParts},
	"parts of another kind":        {"multipart/mixed; boundary=x", asParts},
	"JSON in parts":                {"multipart/related; boundary=x; type=\"application/json\"", asParts},
	"a form with an address":       {"application/x-www-form-urlencoded", "story=They&file=" + asAddress},
	"a form with an address, JSON": {"application/json", "story=They&file=" + asAddress},
	"bytes":                        {"application/octet-stream", aPNG},
	"a picture":                    {"image/png", aPNG},
	"a picture of lines":           {"image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg'/>"},
	"a sound":                      {"audio/webm", "\x1aE\xdf\xa3" + strings.Repeat("a", 100)},
	"a film":                       {"video/mp4", "\x00\x00\x00\x18ftypmp42" + strings.Repeat("a", 100)},
	"a document":                   {"application/pdf", "%PDF-1.7\n" + strings.Repeat("a", 100)},
	"an archive":                   {"application/zip", "PK\x03\x04" + strings.Repeat("a", 100)},
	"a picture, as JSON":           {"application/json", aPNG},
	"an address alone, as JSON":    {"application/json", `"` + asAddress + `"`},
	"JSON behind a picture":        {"application/json", aPNG + `{"form":"ks2","story":"a"}`},
	"JSON in lines":                {"application/x-ndjson", "{}\n{}"},
	"JSON that is patched":         {"application/json-patch+json", `[{"op":"add","path":"/file","value":"` + asAddress + `"}]`},
	"JSON in binary":               {"application/cbor", "\xa1\x64file\x43abc"},
}

// filled is how somebody may write that address.
var addresses = map[string]string{
	"an address":             asAddress,
	"an address among words": "Look: " + asAddress + " there.",
	"in capitals":            strings.ToUpper(asAddress[:22]) + asAddress[22:],
	"a document":             strings.Replace(asAddress, "image/png", "application/pdf", 1),
	"a sound with a codec":   strings.Replace(asAddress, "image/png", "audio/webm;codecs=opus", 1),
	"without base64":         "data:image/svg+xml,%3Csvg%20xmlns='http://www.w3.org/2000/svg'%20width='9'%20height='9'/%3E%20%20%20",
}

// No route of the API takes a file: as a body of any kind, as a field of the form, or as the text of one. What was sent is
// not kept, and nothing else is.
func TestNoFileGetsInOnAnyRoute(t *testing.T) {
	h := newHouse(t)
	uploads := []string{}
	h.onEveryChange(t, func(name string, r Route, good ask) {
		if r.Upload {
			uploads = append(uploads, r.Path)
			return
		}
		refused := func(what string, a ask, words bool) {
			t.Helper()
			got := h.do(a)
			if got.status < 400 || got.status >= 500 || got.problem(t).Title == "" {
				t.Errorf("%s, %s: %.400s", name, what, got.print())
			}
			if words && got.problem(t).Title != h.server.say("en", "concern.only_words") {
				t.Errorf("%s, %s is refused for something else: %.400s", name, what, got.body)
			}
		}
		for what, body := range fileBodies {
			a := good
			a.header, a.body = good.header.Clone(), body.body
			a.header.Set("Content-Type", body.kind)
			refused(what, a, false)
		}
		for what, text := range addresses {
			a := good
			if a.body = filled(good.body, text); a.body == good.body {
				a.body = `{"words":"` + text + `"}`
			}
			refused(what, a, true)
			a.body = strings.NewReplacer("data:", `\u0064\u0061ta:`, ";base64", `;\u0062ase64`, "DATA:", `\u0044ATA:`).Replace(a.body)
			refused(what+", escaped", a, true)
		}
		for _, more := range []string{`"file":"a"`, `"files":["a"]`, `"attachments":[{"name":"a.png","data":[137,80,78,71]}]`,
			`"story":{"file":"a"}`, `"image":null`} {
			a := good
			a.body = strings.Replace(strings.TrimSpace(good.body), "{", "{"+more+",", 1)
			a.body = strings.Replace(a.body, ",}", "}", 1)
			if !json.Valid([]byte(a.body)) {
				t.Fatalf("%s: %s", name, a.body)
			}
			refused(more, a, false)
		}
	})
	for _, path := range uploads { // the tricks are tried twice where one changed something
		if path != "/api/imports/pupils" && path != "/api/imports/staff" {
			t.Errorf("%s takes a file: who has said so?", path)
		}
	}
	if len(uploads) < 2 {
		t.Errorf("files are taken by %v alone", uploads)
	}
}

// Nothing that was uploaded can be joined to a concern, whatever it is called.
func TestNothingUploadedIsJoinedToAConcern(t *testing.T) {
	h := newHouse(t)
	of := aConcern(h, h.here)
	for what, other := range map[string]string{"an import": anImport(h, h.here)["id"], "an applied import": anAppliedImport(h, h.here)["id"],
		"a child": string(h.here.pupils[0].ID), "nothing": string(id.New[id.Confiscation]()), "a name of a file": "a.png",
		"an address": "https://evil.test/a.png", "another concern": aConcern(h, h.here)["id"],
		"the other school's device": aConfiscation(h, h.there)["id"]} {
		got := h.reads(h.here, "dsl", http.MethodPost, "/api/concerns/"+of["id"]+"/device", `{"confiscation":"`+other+`"}`)
		if got.status != http.StatusNotFound {
			t.Errorf("%s: %s", what, got.print())
		}
	}
	if got := into[OpenedConcern](t, h.reads(h.here, "dsl", http.MethodGet, "/api/concerns/"+of["id"], "")); got.Confiscation != "" {
		t.Errorf("it is joined to %s", got.Confiscation)
	}
}

// A device that the school keeps is: the hold stands from then on, and the safeguarding team alone sets it so.
func TestADeviceThatIsJoinedIsHeld(t *testing.T) {
	for _, which := range []string{"AR", "BG"} {
		h := newHouse(t)
		p := map[string]*place{"AR": h.here, "BG": h.there}[which]
		of := aConcernAndADevice(h, p)
		at := "/api/concerns/" + of["id"]
		into[OpenedConcern](t, h.reads(p, "dsl", http.MethodPost, at+"/hand", `{"to":"`+string(p.staff["ofc"].ID)+`"}`))
		joins := `{"confiscation":"` + of["device"] + `"}`
		if got := h.reads(p, "ofc", http.MethodPost, at+"/device", joins); got.status != http.StatusNotFound {
			t.Errorf("%s: the office sets a hold: %s", which, got.print())
		}
		opened := into[OpenedConcern](t, h.reads(p, "dsl", http.MethodPost, at+"/device", joins))
		if opened.Confiscation != of["device"] || opened.Pupil == nil || opened.Pupil.Name == "" {
			t.Errorf("%s: %+v", which, opened)
		}
		if kept := into[OpenedConfiscation](t, h.reads(p, "dsl", http.MethodGet, "/api/confiscations/"+of["device"], "")); !kept.Held ||
			!kept.Secret {
			t.Errorf("%s: it is not held: %+v", which, kept)
		}
		into[OpenedConcern](t, h.reads(p, "ofc", http.MethodPost, at+"/device", joins)) // it stands already
	}
}

// FuzzKinds sends any body under any name to any route that takes JSON: unless it is said to be JSON nobody reads it.
func FuzzKinds(f *testing.F) {
	h := newHouse(f)
	routes := h.changing()
	for i, body := range []string{"{}", aPNG, asParts, `{"form":"ks2","story":"a"}`} {
		for what := range fileBodies {
			for n := range routes {
				if (n+i)%7 == 0 {
					f.Add(uint8(n), fileBodies[what].kind, body)
				}
			}
		}
	}
	f.Add(uint8(0), "application/json;", "{}")
	f.Add(uint8(0), "application/json;charset=utf-8;charset=utf-8", "{}")
	f.Fuzz(func(t *testing.T, n uint8, kind, body string) {
		if len(body) >= formLimit || len(kind) > 3000 || strings.ContainsFunc(kind, func(r rune) bool { return r < ' ' || r == 0x7f }) {
			return // no client can send it so
		}
		a := request(routes[int(n)%len(routes)], things{})
		a.session, a.body = h.here.session["hd"], body
		a.header.Set("Content-Type", kind)
		h.survives(t, a)
		if said, _, err := mime.ParseMediaType(kind); err != nil || said != "application/json" {
			if got, err := h.try(a); err != nil || got.status < 400 {
				t.Errorf("%s %s takes %q: %v %s", a.method, a.path, kind, err, got.print())
			}
		}
	})
}
