package web

// stroke is one stroke of a drawing on 48 × 48, as the app draws them (pwa/src/parts/symbol/shapes.ts).
type stroke struct{ Kind, D string }

// symbols are the drawings of the plain pages. What the app has as well is the same there: a test compares them.
var symbols = map[string][]stroke{
	"ask": {{"body", "M13.5 11.500h21a2.5 2.5 0 012.5 2.500v14.500a2.5 2.5 0 01-2.5 2.500h-8.500l-6.5 6v-6h-6a2.5 2.5 0 01-2.5-2.500V14a2.5 2.5 0 012.5-2.500z"},
		{"line", "M20.7 18.300a3.4 3.4 0 116.1 2.200c-1.1 1.1-2.8 1.6-2.8 3.5M24 27.3h.01"}},
	"child": {{"body", "M24 12.500a11.5 11.5 0 110 23 11.5 11.5 0 010-23z"},
		{"line", "M24 12.500c-1.2 2.3-.3 4.3 2.3 4.600M19 27.500c1.4 2 3 3 5 3s3.6-1 5-3"}, {"line", "M19.7 22.7h.01M28.3 22.7h.01"}},
	"eye":  {{"body", "M8.5 24c4-6.5 9.2-9.8 15.5-9.8S35.5 17.5 39.5 24c-4 6.5-9.2 9.8-15.5 9.800S12.5 30.5 8.5 24z"}, {"solid", "M24 19.2a4.8 4.8 0 110 9.6 4.8 4.8 0 010-9.6z"}},
	"home": {{"body", "M14 22.500V35.500h20V22.500L24 13.500z"}, {"line", "M10 24.500l14-13 14 13"}, {"line", "M20.5 35.500v-7.500h7v7.5"}},
	"key":  {{"line", "M21.5 22.5L35 36M34 35l3.5-3.5M29.5 30.5L32.5 27.5"}, {"body", "M18 11.5a7 7 0 110 14 7 7 0 010-14z"}},
	"lock": {{"line", "M17.5 22v-5a6.5 6.5 0 0113 0v5"},
		{"body", "M15.5 21.5h17a2.5 2.5 0 012.5 2.5v9.5a2.5 2.5 0 01-2.5 2.5h-17a2.5 2.5 0 01-2.5-2.5V24a2.5 2.5 0 012.5-2.5z"}, {"line", "M24 27.5v3.5"}},
	"people": {{"body", "M31 16a4 4 0 110 8 4 4 0 010-8zM25.5 34.500c0-4.8 1.5-7.5 5.5-7.500s6.5 2.7 6.5 7.500z"},
		{"body", "M19 12a5 5 0 110 10 5 5 0 010-10zM10.5 34.500c0-5.8 3-9 8.5-9s8.5 3.2 8.5 9z"}},
	"photo": {{"body", "M13 13h22a2.5 2.5 0 012.5 2.500v17a2.5 2.5 0 01-2.5 2.500H13a2.5 2.5 0 01-2.5-2.500v-17A2.5 2.5 0 0113 13z"},
		{"line", "M11 31.500l7.5-7.5 5.5 5.5 4-4 9 7.5"}},
	"school": {{"body", "M24 9.500h8l-2.5 2.5 2.5 2.500H24z"}, {"line", "M24 9.500v10"},
		{"body", "M10.5 35.500V24.500h7.500l6-5.5 6 5.500h7.500v11z"}, {"line", "M21 35.500v-6h6v6M14.5 29h.01M33.5 29h.01"}},
	"star": {{"body", "M24 10l4.2 8.6 9.4 1.3-6.9 6.6 1.7 9.400L24 31.400l-8.4 4.5 1.7-9.4-6.9-6.6 9.4-1.300z"}},
	"stop": {{"body", "M18.6 10.500h10.800l8.1 8.100v10.800l-8.1 8.100H18.600l-8.1-8.100V18.600z"}, {"line", "M16.5 24h15"}},
	"talk": {{"body", "M24.5 22h9a2.5 2.5 0 012.5 2.500v6a2.5 2.5 0 01-2.5 2.500v4l-4.5-4h-4.500a2.5 2.5 0 01-2.5-2.500v-6a2.5 2.5 0 012.5-2.500z"},
		{"body", "M13.5 12h13a2.5 2.5 0 012.5 2.500v8a2.5 2.5 0 01-2.5 2.500h-6.500l-5 4.500v-4.500h-1.500a2.5 2.5 0 01-2.5-2.500v-8a2.5 2.5 0 012.5-2.500z"}, {"line", "M16 17h8M16 20.500h5"}},
	"warning": {{"body", "M26 11.700l11.8 20.600a2.3 2.3 0 01-2 3.500H12.200a2.3 2.3 0 01-2-3.500L22 11.700a2.3 2.3 0 014 0z"}, {"line", "M24 19.500v7.5M24 31h.01"}},
}

// face is a face with those features; eyes that are open are two points.
func face(features string) []stroke {
	return []stroke{{"body", "M24 11.5a12.5 12.5 0 110 25 12.5 12.5 0 010-25z"}, {"line", "M19.5 21.5h.01M28.5 21.5h.01" + features}}
}

// faces are how whoever tells may feel.
var faces = map[string][]stroke{
	"sad":      face("M18.5 31c1.5-2.4 3.3-3.5 5.5-3.5s4 1.1 5.5 3.5"),
	"scared":   face("M24 26.5a2.6 3 0 110 6 2.6 3 0 010-6zM16.5 18l3.500-1.500M31.500 18l-3.5-1.500"),
	"angry":    face("M18.500 31h11M16.5 16.5l4.5 2.5M31.5 16.500l-4.500 2.500"),
	"worried":  face("M18.500 30.500c1.800-2 3.600 1 5.500-.5s3.700-1.500 5.500.5M16.500 18.500l4-2M31.500 18.500l-4-2"),
	"confused": face("M19.500 30.500l9-2.500M27 16.500c1.500-.8 3-.8 4.500 0"),
	"fine":     face("M18.5 28c1.500 2.500 3.300 3.500 5.5 3.500s4-1 5.500-3.500"),
}

// pictures are the drawing beside each answer of the form.
var pictures = map[string]string{
	"about.me": "child", "about.child": "people", "about.home": "home", "about.outsider": "ask", "about.staff": "school",
	"about.visitor": "people", "about.school": "school",
	"kind.unkind": "talk", "kind.picture": "photo", "kind.stranger": "people", "kind.saw": "eye", "kind.secret": "lock",
	"kind.money": "star", "kind.account": "key", "kind.beliefs": "warning", "kind.other": "ask",
	"danger": "warning",
}
