package main

import (
	"errors"
	"io"
	"log/slog"
	"os"
	"strings"

	"lollipop/backend/fault"
	"lollipop/backend/phrase"
	"lollipop/backend/school"
	"lollipop/backend/translate"
	"lollipop/backend/web"
)

func newLog(c Config, least slog.Level) *slog.Logger { return slog.New(logTo(os.Stderr, c, least)) }

// logTo writes every time as UTC: the lines of several machines, and of the night the clocks change, stay in their order.
func logTo(w io.Writer, c Config, least slog.Level) slog.Handler {
	options := &slog.HandlerOptions{Level: least, ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Value.Kind() == slog.KindTime {
			a.Value = slog.TimeValue(a.Value.Time().UTC())
		}
		return a
	}}
	if c.LogFormat == "json" {
		return slog.NewJSONHandler(w, options)
	}
	return slog.NewTextHandler(w, options)
}

// said is an error as the person at the terminal reads it: a fault of ours by its English sentence, with its cause.
func said(err error) string {
	var f *fault.Fault
	if !errors.As(err, &f) {
		return err.Error()
	}
	words, broken := translate.New()
	if broken != nil {
		return err.Error()
	}
	sentence := words.Say(translate.English, f.Say)
	if f.Cause != nil {
		sentence += " (" + f.Cause.Error() + ")"
	}
	return strings.Replace(err.Error(), f.Error(), sentence, 1)
}

// say is a sentence in English, with the school's own words for its people.
func (p *product) say(place school.School, what phrase.Phrase) string {
	args := school.TermArgs(place.Policy)
	for name, value := range what.Args {
		args[name] = value
	}
	what.Args = args
	return p.words.Say(translate.English, what)
}

// words gives the front door the catalogue hall.
type words struct{ *translate.Translator }

// Choose implements web.Languages.
func (w words) Choose(saved, acceptLanguage, family string) web.Language {
	return language(w.Negotiate(saved, acceptLanguage, family))
}

// All implements web.Languages. The pseudo-locale is offered to nobody; who asks for it by name gets it.
func (w words) All() []web.Language {
	var all []web.Language
	for _, l := range w.Languages() {
		if l.MadeFrom == "" {
			all = append(all, language(l))
		}
	}
	return all
}

func language(l translate.Language) web.Language {
	return web.Language{Tag: l.Tag, Name: l.Name, Dir: l.Dir}
}
