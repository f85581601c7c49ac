package web

import (
	"context"
	"slices"
	"strings"
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/custody"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/school"
)

// Desk is the office's screen: every child who could bring a device, and the day so far.
type Desk struct {
	Mode        string      `json:"mode" enum:"hand_in,class_check"`
	Now         time.Time   `json:"now"`
	Held        int         `json:"held" doc:"Handed in and still here"`
	Uncollected int         `json:"uncollected" doc:"Still here although their day is over"`
	Expected    int         `json:"expected" doc:"Children who have brought a device before"`
	Pupils      []DeskPupil `json:"pupils"`
	Recent      []Recent    `json:"recent" doc:"The last desk moves of today, newest first"`
}

// DeskPupil is one line of it.
type DeskPupil struct {
	ID      string   `json:"id"`
	Name    string   `json:"name"`
	Class   string   `json:"class"`
	Year    string   `json:"year"`
	Keeps   bool     `json:"keeps" doc:"May keep a device, by an exception whose reason is not shown here"`
	Device  *Device  `json:"device,omitempty" doc:"The one that matters most now"`
	Devices []Device `json:"devices"`
}

// Device is a child's device.
type Device struct {
	ID        string     `json:"id"`
	Kind      string     `json:"kind"`
	Label     string     `json:"label,omitempty"`
	Colour    string     `json:"colour,omitempty"`
	State     string     `json:"state" enum:"with_child,handed_in,confiscated,with_police"`
	Slot      int        `json:"slot,omitempty"`
	Since     time.Time  `json:"since"`
	UndoUntil *time.Time `json:"undo_until,omitempty"`
	Late      bool       `json:"late" doc:"Handed in, and its day is over"`
}

// Recent is one desk move.
type Recent struct {
	At    time.Time `json:"at"`
	Pupil string    `json:"pupil"`
	Name  string    `json:"name"`
	State string    `json:"state"`
	Slot  int       `json:"slot,omitempty"`
}

const recentMoves = 8

func (s *Server) desk(ctx context.Context, _ *nothing) (Desk, error) {
	k := of(ctx)
	children, err := s.Custody.Desk(ctx, k.who, k.now)
	if err != nil {
		return Desk{}, err
	}
	place, err := s.Schools.School(ctx, k.who.School)
	if err != nil {
		return Desk{}, err
	}
	d := Desk{Mode: string(place.Policy.Phones.Mode), Now: k.now, Pupils: make([]DeskPupil, 0, len(children)), Recent: []Recent{}}
	today := dayOf(k.now)
	for _, child := range children {
		line := deskPupil(child, place.Calendar, k.now)
		d.Pupils = append(d.Pupils, line)
		if len(line.Devices) > 0 {
			d.Expected++
		}
		for _, device := range line.Devices {
			if device.State == string(custody.HandedIn) {
				d.Held++
			}
			if device.Late {
				d.Uncollected++
			}
			if dayOf(device.Since) == today && (device.Slot > 0 || device.UndoUntil != nil) {
				d.Recent = append(d.Recent, Recent{At: device.Since, Pupil: line.ID, Name: line.Name, State: device.State, Slot: device.Slot})
			}
		}
	}
	slices.SortFunc(d.Recent, func(a, b Recent) int { return b.At.Compare(a.At) })
	d.Recent = d.Recent[:min(recentMoves, len(d.Recent))]
	return d, nil
}

func deskPupil(child custody.Child, cal school.Calendar, now time.Time) DeskPupil {
	line := DeskPupil{ID: string(child.ID), Name: child.Name, Class: child.Class, Year: child.Year, Keeps: child.Keeps, Devices: []Device{}}
	for _, d := range child.Devices {
		line.Devices = append(line.Devices, deviceOf(d, cal, now))
	}
	// The one at school comes first: what the desk acts on.
	slices.SortStableFunc(line.Devices, func(a, b Device) int { return weight(b.State) - weight(a.State) })
	if len(line.Devices) > 0 {
		line.Device = &line.Devices[0]
	}
	return line
}

func weight(state string) int {
	switch custody.State(state) {
	case custody.Confiscated:
		return 3
	case custody.WithPolice:
		return 2
	case custody.HandedIn:
		return 1
	case custody.WithChild:
	}
	return 0
}

func deviceOf(d custody.Device, cal school.Calendar, now time.Time) Device {
	out := Device{ID: string(d.ID), Kind: string(d.Kind), Label: d.Label, Colour: d.Colour, State: string(d.State), Slot: d.Slot,
		Since: d.Since, Late: custody.Uncollected(d, cal, now)}
	if custody.Undo(d, now).OK() {
		until := d.Since.Add(custody.UndoFor)
		out.UndoUntil = &until
	}
	return out
}

// Arrival is what the desk sends when a device is handed in; only the pupil is needed.
type Arrival struct {
	Pupil     string `json:"pupil"`
	Device    string `json:"device,omitempty"`
	Kind      string `json:"kind,omitempty"`
	Label     string `json:"label,omitempty"`
	Colour    string `json:"colour,omitempty"`
	Condition string `json:"condition,omitempty"`
}

// DeviceOfPupil names a device by its child.
type DeviceOfPupil struct {
	Pupil  string `json:"pupil"`
	Device string `json:"device"`
}

