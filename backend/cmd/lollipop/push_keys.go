package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"lollipop/backend/push"
)

// pushKeysFile is the file in the data folder that holds the keys under which push services know us: the one in use
// first, older ones after it, as long as telephones are subscribed under them.
const pushKeysFile = "push.keys"

// errNoPushKeys says that there is no file yet.
var errNoPushKeys = errors.New("there are none yet: they are made at the first start")

// pushKeys are LOLLIPOP_PUSH_KEYS, else those of the file in the data folder. Where there is no file yet it is made: a
// lost one loses telephones, which subscribe anew when their app is opened, and no record.
func pushKeys(c Config) (push.Keys, error) {
	keys, err := readPushKeys(c)
	if !errors.Is(err, errNoPushKeys) {
		return keys, err
	}
	if err := writePushKeys(c, push.NewKeys(), true); err != nil {
		return nil, err
	}
	return readPushKeys(c) // of two that start at once both go on with the same
}

// readPushKeys makes none.
func readPushKeys(c Config) (push.Keys, error) {
	if c.PushKeys != "" {
		return push.ReadKeys([]byte(c.PushKeys)) // Validate has looked at it
	}
	path := filepath.Join(c.Data, pushKeysFile)
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errNoPushKeys
	}
	if err != nil {
		return nil, fmt.Errorf("the push keys: %w", err)
	}
	keys, err := push.ReadKeys(raw)
	if err != nil {
		return nil, fmt.Errorf("%s: %w (restore it from a backup; or remove it, and every telephone subscribes anew when "+
			"its app is opened)", path, err)
	}
	return keys, nil
}

// writePushKeys lays the file into place, whole: a crash leaves the old one. fresh leaves one alone that somebody else
// has made meanwhile.
func writePushKeys(c Config, keys push.Keys, fresh bool) error {
	path := filepath.Join(c.Data, pushKeysFile)
	made, err := os.CreateTemp(c.Data, ".push-")
	if err != nil {
		return fmt.Errorf("the push keys: %w", err)
	}
	defer os.Remove(made.Name()) // after a rename there is nothing to remove
	_, err = made.Write(keys.Write())
	err = errors.Join(err, made.Sync(), made.Close())
	switch {
	case err != nil:
	case fresh:
		if err = os.Link(made.Name(), path); errors.Is(err, fs.ErrExist) {
			err = nil
		}
	default:
		err = os.Rename(made.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("the push keys: %w", err)
	}
	return nil
}

// subject is whom push services write to when something is wrong with what we send: as whoever runs the server has
// said, else the address of the server itself where that is a public one. said is false where neither will do: some
// services then refuse us.
func subject(c Config) (text string, said bool) {
	if text, err := push.ValidSubject(c.PushSubject, c.Origin); err == nil {
		return text, true
	}
	return "https://" + strings.TrimPrefix(strings.TrimPrefix(c.Origin, "https://"), "http://"), false
}

// pushing is how push services are reached: the public ones, and no other address. The build for browser tests (tag
// house) and this package's tests put their own in its place; nothing that can be set does.
var pushing = func(c push.Config) push.Config { return c }
