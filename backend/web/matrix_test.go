package web

import (
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"lollipop/backend/access"
	"lollipop/backend/custody"
	"lollipop/backend/id"
	"lollipop/backend/intake"
	"lollipop/backend/school"
)

// who may do what. A column is a kind of person: signed out, somebody who left, office, teacher, assistant, SENCO,
// technician, site manager, head, head of school, deputy head, DSL, deputy DSL, online safety lead, governor, chair of
// governors, administrator; then, of one family: a parent, a stepfather without parental responsibility, a father from
// whom contact is barred since he signed in, the child, and a parent of the other school.
//
//	Y  yes
//	?  sign in first
//	.  there is nothing: the same answer, to the byte, as for what does not exist and for what is another school's
//	§  may ask, and the school's policy says no, with its reason
//	L  only with a link that works
//	F  not on a family's device
//
// Two signs: the first for Anthony Roper's policy, the second for Beaver Green's.
const matrix = `
Coming in and going out                  out lft ofc tea ast sen tec sit hd  hos dep dsl dds osl gov chr adm par stf bar pup oth
GET  /api/me                             Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y
GET  /api/links/{token}                  Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y
POST /api/links/{token}                  Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y
POST /api/sign-in                        Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y
POST /api/sign-out                       ?   ?   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   ?   Y   Y
POST /api/sign-out-everywhere            ?   ?   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   ?   Y   Y
POST /api/first-run                      L   L   L   L   L   L   L   L   L   L   L   L   L   L   L   L   L   L   L   L   L   L

How families and children come in        out lft ofc tea ast sen tec sit hd  hos dep dsl dds osl gov chr adm par stf bar pup oth
GET  /api/letters                        ?   ?   Y   .   .   .   .   .   Y   .   .   .   .   .   .   .   Y   .   .   ?   .   .
POST /api/letters                        ?   ?   Y   .   .   .   .   .   Y   .   .   .   .   .   .   .   Y   .   .   ?   .   .
POST /api/adults/{id}/revoke             ?   ?   Y   .   .   .   .   .   Y   .   .   .   .   .   .   .   Y   .   .   ?   .   .
POST /api/letters/look                   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y
POST /api/letters/use                    Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y
POST /api/letters/not-mine               Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y
POST /api/hand-over                      ?   ?   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   Y   Y   ?   .   Y
POST /api/hand-over/use                  Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y
POST /api/class-codes                    ?   ?   Y   Y   Y   .   .   .   Y   Y   Y   .   .   .   .   .   .   .   .   ?   .   .
POST /api/class-codes/look               Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y
POST /api/class-codes/use                Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   F   F   Y   Y   F
GET  /api/family/details                 ?   ?   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   Y   Y   ?   .   Y

The desk                                 out lft ofc tea ast sen tec sit hd  hos dep dsl dds osl gov chr adm par stf bar pup oth
GET  /api/desk                           ?   ?   Y   .   .   .   .   .   Y   Y   Y   .   .   .   .   .   .   .   .   ?   .   .
POST /api/desk/hand-in                   ?   ?   Y§  .   .   .   .   .   Y§  Y§  Y§  .   .   .   .   .   .   .   .   ?   .   .
POST /api/desk/collect                   ?   ?   Y§  .   .   .   .   .   Y§  Y§  Y§  .   .   .   .   .   .   .   .   ?   .   .
POST /api/desk/undo                      ?   ?   Y§  .   .   .   .   .   Y§  Y§  Y§  .   .   .   .   .   .   .   .   ?   .   .
GET  /api/class-check                    ?   ?   Y   Y   Y   Y   .   .   Y   Y   Y   .   .   .   .   .   .   .   .   ?   .   .
POST /api/class-check                    ?   ?   §Y  §Y  §Y  §Y  .   .   §Y  §Y  §Y  .   .   .   .   .   .   .   .   ?   .   .
GET  /api/class                          ?   ?   Y   Y   Y   Y   .   .   Y   Y   Y   Y   Y   Y   .   .   .   .   .   ?   .   .

What the school keeps                    out lft ofc tea ast sen tec sit hd  hos dep dsl dds osl gov chr adm par stf bar pup oth
GET  /api/confiscations                  ?   ?   Y   Y   Y   Y   .   .   Y   Y   Y   Y   Y   Y   .   .   .   .   .   ?   .   .
POST /api/confiscations                  ?   ?   Y   Y   Y   Y   .   .   Y   Y   Y   Y   Y   Y   .   .   .   .   .   ?   .   .
GET  /api/confiscations/{id}             ?   ?   Y   Y   Y   .   .   .   Y   Y   Y   Y   Y   Y.  .   .   .   .   .   ?   .   .
POST /api/confiscations/{id}/contact     ?   ?   Y   .   .   .   .   .   Y   Y   Y   Y   Y   Y.  .   .   .   .   .   ?   .   .
POST /api/confiscations/{id}/tell        ?   ?   Y§  .   .   .   .   .   Y§  Y§  Y§  Y§  Y§  Y.  .   .   .   .   .   ?   .   .
POST /api/confiscations/{id}/hold        ?   ?   .   .   .   .   .   .   .   .   .   Y   Y   Y.  .   .   .   .   .   ?   .   .
POST /api/confiscations/{id}/release     ?   ?   Y   .   .   .   .   .   Y   Y   Y   Y   Y   Y.  .   .   .   .   .   ?   .   .
POST /api/confiscations/{id}/police      ?   ?   Y   .   .   .   .   .   Y   Y   Y   Y   Y   Y.  .   .   .   .   .   ?   .   .
POST /api/confiscations/{id}/search      ?   ?   §   .   .   .   .   .   §Y  §Y  §Y  §   §   §.  .   .   .   .   .   ?   .   .
POST /api/confiscations/{id}/delete      ?   ?   §   .   .   .   .   .   §Y  §Y  §Y  §   §   §.  .   .   .   .   .   ?   .   .

Leave to have or to use a device         out lft ofc tea ast sen tec sit hd  hos dep dsl dds osl gov chr adm par stf bar pup oth
GET  /api/exceptions                     ?   ?   .   .   .   .   .   .   Y   Y   Y   Y   Y   .   .   .   .   .   .   ?   .   .
POST /api/exceptions                     ?   ?   .   .   .   .   .   .   Y   §   §   §   §   .   .   .   .   .   .   ?   .   .
POST /api/exceptions/{id}/end            ?   ?   .   .   .   .   .   .   Y   §   §   §   §   .   .   .   .   .   .   ?   .   .
GET  /api/uses                           ?   ?   Y   Y   Y   Y   .   .   Y   Y   Y   Y   Y   Y   .   .   .   .   .   ?   .   .
POST /api/uses                           ?   ?   Y   Y   Y   Y   .   .   Y   Y   Y   .   .   .   .   .   .   .   .   ?   .   .
POST /api/uses/{id}/approve              ?   ?   .   .   .   .   .   .   Y   Y   Y   .   .   .   .   .   .   .   .   ?   .   .
GET  /api/staff-leave                    ?   ?   .   .   .   .   .   .   Y   Y   Y   .   .   .   .   .   .   .   .   ?   .   .
POST /api/staff-leave                    ?   ?   .   .   .   .   .   .   Y   §   §   .   .   .   .   .   .   .   .   ?   .   .

The people                               out lft ofc tea ast sen tec sit hd  hos dep dsl dds osl gov chr adm par stf bar pup oth
PUT  /api/imports/pupils                 ?   ?   Y   .   .   .   .   .   Y   .   .   .   .   .   .   .   Y   .   .   ?   .   .
PUT  /api/imports/staff                  ?   ?   .   .   .   .   .   .   Y   .   .   .   .   .   .   .   Y   .   .   ?   .   .
GET  /api/imports                        ?   ?   Y   .   .   .   .   .   Y   .   .   .   .   .   .   .   Y   .   .   ?   .   .
GET  /api/imports/{id}                   ?   ?   Y   .   .   .   .   .   Y   .   .   .   .   .   .   .   Y   .   .   ?   .   .
PUT  /api/imports/{id}/mapping           ?   ?   Y   .   .   .   .   .   Y   .   .   .   .   .   .   .   Y   .   .   ?   .   .
POST /api/imports/{id}/apply             ?   ?   Y   .   .   .   .   .   Y   .   .   .   .   .   .   .   Y   .   .   ?   .   .
POST /api/imports/{id}/undo              ?   ?   Y   .   .   .   .   .   Y   .   .   .   .   .   .   .   Y   .   .   ?   .   .
GET  /api/families                       ?   ?   Y   .   .   .   .   .   Y   Y   Y   Y   Y   .   .   .   Y   .   .   ?   .   .
GET  /api/pupils/{id}                    ?   ?   Y   .   .   .   .   .   Y   Y   Y   Y   Y   .   .   .   Y   .   .   ?   .   .
GET  /api/adults/same                    ?   ?   Y   .   .   .   .   .   Y   Y   Y   Y   Y   .   .   .   Y   .   .   ?   .   .
POST /api/adults/merge                   ?   ?   Y   .   .   .   .   .   Y   .   .   .   .   .   .   .   Y   .   .   ?   .   .
POST /api/adults/apart                   ?   ?   Y   .   .   .   .   .   Y   .   .   .   .   .   .   .   Y   .   .   ?   .   .
POST /api/adults/{id}/unmerge            ?   ?   Y   .   .   .   .   .   Y   .   .   .   .   .   .   .   Y   .   .   ?   .   .
POST /api/adults/{id}/marks              ?   ?   Y   .   .   .   .   .   Y   .   .   .   .   .   .   .   Y   .   .   ?   .   .

The school                               out lft ofc tea ast sen tec sit hd  hos dep dsl dds osl gov chr adm par stf bar pup oth
GET  /api/staff                          ?   ?   Y   .   .   .   .   .   Y   Y   Y   Y   Y   .   .   .   Y   .   .   ?   .   .
POST /api/staff/{id}/link                ?   ?   Y   .   .   .   .   .   Y   .   .   .   .   .   .   .   Y   .   .   ?   .   .
GET  /api/today                          ?   ?   .   .   .   .   .   .   Y   Y   Y   Y   Y   .   .   .   .   .   .   ?   .   .
GET  /api/policy                         ?   ?   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   .   .   ?   .   .
POST /api/policy/reasons                 ?   ?   .   .   .   .   .   .   Y   §   §   .   .   .   .   .   .   .   .   ?   .   .
POST /api/policy/reasons/withdraw        ?   ?   .   .   .   .   .   .   Y   §   §   .   .   .   .   .   .   .   .   ?   .   .

What families and children sign          out lft ofc tea ast sen tec sit hd  hos dep dsl dds osl gov chr adm par stf bar pup oth
GET  /api/aup/home                       ?   ?   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   Y   Y   ?   Y   Y
GET  /api/aup/signatures                 ?   ?   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   Y   Y   ?   Y   Y
POST /api/aup/signatures                 ?   ?   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   Y   Y   ?   .   .
GET  /api/aup/signatures/{id}            ?   ?   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   Y   .   ?   .   .
POST /api/aup/signatures/{id}/withdraw   ?   ?   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   Y   .   ?   .   .
POST /api/aup/decline                    ?   ?   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   Y   Y   ?   .   .
POST /api/aup/questions                  ?   ?   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   Y   Y   ?   .   Y
GET  /api/aup/progress                   ?   ?   Y   .   .   .   .   .   Y   Y   Y   Y   Y   .   .   .   .   .   .   ?   .   .
POST /api/aup/paper                      ?   ?   Y   .   .   .   .   .   Y   .   .   .   .   .   .   .   Y   .   .   ?   .   .
GET  /api/aup/documents                  ?   ?   Y   .   .   .   .   .   Y   Y   Y   Y   Y   .   .   .   .   .   .   ?   .   .
POST /api/aup/documents/{document}/publish ?  ?  .   .   .   .   .   .   Y   .   .   .   .   .   .   .   .   .   .   ?   .   .
GET  /api/calls                          ?   ?   Y   .   .   .   .   .   Y   .   .   Y   Y   .   .   .   Y   .   .   ?   .   .
POST /api/calls                          ?   ?   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   Y   Y   ?   .   Y
POST /api/calls/{id}/done                ?   ?   Y   .   .   .   .   .   Y   .   .   Y   Y   .   .   .   Y   .   .   ?   .   .

What families are told                   out lft ofc tea ast sen tec sit hd  hos dep dsl dds osl gov chr adm par stf bar pup oth
GET  /api/notices                        ?   ?   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   Y   Y   ?   .   Y
GET  /api/notices/{id}                   ?   ?   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   Y   .   ?   .   .
POST /api/notices/{id}/read              ?   ?   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   Y   .   ?   .   .
POST /api/notices/{id}/answer            ?   ?   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   Y   .   ?   .   .
GET  /api/deliveries                     ?   ?   Y   .   .   .   .   .   Y   Y   Y   Y   Y   .   .   .   .   .   .   ?   .   .
GET  /api/deliveries/figures             ?   ?   Y   .   .   .   .   .   Y   Y   Y   .   .   .   .   .   Y   .   .   ?   .   .
POST /api/deliveries/{id}/told           ?   ?   Y   .   .   .   .   .   Y   .   .   .   .   .   .   .   Y   .   .   ?   .   .
GET  /api/push                           ?   ?   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   ?   .   Y
POST /api/push/subscriptions             ?   ?   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   ?   .   Y
POST /api/push/forget                    ?   ?   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   ?   .   Y
POST /api/push/trial                     ?   ?   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   ?   .   Y

The demo alone                           out lft ofc tea ast sen tec sit hd  hos dep dsl dds osl gov chr adm par stf bar pup oth
GET  /api/demo/clock                     Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y
POST /api/demo/clock                     Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y
`

