package signin

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"testing"
)

// key is a security key in software, as little of one as browsers would pass on: ES256, no attestation.
type key struct {
	t       *testing.T
	id      []byte
	private *ecdsa.PrivateKey
	counter uint32
	// host and origin are where its browser believes to be; flags are what was done: 1 touched, 4 finger or PIN.
	host, origin string
	flags        byte
}

func newKey(t *testing.T) *key {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	k := &key{t: t, id: make([]byte, 16), private: private, host: "lollipop.example", origin: "https://lollipop.example",
		flags: 1}
	rand.Read(k.id)
	return k
}

var base = base64.RawURLEncoding

// challengeIn is the challenge in what was asked.
func challengeIn(t *testing.T, asks []byte) string {
	t.Helper()
	var asked struct{ Challenge string }
	if err := json.Unmarshal(asks, &asked); err != nil || len(asked.Challenge) < 20 {
		t.Fatalf("%s %v", asks, err)
	}
	return asked.Challenge
}

func (k *key) client(kind, challenge string) []byte {
	raw, _ := json.Marshal(map[string]any{"type": kind, "challenge": challenge, "origin": k.origin, "crossOrigin": false})
	return raw
}

// data is authenticator data (WebAuthn 6.1).
func (k *key) data(flags byte, more ...byte) []byte {
	host := sha256.Sum256([]byte(k.host))
	k.counter++
	out := append(host[:], flags)
	return append(binary.BigEndian.AppendUint32(out, k.counter), more...)
}

// cose is the public key (RFC 9052): a map of five, by hand.
func (k *key) cose() []byte {
	public, err := k.private.PublicKey.Bytes()
	if err != nil {
		k.t.Fatal(err)
	}
	out := []byte{0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32}
	out = append(out, public[1:33]...)
	return append(append(out, 0x22, 0x58, 32), public[33:]...)
}

// makes answers a request for a new passkey.
func (k *key) makes(asks []byte) []byte {
	more := append(make([]byte, 16), 0, byte(len(k.id)))
	data := k.data(k.flags|0x40, append(append(more, k.id...), k.cose()...)...)
	object := []byte{0xa3, 0x63, 'f', 'm', 't', 0x64, 'n', 'o', 'n', 'e', 0x67, 'a', 't', 't', 'S', 't', 'm', 't', 0xa0,
		0x68, 'a', 'u', 't', 'h', 'D', 'a', 't', 'a', 0x58, byte(len(data))}
	return k.said(map[string]any{
		"clientDataJSON":    base.EncodeToString(k.client("webauthn.create", challengeIn(k.t, asks))),
		"attestationObject": base.EncodeToString(append(object, data...)),
	})
}

