//go:build house

package main

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"os"

	"lollipop/backend/house"
	"lollipop/backend/push"
)

// The build for browser tests: where HOUSE_PUSH names a port of this machine, a push service of the house's stands for
// all of them, and a test drives it there. No other build has this file.
func init() {
	at := os.Getenv("HOUSE_PUSH")
	if at == "" {
		return
	}
	service, err := house.NewPushService()
	if err == nil {
		var l net.Listener
		if l, err = net.Listen("tcp", at); err == nil {
			go http.Serve(l, service.Control()) // ends with the process
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "house:", err)
		os.Exit(1)
	}
	pushing = func(c push.Config) push.Config {
		c.Roots, c.Resolve, c.Excused = service.Roots(), service.Resolve, []netip.AddrPort{service.Address()}
		c.Subject = "mailto:house@lollipop.org"
		return c
	}
}
