package store

import (
	"time"

	"lollipop/backend/courier"
	"lollipop/backend/id"
)

// subscriptionRow is a device that can be rung.
type subscriptionRow struct {
	ID       string `gorm:"primaryKey"`
	Endpoint string
	Host     string
	P256dh   []byte
	Auth     []byte
	Vapid    string
	Session  string
	Language string
	Since    time.Time
	Seen     time.Time
}

// TableName implements model.
func (subscriptionRow) TableName() string { return "subscriptions" }

func fromSubscription(s courier.Subscription) subscriptionRow {
	return subscriptionRow{ID: string(s.ID), Endpoint: s.Endpoint, Host: s.Host, P256dh: s.P256dh, Auth: s.Auth,
		Vapid: s.Key, Session: s.Session, Language: s.Language, Since: exact(s.Since), Seen: exact(s.Seen)}
}

func toSubscription(r subscriptionRow) courier.Subscription {
	return courier.Subscription{ID: id.Subscription(r.ID), Endpoint: r.Endpoint, Host: r.Host, P256dh: r.P256dh,
		Auth: r.Auth, Key: r.Vapid, Session: r.Session, Language: r.Language, Since: r.Since.UTC(), Seen: r.Seen.UTC()}
}

// pushRow is one ringing of one device. Due is when it may be sent; while somebody has it in hand, when they may no
// longer.
type pushRow struct {
	ID       string `gorm:"primaryKey"`
	Host     string
	Device   string
	School   string
	Person   string
	Batch    string
	Topic    string
	Urgent   bool
	Made     time.Time
	Expires  time.Time
	Attempts int64
	Due      time.Time
	Leased   bool
	DoneAt   *time.Time
	Result   string
}

// TableName implements model.
func (pushRow) TableName() string { return "pushes" }

func toPush(r pushRow) courier.Push {
	return courier.Push{ID: id.Push(r.ID), School: id.School(r.School), Person: id.Person(r.Person),
		Batch: id.Batch(r.Batch), Topic: r.Topic, Urgent: r.Urgent, Made: r.Made.UTC(), Expires: r.Expires.UTC(),
		Attempts: int(r.Attempts)}
}
