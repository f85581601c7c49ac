//go:build bench

// The row of the first start, on an empty folder. Ours is migrate and serve, two processes one after the other, until it is
// ready; PocketBase's is serve, with no collection of ours to make.
package main

import (
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"
)

// TestFiguresStart prints the row of the first start.
func TestFiguresStart(t *testing.T) {
	peerProgram(t)
	var ratios, alone []float64
	for round := range figureRounds + 2 {
		at, folder := freePort(t), t.TempDir()
		environ := in(folder, "LOLLIPOP_LISTEN="+at, "LOLLIPOP_ORIGIN=http://"+at)
		begun := time.Now()
		must(t, program(environ, "migrate").Run())
		migrated := time.Since(begun)
		ours := serving(t, program(environ, "serve"), "http://"+at+"/readyz")
		took := time.Since(begun)
		ours.kill()
		at = freePort(t)
		cmd := exec.Command(peerProgram(t), "serve", "--http", at, "--dir", t.TempDir())
		cmd.Env = append(os.Environ(), "PEER_EMPTY=1")
		begun = time.Now()
		theirs := serving(t, cmd, "http://"+at+"/api/health")
		peers := time.Since(begun)
		theirs.kill()
		fmt.Printf("round %d: ready after %s (migrate %s), PocketBase after %s\n", round+1, took.Round(time.Millisecond),
			migrated.Round(time.Millisecond), peers.Round(time.Millisecond))
		ratios = append(ratios, float64(took)/float64(peers))
		alone = append(alone, float64(took-migrated)/float64(peers))
	}
	ratio("start_to_pocketbase", ratios, "<=", 0.35)
	figure("start_later_to_pocketbase", median(alone), "times")
}
