package push

import (
	"net"
	"runtime"
	"sync"
	"time"
)

// mostGathered is how many bytes wait to be written before who writes waits too.
const mostGathered = 256 << 10

// gathered is a connection whose writes return at once and are written together. HTTP/2 writes a message in two pieces,
// and each would be a call of the kernel's; so one call carries both, and those of other messages of the same moment.
type gathered struct {
	net.Conn

	mu             sync.Mutex
	room           sync.Cond
	waiting, spare []byte
	writing        bool
	err            error
}

func gather(conn net.Conn) *gathered {
	g := &gathered{Conn: conn}
	g.room.L = &g.mu
	return g
}

// Write implements net.Conn. An error is told at a later write, or by reading: the connection is closed then.
func (g *gathered) Write(p []byte) (int, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for len(g.waiting) > mostGathered && g.err == nil {
		g.room.Wait()
	}
	if g.err != nil {
		return 0, g.err
	}
	g.waiting = append(g.waiting, p...)
	if !g.writing {
		g.writing = true
		go g.write()
	}
	return len(p), nil
}

// write writes what waits until nothing does. First it lets others go on who have something to write too.
func (g *gathered) write() {
	runtime.Gosched()
	g.mu.Lock()
	defer g.mu.Unlock()
	for len(g.waiting) > 0 && g.err == nil {
		out := g.waiting
		g.waiting = g.spare[:0]
		g.mu.Unlock()
		_ = g.Conn.SetWriteDeadline(time.Now().Add(connectWithin)) //lollipop:clock the kernel's
		_, err := g.Conn.Write(out)
		g.mu.Lock()
		g.spare = out
		if err != nil {
			g.end(err)
		}
		g.room.Broadcast()
	}
	g.writing = false
}

// end closes the connection, once; mu is held.
func (g *gathered) end(err error) {
	if g.err == nil {
		g.err = err
		_ = g.Conn.Close() // what was wrong is told by err
		g.room.Broadcast()
	}
}

// Close implements net.Conn. What waits is lost: nobody waits for an answer any more.
func (g *gathered) Close() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.end(net.ErrClosed)
	return nil
}

// SetDeadline implements net.Conn, for reading alone: a write has a deadline of its own.
func (g *gathered) SetDeadline(t time.Time) error { return g.Conn.SetReadDeadline(t) }

// SetWriteDeadline implements net.Conn and does nothing.
func (g *gathered) SetWriteDeadline(time.Time) error { return nil }