// pagesTable are the addresses that answer anybody with the same: the app's frame, the help page, files. What stands in
// them of a person is that person's own.
var pagesTable = map[string]string{
	"/": "/", "/sign-in": "/sign-in", "/link/:token": "/link/abc", "/first-run/:token": "/first-run/abc", "/desk": "/desk",
	"/class-check": "/class-check", "/class": "/class", "/confiscations": "/confiscations",
	"/confiscations/:id": "/confiscations/7zzzzzzzzzzzzzzzzzzzzzzzzz", "/import": "/import", "/import/:id": "/import/7",
	"/families": "/families", "/pupils/:id": "/pupils/7", "/same-person": "/same-person", "/uses": "/uses",
	"/today":  "/today",
	"/policy": "/policy", "/staff": "/staff", "/staff-leave": "/staff-leave", "/exceptions": "/exceptions",
	"/help": "/help", "/s/:school/help": "/s/hook-lane/help",
	"/s/:school/documents.json": "/s/hook-lane/documents.json", "/s/:school/documents/:file": "", // TestPublicDocuments
	"/demo": "/demo", "/healthz": "/healthz", "/readyz": "/readyz", "/sw.js": "/sw.js", "/icon.svg": "/icon.svg",
	"/badge-96.png": "/badge-96.png", "/icon-180.png": "/icon-180.png", "/icon-192.png": "/icon-192.png",
	"/icon-512.png":      "/icon-512.png",
	"/icon-maskable.png": "/icon-maskable.png", "/shell/:tag": "/shell/en",
	"/read/:school/:edition": "/read/hook-lane/0f",
	"/manifest.webmanifest":  "/manifest.webmanifest", "/assets/*": "/assets/main-4f2a.js",
	"/locales/:file": "/locales/en.0.json",
	"/openapi.json":  "/openapi.json", "/openapi.yaml": "/openapi.yaml", "/openapi-3.0.json": "/openapi-3.0.json",
	"/openapi-3.0.yaml": "/openapi-3.0.yaml",
	"/class-code":       "/class-code", "/promises": "/promises", "/class-codes": "/class-codes", "/l/:code": "/l/7",
	"/letter": "/letter", "/hand-over": "/hand-over", "/home": "/home", "/sitting/:seat": "/sitting/7",
	"/signed": "/signed", "/signed/:id": "/signed/7", "/another-phone": "/another-phone", "/details": "/details",
	"/letters": "/letters", "/letters/print": "/letters/print", "/signatures": "/signatures",
	"/documents": "/documents", "/documents/:document": "/documents/7", "/calls": "/calls", "/forms": "/forms",
	"/messages": "/messages", "/messages/:seat/:id": "/messages/7/7", "/ringing": "/ringing",
	"/deliveries": "/deliveries", "/deliveries/print": "/deliveries/print",
}

