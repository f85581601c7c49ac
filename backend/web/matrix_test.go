package web

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
POST /api/passphrase                     ?   ?   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   .   .   ?   .   .
POST /api/first-run                      L   L   L   L   L   L   L   L   L   L   L   L   L   L   L   L   L   L   L   L   L   L

The second factor                        out lft ofc tea ast sen tec sit hd  hos dep dsl dds osl gov chr adm par stf bar pup oth
GET  /api/factor                         ?   ?   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   .   .   ?   .   .
POST /api/factor/app                     ?   ?   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   .   .   ?   .   .
POST /api/factor/app/confirm             ?   ?   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   .   .   ?   .   .
POST /api/factor/passkey                 ?   ?   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   .   .   ?   .   .
POST /api/factor/passkey/confirm         ?   ?   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   .   .   ?   .   .
POST /api/factor/prove                   ?   ?   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   .   .   ?   .   .
POST /api/factor/prove/passkey           ?   ?   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   .   .   ?   .   .
POST /api/factor/prove/passkey/confirm   ?   ?   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   .   .   ?   .   .
POST /api/factor/read                    ?   ?   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   .   .   ?   .   .
POST /api/factor/codes                   ?   ?   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   .   .   ?   .   .
POST /api/factors/{id}/remove            ?   ?   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   .   .   ?   .   .
POST /api/staff/{id}/factor/reset        ?   ?   Y   .   .   .   .   .   Y   .   .   .   .   .   .   .   Y   .   .   ?   .   .

Tell someone, and who reads it           out lft ofc tea ast sen tec sit hd  hos dep dsl dds osl gov chr adm par stf bar pup oth
GET  /api/tell/{school}                  Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y
POST /api/tell/{school}                  Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y
POST /api/tell/{school}/sealed           Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y
POST /api/tell/{school}/look             Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y
POST /api/tell/{school}/more             Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y
GET  /api/tell-door                      ?   ?   .   .   .   .   .   .   Y   .   .   Y   .   .   .   .   .   .   .   ?   .   .
POST /api/tell-door                      ?   ?   .   .   .   .   .   .   Y   .   .   Y   .   .   .   .   .   .   .   ?   .   .
GET  /api/concerns/waiting               ?   ?   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   .   .   ?   .   .
GET  /api/concerns                       ?   ?   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   .   .   ?   .   .
POST /api/concerns/search                ?   ?   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   Y   .   .   ?   .   .
POST /api/concerns/glass                 ?   ?   .   .   .   .   .   .   Y   Y   Y   Y   Y   Y.  .   .   .   .   .   ?   .   .
GET  /api/concerns/{id}                  ?   ?   .   .   .   .   .   .   .   .   .   Y   .   .   .   .   .   .   .   ?   .   .
POST /api/concerns/{id}/print            ?   ?   .   .   .   .   .   .   .   .   .   Y   .   .   .   .   .   .   .   ?   .   .
POST /api/concerns/{id}/reply            ?   ?   .   .   .   .   .   .   .   .   .   Y   .   .   .   .   .   .   .   ?   .   .
POST /api/concerns/{id}/note             ?   ?   .   .   .   .   .   .   .   .   .   Y   .   .   .   .   .   .   .   ?   .   .
POST /api/concerns/{id}/status           ?   ?   .   .   .   .   .   .   .   .   .   Y   .   .   .   .   .   .   .   ?   .   .
POST /api/concerns/{id}/hand             ?   ?   .   .   .   .   .   .   .   .   .   Y   .   .   .   .   .   .   .   ?   .   .
POST /api/concerns/{id}/keep-from        ?   ?   .   .   .   .   .   .   .   .   .   Y   .   .   .   .   .   .   .   ?   .   .
POST /api/concerns/{id}/parents          ?   ?   .   .   .   .   .   .   .   .   .   Y   .   .   .   .   .   .   .   ?   .   .
POST /api/concerns/{id}/interpreter      ?   ?   .   .   .   .   .   .   .   .   .   Y   .   .   .   .   .   .   .   ?   .   .
POST /api/concerns/{id}/device           ?   ?   .   .   .   .   .   .   .   .   .   Y   .   .   .   .   .   .   .   ?   .   .

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
GET  /api/governors                      ?   ?   .   .   .   .   .   .   .   .   .   .   .   .   .   Y   .   .   .   ?   .   .
POST /api/governors/{id}/link            ?   ?   .   .   .   .   .   .   .   .   .   .   .   .   .   Y   .   .   .   ?   .   .
POST /api/governors/{id}/factor/reset    ?   ?   .   .   .   .   .   .   .   .   .   .   .   .   .   Y   .   .   .   ?   .   .
POST /api/governors/{id}/sign-out        ?   ?   .   .   .   .   .   .   .   .   .   .   .   .   .   Y   .   .   .   ?   .   .
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
	"/": "/", "/sign-in": "/sign-in", "/link/:token": "/link/abc", "/first-run/:token": "/first-run/abc", "/passphrase": "/passphrase",
	"/factor":      "/factor",
	"/desk":        "/desk",
	"/class-check": "/class-check", "/class": "/class", "/confiscations": "/confiscations",
	"/confiscations/:id": "/confiscations/7zzzzzzzzzzzzzzzzzzzzzzzzz", "/import": "/import", "/import/:id": "/import/7",
	"/families": "/families", "/pupils/:id": "/pupils/7", "/same-person": "/same-person", "/uses": "/uses",
	"/today":  "/today",
	"/policy": "/policy", "/staff": "/staff", "/staff-leave": "/staff-leave", "/exceptions": "/exceptions",
	"/help": "/help", "/s/:school/help": "/s/hook-lane/help", "/s/:school/page": "/s/hook-lane/page",
	"/help/ceop": "/help/ceop", "/away": "/away",
	"/s/:school/help/ceop": "/s/hook-lane/help/ceop", "/s/:school/help/back": "/s/hook-lane/help/back",
	"/s/:school/poster":         "/s/hook-lane/poster",
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
	"/deliveries": "/deliveries", "/deliveries/print": "/deliveries/print", "/reading": "/reading", "/reading/:id": "/reading/7",
}
