package intake

// Field is a column that an import knows, by the name that the mapping and the screens use.
type Field string

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
	// Label is the phrase key of what people call it: {"intake.field.upn"}.
	Label string
	// names are the headers by which SIMS, Arbor, Bromcom and people call it, each squashed, the surest first.
	names string
}

var pupilColumns = []Column{
	{FUPN, true, "intake.field.upn",
		"upn uniquepupilnumber uniquepupilno upnnumber"},
	{FSurname, true, "intake.field.surname",
		"legalsurname legallastname pupilsurname studentsurname studentlastname surname lastname familyname"},
	{FForename, true, "intake.field.forename",
		"legalforename legalfirstname pupilforename studentforename studentfirstname forename firstname givenname"},
	{FPreferred, false, "intake.field.preferred",
		"preferredforename preferredfirstname preferredname chosenname chosenforename knownas"},
	{FDOB, true, "intake.field.dob",
		"dob dateofbirth birthdate birthday studentdateofbirth"},
	{FYear, true, "intake.field.year",
		"yeargroup year ncyear ncyearactual yeartaughtin curriculumyear nationalcurriculumyear yr"},
	{FClass, true, "intake.field.class",
		"registrationgroup reggroup reg registrationform regform class classname form tutorgroup tutor"},
	{FLanguage, false, "intake.field.language",
		"firstlanguage pupilfirstlanguage nativelanguage nativelanguages homelanguage homelanguages language " +
			"mothertongue"},
	{FEAL, false, "intake.field.eal",
		"eal englishasadditionallanguage englishasanadditionallanguage ealstatus"},
	{FSEN, false, "intake.field.sen",
		"senstatus sen senprovision sencode sendstatus send senstage"},
	{FLeaving, false, "intake.field.leaving",
		"dateofleaving leavingdate dol leavedate dateleft enrolmentenddate"},
	{FCTitle, false, "intake.field.contact_title",
		"contacttitle guardiantitle"},
	{FCForename, false, "intake.field.contact_forename",
		"contactforename contactfirstname guardianfirstname guardianforename parentforename parentfirstname"},
	{FCSurname, false, "intake.field.contact_surname",
		"contactsurname contactlastname guardianlastname guardiansurname parentsurname parentlastname"},
	{FCRelation, false, "intake.field.contact_relationship",
		"contactrelationship relationship relationshiptopupil relationshiptostudent guardianrelationship relation " +
			"contacttype"},
	{FCPriority, false, "intake.field.contact_priority",
		"contactpriority priority contactorder callorder guardianpriority"},
	{FCPR, false, "intake.field.contact_responsibility",
		"parentalresponsibility hasparentalresponsibility contactparentalresponsibility legalguardian pr"},
	{FCOrder, false, "intake.field.contact_court_order",
		"courtorder courtorders contactcourtorder hascourtorder contactrestriction legalrestriction"},
	{FCMobile, false, "intake.field.contact_mobile",
		"contactmobile contactmobilenumber contactmobilephone guardianmobile guardianmobilenumber " +
			"guardianmobilephone mobile mobilenumber mobilephone contacttelephone primarytelephone contactphone"},
	{FCEmail, false, "intake.field.contact_email",
		"contactemail contactemailaddress guardianemail guardianemailaddress email emailaddress primaryemail"},
	{FCLanguage, false, "intake.field.contact_language",
		"contactlanguage contactfirstlanguage guardianlanguage correspondencelanguage contactnativelanguage"},
	{FCSameHouse, false, "intake.field.contact_same_address",
		"sameaddress livesatsameaddress sameaddressaspupil sameaddressasstudent liveswithpupil liveswithstudent " +
			"contactsameaddress liveswith"},
}

var staffColumns = []Column{
	{FCode, false, "intake.field.code",
		"staffcode code staffid employeenumber payrollnumber initials"},
	{FTitle, false, "intake.field.title",
		"title salutation"},
	{FForename, true, "intake.field.forename",
		"forename firstname preferredforename preferredfirstname legalforename legalfirstname givenname"},
	{FSurname, true, "intake.field.surname",
		"surname lastname preferredsurname preferredlastname legalsurname legallastname familyname"},
	{FEmail, true, "intake.field.email",
		"email emailaddress workemail workemailaddress primaryemail"},
	{FRole, true, "intake.field.role",
		"role roles post jobtitle positions position jobroles"},
	{FClass, false, "intake.field.class",
		"registrationgroup reggroup reg registrationform regform class classes form tutorgroup"},
	{FPhone, false, "intake.field.issued_phone",
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
