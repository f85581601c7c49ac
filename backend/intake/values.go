package intake

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"lollipop/backend/clock"
	"lollipop/backend/people"
	"lollipop/backend/phrase"
)

// upnLetters are the check letters in order of the remainder; I, O and S are not among them.
const upnLetters = "ABCDEFGHJKLMNPQRTUVWXYZ"

// CheckUPN reads a unique pupil number: a check letter and twelve digits, the last of which is a letter in a temporary
// one. The letter is the remainder by 23 of the sum of each digit times its place, the first digit's place being 2; a
// last letter counts as its own place in the list of letters. It returns the number without spaces and in capitals;
// right is the check letter that would fit, empty where the text has not the form of a UPN.
func CheckUPN(text string) (upn, right string, ok bool) {
	upn = strings.ToUpper(strings.Join(strings.Fields(text), ""))
	if len(upn) != 13 || strings.IndexByte(upnLetters, upn[0]) < 0 {
		return upn, "", false
	}
	sum := 0
	for i := 1; i < len(upn); i++ {
		value := int(upn[i]) - '0'
		if value < 0 || value > 9 {
			if value = strings.IndexByte(upnLetters, upn[i]); i != len(upn)-1 || value < 0 {
				return upn, "", false
			}
		}
		sum += value * (i + 1)
	}
	right = upnLetters[sum%23 : sum%23+1]
	return upn, right, right == upn[:1]
}

// TemporaryUPN reports whether a checked UPN is one that a school gave until the right one is known.
func TemporaryUPN(upn string) bool { return len(upn) == 13 && (upn[12] < '0' || upn[12] > '9') }

// ReadDate reads a date as English schools' systems write it: dd/mm/yyyy (also d/m/yyyy, and with - or . between), an
// ISO date, or "4 Mar 2016"; a time behind it is cut off. The day always comes first: 13/27/2019 is no date, and never
// America's. form is false where it is not even that, ok where the calendar has no such day.
func ReadDate(text string) (date clock.Date, form, ok bool) {
	text = strings.TrimSpace(text)
	if at := strings.IndexAny(text, "T "); at >= 8 && strings.Contains(text[at:], ":") {
		text = strings.TrimSpace(text[:at])
	}
	parts := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("/-. ", r) })
	if len(parts) != 3 {
		return "", false, false
	}
	if len(parts[0]) == 4 {
		slices.Reverse(parts)
	}
	if len(parts[0]) > 2 || len(parts[2]) != 4 {
		return "", false, false
	}
	day, err1 := strconv.ParseUint(parts[0], 10, 8)
	year, err2 := strconv.ParseUint(parts[2], 10, 16)
	month, err3 := readMonth(parts[1])
	if err1 != nil || err2 != nil || err3 != nil {
		return "", false, false
	}
	made := time.Date(int(year), time.Month(month), int(day), 0, 0, 0, 0, time.UTC)
	if made.Day() != int(day) || made.Month() != time.Month(month) || year < 1900 {
		return "", true, false
	}
	return clock.Date(made.Format(time.DateOnly)), true, true
}

func readMonth(text string) (uint64, error) {
	if len(text) >= 3 {
		for m := time.January; m <= time.December; m++ {
			if name := strings.ToLower(m.String()); strings.EqualFold(text, name) || strings.EqualFold(text, name[:3]) {
				return uint64(m), nil
			}
		}
	}
	if len(text) > 2 {
		return 0, strconv.ErrSyntax
	}
	return strconv.ParseUint(text, 10, 8)
}

// readYear reads a year group: "Year 4", "Y4", "4", "Reception", "R", "Nursery", "N2".
func readYear(text string) (people.Year, bool) {
	key := people.Squash(text)
	switch key {
	case "nursery", "n", "n1", "n2", "yearn", "preschool", "fs1":
		return people.Nursery, true
	case "reception", "r", "yearr", "yr", "fs2", "rec":
		return people.Reception, true
	}
	for _, before := range []string{"curriculumyear", "year", "y"} {
		if rest, found := strings.CutPrefix(key, before); found {
			key = rest
			break
		}
	}
	year := people.Year(strings.TrimPrefix(key, "0"))
	return year, year.Order() > people.Reception.Order()
}

// yearsFor are the year groups that a child of that birthday belongs to on that day, by the school year that begins on
// 1 September; in July and August, when a system may already have moved everybody up, the next one too. A nursery
// takes children a year earlier.
func yearsFor(dob, today clock.Date) []people.Year {
	if len(dob) < 10 || len(today) < 10 {
		return nil
	}
	starts := schoolYear(today)
	fits := []people.Year{yearAt(dob, starts)}
	if month := today[5:7]; month == "07" || month == "08" {
		fits = append(fits, yearAt(dob, starts+1))
	}
	if yearAt(dob, starts+1) == people.Nursery {
		fits = append(fits, people.Nursery)
	}
	return fits
}

