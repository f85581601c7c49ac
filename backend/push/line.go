package push

import (
	"context"
	"errors"
	"math"
	"net/http"
	"strings"
	"sync"
)

// early is how many requests go out on a new connection before something has come back. Until then nobody knows how many
// the service takes at once, and one that is asked too much of may never answer.
const early = 20

var errClosed = errors.New("the sender is closed")

// line is the one HTTP/2 connection to a push service, made when it is needed and again when it broke. As many requests
// are on it as the service takes at once; the others wait, each for its turn. The standard library's own pool opens a
// connection for each request of a burst, or, told not to, stands still when more wait than the service takes.
type line struct {
	connect func(context.Context) (*http.ClientConn, error)

	mu      sync.Mutex
	conn    *http.ClientConn
	calling *call
	settled bool // something came back on conn
	most    int  // how many it was seen to take at once since then
	closed  bool

	queue   sync.Mutex // taken last, and by the connection's own hook
	waiting []chan struct{}
}

// call is a connection in the making.
type call struct {
	done chan struct{}
	err  error
}

// reserve waits for a place on the connection: exactly one RoundTrip must follow.
func (l *line) reserve(ctx context.Context) (*http.ClientConn, error) {
	for {
		conn, calling, err := l.try()
		if conn != nil || err != nil {
			return conn, err
		}
		if calling != nil {
			select {
			case <-calling.done:
			case <-ctx.Done():
				return nil, ctx.Err()
			}
			if calling.err != nil {
				return nil, calling.err
			}
			continue
		}
		turn := l.join()
		conn, calling, err = l.try() // a place may have come free before we stood in the queue
		if conn != nil || calling != nil || err != nil {
			l.quit(turn)
			if conn != nil || err != nil {
				return conn, err
			}
			continue
		}
		select {
		case <-turn:
		case <-ctx.Done():
			l.quit(turn)
			return nil, ctx.Err()
		}
	}
}

// try returns a place on the connection, or the connection that is being made, or neither where all places are taken.
func (l *line) try() (*http.ClientConn, *call, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return nil, nil, errClosed
	}
	if l.conn != nil && (l.conn.Err() != nil || l.retired()) {
		l.conn = nil // what is still on it ends by itself, and the connection with it
	}
	switch {
	case l.calling != nil:
		return nil, l.calling, nil
	case l.conn == nil:
		l.calling = &call{done: make(chan struct{})}
		go l.call(l.calling)
		return nil, l.calling, nil
	case !l.settled && l.conn.InFlight() >= early:
		return nil, nil, nil
	}
	if l.conn.Reserve() != nil {
		return nil, nil, nil
	}
	return l.conn, nil, nil
}

// retired reports whether the service lets nothing new onto the connection, though it is not full: it says so before it
// closes one. Nobody else reserves meanwhile, so places can only come free. Before something came back the library
// guesses how many there are.
func (l *line) retired() bool {
	if !l.settled {
		return false
	}
	inside := l.conn.InFlight()
	free := l.conn.Available()
	l.most = max(l.most, inside+free)
	return free == 0 && inside < l.most
}

// call makes the connection.
func (l *line) call(c *call) {
	ctx, cancel := context.WithTimeout(context.Background(), connectWithin)
	defer cancel()
	conn, err := l.connect(ctx)
	l.mu.Lock()
	defer l.mu.Unlock()
	if err == nil && l.closed {
		_ = conn.Close() // nobody wants it any more
		err = errClosed
	}
	if err == nil {
		l.conn, l.settled, l.most = conn, false, 0
		conn.SetStateHook(l.changed)
	}
	l.calling, c.err = nil, err
	close(c.done)
	l.wakeAll()
}

// answered says that something came back on the connection.
func (l *line) answered(conn *http.ClientConn) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn == conn && !l.settled {
		l.settled = true
		l.wakeAll()
	}
}

// changed is the connection's hook. It may be called from within try, so it does not take mu.
func (l *line) changed(conn *http.ClientConn) {
	if conn.Err() != nil {
		l.wakeAll()
		return
	}
	l.wake(conn.Available())
}

// close ends the connection and what is on it.
func (l *line) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.closed = true
	if l.conn != nil {
		_ = l.conn.Close() // what was on it is told
	}
	l.wakeAll()
}

func (l *line) join() chan struct{} {
	l.queue.Lock()
	defer l.queue.Unlock()
	turn := make(chan struct{}, 1)
	l.waiting = append(l.waiting, turn)
	return turn
}

// quit leaves the queue. Whose turn it was already gives it to the next.
func (l *line) quit(turn chan struct{}) {
	l.queue.Lock()
	for i, other := range l.waiting {
		if other == turn {
			l.waiting = append(l.waiting[:i], l.waiting[i+1:]...)
			l.queue.Unlock()
			return
		}
	}
	l.queue.Unlock()
	l.wake(1)
}

// wake gives their turn to the first n of the queue.
func (l *line) wake(n int) {
	l.queue.Lock()
	defer l.queue.Unlock()
	n = min(n, len(l.waiting))
	for _, turn := range l.waiting[:n] {
		turn <- struct{}{}
	}
	l.waiting = l.waiting[n:]
}

func (l *line) wakeAll() { l.wake(math.MaxInt) }

// unsent reports whether a request failed before the service did anything with it, because it was about to close the
// connection: it can be sent once more on another. The standard library has no names for these errors.
func unsent(err error) bool {
	said := err.Error()
	for _, part := range []string{"client conn not usable", "graceful shutdown GOAWAY", "REFUSED_STREAM"} {
		if strings.Contains(said, part) {
			return true
		}
	}
	return false
}
