package vault

import (
	"crypto/ecdh"
	"crypto/hpke"
)

// draftInfo begins what a draft is bound to, the school's id follows. The app has the same words (RFC 9180, 5: info).
const draftInfo = "lollipop draft v1 "

// draftHead is how long the sender's own public key before the sealed words is: a point of P-256, uncompressed.
const draftHead = 65

// NewDraftKey makes a school's key pair for drafts that wait on a device without a network: HPKE (RFC 9180) in base mode
// with DHKEM(P-256, HKDF-SHA256), HKDF-SHA256 and AES-256-GCM. public is the uncompressed point (65 bytes); the secret
// half is kept as Keep keeps it, bound to ("draft", school), and Rekeep renews it.
func (s *Seals) NewDraftKey(school string) (public, wrapped []byte, err error) {
	pair, err := hpke.DHKEM(ecdh.P256()).GenerateKey()
	if err != nil {
		return nil, nil, err
	}
	secret, err := pair.Bytes()
	if err != nil {
		return nil, nil, err
	}
	wrapped, err = s.Keep(secret, "draft", school)
	return pair.PublicKey().Bytes(), wrapped, err
}

// DraftPublic is the public half of a school's pair, worked out from the wrapped secret: one that somebody wrote into the
// database beside it seals nothing.
func (s *Seals) DraftPublic(school string, wrapped []byte) ([]byte, error) {
	secret, err := s.Kept(wrapped, "draft", school)
	if err != nil {
		return nil, err
	}
	pair, err := hpke.DHKEM(ecdh.P256()).NewPrivateKey(secret)
	if err != nil {
		return nil, ErrSealed
	}
	return pair.PublicKey().Bytes(), nil
}

// OpenDraft opens what a device sealed to the school's public key: the sender's public key (65 bytes), then the sealed
// words. ErrSealed where it was damaged or is another school's.
func (s *Seals) OpenDraft(school string, wrapped, sealed []byte) ([]byte, error) {
	secret, err := s.Kept(wrapped, "draft", school)
	if err != nil {
		return nil, err
	}
	return openDraft(school, secret, sealed)
}

func openDraft(school string, secret, sealed []byte) ([]byte, error) {
	pair, err := hpke.DHKEM(ecdh.P256()).NewPrivateKey(secret)
	if err != nil || len(sealed) < draftHead {
		return nil, ErrSealed
	}
	plain, err := hpke.Open(pair, hpke.HKDFSHA256(), hpke.AES256GCM(), []byte(draftInfo+school), sealed)
	if err != nil {
		return nil, ErrSealed
	}
	return plain, nil
}