// things are what a request names, by their place in it: {id}, {pupil} …
type things map[string]string

// sample is how each changing or asking route is asked in the matrix.
type sample struct {
	query, body string
	// of makes the things that the request names, fresh, at a school; nil where it names none.
	of func(*house, *place) things
}

var samples = map[string]sample{
	"GET /api/links/{token}":  {of: aLink},
	"POST /api/links/{token}": {body: `{}`, of: aLink},
	"POST /api/sign-in": {body: `{"school":"{school}","email":"{email}","passphrase":"` + passphrase + `"}`,
		of: func(h *house, p *place) things { return things{"school": p.school.Slug, "email": p.staff["hd"].Email} }},
	"POST /api/sign-out":            {body: `{}`},
	"POST /api/sign-out-everywhere": {body: `{}`},
	"POST /api/first-run": {body: `{"token":"{token}","school_name":"A","slug":"new","phone":"01632 960123",
		"preset":"anthony-roper",		"name":"B C","email":"b@c.example","passphrase":"` + passphrase + `"}`},

	"POST /api/letters":            {body: `{"adults":["{adult}"],"yes":[]}`, of: aPupil},
	"POST /api/adults/{id}/revoke": {body: `{}`, of: anAdult},
	"POST /api/letters/look":       {body: `{"code":"{code}"}`, of: aLetter},
	"POST /api/letters/use":        {body: `{"code":"{code}","day":4,"month":5}`, of: aLetter},
	"POST /api/letters/not-mine":   {body: `{"code":"{code}"}`, of: aLetter},
	"POST /api/hand-over":          {body: `{}`},
	"POST /api/hand-over/use":      {body: `{"code":"{code}"}`, of: aHandOver},
	"POST /api/class-codes":        {body: `{"class":"{class}"}`, of: aClass},
	"POST /api/class-codes/look":   {body: `{"code":"{code}"}`, of: aClassCode},
	"POST /api/class-codes/use":    {body: `{"code":"{code}","pupil":"{pupil}"}`, of: aClassCode},

	"POST /api/desk/hand-in": {body: `{"pupil":"{pupil}"}`, of: aPupil},
	"POST /api/desk/collect": {body: `{"pupil":"{pupil}","device":"{device}"}`, of: aDevice},
	"POST /api/desk/undo":    {body: `{"pupil":"{pupil}","device":"{device}"}`, of: aDevice},
	"GET /api/class-check":   {query: "?class=RobinA"},
	"POST /api/class-check": {body: `{"class":"{class}","exceptions":[]}`,
		of: aClass},
	"GET /api/class": {query: "?class=RobinA"},

	"POST /api/confiscations": {body: `{"pupil":"{pupil}","ground":"breach","stored":"safe","tell_parents":"yes"}`,
		of: aPupil},

	"GET /api/confiscations/{id}": {of: aConfiscation},
	"POST /api/confiscations/{id}/contact": {body: `{"adult":"{adult}","how":"phone","outcome":"spoke"}`,
		of: aConfiscation},
	"POST /api/confiscations/{id}/tell":    {body: `{"decision":"yes"}`, of: aConfiscation},
	"POST /api/confiscations/{id}/hold":    {body: `{"lift":false,"reason":"asked by the police"}`, of: aConfiscation},
	"POST /api/confiscations/{id}/release": {body: `{"adult":"{adult}"}`, of: aConfiscation},
	"POST /api/confiscations/{id}/police":  {body: `{"officer":"PC 9","reference":"1"}`, of: aConfiscation},
	"POST /api/confiscations/{id}/search": {body: `{"consent":"child","how":"in_person","witness":"{staff}",
		"outcome":"breach_found"}`,
		of: aConfiscation},
	"POST /api/confiscations/{id}/delete": {body: `{}`, of: aSearched},

	"POST /api/exceptions": {body: `{"pupil":"{pupil}","reason":"medical","from":"2026-11-23",
		"till":"2026-12-01"}`, of: aPupil},
	"POST /api/exceptions/{id}/end": {body: `{}`, of: anException},
	"POST /api/uses":                {body: `{"class":"{class}","activity":"Maps","on":"2026-11-24","risk_assessed":true}`, of: aClass},
	"POST /api/uses/{id}/approve":   {body: `{}`, of: aUse},
	"POST /api/staff-leave": {body: `{"staff":"{staff}","reason":"on call","in_writing":true,"from":"2026-11-23",
		"till":"2026-12-01"}`,
		of: func(h *house, p *place) things { return things{"staff": string(p.staff["tea"].ID)} }},

	"PUT /api/imports/pupils": {query: "?name=pupils.csv", body: pupilsFile},
	"PUT /api/imports/staff":  {query: "?name=staff.csv", body: staffFile},

	"GET /api/imports/{id}": {of: anImport},
	"PUT /api/imports/{id}/mapping": {body: `{"columns":{"upn":"UPN","surname":"Legal Surname",
		"forename":"Legal Forename","dob":"DOB","year":"Year Group","class":"Registration Group"}}`, of: anImport},
	"POST /api/imports/{id}/apply": {body: `{"good_rows_only":true,"leavers":[]}`, of: anImport},
	"POST /api/imports/{id}/undo":  {body: `{}`, of: anAppliedImport},

	"GET /api/pupils/{id}":          {of: aPupil},
	"POST /api/adults/merge":        {body: `{"keep":"{keep}","merge":"{id}"}`, of: twoAdults},
	"POST /api/adults/apart":        {body: `{"keep":"{keep}","merge":"{id}"}`, of: twoAdults},
	"POST /api/adults/{id}/unmerge": {body: `{}`, of: aMergedAdult},
	"POST /api/adults/{id}/marks": {body: `{"pupil":"{pupil}","may_be_told":true,"may_collect":true,"no_contact":false}`,
		of: func(h *house, p *place) things {
			return things{"pupil": string(p.pupils[0].ID), "id": string(p.adults[0].ID)}
		}},
	"POST /api/staff/{id}/link": {body: `{}`,
		of: func(h *house, p *place) things { return things{"id": string(p.staff["tea"].ID)} }},

	"POST /api/policy/reasons": {body: `{"code":"practice.phones_in_lessons","reason":"We plan each lesson."}`},
	// Findings are named alike in every school; it takes back what the route before it recorded.
	"POST /api/policy/reasons/withdraw": {body: `{"code":"practice.phones_in_lessons"}`},

	"POST /api/aup/signatures": {body: `{"language":"ur","talked":true,"answers":[{"document":"ks2_upper",
		"version":"{version}","edition":"{edition}","pupil":"{pupil}"}]}`, of: unsigned},
	"GET /api/aup/signatures/{id}":           {of: aSignature},
	"POST /api/aup/signatures/{id}/withdraw": {body: `{}`, of: aSignature},
	"POST /api/aup/decline": {body: `{"document":"ks2_upper","version":"{version}","edition":"{edition}","language":"ur",
		"pupils":["{pupil}"],"reason":"talk_first"}`, of: unsigned},
	"POST /api/aup/questions": {body: `{"document":"ks2_upper","statement":"kind","language":"ur","words":"What is it?"}`},
	"POST /api/aup/paper": {body: `{"adult":"{adult}","document":"ks2_upper","pupils":["{pupil}"],"language":"ur",
		"signed_on":"2026-11-23"}`, of: unsigned},
	"POST /api/aup/documents/{document}/publish": {body: `{"title":"Our part {nonce}","intro":"Please read this.",
		"statements":[{"key":"monitored","text":"School looks at how its computers are used."}]}`},
	"POST /api/calls":           {body: `{"about":"language","language":"ur"}`},
	"POST /api/calls/{id}/done": {body: `{"outcome":"reached"}`, of: aCall},

	"GET /api/notices/{id}":          {of: aNotice},
	"POST /api/notices/{id}/read":    {body: `{}`, of: aNotice},
	"POST /api/notices/{id}/answer":  {body: `{"answer":"call","language":"ur"}`, of: aNotice},
	"POST /api/deliveries/{id}/told": {body: `{"how":"rang"}`, of: aNotice},
	"POST /api/push/subscriptions": {body: `{"endpoint":"` + telephone + `","p256dh":"` + telephoneKey + `","auth":"` +
		telephoneAuth + `","key":"` + pushPublic + `","language":"ur"}`},
	"POST /api/push/forget": {body: `{"endpoint":"` + telephone + `"}`},
	"POST /api/push/trial":  {body: `{"endpoint":"https://fcm.googleapis.com/fcm/send/nobody"}`},

	"POST /api/demo/clock": {body: `{"at":"2026-11-23T15:30:00Z"}`},
}

