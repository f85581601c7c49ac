package house_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"lollipop/backend/house"
)

const fcm = "fcm.googleapis.com"

func pushService(t *testing.T) (*house.PushService, *http.Client) {
	t.Helper()
	s, err := house.NewPushService()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	transport := &http.Transport{ForceAttemptHTTP2: true, TLSClientConfig: &tls.Config{RootCAs: s.Roots()},
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, network, s.Address().String())
		}}
	t.Cleanup(transport.CloseIdleConnections)
	return s, &http.Client{Transport: transport, Timeout: 5 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

var encode = base64.RawURLEncoding.EncodeToString

// vapid signs as a careless server might.
func vapid(t *testing.T, key *ecdsa.PrivateKey, claims map[string]any, alg string) string {
	t.Helper()
	body, err := json.Marshal(claims)
	if err != nil {
		t.Fatal(err)
	}
	text := encode([]byte(`{"typ":"JWT","alg":"`+alg+`"}`)) + "." + encode(body)
	digest := sha256.Sum256([]byte(text))
	r, s, err := ecdsa.Sign(rand.Reader, key, digest[:])
	if err != nil {
		t.Fatal(err)
	}
	mark := make([]byte, 64)
	r.FillBytes(mark[:32])
	s.FillBytes(mark[32:])
	public, err := key.PublicKey.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return "vapid t=" + text + "." + encode(mark) + ", k=" + encode(public)
}

func TestThePushServiceIsAsStrictAsTheRealOnes(t *testing.T) {
	s, client := pushService(t)
	ours, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	other, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	public, _ := ours.PublicKey.Bytes()
	device, err := s.Subscribe(fcm, encode(public))
	if err != nil {
		t.Fatal(err)
	}
	now := s.Clock.Now()
	good := func() map[string]any {
		return map[string]any{"aud": "https://" + fcm, "exp": now.Add(time.Hour).Unix(), "sub": "mailto:a@b.uk"}
	}
	with := func(name string, value any) string {
		claims := good()
		claims[name] = value
		return vapid(t, ours, claims, "ES256")
	}
	signed := vapid(t, ours, good(), "ES256")
	for name, c := range map[string]struct {
		status         int
		signature      string
		header, value  string
		endpoint, body string
	}{
		"well":                     {status: 201, signature: signed},
		"no signature":             {status: 401},
		"nonsense":                 {status: 403, signature: "vapid x"},
		"an older form":            {status: 403, signature: "WebPush " + signed},
		"another's key":            {status: 403, signature: vapid(t, other, good(), "ES256")},
		"a signature that is none": {status: 403, signature: strings.Replace(signed, ", k=", "A, k=", 1)},
		"another algorithm":        {status: 403, signature: vapid(t, ours, good(), "none")},
		"another service":          {status: 403, signature: with("aud", "https://web.push.apple.com")},
		"over":                     {status: 403, signature: with("exp", now.Add(-time.Minute).Unix())},
		"too long":                 {status: 403, signature: with("exp", now.Add(25*time.Hour).Unix())},
		"no subject":               {status: 403, signature: with("sub", "")},
		"mailto twice":             {status: 403, signature: with("sub", "mailto:mailto:a@b.uk")},
		"no TTL":                   {status: 400, signature: signed, header: "Ttl", value: ""},
		"a negative TTL":           {status: 400, signature: signed, header: "Ttl", value: "-1"},
		"a long topic":             {status: 400, signature: signed, header: "Topic", value: strings.Repeat("a", 33)},
		"a topic of other letters": {status: 400, signature: signed, header: "Topic", value: "a b"},
		"another encoding":         {status: 400, signature: signed, header: "Content-Encoding", value: "aesgcm"},
		"nobody's":                 {status: 404, signature: signed, endpoint: "https://" + fcm + "/send/x"},
		"too large":                {status: 413, signature: signed, body: strings.Repeat("x", 4097)},
	} {
		to := device.Endpoint
		if c.endpoint != "" {
			to = c.endpoint
		}
		request, err := http.NewRequest(http.MethodPost, to, strings.NewReader(c.body))
		if err != nil {
			t.Fatal(err)
		}
		request.Header = http.Header{"Ttl": {"60"}, "Content-Encoding": {"aes128gcm"}}
		if c.signature != "" {
			request.Header.Set("Authorization", c.signature)
		}
		if c.header != "" {
			request.Header.Set(c.header, c.value)
		}
		reply, err := client.Do(request)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		_ = reply.Body.Close()
		if reply.StatusCode != c.status || reply.ProtoMajor != 2 {
			t.Errorf("%s: %d by %s, not %d: %s", name, reply.StatusCode, reply.Proto, c.status, s.Arrivals("")[0].Why)
		}
		s.Empty()
	}
}

// The example of RFC 8291, appendix A, opened.
func TestADeviceOpensTheStandardsExample(t *testing.T) {
	s, _ := pushService(t)
	control := httptest.NewServer(s.Control())
	defer control.Close()
	made := ask(t, control, "POST", "/devices", `{"host":"`+fcm+`","auth":"BTBZMqHH6r4Tts7J_aSIgg",
		"private":"q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"}`)
	if made["p256dh"] != "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4" {
		t.Fatalf("%v", made)
	}
	body, err := base64.RawURLEncoding.DecodeString("DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIg" +
		"Dll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN")
	if err != nil {
		t.Fatal(err)
	}
	device, err := s.Device(made["endpoint"].(string))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := device.Open(body)
	if err != nil || string(plain) != "When I grow up, I want to be a watermelon" {
		t.Errorf("%q, %v", plain, err)
	}
	for i := range body {
		damaged := bytes.Clone(body)
		damaged[i] ^= 0x40
		if _, err := device.Open(damaged); err == nil && (i < 16 || i > 19) { // the record's size may be another
			t.Errorf("byte %d damaged, and it opens", i)
		}
		if _, err := device.Open(body[:i]); err == nil {
			t.Errorf("cut at %d, and it opens", i)
		}
	}
}

// ask speaks to the service's control as another process would.
func ask(t *testing.T, control *httptest.Server, method, path, body string) map[string]any {
	t.Helper()
	request, err := http.NewRequest(method, control.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	reply, err := control.Client().Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer reply.Body.Close()
	text, err := io.ReadAll(reply.Body)
	if err != nil || reply.StatusCode != 200 {
		t.Fatalf("%s %s: %d %s", method, path, reply.StatusCode, text)
	}
	var said any
	if err := json.Unmarshal(text, &said); err != nil {
		t.Fatal(err)
	}
	if list, ok := said.([]any); ok {
		return map[string]any{"list": list}
	}
	return said.(map[string]any)
}

func TestThePushServiceDoesAsItIsTold(t *testing.T) {
	s, client := pushService(t)
	control := httptest.NewServer(s.Control())
	defer control.Close()
	if at := ask(t, control, "GET", "/service", ""); at["address"] != s.Address().String() ||
		!strings.Contains(at["pem"].(string), "BEGIN CERTIFICATE") {
		t.Errorf("%v", at)
	}
	endpoint := ask(t, control, "POST", "/devices", `{"host":"`+fcm+`"}`)["endpoint"].(string)
	post := func(topic string) (int, http.Header, error) {
		request, err := http.NewRequest(http.MethodPost, endpoint, nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Topic", topic)
		reply, err := client.Do(request)
		if err != nil {
			return 0, nil, err
		}
		defer reply.Body.Close()
		n, err := io.Copy(io.Discard, io.LimitReader(reply.Body, 1<<20))
		if n == 1<<20 {
			return -1, nil, err
		}
		return reply.StatusCode, reply.Header, err
	}
	ask(t, control, "POST", "/script", fmt.Sprintf(`{"who":%q,"says":[{"status":429,"after":"7","times":2},{"status":307,
		"location":"https://127.0.0.1/"},{"status":410}]}`, endpoint))
	for i, want := range []int{429, 429, 307, 307} {
		status, head, err := post("")
		if err != nil || status != want || want == 429 && head.Get("Retry-After") != "7" ||
			want == 307 && head.Get("Location") != "https://127.0.0.1/" {
			t.Errorf("%d: %d %v %v", i, status, head, err)
		}
	}
	s.Script(endpoint)
	s.Script(fcm, house.Says{Status: 500})
	if status, _, _ := post(""); status != 500 {
		t.Errorf("a host that breaks: %d", status)
	}
	s.Script(endpoint, house.Says{Status: 201, Times: 1}, house.Says{Reset: true, Times: 1}, house.Says{Status: 200, Huge: true})
	if status, _, err := post("t"); status != 401 || err != nil { // told to behave, it looks first
		t.Errorf("unsigned: %d, %v", status, err)
	}
	if _, _, err := post(""); err == nil {
		t.Error("the line is not broken")
	}
	if status, _, _ := post(""); status != -1 {
		t.Errorf("not huge: %d", status)
	}
	client.Timeout = 50 * time.Millisecond
	s.Script(endpoint, house.Says{Silent: true})
	if _, _, err := post(""); err == nil || !err.(*url.Error).Timeout() {
		t.Errorf("not silent: %v", err)
	}
	s.Script(endpoint, house.Says{DelayMS: 10_000, Status: 404})
	if _, _, err := post(""); err == nil || !err.(*url.Error).Timeout() {
		t.Errorf("not slow: %v", err)
	}
	if came := ask(t, control, "GET", "/arrivals?endpoint="+url.QueryEscape(endpoint), "")["list"].([]any); len(came) != 10 {
		t.Errorf("%d came", len(came))
	}
	ask(t, control, "POST", "/clock", `{"seconds":3600}`)
	if by := time.Until(s.Clock.Now()); by < 59*time.Minute || by > 61*time.Minute {
		t.Errorf("its clock is ahead by %s", by)
	}
	ask(t, control, "DELETE", "/arrivals", "")
	if len(s.Arrivals("")) != 0 {
		t.Error("not forgotten")
	}
}
