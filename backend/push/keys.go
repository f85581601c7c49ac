package push

import (
	"bytes"
	"crypto/ecdh"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
)

// mostKeys is how many pairs are kept: a key is changed once in years.
const mostKeys = 16

// Keys are our VAPID key pairs: the current one first, then older ones, so that who subscribed under those is rung too.
type Keys []Pair

// Pair is one key pair.
type Pair struct {
	// Public is what browsers subscribe under and services know us by: a point of P-256, 65 bytes, unpadded base64url.
	Public string
	// private gives the private half in the same letters. A function is the one thing of which no careless print shows
	// more than its address.
	private func() string
}

// NewKeys makes the first pair.
func NewKeys() Keys { return Keys{}.Rotate() }

// Rotate returns the keys with a new pair before them.
func (k Keys) Rotate() Keys {
	made, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		panic(fmt.Sprintf("push: %v", err)) // never: crypto/rand ends the process rather than return an error
	}
	return append(Keys{pairOf(made)}, k...)
}

// Drop returns the keys without an old one. Who subscribed under it is not rung before their app is opened again.
func (k Keys) Drop(public string) (Keys, error) {
	at := slices.IndexFunc(k, func(p Pair) bool { return p.Public == public })
	switch at {
	case -1:
		return nil, errors.New("push: there is no such key")
	case 0:
		return nil, errors.New("push: that is the current key; make a new one first")
	}
	return slices.Delete(slices.Clone(k), at, at+1), nil
}

func pairOf(key *ecdh.PrivateKey) Pair {
	private := base64.RawURLEncoding.EncodeToString(key.Bytes())
	return Pair{base64.RawURLEncoding.EncodeToString(key.PublicKey().Bytes()), func() string { return private }}
}

// written is the file: {"keys":[{"public":"…","private":"…"}]}, both unpadded base64url.
type written struct {
	Keys []writtenPair `json:"keys"`
}

type writtenPair struct {
	Public  string `json:"public"`
	Private string `json:"private"`
}

// Write is the file of the keys. Whoever reads it can ring every device: it belongs to the server's user alone.
func (k Keys) Write() []byte {
	var file written
	for _, p := range k {
		file.Keys = append(file.Keys, writtenPair{p.Public, p.private()})
	}
	text, err := json.MarshalIndent(file, "", "  ")
	if err != nil {
		panic(fmt.Sprintf("push: %v", err)) // never: two strings
	}
	return append(text, '\n')
}

// ReadKeys reads what Write wrote, and refuses what is not whole: a damaged key would lose every device. No error shows
// a key.
func ReadKeys(file []byte) (Keys, error) {
	in := json.NewDecoder(bytes.NewReader(file))
	in.DisallowUnknownFields()
	var read written
	if err := in.Decode(&read); err != nil {
		return nil, errors.New("push: the file of keys is not the JSON that was written")
	}
	if _, err := in.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("push: something follows the keys in their file")
	}
	if len(read.Keys) == 0 || len(read.Keys) > mostKeys {
		return nil, fmt.Errorf("push: the file holds %d keys; it should be 1 to %d", len(read.Keys), mostKeys)
	}
	var keys Keys
	for i, p := range read.Keys {
		scalar, err := base64.RawURLEncoding.Strict().DecodeString(p.Private)
		if err != nil {
			return nil, fmt.Errorf("push: key %d: its private half is not unpadded base64url", i+1)
		}
		key, err := ecdh.P256().NewPrivateKey(scalar)
		if err != nil {
			return nil, fmt.Errorf("push: key %d: its private half is none of P-256", i+1)
		}
		pair := pairOf(key)
		if pair.Public != p.Public {
			return nil, fmt.Errorf("push: key %d: its halves do not belong together", i+1)
		}
		if slices.ContainsFunc(keys, func(other Pair) bool { return other.Public == pair.Public }) {
			return nil, fmt.Errorf("push: key %d is in the file twice", i+1)
		}
		keys = append(keys, pair)
	}
	return keys, nil
}

// String says how many there are, and none of them.
func (k Keys) String() string { return fmt.Sprintf("%d VAPID keys", len(k)) }

// GoString is String.
func (k Keys) GoString() string { return k.String() }

// LogValue is String.
func (k Keys) LogValue() slog.Value { return slog.StringValue(k.String()) }

// String is the public half.
func (p Pair) String() string { return p.Public }

// GoString is the public half.
func (p Pair) GoString() string { return p.Public }

// LogValue is the public half.
func (p Pair) LogValue() slog.Value { return slog.StringValue(p.Public) }