// Files as the schools' systems export them.
const (
	staffFile = "Staff Code,Title,Forename,Surname,Email,Role,Registration Group\r\n" +
		"S900,Ms,Ida,Bell,ida@bell.example,Teacher,Robin\r\n"
	pupilsFile = "UPN,Legal Surname,Legal Forename,DOB,Year Group,Registration Group\r\n" +
		"P886234526013,Bell,Isla,06/09/2021,Reception,Robin\r\n"
)

// made fails the test where furnishing does.
func made[T any](h *house, made T, err error) T {
	h.t.Helper()
	if err != nil {
		h.t.Fatalf("furnishing: %v", err)
	}
	return made
}

func aLink(h *house, p *place) things {
	return things{"token": string(h.link(p, "tea", access.ForDemo))}
}

// aPupil is the next whom nobody has used: every thing that is changed is somebody else's. They run out after a while;
// then a test asks for too much.
func aPupil(h *house, p *place) things {
	pupil := p.pupils[p.next]
	p.next++
	return things{"pupil": string(pupil.ID), "id": string(pupil.ID), "adult": string(p.adults[p.next-1].ID)}
}

func anAdult(h *house, p *place) things { return things{"id": aPupil(h, p)["adult"]} }

func aLetter(h *house, p *place) things {
	return things{"code": h.print(p, id.Adult(aPupil(h, p)["adult"])).Shown()}
}

