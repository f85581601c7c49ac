package push

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
)

const (
	// MaxPayload is how long a payload may be. Every message is filled up to it, so that whoever carries one cannot tell
	// from its length what it says, or in which language.
	MaxPayload = padded - 1
	padded     = 1024
	// The header of aes128gcm (RFC 8188, 2.1): salt, record size, length of the key's name, which is our public key.
	saltBytes, pointBytes, authBytes, tagBytes = 16, 65, 16, 16
	headBytes                                  = saltBytes + 4 + 1 + pointBytes
	sealedBytes                                = headBytes + padded + tagBytes
	recordSize                                 = 4096 // of which one, not full, is the whole message
)

var (
	errTooLarge = errors.New("the payload is longer than a message")
	errDevice   = errors.New("the device's keys are none")
)

// ValidDevice reports whether a message can be sealed for these: a point of P-256, 65 bytes uncompressed, and a secret of
// 16 bytes.
func ValidDevice(p256dh, auth []byte) bool {
	_, err := ecdh.P256().NewPublicKey(p256dh)
	return err == nil && len(p256dh) == pointBytes && len(auth) == authBytes
}

// seal encrypts a payload for a device (RFC 8291): the same length whatever it says.
func seal(p256dh, auth, payload []byte) ([]byte, error) {
	ours, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	var salt [saltBytes]byte
	rand.Read(salt[:]) // never fails: crypto/rand ends the process rather than return an error
	return sealWith(ours, salt, p256dh, auth, payload)
}

// sealWith is seal with the key and the salt that are otherwise drawn.
func sealWith(ours *ecdh.PrivateKey, salt [saltBytes]byte, p256dh, auth, payload []byte) ([]byte, error) {
	if len(payload) > MaxPayload {
		return nil, errTooLarge
	}
	if len(auth) != authBytes || len(p256dh) != pointBytes {
		return nil, errDevice
	}
	theirs, err := ecdh.P256().NewPublicKey(p256dh)
	if err != nil {
		return nil, errDevice
	}
	public := ours.PublicKey().Bytes()
	gcm, nonce, err := contentKey(ours, theirs, public, p256dh, auth, salt[:])
	if err != nil {
		return nil, err
	}
	out := make([]byte, headBytes+padded, sealedBytes)
	copy(out, salt[:])
	binary.BigEndian.PutUint32(out[saltBytes:], recordSize)
	out[saltBytes+4] = pointBytes
	copy(out[saltBytes+5:], public)
	plain := out[headBytes:]
	plain[copy(plain, payload)] = 2 // the last record; zeros follow
	return gcm.Seal(out[:headBytes], nonce, plain, nil), nil
}

// contentKey derives what encrypts (RFC 8291, 3.4).
func contentKey(ours *ecdh.PrivateKey, theirs *ecdh.PublicKey, public, p256dh, auth, salt []byte) (cipher.AEAD, []byte,
	error) {
	shared, err := ours.ECDH(theirs)
	if err != nil {
		return nil, nil, errDevice
	}
	info := make([]byte, 0, 14+2*pointBytes)
	info = append(info, "WebPush: info\x00"...)
	info = append(append(info, p256dh...), public...)
	input, err := hkdf.Key(sha256.New, shared, auth, string(info), 32)
	if err != nil {
		return nil, nil, err
	}
	secret, err := hkdf.Extract(sha256.New, input, salt)
	if err != nil {
		return nil, nil, err
	}
	key, err := hkdf.Expand(sha256.New, secret, "Content-Encoding: aes128gcm\x00", 16)
	if err != nil {
		return nil, nil, err
	}
	nonce, err := hkdf.Expand(sha256.New, secret, "Content-Encoding: nonce\x00", 12)
	if err != nil {
		return nil, nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, nil, err
	}
	gcm, err := cipher.NewGCM(block)
	return gcm, nonce, err
}
