package signin

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/netip"
	"net/url"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"lollipop/backend/access"
)

// Passkeys implements access.Passkeys by go-webauthn. A key that can ask for a finger or a PIN does; one that cannot is
// taken too, since the passphrase came before it.
type Passkeys struct{ party *webauthn.WebAuthn }

var _ access.Passkeys = (*Passkeys)(nil)

// NewPasskeys are the passkeys of the server that browsers know by that origin. On one's own machine that is localhost,
// whatever the origin calls it: browsers make none for a number. ok is false where they make none at all, as for another
// number or without https.
func NewPasskeys(origin string) (p *Passkeys, ok bool) {
	at, err := url.Parse(origin)
	if err != nil || at.Hostname() == "" {
		return nil, false
	}
	host := at.Hostname()
	if addr, err := netip.ParseAddr(host); err == nil {
		if !addr.IsLoopback() {
			return nil, false
		}
		host = "localhost"
		if at.Port() != "" {
			origin = at.Scheme + "://localhost:" + at.Port()
		} else {
			origin = at.Scheme + "://localhost"
		}
	}
	if at.Scheme != "https" && host != "localhost" {
		return nil, false
	}
	party, err := webauthn.New(&webauthn.Config{RPID: host, RPDisplayName: "Lollipop", RPOrigins: []string{origin},
		AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{ResidentKey: protocol.ResidentKeyRequirementDiscouraged,
			UserVerification: protocol.VerificationPreferred}})
	return &Passkeys{party}, err == nil
}

// keyholder is somebody as go-webauthn wants them.
type keyholder struct {
	id   []byte
	name string
	keys []webauthn.Credential
}

func (k keyholder) WebAuthnID() []byte                         { return k.id }
func (k keyholder) WebAuthnName() string                       { return k.name }
func (k keyholder) WebAuthnDisplayName() string                { return k.name }
func (k keyholder) WebAuthnCredentials() []webauthn.Credential { return k.keys }

// holder reads the records of somebody's passkeys.
func holder(user []byte, name string, have [][]byte) (keyholder, error) {
	k := keyholder{id: user, name: name}
	for _, record := range have {
		var key webauthn.Credential
		if err := json.Unmarshal(record, &key); err != nil {
			return keyholder{}, fmt.Errorf("signin: a passkey's record: %w", err)
		}
		k.keys = append(k.keys, key)
	}
	return k, nil
}

// begun is what is asked and what is remembered, as JSON.
func begun(asks, state any, err error) ([]byte, []byte, error) {
	if err != nil {
		return nil, nil, fmt.Errorf("signin: passkeys: %w", err)
	}
	said, err := json.Marshal(asks)
	if err != nil {
		return nil, nil, fmt.Errorf("signin: passkeys: %w", err)
	}
	kept, err := json.Marshal(state)
	if err != nil {
		return nil, nil, fmt.Errorf("signin: passkeys: %w", err)
	}
	return said, kept, nil
}

// Register implements access.Passkeys.
func (p *Passkeys) Register(user []byte, name string, have [][]byte) (asks, state []byte, err error) {
	k, err := holder(user, name, have)
	if err != nil {
		return nil, nil, err
	}
	creation, session, err := p.party.BeginRegistration(k,
		webauthn.WithExclusions(webauthn.Credentials(k.keys).CredentialDescriptors()))
	if err != nil {
		return begun(nil, nil, err)
	}
	return begun(creation.Response, session, nil)
}

// Registered implements access.Passkeys.
func (p *Passkeys) Registered(user, state, answer []byte) (record []byte, ok bool) {
	var session webauthn.SessionData
	if json.Unmarshal(state, &session) != nil {
		return nil, false
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(answer)
	if err != nil {
		return nil, false
	}
	key, err := p.party.CreateCredential(keyholder{id: user}, session, parsed)
	if err != nil {
		return nil, false
	}
	record, err = json.Marshal(key)
	return record, err == nil
}

// Ask implements access.Passkeys.
func (p *Passkeys) Ask(user []byte, have [][]byte) (asks, state []byte, err error) {
	k, err := holder(user, "", have)
	if err != nil {
		return nil, nil, err
	}
	assertion, session, err := p.party.BeginLogin(k)
	if err != nil {
		return begun(nil, nil, err)
	}
	return begun(assertion.Response, session, nil)
}

// Answered implements access.Passkeys. A key whose counter went back has been copied, and proves nothing.
func (p *Passkeys) Answered(user []byte, have [][]byte, state, answer []byte) (which int, record []byte, ok bool) {
	var session webauthn.SessionData
	k, err := holder(user, "", have)
	if err != nil || json.Unmarshal(state, &session) != nil {
		return 0, nil, false
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil {
		return 0, nil, false
	}
	key, err := p.party.ValidateLogin(k, session, parsed)
	if err != nil || key.Authenticator.CloneWarning {
		return 0, nil, false
	}
	for i, one := range k.keys {
		if bytes.Equal(one.ID, key.ID) {
			record, err = json.Marshal(key)
			return i, record, err == nil
		}
	}
	return 0, nil, false
}