func aHandOver(h *house, p *place) things {
	in, err := h.server.Access.Check(h.t.Context(), h.comeIn(p, nil, "par"))
	made(h, in, err)
	act := h.act(p, "", "access.hand_over")
	act.Actor = in.Who.Person
	code, _, err := h.server.Access.HandOver(h.t.Context(), act, in, in.Who)
	return things{"code": made(h, code, err).Shown()}
}

func aClassCode(h *house, p *place) things {
	code, _, err := h.server.Access.ClassCode(h.t.Context(), h.act(p, "hd", "access.class_code"), p.who("hd"),
		p.pupils[0].Class, h.clock.Now())
	return things{"code": made(h, code, err).Shown(), "pupil": string(p.pupils[0].ID)}
}

func aClass(_ *house, p *place) things { return things{"class": p.pupils[0].Class} }

func aDevice(h *house, p *place) things {
	of := aPupil(h, p)
	of["device"] = string(id.New[id.Device]())
	if p.school.Policy.Phones.Mode == school.HandIn {
		shelf, err := h.server.Custody.HandIn(h.t.Context(), p.who("ofc"), h.act(p, "ofc", "custody.hand_in"),
			custody.Arriving{Pupil: id.Pupil(of["pupil"])})
		of["device"] = string(made(h, shelf, err).Devices[0].ID)
	}
	return of
}

