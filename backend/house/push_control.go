package house

import (
	"crypto/ecdh"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"time"

	"lollipop/backend/clock"
)

// Control is how a test in another process drives the service, in JSON:
//
//	GET    /service               {"address", "pem", "hosts"}
//	POST   /devices               {"host", "key", "p256dh", "auth", "private"} → {"endpoint", "p256dh", "auth", "private"};
//	                              private is the "d" of the key's JWK; without it the keys are made here
//	POST   /script                {"who", "says": [{"status", "after", …}]}; who is an endpoint or a host
//	POST   /clock                 {"seconds"}: the service's clock is ahead by that much
//	GET    /arrivals?endpoint=…   [Arrival]; DELETE forgets them
//	GET    /shown?endpoint=…      [Arrival]
//
// It is for tests alone: whoever reaches it reads everything.
func (s *PushService) Control() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /service", func(w http.ResponseWriter, _ *http.Request) {
		give(w, map[string]any{"address": s.at.String(), "pem": string(s.pem), "hosts": s.hosts})
	})
	mux.HandleFunc("POST /devices", s.controlDevice)
	mux.HandleFunc("POST /script", func(w http.ResponseWriter, r *http.Request) {
		var in struct {
			Who  string
			Says []Says
		}
		if take(w, r, &in) {
			s.Script(in.Who, in.Says...)
			give(w, struct{}{})
		}
	})
	mux.HandleFunc("POST /clock", func(w http.ResponseWriter, r *http.Request) {
		var in struct{ Seconds int }
		if take(w, r, &in) {
			s.Ahead(time.Duration(in.Seconds) * time.Second)
			give(w, struct{}{})
		}
	})
	mux.HandleFunc("GET /arrivals", func(w http.ResponseWriter, r *http.Request) {
		give(w, append([]Arrival{}, s.Arrivals(r.URL.Query().Get("endpoint"))...))
	})
	mux.HandleFunc("DELETE /arrivals", func(w http.ResponseWriter, _ *http.Request) {
		s.Empty()
		give(w, struct{}{})
	})
	mux.HandleFunc("GET /shown", func(w http.ResponseWriter, r *http.Request) {
		give(w, append([]Arrival{}, s.Shown(r.URL.Query().Get("endpoint"))...))
	})
	return mux
}

// Ahead sets the service's clock ahead of the machine's, or back.
func (s *PushService) Ahead(by time.Duration) { s.Clock.Set(clock.System{}.Now().Add(by)) }

func (s *PushService) controlDevice(w http.ResponseWriter, r *http.Request) {
	var in struct{ Host, Key, P256dh, Auth, Private string }
	if !take(w, r, &in) {
		return
	}
	var device PushTarget
	var err error
	if in.Private == "" {
		device, err = s.Subscribe(in.Host, in.Key)
	} else {
		var private *ecdh.PrivateKey
		if private, err = ecdh.P256().NewPrivateKey(unpadded(in.Private)); err == nil {
			device, err = s.Adopt(in.Host, in.Key, private, unpadded(in.Auth))
		}
	}
	encode := base64.RawURLEncoding.EncodeToString
	if err == nil && in.P256dh != "" && string(unpadded(in.P256dh)) != string(device.P256dh) {
		http.Error(w, "the public key is not of the private one", http.StatusBadRequest)
		return
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	give(w, map[string]string{"endpoint": device.Endpoint, "p256dh": encode(device.P256dh), "auth": encode(device.Auth),
		"private": device.Private()})
}

func take(w http.ResponseWriter, r *http.Request, into any) bool {
	if err := json.NewDecoder(r.Body).Decode(into); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return false
	}
	return true
}

func give(w http.ResponseWriter, what any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(what) // who asked has gone
}
