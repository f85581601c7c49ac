package vault_test

import (
	"bytes"
	"crypto/ecdh"
	"crypto/hpke"
	"testing"

	"lollipop/backend/vault"
)

// draft seals as a device does.
func draft(t testing.TB, public []byte, info, words string) []byte {
	t.Helper()
	to, err := hpke.DHKEM(ecdh.P256()).NewPublicKey(public)
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := hpke.Seal(to, hpke.HKDFSHA256(), hpke.AES256GCM(), []byte(info), []byte(words))
	if err != nil {
		t.Fatal(err)
	}
	return sealed
}

// Whatever is read as keys either is none, said in the one sentence, or seals, opens and is written again.
func FuzzReadSeals(f *testing.F) {
	text, err := newSeals(f).Text()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add(text[:len(text)/2])
	f.Add([]byte(`{"seal":{"primaryKeyId":1,"key":[{"keyId":1}]},"mark":{}}`))
	f.Add([]byte(`{"seal":null,"mark":null}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		s, err := vault.ReadSeals(text)
		if err != nil {
			if err.Error() != vault.ErrSeals.Error() {
				t.Fatalf("another sentence: %v", err)
			}
			return
		}
		wrapped, sealed := piece(t, s, "words")
		again, err := s.Text()
		if err != nil {
			t.Fatal(err)
		}
		same, err := vault.ReadSeals(again)
		if err != nil {
			t.Fatal(err)
		}
		got, err := same.Open("hook", "c1", "head", wrapped, sealed)
		if err != nil || string(got) != "words" || !bytes.Equal(same.Marks("a")[0], s.Marks("a")[0]) {
			t.Fatalf("%q, %v", got, err)
		}
	})
}

// Nothing but what was sealed opens.
func FuzzOpen(f *testing.F) {
	s := newSeals(f)
	wrapped, sealed := piece(f, s, "words")
	public, secret, err := s.NewDraftKey("hook")
	if err != nil {
		f.Fatal(err)
	}
	sent := draft(f, public, "lollipop draft v1 hook", "words")
	f.Add(wrapped, sealed, sent)
	f.Add([]byte{}, []byte{1}, sent[:65])
	f.Fuzz(func(t *testing.T, key, words, device []byte) {
		mine := bytes.Equal(key, wrapped) && bytes.Equal(words, sealed)
		if got, err := s.Open("hook", "c1", "head", key, words); (err == nil) != mine {
			t.Fatalf("%q, %v", got, err)
		}
		if got, err := s.OpenDraft("hook", secret, device); (err == nil) != bytes.Equal(device, sent) {
			t.Fatalf("%q, %v", got, err)
		}
		if got, err := s.Kept(key, "hook"); err == nil {
			t.Fatalf("%q", got)
		}
	})
}