func aConfiscation(h *house, p *place) things {
	of := aPupil(h, p)
	c, err := h.server.Custody.Confiscate(h.t.Context(), p.who("hd"), h.act(p, "hd", "custody.confiscate"),
		custody.Taking{Pupil: id.Pupil(of["pupil"]), Ground: school.Breach, Stored: "safe", Tell: custody.TellNow})
	of["id"], of["staff"] = string(made(h, c, err).ID), string(p.staff["sit"].ID)
	if p.school.Policy.Phones.Release == school.ContactMade {
		_, err = h.server.Custody.LogContact(h.t.Context(), p.who("hd"), h.act(p, "hd", "custody.log_contact"), c.ID,
			id.Adult(of["adult"]), custody.ByPhone, custody.Spoke)
		made(h, c, err)
	}
	return of
}

func aSearched(h *house, p *place) things {
	of := aConfiscation(h, p)
	if p.school.Policy.Phones.Search == school.SearchLeadershipWithConsent {
		c, err := h.server.Custody.Search(h.t.Context(), p.who("hd"), h.act(p, "hd", "custody.search"),
			id.Confiscation(of["id"]),
			custody.Search{Consent: custody.ConsentOfChild, How: custody.InPerson, Witness: id.Staff(of["staff"]),
				Outcome: custody.BreachFound})
		made(h, c, err)
	}
	return of
}

func anException(h *house, p *place) things {
	of := aPupil(h, p)
	e, err := h.server.Permissions.ApproveException(h.t.Context(), p.who("hd"),
		h.act(p, "hd", "custody.approve_exception"),
		custody.Exception{Pupil: id.Pupil(of["pupil"]), Reason: custody.Medical, From: "2026-11-23", Till: "2026-12-01"})
	return things{"id": string(made(h, e, err).ID)}
}

func aUse(h *house, p *place) things {
	u, err := h.server.Permissions.AskUse(h.t.Context(), p.who("tea"), h.act(p, "tea", "custody.ask_use"),
		custody.Use{Class: aClass(h, p)["class"], Activity: "Maps", On: "2026-11-24", RiskAssessed: true})
	return things{"id": string(made(h, u, err).ID)}
}

// anImport is a file of one pupil, waiting to be applied.
func anImport(h *house, p *place) things {
	table, err := h.server.ReadSheet([]byte(pupilsFile))
	seen, err2 := h.server.Intake.PreviewPupils(h.t.Context(), p.who("ofc"), h.act(p, "ofc", "intake.read_pupils"),
		"pupils.csv",
		made(h, table, err))
	return things{"id": string(made(h, seen, err2).Import.ID)}
}

func anAppliedImport(h *house, p *place) things {
	of := anImport(h, p)
	done, err := h.server.Intake.Apply(h.t.Context(), p.who("ofc"), h.act(p, "ofc", "intake.apply"),
		id.Import(of["id"]),
		intake.Agreement{GoodRowsOnly: true})
	made(h, done, err)
	return of
}

func twoAdults(h *house, p *place) things {
	one, other := aPupil(h, p), aPupil(h, p)
	return things{"keep": one["adult"], "id": other["adult"]}
}

func aMergedAdult(h *house, p *place) things {
	of := twoAdults(h, p)
	made(h, of, h.server.People.Merge(h.t.Context(), p.who("ofc"), h.act(p, "ofc", "people.merge"), id.Adult(of["keep"]),
		id.Adult(of["id"])))
	return of
}

var placeholder = regexp.MustCompile(`\{([a-z]+)\}`)

