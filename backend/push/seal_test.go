package push

import (
	"bytes"
	"crypto/ecdh"
	"encoding/base64"
	"testing"
)

func bytesOf(t testing.TB, text string) []byte {
	t.Helper()
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// The example of RFC 8291, appendix A. Its record is not filled up, so what is compared is the header, and the letters
// under the same key stream: AES-GCM's first bytes do not depend on what follows.
func TestSealIsTheStandards(t *testing.T) {
	ours, err := ecdh.P256().NewPrivateKey(bytesOf(t, "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"))
	if err != nil {
		t.Fatal(err)
	}
	p256dh := bytesOf(t, "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4")
	auth := bytesOf(t, "BTBZMqHH6r4Tts7J_aSIgg")
	want := bytesOf(t, "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIg"+
		"Dll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN")
	payload := []byte("When I grow up, I want to be a watermelon")
	got, err := sealWith(ours, [16]byte(want), p256dh, auth, payload)
	if err != nil {
		t.Fatal(err)
	}
	// The standard's last byte before its tag is the delimiter, as is ours.
	same := headBytes + len(payload) + 1
	if !bytes.Equal(got[:same], want[:same]) {
		t.Errorf("sealed\n%x, the standard has\n%x", got[:same], want[:same])
	}
}

func TestEveryMessageIsOfOneLength(t *testing.T) {
	device, auth := NewKeys()[0], make([]byte, 16)
	for n := range MaxPayload + 1 {
		sealed, err := seal(bytesOf(t, device.Public), auth, bytes.Repeat([]byte("ی")[:1], n))
		if err != nil || len(sealed) != sealedBytes {
			t.Fatalf("%d bytes are sealed into %d, %v", n, len(sealed), err)
		}
	}
	if _, err := seal(bytesOf(t, device.Public), auth, make([]byte, MaxPayload+1)); err != errTooLarge {
		t.Errorf("a payload that is too long: %v", err)
	}
}

func TestADeviceWithoutKeysIsRefused(t *testing.T) {
	good, auth := bytesOf(t, NewKeys()[0].Public), make([]byte, 16)
	if !ValidDevice(good, auth) {
		t.Error("a good device is refused")
	}
	off := bytes.Clone(good)
	off[64] ^= 1
	compressed := append([]byte{2}, good[1:33]...)
	for name, keys := range map[string][2][]byte{
		"nothing": {nil, nil}, "a short secret": {good, auth[:15]}, "a long secret": {good, make([]byte, 17)},
		"a point off the curve": {off, auth}, "a compressed point": {compressed, auth}, "infinity": {{0}, auth},
		"zeros": {make([]byte, 65), auth}, "a point and more": {append(bytes.Clone(good), 0), auth},
	} {
		if _, err := seal(keys[0], keys[1], []byte("x")); err != errDevice || ValidDevice(keys[0], keys[1]) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
