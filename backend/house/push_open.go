package house

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"math/big"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
)

var topicForm = regexp.MustCompile(`^[A-Za-z0-9_-]{0,32}$`)

// look judges a push as a service does, and opens it as the device would. It returns the status and what is wrong.
func (s *PushService) look(r *http.Request, a *Arrival, device *PushTarget, body []byte) (int, string) {
	ttl, err := strconv.Atoi(a.TTL)
	switch {
	case r.Method != http.MethodPost:
		return http.StatusMethodNotAllowed, "not a POST"
	case device == nil:
		return http.StatusNotFound, "no such device"
	case r.Header.Get("Authorization") == "":
		return http.StatusUnauthorized, "nobody signed"
	case err != nil || ttl < 0:
		return http.StatusBadRequest, "the TTL is none"
	case !topicForm.MatchString(a.Topic):
		return http.StatusBadRequest, "the topic is none"
	case r.Header.Get("Content-Encoding") != "aes128gcm":
		return http.StatusBadRequest, "the encoding is another"
	}
	if why := s.signed(r.Header.Get("Authorization"), a, device); why != "" {
		return http.StatusForbidden, why
	}
	plain, err := open(device.private, device.Auth, body)
	if err != nil {
		return http.StatusCreated, err.Error() // a service cannot tell
	}
	a.Plain = string(plain)
	return http.StatusCreated, ""
}

// signed looks at a VAPID header (RFC 8292) and says what is wrong with it.
func (s *PushService) signed(header string, a *Arrival, device *PushTarget) string {
	rest, ok := strings.CutPrefix(header, "vapid t=")
	token, key, both := strings.Cut(rest, ", k=")
	parts := strings.Split(token, ".")
	if !ok || !both || len(parts) != 3 {
		return "the signature has another form"
	}
	var head struct{ Alg string }
	var claims struct {
		Aud, Sub string
		Exp      int64
	}
	if json.Unmarshal(unpadded(parts[0]), &head) != nil || json.Unmarshal(unpadded(parts[1]), &claims) != nil ||
		head.Alg != "ES256" {
		return "the token cannot be read"
	}
	a.Subject, a.Key = claims.Sub, key
	ends := time.Unix(claims.Exp, 0)
	switch now := s.Clock.Now(); {
	case !s.genuine(header, parts, key):
		return "the signature is not of that key"
	case device.Key != "" && device.Key != key:
		return "the device subscribed under another key"
	case claims.Aud != "https://"+a.Host:
		return "the token is for another service"
	case !ends.After(now):
		return "the token is over"
	case ends.Sub(now) > 24*time.Hour:
		return "the token ends more than a day ahead"
	case !strings.HasPrefix(claims.Sub, "mailto:") && !strings.HasPrefix(claims.Sub, "https:"),
		strings.Contains(claims.Sub, "localhost"), strings.Contains(claims.Sub, "mailto:mailto:"):
		return "the subject is nobody"
	}
	return ""
}

// genuine verifies ES256; a header that was seen before is believed.
func (s *PushService) genuine(header string, parts []string, key string) bool {
	s.mu.Lock()
	seen := s.known[header]
	s.mu.Unlock()
	if seen {
		return true
	}
	point, mark := unpadded(key), unpadded(parts[2])
	if len(mark) != 64 {
		return false
	}
	public, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), point)
	if err != nil {
		return false
	}
	digest := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	ok := ecdsa.Verify(public, digest[:], new(big.Int).SetBytes(mark[:32]), new(big.Int).SetBytes(mark[32:]))
	s.mu.Lock()
	defer s.mu.Unlock()
	if ok {
		s.known[header] = true
	}
	return ok
}

// Open opens what came for this device (RFC 8291). It is written from the standard, and shares nothing with what seals.
func (d PushTarget) Open(body []byte) ([]byte, error) { return open(d.private, d.Auth, body) }

// Private is the device's private key as base64url: a test in a browser keeps it there.
func (d PushTarget) Private() string { return base64.RawURLEncoding.EncodeToString(d.private.Bytes()) }

func open(private *ecdh.PrivateKey, auth, body []byte) ([]byte, error) {
	if len(body) < 21 || len(body) < 21+int(body[20]) {
		return nil, errors.New("house: the message is cut off")
	}
	salt, size, name, record := body[:16], binary.BigEndian.Uint32(body[16:]), body[21:21+int(body[20])],
		body[21+int(body[20]):]
	if size < 18 || uint64(len(record)) > uint64(size) {
		return nil, errors.New("house: the message has more than one record")
	}
	theirs, err := ecdh.P256().NewPublicKey(name)
	if err != nil {
		return nil, err
	}
	shared, err := private.ECDH(theirs)
	if err != nil {
		return nil, err
	}
	about := "WebPush: info\x00" + string(private.PublicKey().Bytes()) + string(name)
	ikm, err1 := hkdf.Key(sha256.New, shared, auth, about, 32)
	key, err2 := hkdf.Key(sha256.New, ikm, salt, "Content-Encoding: aes128gcm\x00", 16)
	nonce, err3 := hkdf.Key(sha256.New, ikm, salt, "Content-Encoding: nonce\x00", 12)
	if err := errors.Join(err1, err2, err3); err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		return nil, err
	}
	padded, err := gcm.Open(nil, nonce, record, nil)
	if err != nil {
		return nil, err
	}
	end := len(padded) - 1
	for ; end >= 0 && padded[end] == 0; end-- {
	}
	if end < 0 || padded[end] != 2 { // 1 says that more follow
		return nil, errors.New("house: the record is not the last")
	}
	return padded[:end], nil
}