// request is the sample of a route with those things in it; a thing that is missing does not exist anywhere.
func request(r Route, of things) ask {
	s := samples[r.Method+" "+r.Path]
	fill := func(text string) string {
		return placeholder.ReplaceAllStringFunc(text, func(name string) string {
			if thing, ok := of[name[1:len(name)-1]]; ok {
				return thing
			}
			switch name {
			case "{token}":
				return string(access.NewToken())
			case "{document}": // every school has the same ones
				return "parents"
			}
			return string(id.New[id.Event]())
		})
	}
	return ask{method: r.Method, path: fill(r.Path) + s.query, body: fill(s.body),
		header: http.Header{"Accept-Language": {"en"}}} // else a family reads in its own
}

// readMatrix reads the table: route → kind of person → the two signs.
func readMatrix(t *testing.T) map[string]map[string]string {
	t.Helper()
	table, columns := map[string]map[string]string{}, []string{}
	for line := range strings.SplitSeq(matrix, "\n") {
		words := strings.Fields(line)
		if len(words) < len(everybody) {
			continue
		}
		cells := words[len(words)-len(everybody):]
		if words[0] != http.MethodGet && words[0] != http.MethodPost && words[0] != http.MethodPut {
			columns = cells
			continue
		}
		row := map[string]string{}
		for i, cell := range cells {
			row[columns[i]] = cell
		}
		table[words[0]+" "+words[1]] = row
	}
	return table
}

// sign is what the table says at a school with that policy.
func (p *place) sign(cell string) string {
	signs := []rune(cell)
	if p.school.Slug == "beaver-road" {
		return string(signs[len(signs)-1])
	}
	return string(signs[0])
}

// Everything that can be asked, by everybody, of what is theirs, of what is nobody's, and of what is the other
// school's.
func TestWhoMayDoWhat(t *testing.T) {
	h := newHouse(t)
	h.choosePassphrase(h.here, "hd")
	h.choosePassphrase(h.there, "hd")
	table := readMatrix(t)
	nothing := h.do(ask{path: "/api/today", session: h.here.session["tea"]})
	if nothing.status != http.StatusNotFound {
		t.Fatal(nothing.print())
	}
	for _, r := range h.server.routes() {
		name := r.Method + " " + r.Path
		row := table[name]
		if row == nil {
			t.Errorf("%s: nobody has said who may", name)
			continue
		}
		for _, p := range []*place{h.here, h.there} {
			other := h.here
			if p == h.here {
				other = h.there
			}
			for _, short := range everybody {
				h.cell(t, r, p, other, short, p.sign(row[short]), nothing)
			}
			h.stranger(t, r, p, other, p.sign(row["hd"]), nothing)
		}
		delete(table, name)
	}
	if len(table) > 0 {
		t.Errorf("the table speaks of routes that are not there: %v", slices.Collect(maps.Keys(table)))
	}
}

// cell asks one route as one kind of person.
func (h *house) cell(t *testing.T, r Route, p, other *place, short, sign string, nothing answer) {
	t.Helper()
	what := fmt.Sprintf("%s %s as %s of %s", r.Method, r.Path, short, p.school.Slug)
	of := samples[r.Method+" "+r.Path].of
	session := p.session[short]
	if r.changes() && strings.HasPrefix(r.Name, "access.") && session != "" && short != "lft" && short != "bar" {
		session = h.comeIn(p, other, short) // it may end by this
		defer func() { p.session[short] = h.comeIn(p, other, short) }()
	}
	ask := func(of things) answer {
		a := request(r, of)
		a.session = session
		return h.do(a)
	}
	mine := things{}
	switch {
	case of == nil:
	case sign == "." || sign == "?" || !r.changes(): // it stays as it is
		mine = h.standing(r, p)
	default:
		mine = of(h, p)
	}
	own := ask(mine)
	h.seen(t, what, p, other, short, own)
	if got := signOf(own, nothing); got != sign {
		t.Errorf("%s: %s, and the table says %s: %s", what, got, sign, own.print())
		return
	}
	if of == nil || r.May.anybody {
		return
	}
	absent, foreign := ask(things{}), ask(things{})
	if short != "oth" || sign != "." { // to a parent of the other school, what is the other's is their own
		foreign = ask(h.standing(r, other))
	}
	h.seen(t, what+", of the other school's", p, other, short, foreign)
	switch {
	case absent.print() != foreign.print():
		t.Errorf("%s: what is absent and what is the other school's can be told apart:\n%s\n%s", what, absent.print(),
			foreign.print())
	case sign == "Y" && absent.print() != nothing.print() && (absent.status != 422 || absent.problem(t).Field == ""):
		t.Errorf("%s: what is absent gets another answer than what is forbidden: %s", what, absent.print())
	case sign == "§" && absent.print() != own.print() && absent.print() != nothing.print(),
		(sign == "?" || sign == ".") && absent.print() != own.print():
		t.Errorf("%s: whether it is there can be told:\n%s\n%s", what, own.print(), absent.print())
	}
}

// standing are things of a school that a route's refusals leave as they are: made once.
func (h *house) standing(r Route, p *place) things {
	key := r.Method + r.Path
	if p.standing[key] == nil {
		p.standing[key] = samples[r.Method+" "+r.Path].of(h, p)
	}
	return p.standing[key]
}

// stranger asks as the head of the other school for what is this one's.
func (h *house) stranger(t *testing.T, r Route, p, other *place, sign string, nothing answer) {
	t.Helper()
	of := samples[r.Method+" "+r.Path].of
	if of == nil || r.May.anybody || sign != "Y" {
		return
	}
	a := request(r, h.standing(r, p))
	a.session = other.session["hd"]
	got := h.do(a)
	if s := signOf(got, nothing); s == "Y" || strings.Contains(got.body, p.canary) {
		t.Errorf("%s %s: the head of %s reaches what is %s's: %s", r.Method, r.Path, other.school.Slug, p.school.Slug,
			got.print())
	}
}

