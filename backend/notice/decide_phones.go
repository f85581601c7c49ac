package notice

import (
	"slices"
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/custody"
	"lollipop/backend/id"
	"lollipop/backend/school"
)

// confiscated: the device lies at the office no longer to be collected, and whoever may know that it is kept learns of
// it. The first is so under a hold too: nothing tells a device that is held from one of which the school says later.
func (d *decision) confiscated() error {
	var said struct {
		Device id.Device `json:"device"`
	}
	if err := d.body(&said); err != nil {
		return err
	}
	if err := d.end(string(said.Device), Uncollected); err != nil {
		return err
	}
	return d.kept()
}

// kept tells everybody who may be told that the school keeps a device, and has not been told yet.
//
// Policy: phones.parents_told (AR 9.3/10), phones.release (BG 9.3/12)
func (d *decision) kept() error {
	c, err := d.Confiscation(id.Confiscation(d.event.Subject))
	if err != nil {
		return err
	}
	place, err := d.School()
	if err != nil || !Told(place.Policy.Phones, c) {
		return err
	}
	before, err := d.about(string(c.ID), Confiscated)
	if err != nil {
		return err
	}
	knows := map[id.Adult]bool{}
	for _, n := range before {
		head, err := d.head(n.Adult)
		if err != nil {
			return err
		}
		knows[head] = true
	}
	adults, err := d.audience(c.Pupil)
	if err != nil {
		return err
	}
	for _, adult := range adults {
		if knows[adult] {
			continue
		}
		n := Notice{Kind: Confiscated, Subject: string(c.ID), Pupils: []id.Pupil{c.Pupil}, Bare: c.Secret}
		if err := d.tell(adult, n, true); err != nil {
			return err
		}
	}
	return nil
}

// held: under the safeguarding hold nobody is told. What somebody has read they know; it rings no more, and nothing about
// it changes, so that nothing shows that there is a hold.
//
// Policy: phones.confiscation_grounds (AR 9.3/8, BG 9.3/9)
func (d *decision) held() error {
	list, err := d.about(d.event.Subject, Confiscated)
	for _, n := range list {
		switch {
		case !n.OverAt.IsZero():
		case n.ReadAt.IsZero():
			d.takeBack(n)
		case !n.RingAt.IsZero():
			n.RingAt = time.Time{}
			d.change(n)
		}
	}
	return err
}

// toPolice: the school has it no more. Of one that is held nothing changes for those who knew that it is kept: whether
// they learn more is the safeguarding team's to decide.
//
// Policy: phones.to_police (AR 9.3/11, BG 9.3/13)
func (d *decision) toPolice() error {
	c, err := d.Confiscation(id.Confiscation(d.event.Subject))
	if err != nil || c.Held {
		return err
	}
	return d.end(string(c.ID), Confiscated)
}

// released: it went home. Those who knew that the school had it learn that, as far as they may still be told; whoever
// took it home knows, and is not rung for it.
func (d *decision) released() error {
	c, err := d.Confiscation(id.Confiscation(d.event.Subject))
	if err != nil {
		return err
	}
	list, err := d.about(string(c.ID), Confiscated)
	if err != nil {
		return err
	}
	took, err := d.head(c.ReleasedTo)
	if err != nil {
		return err
	}
	adults, err := d.audience(c.Pupil)
	if err != nil {
		return err
	}
	told := map[id.Adult]bool{}
	for _, n := range list {
		if !n.OverAt.IsZero() {
			continue
		}
		d.over(n)
		head, err := d.head(n.Adult)
		if err != nil {
			return err
		}
		if told[head] || !slices.Contains(adults, head) {
			continue
		}
		told[head] = true
		gone := Notice{Kind: Released, Subject: string(c.ID), Pupils: []id.Pupil{c.Pupil}, Bare: n.Bare}
		if err := d.tell(head, gone, head != took); err != nil {
			return err
		}
	}
	return nil
}

// contacted: somebody at school spoke to the adult, who knows now.
func (d *decision) contacted() error {
	var said struct {
		Adult   id.Adult        `json:"adult"`
		How     custody.How     `json:"how"`
		Outcome custody.Outcome `json:"outcome"`
	}
	if err := d.body(&said); err != nil {
		return err
	}
	if said.Outcome != custody.Spoke || said.How == custody.ByApp {
		return nil
	}
	spoken, err := d.head(said.Adult)
	if err != nil {
		return err
	}
	list, err := d.about(d.event.Subject, Confiscated)
	if err != nil {
		return err
	}
	for _, n := range list {
		head, err := d.head(n.Adult)
		if err != nil {
			return err
		}
		if head == spoken && n.ToldAt.IsZero() && n.OverAt.IsZero() {
			n.ToldAt, n.ToldBy, n.ToldHow = d.event.At, d.event.Actor, Spoke
			n.RingAt = time.Time{}
			d.change(n)
		}
	}
	return nil
}

// uncollected: the day is over and the device is still here. What was said of it on an earlier day is over: today's says
// it anew. One that was handed in on a later day was fetched meanwhile: a server that was down tells nobody of it now.
func (d *decision) uncollected() error {
	device, err := d.Device(id.Device(d.event.Subject))
	if err != nil || device.State != custody.HandedIn {
		return err
	}
	if clock.DateOf(device.Since, school.London) > clock.DateOf(d.event.At, school.London) {
		return d.end(string(device.ID), Uncollected)
	}
	if err := d.end(string(device.ID), Uncollected); err != nil {
		return err
	}
	adults, err := d.audience(device.Pupil)
	if err != nil {
		return err
	}
	for _, adult := range adults {
		n := Notice{Kind: Uncollected, Subject: string(device.ID), Pupils: []id.Pupil{device.Pupil}, Urgent: true}
		if err := d.tell(adult, n, true); err != nil {
			return err
		}
	}
	return nil
}

// undone: a slip of the finger at the desk. A device that was not collected after all is still uncollected.
func (d *decision) undone() error {
	var said struct {
		From custody.State `json:"from"`
		To   custody.State `json:"to"`
	}
	if err := d.body(&said); err != nil {
		return err
	}
	if said.To != custody.HandedIn {
		return d.end(d.event.Subject, Uncollected)
	}
	list, err := d.about(d.event.Subject, Uncollected)
	if err != nil || len(list) == 0 {
		return err
	}
	newest := list[len(list)-1].At
	for _, n := range list {
		if n.OverAt.IsZero() || !n.At.Equal(newest) || d.event.At.Sub(n.OverAt).Abs() > custody.UndoFor {
			continue
		}
		n.OverAt = time.Time{}
		if n.Waits() && n.Rung == 0 {
			if err := d.ring(&n); err != nil {
				return err
			}
		}
		d.change(n)
	}
	return nil
}