// proves answers a request for a proof.
func (k *key) proves(asks []byte) []byte {
	client, data := k.client("webauthn.get", challengeIn(k.t, asks)), k.data(k.flags)
	clientHash := sha256.Sum256(client)
	signed := sha256.Sum256(append(append([]byte{}, data...), clientHash[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, k.private, signed[:])
	if err != nil {
		k.t.Fatal(err)
	}
	return k.said(map[string]any{"clientDataJSON": base.EncodeToString(client),
		"authenticatorData": base.EncodeToString(data), "signature": base.EncodeToString(signature)})
}

func (k *key) said(response map[string]any) []byte {
	raw, _ := json.Marshal(map[string]any{"id": base.EncodeToString(k.id), "rawId": base.EncodeToString(k.id),
		"type": "public-key", "response": response, "clientExtensionResults": map[string]any{}})
	return raw
}

func newParty(t *testing.T) *Passkeys {
	t.Helper()
	p, ok := NewPasskeys("https://lollipop.example")
	if !ok {
		t.Fatal("no passkeys")
	}
	return p
}

var joan, tom = []byte("joan's digest of 32 bytes, or so"), []byte("tom's digest")

// register has a key made for somebody, and returns its record.
func (k *key) register(p *Passkeys, user []byte) []byte {
	k.t.Helper()
	asks, state, err := p.Register(user, "Joan", nil)
	if err != nil {
		k.t.Fatal(err)
	}
	record, ok := p.Registered(user, state, k.makes(asks))
	if !ok {
		k.t.Fatal("the key is not taken")
	}
	return record
}

func TestAPasskeyIsMadeAndProves(t *testing.T) {
	p, first, second := newParty(t), newKey(t), newKey(t)
	have := [][]byte{first.register(p, joan), second.register(p, joan)}
	for range 3 {
		for i, k := range []*key{first, second} {
			asks, state, err := p.Ask(joan, have)
			if err != nil {
				t.Fatal(err)
			}
			which, record, ok := p.Answered(joan, have, state, k.proves(asks))
			if !ok || which != i {
				t.Fatalf("key %d: %v, %d", i, ok, which)
			}
			have[i] = record
		}
	}
}

// What another site, another person, another key, an older challenge or a copied key says proves nothing.
func TestWhatIsNoProof(t *testing.T) {
	p, k := newParty(t), newKey(t)
	have := [][]byte{k.register(p, joan)}
	asks, state, err := p.Ask(joan, have)
	if err != nil {
		t.Fatal(err)
	}
	other, stranger := newKey(t), newKey(t)
	other.register(p, tom)
	stolen := *stranger
	stolen.id = k.id
	for what, answer := range map[string]func() []byte{
		"another site":      func() []byte { c := *k; c.origin = "https://1ollipop.example"; return c.proves(asks) },
		"another party":     func() []byte { c := *k; c.host = "evil.example"; return c.proves(asks) },
		"nobody touched it": func() []byte { c := *k; c.flags = 0; return c.proves(asks) },
		"another's key":     func() []byte { return other.proves(asks) },
		"a key with its id": func() []byte { return stolen.proves(asks) },
		"no JSON":           func() []byte { return []byte("{") },
		"nothing":           func() []byte { return nil },
		"a new key":         func() []byte { return k.makes(asks) },
	} {
		if _, _, ok := p.Answered(joan, have, state, answer()); ok {
			t.Errorf("%s proves something", what)
		}
	}
	older := asks
	if asks, state, err = p.Ask(joan, have); err != nil {
		t.Fatal(err)
	}
	if _, _, ok := p.Answered(joan, have, state, k.proves(older)); ok {
		t.Error("the answer to an older challenge proves something")
	}
	if _, _, ok := p.Answered(tom, have, state, k.proves(asks)); ok {
		t.Error("it proves somebody else")
	}
	k.counter = 40
	_, record, ok := p.Answered(joan, have, state, k.proves(asks))
	if !ok {
		t.Fatal("the right one is refused")
	}
	k.counter = 10
	if asks, state, err = p.Ask(joan, [][]byte{record}); err != nil {
		t.Fatal(err)
	}
	if _, _, ok := p.Answered(joan, [][]byte{record}, state, k.proves(asks)); ok {
		t.Error("a copy of the key proves something")
	}
	if _, _, err := p.Ask(joan, [][]byte{[]byte("no record")}); err == nil {
		t.Error("a record that is none is taken")
	}
}

func TestWhatIsNoNewPasskey(t *testing.T) {
	p, k := newParty(t), newKey(t)
	asks, state, err := p.Register(joan, "Joan", nil)
	if err != nil {
		t.Fatal(err)
	}
	foreign := *k
	foreign.origin = "https://1ollipop.example"
	if _, ok := p.Registered(joan, state, foreign.makes(asks)); ok {
		t.Error("another site's")
	}
	if _, ok := p.Registered(tom, state, k.makes(asks)); ok {
		t.Error("somebody else's")
	}
	if _, ok := p.Registered(joan, state, []byte(`{"id":"x"}`)); ok {
		t.Error("no answer at all")
	}
	if _, ok := p.Registered(joan, []byte("{}"), k.makes(asks)); ok {
		t.Error("to no question")
	}
}

// Browsers make passkeys for names under https, and for this machine.
func TestWhereThereArePasskeys(t *testing.T) {
	for origin, want := range map[string]string{"https://lollipop.school.example": "lollipop.school.example",
		"http://127.0.0.1:8080": "localhost", "http://localhost:8080": "localhost", "http://[::1]:8080": "localhost",
		"http://192.0.2.7": "", "https://192.0.2.7": "", "http://lollipop.example": "", "": "", "::": ""} {
		p, ok := NewPasskeys(origin)
		if ok != (want != "") {
			t.Errorf("%s: %v", origin, ok)
		} else if ok && p.party.Config.RPID != want {
			t.Errorf("%s: %s", origin, p.party.Config.RPID)
		}
	}
}