// signOf is an answer in the table's signs.
func signOf(a, nothing answer) string {
	switch {
	case a.status == http.StatusOK:
		return "Y"
	case a.print() == nothing.print():
		return "."
	case a.status == http.StatusNotFound && strings.Contains(a.body, "This link does not work"):
		return "L"
	case a.status == http.StatusConflict && strings.Contains(a.body, "A parent or carer is signed in"):
		return "F"
	case a.status == http.StatusUnauthorized && strings.Contains(a.body, `"kind":"signed_out"`):
		return "?"
	case a.status == http.StatusForbidden || a.status == http.StatusConflict &&
		strings.Contains(a.body, `"kind":"not_yet"`):
		return "§"
	}
	return fmt.Sprint(a.status)
}

// seen holds for every answer: nobody reads a name of the other school, and those who have nothing to do with
// children's names read none but, in a family, their own.
func (h *house) seen(t *testing.T, what string, p, other *place, short string, a answer) {
	t.Helper()
	if short == "oth" {
		p, other = other, p
	}
	if strings.Contains(a.body, other.canary) && !opensNames(what) {
		t.Errorf("%s: a name of %s is in the answer: %s", what, other.school.Slug, a.body)
	}
	if slices.Contains([]string{"out", "lft", "gov", "chr", "tec", "sit", "par", "stf", "bar", "pup", "oth"}, short) &&
		(strings.Contains(a.body, "KidA") || strings.Contains(a.body, "KidB")) && !opensNames(what) {
		t.Errorf("%s: a child's name is in the answer: %s", what, a.body)
	}
}

// opensNames: whoever has such a code reads the names behind it, signed in as whomever.
func opensNames(what string) bool {
	return strings.Contains(what, "/api/links/") || strings.Contains(what, "/api/sign-in ") ||
		strings.Contains(what, "/api/letters/") || strings.Contains(what, "/api/hand-over/use") ||
		strings.Contains(what, "/api/class-codes/look") || strings.Contains(what, "/api/class-codes/use")
}

// The addresses outside the API: every one that is served is known here, and gives nobody somebody else's.
func TestThePagesAreForAnybody(t *testing.T) {
	h := newHouse(t)
	app, err := New(h.server)
	if err != nil {
		t.Fatal(err)
	}
	api := map[string]bool{}
	for _, r := range h.server.routes() {
		api[placeholder.ReplaceAllString(r.Path, ":$1")] = true
	}
	for _, route := range app.fiber.GetRoutes(true) {
		if _, ok := pagesTable[route.Path]; !ok && !api[route.Path] {
			t.Errorf("%s %s: nobody has said who may", route.Method, route.Path)
		}
	}
	for pattern, path := range pagesTable {
		if path == "" {
			continue
		}
		for _, short := range everybody {
			got := h.do(ask{path: path, session: h.here.session[short]})
			if got.status != http.StatusOK {
				t.Errorf("%s as %s: %d", pattern, short, got.status)
			}
			others := h.here.ownNames(h.there, short).Replace(got.body)
			if strings.Contains(others, h.here.canary) || strings.Contains(others, h.there.canary) {
				t.Errorf("%s as %s: somebody's name is in the page", pattern, short)
			}
		}
	}
}

// What stands second in a request (the adult to whom a device goes, the witness of a search) is looked for in one's own
// school alone: another school's is answered as one who does not exist.
func TestSecondThingsAreOnesOwnToo(t *testing.T) {
	h := newHouse(t)
	for name, row := range map[string]struct{ at, other *place }{"AR": {h.here, h.there}, "BG": {h.there, h.here}} {
		for _, r := range h.server.routes() {
			s := samples[r.Method+" "+r.Path]
			if s.of == nil || r.May.anybody {
				continue
			}
			for _, second := range []string{"adult", "staff", "keep", "pupil", "device"} {
				if !strings.Contains(s.body, "{"+second+"}") || !strings.Contains(r.Path+s.body, "{id}") && second != "device" {
					continue
				}
				var got [2]string
				for i := range got {
					own, wanted := s.of(h, row.at), s.of(h, row.other)[second]
					if i == 0 {
						wanted = string(id.New[id.Event]())
					}
					own[second] = wanted
					a := request(r, own)
					a.session = row.at.session["hd"]
					answered := h.do(a)
					got[i] = answered.print()
					if answered.status == http.StatusOK {
						t.Errorf("%s: %s %s with a %s that is not there is done", name, r.Method, r.Path, second)
					}
				}
				if got[0] != got[1] {
					t.Errorf("%s: %s %s tells whether another school has that %s:\n%s\n%s", name, r.Method, r.Path, second, got[0],
						got[1])
				}
			}
		}
	}
}

// choosePassphrase gives somebody the passphrase of the tests.
func (h *house) choosePassphrase(p *place, short string) {
	h.t.Helper()
	entry, err := h.server.Access.UseLink(h.t.Context(), h.link(p, short, access.ForPassphrase), passphrase, "")
	if err != nil {
		h.t.Fatal(err)
	}
	p.session[short] = entry.Token
}
