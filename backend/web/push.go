package web

import (
	"context"

	"lollipop/backend/courier"
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
	k, b := of(ctx), in.Body
	return nothingMore{}, s.Courier.Keep(ctx, string(k.token.Hash()), courier.Wanted{Endpoint: b.Endpoint, P256dh: b.P256dh,
		Auth: b.Auth, Key: b.Key, Language: b.Language, Replaces: b.Replaces})
}

// PushDevice names a device by its endpoint.
type PushDevice struct {
	Endpoint string `json:"endpoint" maxLength:"2000"`
}

func (s *Server) unsubscribe(ctx context.Context, in *body[PushDevice]) (nothingMore, error) {
	return nothingMore{}, s.Courier.Forget(ctx, string(of(ctx).token.Hash()), in.Body.Endpoint)
}

// PushTrial is what came of ringing one's own device.
type PushTrial struct {
	Result  string `json:"result"`
	Advice  string `json:"advice" enum:"ok,not_subscribed,expired,permission,subject,clock,filter,service,refused"`
	Status  int    `json:"status,omitempty" doc:"What the push service answered"`
	Minutes int    `json:"minutes,omitempty" doc:"By how much the clocks differ"`
}

func (s *Server) tryPush(ctx context.Context, in *body[PushDevice]) (PushTrial, error) {
	t, err := s.Courier.Try(ctx, string(of(ctx).token.Hash()), in.Body.Endpoint)
	return PushTrial{string(t.Result), t.Advice, t.Status, t.Minutes}, err
}
