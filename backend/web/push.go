package web

import (
	"context"
	"strings"

	"lollipop/backend/access"
	"lollipop/backend/courier"
	"lollipop/backend/people"
)

// PushKey is what a browser needs to subscribe.
type PushKey struct {
	Key string `json:"key" doc:"Our public key, unpadded base64url"`
}

func (s *Server) pushKey(context.Context, *nothing) (PushKey, error) {
	return PushKey{Key: s.Courier.Sender.Key()}, nil
}

// PushSubscription is a device that can be rung, as its browser says it.
type PushSubscription struct {
	Endpoint string `json:"endpoint" maxLength:"2000"`
	P256dh   string `json:"p256dh" maxLength:"120"`
	Auth     string `json:"auth" maxLength:"40"`
	Key      string `json:"key" maxLength:"120" doc:"The public key of ours that it was made under"`
	Language string `json:"language" maxLength:"35" doc:"The one spoken on the device"`
	Replaces string `json:"replaces,omitempty" maxLength:"2000" doc:"The endpoint that the device had before"`
}

func (s *Server) subscribe(ctx context.Context, in *body[PushSubscription]) (nothingMore, error) {
	b := in.Body
	session, err := s.ringing(ctx, b.Endpoint, true)
	if err != nil {
		return nothingMore{}, err
	}
	return nothingMore{}, s.Courier.Keep(ctx, session, courier.Wanted{Endpoint: b.Endpoint, P256dh: b.P256dh,
		Auth: b.Auth, Key: b.Key, Language: b.Language, Replaces: b.Replaces})
}

// PushDevice names a device by its endpoint.
type PushDevice struct {
	Endpoint string `json:"endpoint" maxLength:"2000"`
}

func (s *Server) unsubscribe(ctx context.Context, in *body[PushDevice]) (nothingMore, error) {
	session, err := s.ringing(ctx, in.Body.Endpoint, false)
	if err != nil {
		return nothingMore{}, err
	}
	return nothingMore{}, s.Courier.Forget(ctx, session, in.Body.Endpoint)
}

// PushTrial is what came of ringing one's own device.
type PushTrial struct {
	Result  string `json:"result"`
	Advice  string `json:"advice" enum:"ok,not_subscribed,expired,permission,subject,clock,filter,service,refused"`
	Status  int    `json:"status,omitempty" doc:"What the push service answered"`
	Minutes int    `json:"minutes,omitempty" doc:"By how much the clocks differ"`
}

func (s *Server) tryPush(ctx context.Context, in *body[PushDevice]) (PushTrial, error) {
	session, err := s.ringing(ctx, in.Body.Endpoint, false)
	if err != nil {
		return PushTrial{}, err
	}
	t, err := s.Courier.Try(ctx, session, in.Body.Endpoint, of(ctx).in.Kind == people.StaffKind)
	return PushTrial{string(t.Result), t.Advice, t.Status, t.Minutes}, err
}

// ringing is the session under which a device rings: a family's own; of staff the device's bell, which goes on when they
// are signed out, and begins where it is asked for.
func (s *Server) ringing(ctx context.Context, endpoint string, begin bool) (string, error) {
	k := of(ctx)
	if k.in.Kind != people.StaffKind {
		return string(k.token.Hash()), nil
	}
	device := string(courier.DeviceOf(strings.TrimSpace(endpoint)))
	if !begin {
		return string(access.BellOf(k.who, device)), nil
	}
	hash, err := s.Access.Bell(ctx, k.token, device)
	return string(hash), err
}