// schoolYear is the calendar year in which the school year of that day began: what starts on 1 September.
func schoolYear(day clock.Date) int {
	year, _ := strconv.Atoi(string(day[:4]))
	if day[5:7] < "09" {
		year--
	}
	return year
}

// yearAt is the year group, in the school year that begins in starts, of a child born on that day; empty for no
// primary one.
func yearAt(dob clock.Date, starts int) people.Year {
	// Born in the school year that began in y, a child is in Reception in the one that begins in y+5.
	place := starts - schoolYear(dob) - 5 + people.Reception.Order()
	if place < 0 || place >= len(people.Years) {
		return ""
	}
	return people.Years[place]
}

// readYesNo reads a column of yes and no; empty is no.
func readYesNo(text string) (yes, ok bool) {
	if strings.TrimSpace(text) == "" {
		return false, true
	}
	switch people.Fold(text) {
	case "y", "yes", "true", "1", "t":
		return true, true
	case "n", "no", "false", "0", "f":
		return false, true
	}
	return false, false
}

// readSEN reads a special educational needs status.
func readSEN(text string) (people.SEN, bool) {
	if strings.TrimSpace(text) == "" {
		return "", true
	}
	switch people.Squash(text) {
	case "n", "nosen", "none", "nospecialeducationalneed", "nospecialeducationalneeds":
		return people.SENNone, true
	case "k", "sensupport", "support":
		return people.SENSupport, true
	case "e", "ehcp", "ehcplan", "educationhealthandcareplan":
		return people.SENPlan, true
	}
	return "", false
}

// ReadMobile reads a mobile number and returns it as E.164: a British one (07…, 447…, +447…, 00447…), or one of another
// country that is written with its + or 00. Empty is empty and right.
func ReadMobile(text string) (string, bool) {
	var digits strings.Builder
	plus := false
	for i, r := range strings.TrimSpace(text) {
		switch {
		case r >= '0' && r <= '9':
			digits.WriteRune(r)
		case r == '+' && i == 0:
			plus = true
		case strings.ContainsRune(" -().\u00a0", r):
		default:
			return "", false
		}
	}
	number := digits.String()
	if number == "" {
		return "", strings.TrimSpace(text) == ""
	}
	if rest, found := strings.CutPrefix(number, "00"); found && !plus {
		number, plus = rest, true
	}
	if rest, found := strings.CutPrefix(number, "4407"); found {
		number = "447" + rest // +44 (0)7700 …
	}
	switch {
	case strings.HasPrefix(number, "447") && len(number) == 12:
	case plus && strings.HasPrefix(number, "44"):
		return "", false // a British number, and no mobile
	case plus && len(number) >= 8 && len(number) <= 15 && number[0] != '0':
	case !plus && strings.HasPrefix(number, "07") && len(number) == 11:
		number = "44" + number[1:]
	default:
		return "", false
	}
	return "+" + number, true
}

// ReadEmail reads an e-mail address: one @, something before it, a name with a dot behind it, nothing that could end a
// header or a list. It comes back in lower case. Empty is empty and right.
func ReadEmail(text string) (string, bool) {
	text = strings.ToLower(strings.TrimSpace(text))
	if text == "" {
		return "", true
	}
	local, domain, found := strings.Cut(text, "@")
	if !found || local == "" || len(text) > 254 || !utf8.ValidString(text) ||
		strings.ContainsFunc(text, func(r rune) bool {
			return unicode.IsSpace(r) || unicode.IsControl(r) || strings.ContainsRune(`,;:<>()[]"\`, r)
		}) {
		return "", false
	}
	labels := strings.Split(domain, ".")
	return text, len(labels) > 1 && !slices.Contains(labels, "") && !strings.Contains(domain, "@")
}

// readName reads a name: spaces tidied, nothing that no name holds. why is the key of what is wrong with it, or empty.
func readName(text string) (name, why string) {
	name = strings.Join(strings.Fields(text), " ")
	if turned(name) {
		return "", "intake.turned"
	}
	if len(name) > 100 || strings.ContainsFunc(name, func(r rune) bool {
		return unicode.IsControl(r) || unicode.IsDigit(r) || r == utf8.RuneError ||
			strings.ContainsRune("<>@=;|{}[]\\", r)
	}) {
		return "", "intake.bad_name"
	}
	return name, ""
}

// turned reports whether a text would be read in another order than it is written: a name, or what stands beside one.
func turned(text string) bool { return strings.ContainsFunc(text, phrase.Turns) }
