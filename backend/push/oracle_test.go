package push_test

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/binary"
	"io"
	"net/http"
	"testing"

	webpush "github.com/SherClockHolmes/webpush-go"

	"lollipop/backend/push"
)

func bytesOf(t testing.TB, text string) []byte {
	t.Helper()
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// keeper keeps what webpush-go would send.
type keeper struct {
	body   []byte
	header http.Header
}

func (k *keeper) Do(r *http.Request) (*http.Response, error) {
	k.header = r.Header.Clone()
	var err error
	k.body, err = io.ReadAll(r.Body)
	return &http.Response{StatusCode: http.StatusCreated, Body: http.NoBody}, err
}

// What we seal and what webpush-go seals has the same form, and a device opens both to the same. The device is the
// house's, whose opening shares nothing with either.
func TestSealingIsLikeWebpushGos(t *testing.T) {
	p := open(t)
	device, err := p.house.Subscribe(fcm, p.Key())
	if err != nil {
		t.Fatal(err)
	}
	private, public, err := webpush.GenerateVAPIDKeys()
	if err != nil {
		t.Fatal(err)
	}
	to := &webpush.Subscription{Endpoint: device.Endpoint, Keys: webpush.Keys{
		P256dh: base64.RawURLEncoding.EncodeToString(device.P256dh), Auth: base64.RawURLEncoding.EncodeToString(device.Auth)}}
	for _, n := range []int{0, 1, 2, 15, 16, 17, 100, 500, 1000, push.MaxPayload - 1, push.MaxPayload} {
		payload := make([]byte, n)
		rand.Read(payload)
		ours, err := push.Seal(device.P256dh, device.Auth, payload)
		if err != nil {
			t.Fatal(err)
		}
		var theirs keeper
		if _, err := webpush.SendNotification(payload[:n:n], to, &webpush.Options{HTTPClient: &theirs, VAPIDPublicKey: public,
			VAPIDPrivateKey: private, Subscriber: "office@hooklane.school.uk", TTL: 60}); err != nil {
			t.Fatal(err)
		}
		for whose, sealed := range map[string][]byte{"ours": ours, "webpush-go's": theirs.body} {
			plain, err := device.Open(sealed)
			if err != nil || !bytes.Equal(plain, payload) {
				t.Errorf("%d bytes, %s: %v", n, whose, err)
			}
			if size, name := binary.BigEndian.Uint32(sealed[16:]), sealed[20]; size != 4096 || name != 65 || sealed[21] != 4 {
				t.Errorf("%s: a record of %d, a name of %d", whose, size, name)
			}
		}
		if theirs.header.Get("Content-Encoding") != "aes128gcm" {
			t.Error("webpush-go has another encoding")
		}
	}
}

func TestNoTwoMessagesAreAlike(t *testing.T) {
	p := open(t)
	parcel := p.device(t, fcm)
	seen := map[string]bool{}
	for range 200 {
		sealed, err := push.Seal(parcel.P256dh, parcel.Auth, parcel.Payload)
		if err != nil {
			t.Fatal(err)
		}
		salt, point := string(sealed[:16]), string(sealed[21:86])
		if seen[salt] || seen[point] {
			t.Fatal("a salt or a key is used twice")
		}
		seen[salt], seen[point] = true, true
	}
}
