package store

import (
	"context"
	"errors"

	"lollipop/backend/custody"
	"lollipop/backend/event"
	"lollipop/backend/id"
)

// lyingDevices are those that are handed in, whoever's.
var lyingDevices = prepared(`SELECT ` + deviceColumns + ` FROM devices
	WHERE school_id = ? AND state = 'handed_in' ORDER BY slot, id`)

// Lying implements custody.Store. It shares the desk's lock, so that nothing is handed out between the look and the
// commit.
func (c CustodyStore) Lying(ctx context.Context, act event.Act,
	change func([]custody.Device) ([]event.Event, error)) error {
	return c.s.change(ctx, work{act: act, do: func(t *tx) (outcome, error) {
		var devices []custody.Device
		err := t.rows(lyingDevices, func(scan func(...any) error) error {
			var r deviceRow
			err := scan(r.into()...)
			devices = append(devices, toDevice(r))
			return err
		}, string(t.school))
		if err != nil {
			return outcome{}, err
		}
		events, err := change(devices)
		return outcome{wrote: []written{{events: events}}}, err
	}})
}

// Device implements custody.Store.
func (c CustodyStore) Device(ctx context.Context, school id.School, wanted id.Device) (device custody.Device, err error) {
	err = c.s.read(ctx, school, func(t *tx) error {
		row, err := first[deviceRow](t, "id = ?", string(wanted))
		if errors.Is(err, errMissing) {
			return noChild()
		}
		device = toDevice(row)
		return err
	})
	return device, err
}
