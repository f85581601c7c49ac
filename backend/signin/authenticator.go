package signin

import (
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"

	"lollipop/backend/access"
)

// stepSeconds is how long an authenticator shows one code.
const stepSeconds = 30

// Authenticator implements access.Authenticator by pquerna/otp. Issuer is what the app shows above the account.
type Authenticator struct{ Issuer string }

var _ access.Authenticator = Authenticator{}

// New implements access.Authenticator: 160 random bits.
func (a Authenticator) New(account string) (access.SetUp, error) {
	key, err := totp.Generate(totp.GenerateOpts{Issuer: a.Issuer, AccountName: account, Period: stepSeconds,
		Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
	if err != nil {
		return access.SetUp{}, err
	}
	return access.SetUp{Secret: key.Secret(), Address: key.URL()}, nil
}

// Step implements access.Authenticator. All three steps are looked at whichever it is, each in constant time.
func (Authenticator) Step(secret, code string, at time.Time) (step int64, ok bool) {
	now := at.Unix() / stepSeconds
	for _, one := range []int64{now - 1, now, now + 1} {
		right, err := hotp.ValidateCustom(code, uint64(one), secret,
			hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
		if err == nil && right {
			step, ok = one, true
		}
	}
	return step, ok
}