func (s *Server) handIn(ctx context.Context, in *body[Arrival]) (DeskPupil, error) {
	k := of(ctx)
	pupil, err := thing[id.Pupil](in.Body.Pupil)
	if err != nil {
		return DeskPupil{}, err
	}
	shelf, err := s.Custody.HandIn(ctx, k.who, k.act, custody.Arriving{Pupil: pupil, Device: id.Device(in.Body.Device),
		Kind: school.DeviceKind(in.Body.Kind), Label: in.Body.Label, Colour: in.Body.Colour, Condition: in.Body.Condition})
	return s.shelf(ctx, shelf, err)
}

func (s *Server) collect(ctx context.Context, in *body[DeviceOfPupil]) (DeskPupil, error) {
	k := of(ctx)
	shelf, err := s.Custody.Collect(ctx, k.who, k.act, id.Pupil(in.Body.Pupil), id.Device(in.Body.Device))
	return s.shelf(ctx, shelf, err)
}

func (s *Server) undo(ctx context.Context, in *body[DeviceOfPupil]) (DeskPupil, error) {
	k := of(ctx)
	shelf, err := s.Custody.Undo(ctx, k.who, k.act, id.Pupil(in.Body.Pupil), id.Device(in.Body.Device))
	return s.shelf(ctx, shelf, err)
}

// shelf is what the desk gets back: the child's devices as they are now. The name it knows already.
func (s *Server) shelf(ctx context.Context, shelf custody.Shelf, err error) (DeskPupil, error) {
	if err != nil {
		return DeskPupil{}, err
	}
	place, err := s.Schools.School(ctx, shelf.School)
	if err != nil {
		return DeskPupil{}, err
	}
	return deskPupil(custody.Child{ID: shelf.Pupil, Devices: shelf.Devices}, place.Calendar, of(ctx).now), nil
}

// ClassQuery names a class.
type classQuery struct {
	Class string `query:"class" maxLength:"60"`
}

// ClassList is one class's children with what they bring.
type ClassList struct {
	Class  string      `json:"class"`
	Pupils []DeskPupil `json:"pupils"`
}

func (s *Server) class(ctx context.Context, in *classQuery) (ClassList, error) {
	k := of(ctx)
	children, err := s.Custody.Class(ctx, k.who, strings.Clone(in.Class), k.now)
	if err != nil {
		return ClassList{}, err
	}
	place, err := s.Schools.School(ctx, k.who.School)
	if err != nil {
		return ClassList{}, err
	}
	list := ClassList{Class: in.Class, Pupils: make([]DeskPupil, 0, len(children))}
	for _, child := range children {
		list.Pupils = append(list.Pupils, deskPupil(child, place.Calendar, k.now))
	}
	return list, nil
}

// ClassCheck is one class's "secured and off" of today.
type ClassCheck struct {
	Class   string         `json:"class"`
	Date    string         `json:"date" format:"date"`
	Checked *Checked       `json:"checked,omitempty"`
	Pupils  []CheckedPupil `json:"pupils"`
}

// Checked is who checked, and when.
type Checked struct {
	By string    `json:"by"`
	At time.Time `json:"at"`
}

// CheckedPupil is one child of it.
type CheckedPupil struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Keeps bool   `json:"keeps"`
	Found string `json:"found,omitempty" enum:"not_off,not_put_away,in_use"`
}

func (s *Server) classCheck(ctx context.Context, in *classQuery) (ClassCheck, error) {
	k := of(ctx)
	checks, err := s.Custody.ChecksToday(ctx, k.who, k.now)
	if err != nil {
		return ClassCheck{}, err
	}
	children, err := s.Custody.Class(ctx, k.who, strings.Clone(in.Class), k.now)
	if err != nil {
		return ClassCheck{}, err
	}
	answer := ClassCheck{Class: in.Class, Date: string(dayOf(k.now)), Pupils: make([]CheckedPupil, 0, len(children))}
	var found map[id.Pupil]custody.Found
	for _, check := range checks {
		if check.Class == in.Class && !check.At.IsZero() {
			found = check.Exceptions
			answer.Checked = &Checked{By: check.ByName, At: check.At}
		}
	}
	for _, child := range children {
		answer.Pupils = append(answer.Pupils, CheckedPupil{ID: string(child.ID), Name: child.Name, Keeps: child.Keeps,
			Found: string(found[child.ID])})
	}
	return answer, nil
}

// ClassChecked is what a class check sends: the class, and who was an exception.
type ClassChecked struct {
	Class      string            `json:"class" maxLength:"60"`
	Exceptions []ClassExceptions `json:"exceptions" maxItems:"60"`
}

// ClassExceptions is one child whose device was not secured and off.
type ClassExceptions struct {
	Pupil string `json:"pupil"`
	Found string `json:"found" enum:"not_off,not_put_away,in_use"`
}

func (s *Server) checkClass(ctx context.Context, in *body[ClassChecked]) (ClassCheck, error) {
	k := of(ctx)
	found := map[id.Pupil]custody.Found{}
	for _, e := range in.Body.Exceptions {
		found[id.Pupil(e.Pupil)] = custody.Found(e.Found)
	}
	if _, err := s.Custody.CheckClass(ctx, k.who, k.act, in.Body.Class, found); err != nil {
		return ClassCheck{}, err
	}
	return s.classCheck(ctx, &classQuery{Class: in.Body.Class})
}

// thing reads an id; what is none is not there.
func thing[T ~string](text string) (T, error) {
	parsed, ok := id.Parse[T](text)
	if !ok {
		return "", fault.New(fault.NotFound, "web.not_found", nil)
	}
	return parsed, nil
}

// dayOf is the day that it is in London.
func dayOf(t time.Time) clock.Date { return clock.DateOf(t, school.London) }
