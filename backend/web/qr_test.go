package web

import (
	"fmt"
	"strings"
	"testing"

	"rsc.io/qr"
)

// The path that is printed paints the code's dark modules and no others, a margin of four around them.
func TestTheQRCodeIsPainted(t *testing.T) {
	const url = "https://lollipop.hook-lane.kent.sch.example/l/ABCDE-FGHJK"
	drawn, err := qrCode(url)
	want, err2 := qr.Encode(url, qr.M)
	if err != nil || err2 != nil || drawn.Size != want.Size+8 {
		t.Fatal(drawn.Size, err, err2)
	}
	dark := map[[2]int]bool{}
	for _, run := range strings.SplitAfter(drawn.Path, "z") {
		var x, y, w, back int
		if run == "" {
			continue
		}
		if n, err := fmt.Sscanf(run, "M%d %dh%dv1h%dz", &x, &y, &w, &back); n != 4 || err != nil || back != -w || w < 1 {
			t.Fatalf("%q: %v", run, err)
		}
		for i := range w {
			if dark[[2]int{x + i, y}] {
				t.Errorf("painted twice: %d %d", x+i, y)
			}
			dark[[2]int{x + i, y}] = true
		}
	}
	for y := range drawn.Size {
		for x := range drawn.Size {
			if inside := x >= 4 && y >= 4 && x-4 < want.Size && y-4 < want.Size; dark[[2]int{x, y}] != (inside && want.Black(x-4,
				y-4)) {
				t.Errorf("%d %d is wrong", x, y)
			}
		}
	}
	if _, err := qrCode(strings.Repeat("x", 10_000)); err == nil {
		t.Error("ten thousand characters fit")
	}
}
