package push

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestWhatIsGatheredArrivesWholeAndInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		here, there := net.Pipe()
		g := gather(here)
		var all sync.WaitGroup
		for who := range 8 {
			all.Go(func() {
				for i := range 500 {
					if _, err := fmt.Fprintf(g, "%d %d\n", who, i); err != nil {
						t.Error(err)
						return
					}
				}
			})
		}
		var next [8]int
		for range 8 * 500 {
			var who, i int
			if _, err := fmt.Fscanf(there, "%d %d\n", &who, &i); err != nil {
				t.Fatal(err)
			}
			if i != next[who] {
				t.Fatalf("%d's number %d comes after %d", who, i, next[who]-1)
			}
			next[who]++
		}
		all.Wait()
		_ = g.Close()
		if _, err := g.Write([]byte("x")); !errors.Is(err, net.ErrClosed) {
			t.Errorf("written after closing: %v", err)
		}
	})
}

// Nobody at the other end reads: who writes waits, and is let go when the kernel's deadline or a close ends it.
func TestALineThatNobodyReadsIsGivenUp(t *testing.T) {
	for _, closes := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			here, there := net.Pipe()
			defer there.Close()
			g := gather(here)
			ended := make(chan error)
			go func() {
				for {
					if _, err := g.Write(bytes.Repeat([]byte("x"), 64<<10)); err != nil {
						ended <- err
						return
					}
				}
			}()
			synctest.Wait()
			began := time.Now()
			if closes {
				_ = g.Close()
			}
			if err := <-ended; err == nil || time.Since(began) > connectWithin {
				t.Errorf("%v after %s", err, time.Since(began))
			}
			synctest.Wait()
			if len(g.waiting) > mostGathered+64<<10 || g.writing {
				t.Errorf("%d bytes wait", len(g.waiting))
			}
			if _, err := there.Read(make([]byte, 1)); !errors.Is(err, io.EOF) && err == nil {
				t.Error("the line is open")
			}
		})
	}
}
