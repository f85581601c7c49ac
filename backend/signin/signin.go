// Package signin is the hall of how staff prove who they are: passphrases by argon2id of golang.org/x/crypto, in the strings of
// the PHC format, at most four at once, and the judgement which of them are common; authenticator apps by pquerna/otp;
// passkeys by go-webauthn. It implements access.Hasher, access.Authenticator and access.Passkeys.
package signin

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/crypto/argon2"

	"lollipop/backend/access"
)

// Params are argon2id's: what a guess costs.
type Params struct {
	// Memory is in KiB, Time is passes over it.
	Memory, Time uint32
	Threads      uint8
}

// Default is 19 MiB, two passes, one lane (OWASP's first choice); 34 ms where it was measured.
var Default = Params{Memory: 19 * 1024, Time: 2, Threads: 1}

// AtOnce is how many are computed at a time: 76 MiB at the most, and the machine's other work goes on.
const AtOnce = 4

const (
	saltBytes, keyBytes = 16, 32
	// What a kept string may ask for at most: a doctored one must not be able to take the machine.
	mostMemory, mostTime, mostThreads = 256 * 1024, 16, 16
)

// Hasher implements access.Hasher. Several goroutines may use one.
type Hasher struct {
	params Params
	turns  chan struct{}
	nobody string
}

var _ access.Hasher = (*Hasher)(nil)

// New returns a hasher; passphrases kept with other parameters still verify, and are said to be stale.
func New(p Params) *Hasher {
	// Nobody's passphrase: no salt and key of it are the answer of any. It is verified where there is none to verify.
	nobody := kept{Params: p, salt: make([]byte, saltBytes), key: make([]byte, keyBytes)}
	return &Hasher{params: p, turns: make(chan struct{}, AtOnce), nobody: nobody.String()}
}

// Hash implements access.Hasher: "$argon2id$v=19$m=19456,t=2,p=1$<salt>$<key>".
func (h *Hasher) Hash(ctx context.Context, passphrase string) (string, error) {
	made := kept{Params: h.params, salt: make([]byte, saltBytes)}
	rand.Read(made.salt) // never fails: crypto/rand ends the process rather than return an error
	key, err := h.derive(ctx, passphrase, made.Params, made.salt, keyBytes)
	if err != nil {
		return "", err
	}
	made.key = key
	return made.String(), nil
}

// Verify implements access.Hasher.
func (h *Hasher) Verify(ctx context.Context, passphrase, text string) (ok, stale bool, err error) {
	known, readable := parse(text)
	if !readable {
		known, _ = parse(h.nobody)
	}
	key, err := h.derive(ctx, passphrase, known.Params, known.salt, len(known.key))
	if err != nil {
		return false, false, err
	}
	ok = subtle.ConstantTimeCompare(key, known.key) == 1 && readable
	return ok, ok && (known.Params != h.params || len(known.salt) < saltBytes || len(known.key) != keyBytes), nil
}

// derive waits for its turn, or for ctx to end, and computes.
func (h *Hasher) derive(ctx context.Context, passphrase string, p Params, salt []byte, length int) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("signin: %w", err)
	}
	select {
	case h.turns <- struct{}{}:
	case <-ctx.Done():
		return nil, fmt.Errorf("signin: waiting for a turn: %w", ctx.Err())
	}
	defer func() { <-h.turns }()
	return argon2.IDKey([]byte(passphrase), salt, p.Time, p.Memory, p.Threads, uint32(length)), nil
}

// kept is a string of the PHC format, read.
type kept struct {
	Params
	salt, key []byte
}

// String writes it.
func (k kept) String() string {
	encode := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, k.Memory, k.Time, k.Threads,
		encode(k.salt), encode(k.key))
}

// parse reads what String writes, and nothing else: only argon2id, version 19, parameters in this order and within
// bounds, strict base64 without padding.
func parse(text string) (kept, bool) {
	if len(text) > 400 {
		return kept{}, false
	}
	parts := strings.Split(text, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != "v="+strconv.Itoa(argon2.Version) {
		return kept{}, false
	}
	costs := strings.Split(parts[3], ",")
	if len(costs) != 3 {
		return kept{}, false
	}
	memory, okM := cost(costs[0], "m=", mostMemory)
	time, okT := cost(costs[1], "t=", mostTime)
	threads, okP := cost(costs[2], "p=", mostThreads)
	salt, errS := base64.RawStdEncoding.Strict().DecodeString(parts[4])
	key, errK := base64.RawStdEncoding.Strict().DecodeString(parts[5])
	k := kept{Params: Params{Memory: memory, Time: time, Threads: uint8(threads)}, salt: salt, key: key}
	ok := okM && okT && okP && errS == nil && errK == nil && memory >= 8*threads &&
		len(salt) >= 8 && len(salt) <= 64 && len(key) >= 16 && len(key) <= 64 && k.String() == text
	return k, ok
}

func cost(text, name string, most uint32) (uint32, bool) {
	number, ok := strings.CutPrefix(text, name)
	if !ok {
		return 0, false
	}
	n, err := strconv.ParseUint(number, 10, 32)
	return uint32(n), err == nil && n >= 1 && n <= uint64(most)
}
