package main

import (
	"bufio"
	"database/sql"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"lollipop/backend/id"
)

// told hears what a service tells systemd.
func told(t *testing.T) (socket string, heard func(string)) {
	t.Helper()
	socket = filepath.Join(t.TempDir(), "notify")
	l, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: socket, Net: "unixgram"})
	must(t, err)
	t.Cleanup(func() { l.Close() })
	return socket, func(what string) {
		t.Helper()
		must(t, l.SetReadDeadline(time.Now().Add(time.Minute)))
		piece := make([]byte, 100)
		for {
			n, err := l.Read(piece)
			if err != nil {
				t.Fatalf("systemd never heard %s: %v", what, err)
			}
			if string(piece[:n]) == what {
				return
			}
		}
	}
}

// half sends a request without its last byte, and returns how to send that and read the answer's first line.
func half(t *testing.T, address string) (rest func() string) {
	t.Helper()
	c, err := net.Dial("tcp", strings.TrimPrefix(address, "http://"))
	must(t, err)
	t.Cleanup(func() { c.Close() })
	_, err = fmt.Fprintf(c, "POST /api/sign-in HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nOrigin: %s\r\n"+
		"Operation-Id: %s\r\nContent-Length: 2\r\n\r\n{", strings.TrimPrefix(address, "http://"), address, id.New[id.Op]())
	must(t, err)
	return func() string {
		must(t, c.SetDeadline(time.Now().Add(time.Minute)))
		_, err := c.Write([]byte("}"))
		must(t, err)
		line, err := bufio.NewReader(c).ReadString('\n')
		if err != nil {
			t.Errorf("a request under way had no answer: %v", err)
		}
		return line
	}
}

// refused waits until nobody is let in any more.
func refused(t *testing.T, address string) {
	t.Helper()
	soon(t, "new connections are refused", func() bool {
		c, err := net.Dial("tcp", strings.TrimPrefix(address, "http://"))
		if err == nil {
			c.Close()
		}
		return err != nil
	})
}

// Told to stop in the middle of a morning at the office, the server refuses who comes, answers whom it has, and ends
// well: what it acknowledged is kept, once, and systemd was told.
func TestStopsInTheMiddleOfAMorning(t *testing.T) {
	const clients, enough = 8, 60
	folder := t.TempDir()
	furnished(t, folder)
	socket, heard := told(t)
	p := launch(t, in(folder, "NOTIFY_SOCKET="+socket, "WATCHDOG_USEC=3000000"), "Ctrl-C stops it", "demo", "--port", "0")
	heard("READY=1")
	heard("WATCHDOG=1")
	office := officeOf(t, p)
	children := freeChildren(t, office, p.address)
	last := half(t, p.address)

	var mu sync.Mutex
	acknowledged := map[string]bool{}
	var some atomic.Int64
	begun, over := make(chan struct{}), make(chan struct{})
	var morning sync.WaitGroup
	for n := range clients {
		morning.Go(func() {
			for i := n; i < len(children); i += clients {
				op := string(id.New[id.Op]())
				status, answer := (&browser{cookie: office.cookie}).do(t.Context(), p.address, "POST", "/api/desk/hand-in", op,
					map[string]string{"pupil": children[i]})
				switch status {
				case http.StatusOK:
					mu.Lock()
					acknowledged[op] = true
					mu.Unlock()
					if some.Add(1) == enough {
						close(begun)
					}
				case 0:
					return // nobody is there any more
				default:
					t.Errorf("%d %s", status, answer)
					return
				}
			}
		})
	}
	go func() { morning.Wait(); close(over) }()
	select {
	case <-begun:
	case <-over:
	}
	must(t, p.cmd.Process.Signal(syscall.SIGTERM))
	heard("STOPPING=1")
	refused(t, p.address)
	if line := last(); !strings.HasPrefix(line, "HTTP/1.1 4") {
		t.Errorf("who was under way when it was told to stop got %q", line)
	}
	if err := p.cmd.Wait(); err != nil {
		t.Errorf("it did not end well: %v", err)
	}
	<-over

	db, err := sql.Open("sqlite", filepath.Join(folder, "lollipop.db"))
	must(t, err)
	defer db.Close()
	for op := range acknowledged {
		var n int
		if must(t, db.QueryRow(`SELECT COUNT(*) FROM events WHERE op = ?`, op).Scan(&n)); n != 1 {
			t.Errorf("%s was acknowledged and happened %d times", op, n)
		}
	}
	if len(acknowledged) < enough {
		t.Errorf("only %d were acknowledged", len(acknowledged))
	}
	must(t, db.Close())
	well(t, in(folder), "audit", "verify")
	t.Logf("%d acknowledged of %d", len(acknowledged), len(children))
}

// Who does not want to wait for a request that never ends says so a second time.
func TestTheSecondSignalEndsItAtOnce(t *testing.T) {
	folder := t.TempDir()
	well(t, in(folder), "migrate")
	socket, heard := told(t)
	address := free(t)
	p := launch(t, in(folder, "LOLLIPOP_LISTEN="+address, "LOLLIPOP_ORIGIN=http://"+address, "NOTIFY_SOCKET="+socket),
		"/first-run/", "serve")
	heard("READY=1")
	half(t, "http://"+address)
	get(t, "http://"+address+"/healthz") // by now that other one is being read
	must(t, p.cmd.Process.Signal(syscall.SIGTERM))
	heard("STOPPING=1")
	ended := make(chan struct{})
	go func() { defer close(ended); _ = p.cmd.Wait() }()
	soon(t, "it ends at the second signal", func() bool {
		_ = p.cmd.Process.Signal(syscall.SIGTERM) // it may be over already
		select {
		case <-ended:
			return true
		default:
			return false
		}
	})
	if state, ok := p.cmd.ProcessState.Sys().(syscall.WaitStatus); !ok || !state.Signaled() ||
		state.Signal() != syscall.SIGTERM {
		t.Errorf("it ended by %v", p.cmd.ProcessState)
	}
}

// freeChildren are the office's children without a phone.
func freeChildren(t *testing.T, office *browser, address string) (all []string) {
	t.Helper()
	var desk struct {
		Pupils []struct {
			ID      string
			Devices []struct{}
		}
	}
	status, body := office.do(t.Context(), address, "GET", "/api/desk", "", nil)
	if status != http.StatusOK || json.Unmarshal(body, &desk) != nil {
		t.Fatalf("no desk: %d %s", status, body)
	}
	for _, child := range desk.Pupils {
		if len(child.Devices) == 0 {
			all = append(all, child.ID)
		}
	}
	return all
}
