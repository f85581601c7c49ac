package store

import (
	"cmp"
	"crypto/rand"
	"encoding/base64"
	"slices"

	"lollipop/backend/id"
	"lollipop/backend/notice"
)

var addPushes = bulkOf(`INSERT INTO pushes (id, host, device, school, person, batch, topic, urgent, made, expires,
	attempts, due, leased, done_at, result)`, 15, "")

// keep writes what was decided.
func (r *ringing) keep(all []person, rangs []notice.Rang) error {
	joined := map[string]bool{}
	for i, rang := range rangs {
		if rang.Later.IsZero() && rang.Batch != "" && rang.Batch == all[i].Last {
			joined[string(rang.Batch)] = true
		}
	}
	if err := r.holdBatches(sortedKeys(joined), unread); err != nil {
		return err
	}
	states, err := r.batchStates(sortedKeys(joined))
	if err != nil {
		return err
	}
	var changed []notice.Notice
	var deliveries []deliveryRow
	var pushes [][]any
	for i, rang := range rangs {
		p := all[i]
		for _, n := range p.Notices {
			n.RingAt = rang.Later
			d := way(n, notice.ByPush, notice.NoDevice, r.now)
			switch {
			case !rang.Later.IsZero():
				changed = append(changed, n)
				continue
			case rang.Batch == "" || p.Devices == 0 && rang.Batch != p.Last:
			case rang.Batch == p.Last:
				state := states[rang.Batch]
				d.State, d.Result = string(cmp.Or(state.state, notice.Accepted)), string(state.result)
				d.Batch, d.Urgent, d.RungAt = string(rang.Batch), p.LastUrgent, stamp(p.LastAt)
				n.Rung++
			default:
				d.State, d.Batch, d.Urgent, d.RungAt = string(notice.Handed), string(rang.Batch), rang.Urgent, stamp(r.now)
				n.Rung++
			}
			changed, deliveries = append(changed, n), append(deliveries, d)
		}
		if rang.Later.IsZero() && rang.Batch != "" && rang.Batch != p.Last {
			pushes = append(pushes, r.pushes(p, rang)...)
		}
	}
	if err := r.keepNotices(changed); err != nil {
		return err
	}
	if err := r.keepDeliveries(deliveries); err != nil {
		return err
	}
	return addPushes.write(r.tx, pushes)
}

// pushes are one for each of an adult's telephones. Their topic says nothing: services see it.
func (r *ringing) pushes(p person, rang notice.Rang) (rows [][]any) {
	devices := make([]string, 0, len(p.devices))
	for device := range p.devices {
		devices = append(devices, device)
	}
	slices.Sort(devices)
	for _, device := range devices {
		var topic [24]byte
		rand.Read(topic[:]) // never fails
		rows = append(rows, []any{string(id.New[id.Push]()), p.devices[device], device, string(r.school),
			string(p.Adult), string(rang.Batch), base64.RawURLEncoding.EncodeToString(topic[:]), rang.Urgent, r.now,
			exact(rang.Expires), 0, r.now, false, nil, ""})
	}
	return rows
}
