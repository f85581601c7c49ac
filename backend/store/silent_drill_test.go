//go:build drill

package store_test

import (
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// The first of two hosts in PostgreSQL's address takes the connection and says nothing, as a machine does that
// hangs: the second one's turn comes before anybody at a desk has given up.
func TestDrillSilent(t *testing.T) {
	c := storetest.NewCluster(t)
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	config := c.Config()
	for _, dsn := range []*string{&config.DSN, &config.OwnerDSN} {
		*dsn = strings.Replace(*dsn, fmt.Sprintf("@127.0.0.1:%d/", c.Port),
			fmt.Sprintf("@%s,127.0.0.1:%d/", silent.Addr(), c.Port), 1) + "&target_session_attrs=read-write"
	}
	began := time.Now()
	s := storetest.Reopen(t, config)
	took := time.Since(began)
	measured("silent/postgres/next-host", took, "")
	if took >= store.Timeout {
		t.Errorf("the second host's turn came in %s", took)
	}
	if err := s.App().PingContext(t.Context()); err != nil {
		t.Error(err)
	}
	began = time.Now()
	if _, err := s.Version(t.Context()); err != nil { // as the owner
		t.Error(err)
	}
	took = time.Since(began)
	measured("silent/postgres/next-host-migrating", took, "")
	if took >= store.Timeout {
		t.Errorf("as the owner the second host's turn came in %s", took)
	}
}
