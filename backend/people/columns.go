package people

import (
	"slices"
	"strings"
)

// The fields of a pupils file.
const (
	FUPN        Field = "upn"
	FSurname    Field = "surname"
	FForename   Field = "forename"
	FPreferred  Field = "preferred"
	FDOB        Field = "dob"
	FYear       Field = "year"
	FClass      Field = "class"
	FLanguage   Field = "language"
	FEAL        Field = "eal"
	FSEN        Field = "sen"
	FLeaving    Field = "leaving"
	FCTitle     Field = "contact_title"
	FCForename  Field = "contact_forename"
	FCSurname   Field = "contact_surname"
	FCRelation  Field = "contact_relationship"
	FCPriority  Field = "contact_priority"
	FCPR        Field = "contact_responsibility"
	FCOrder     Field = "contact_court_order"
	FCMobile    Field = "contact_mobile"
	FCEmail     Field = "contact_email"
	FCLanguage  Field = "contact_language"
	FCSameHouse Field = "contact_same_address"
)

// The fields of a staff file. Surname, forename and class are those of a pupils file.
const (
	FCode  Field = "code"
	FTitle Field = "title"
	FEmail Field = "email"
	FRole  Field = "role"
	FPhone Field = "issued_phone"
)

// Column is a field of a kind of file.
type Column struct {
	Field    Field
	Required bool
	// Label is the phrase key of what people call it: {"people.field.upn"}.
	Label string
	// names are the headers by which SIMS, Arbor, Bromcom and people call it, each squashed, the surest first.
	names string
}

var pupilColumns = []Column{
	{FUPN, true, "people.field.upn",
		"upn uniquepupilnumber uniquepupilno upnnumber"},
	{FSurname, true, "people.field.surname",
		"legalsurname legallastname pupilsurname studentsurname studentlastname surname lastname familyname"},
	{FForename, true, "people.field.forename",
		"legalforename legalfirstname pupilforename studentforename studentfirstname forename firstname givenname"},
	{FPreferred, false, "people.field.preferred",
		"preferredforename preferredfirstname preferredname chosenname chosenforename knownas"},
	{FDOB, true, "people.field.dob",
		"dob dateofbirth birthdate birthday studentdateofbirth"},
	{FYear, true, "people.field.year",
		"yeargroup year ncyear ncyearactual yeartaughtin curriculumyear nationalcurriculumyear yr"},
	{FClass, true, "people.field.class",
		"registrationgroup reggroup reg registrationform regform class classname form tutorgroup tutor"},
	{FLanguage, false, "people.field.language",
		"firstlanguage pupilfirstlanguage nativelanguage nativelanguages homelanguage homelanguages language " +
			"mothertongue"},
	{FEAL, false, "people.field.eal",
		"eal englishasadditionallanguage englishasanadditionallanguage ealstatus"},
	{FSEN, false, "people.field.sen",
		"senstatus sen senprovision sencode sendstatus send senstage"},
	{FLeaving, false, "people.field.leaving",
		"dateofleaving leavingdate dol leavedate dateleft enrolmentenddate"},
	{FCTitle, false, "people.field.contact_title",
		"contacttitle guardiantitle"},
	{FCForename, false, "people.field.contact_forename",
		"contactforename contactfirstname guardianfirstname guardianforename parentforename parentfirstname"},
	{FCSurname, false, "people.field.contact_surname",
		"contactsurname contactlastname guardianlastname guardiansurname parentsurname parentlastname"},
	{FCRelation, false, "people.field.contact_relationship",
		"contactrelationship relationship relationshiptopupil relationshiptostudent guardianrelationship relation " +
			"contacttype"},
	{FCPriority, false, "people.field.contact_priority",
		"contactpriority priority contactorder callorder guardianpriority"},
	{FCPR, false, "people.field.contact_responsibility",
		"parentalresponsibility hasparentalresponsibility contactparentalresponsibility legalguardian pr"},
	{FCOrder, false, "people.field.contact_court_order",
		"courtorder courtorders contactcourtorder hascourtorder contactrestriction legalrestriction"},
	{FCMobile, false, "people.field.contact_mobile",
		"contactmobile contactmobilenumber contactmobilephone guardianmobile guardianmobilenumber " +
			"guardianmobilephone mobile mobilenumber mobilephone contacttelephone primarytelephone contactphone"},
	{FCEmail, false, "people.field.contact_email",
		"contactemail contactemailaddress guardianemail guardianemailaddress email emailaddress primaryemail"},
	{FCLanguage, false, "people.field.contact_language",
		"contactlanguage contactfirstlanguage guardianlanguage correspondencelanguage contactnativelanguage"},
	{FCSameHouse, false, "people.field.contact_same_address",
		"sameaddress livesatsameaddress sameaddressaspupil sameaddressasstudent liveswithpupil liveswithstudent " +
			"contactsameaddress liveswith"},
}

var staffColumns = []Column{
	{FCode, false, "people.field.code",
		"staffcode code staffid employeenumber payrollnumber initials"},
	{FTitle, false, "people.field.title",
		"title salutation"},
	{FForename, true, "people.field.forename",
		"forename firstname preferredforename preferredfirstname legalforename legalfirstname givenname"},
	{FSurname, true, "people.field.surname",
		"surname lastname preferredsurname preferredlastname legalsurname legallastname familyname"},
	{FEmail, true, "people.field.email",
		"email emailaddress workemail workemailaddress primaryemail"},
	{FRole, true, "people.field.role",
		"role roles post jobtitle positions position jobroles"},
	{FClass, false, "people.field.class",
		"registrationgroup reggroup reg registrationform regform class classes form tutorgroup"},
	{FPhone, false, "people.field.issued_phone",
		"workmobile workmobilenumber workphone worktelephone"},
}

// Columns are the fields of a kind of file, in the order in which screens list them.
func Columns(kind ImportKind) []Column {
	switch kind {
	case PupilFile:
		return pupilColumns
	case StaffFile:
		return staffColumns
	}
	return nil
}

// GuessMapping finds the fields' headers by their usual names. Case, spaces and punctuation do not matter. A header
// serves one field: the first in order of Columns that is surest of it.
func GuessMapping(kind ImportKind, headers []string) Mapping {
	keys := make([]string, len(headers))
	for i, h := range headers {
		keys[i] = squash(h)
	}
	m := Mapping{}
	for _, column := range Columns(kind) {
		for _, name := range strings.Fields(column.names) {
			if at := slices.Index(keys, name); at >= 0 {
				m[column.Field] = headers[at]
				keys[at] = ""
				break
			}
		}
	}
	return m
}

// Missing are the required fields that the mapping leaves without a header of the table.
func Missing(kind ImportKind, m Mapping, headers []string) []Field {
	var missing []Field
	for _, column := range Columns(kind) {
		if column.Required && !slices.Contains(headers, m[column.Field]) {
			missing = append(missing, column.Field)
		}
	}
	return missing
}
