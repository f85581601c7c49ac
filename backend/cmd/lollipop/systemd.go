package main

import (
	"context"
	"net"
	"net/http"
	"strconv"
	"time"
)

// notify tells systemd how the service is (sd_notify(3)): one datagram, which is why no library does it. Who runs
// without systemd has no socket, and who does not hear it starts and stops the service all the same.
func notify(c Config, state string) {
	if c.NotifySocket == "" {
		return
	}
	socket, err := net.DialUnix("unixgram", nil, &net.UnixAddr{Name: c.NotifySocket, Net: "unixgram"})
	if err != nil {
		return
	}
	defer socket.Close()
	_, _ = socket.Write([]byte(state))
}

// watched tells systemd's watchdog that the front door answers, until ctx ends. The database is not asked: a server
// that starts anew brings none back.
func watched(ctx context.Context, c Config, address string) {
	within, err := strconv.ParseInt(c.Watchdog, 10, 64)
	if err != nil || within <= 0 || c.NotifySocket == "" {
		return
	}
	every := time.Duration(within) * time.Microsecond / 3
	client := direct(every)
	ticker := time.NewTicker(max(every, time.Millisecond))
	defer ticker.Stop()
	for {
		if healthy(ctx, client, address) {
			notify(c, "WATCHDOG=1")
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

func healthy(ctx context.Context, client *http.Client, address string) bool {
	ask, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+"/healthz", nil)
	if err != nil {
		return false
	}
	answer, err := client.Do(ask)
	if err != nil {
		return false
	}
	answer.Body.Close()
	return answer.StatusCode == http.StatusOK
}
