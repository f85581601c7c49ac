//go:build bench

package push_test

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"testing"
)

// TestFiguresNode prints what a message of ours costs of what one by node's web-push 3.6.7 does (scripts/peers): processor
// time of the sending process, in turns, to the same service. web-push speaks HTTP/1.1 on as many kept connections as
// messages are under way, and makes a signature for each message: that is how it comes, and favours ours.
func TestFiguresNode(t *testing.T) {
	if peers, said := os.LookupEnv("FIGURES_PEER"); said && peers == "" {
		t.Fatal("not measured: the row against node's web-push, which ./scripts/bench could not download")
	}
	b := started(t)
	node := exec.Command("node", "../../scripts/peers/webpush.mjs")
	node.Stderr = os.Stderr
	in, err := node.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := node.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := node.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = in.Close(); _ = node.Wait() })
	at, err := url.Parse(b.parcel.Endpoint)
	if err != nil {
		t.Fatal(err)
	}
	at.Host = fmt.Sprintf("%s:%d", fcm, b.at.Port())
	_ = json.NewEncoder(in).Encode(map[string]any{"host": b.at.Addr().String(), "pem": b.pem, "width": width, "messages": messages / 3,
		"payload": string(b.parcel.Payload), "subscription": map[string]any{"endpoint": at.String(),
			"keys": map[string]string{"p256dh": base64.RawURLEncoding.EncodeToString(b.parcel.P256dh),
				"auth": base64.RawURLEncoding.EncodeToString(b.parcel.Auth)}}})
	lines := bufio.NewReader(out)
	next := func() (micros float64) {
		t.Helper()
		line, err := lines.ReadString('\n')
		if err != nil {
			t.Fatal("web-push is not there or failed: ", err)
		}
		if _, err := fmt.Sscan(line, &micros); err != nil {
			t.Fatal(err)
		}
		return micros
	}
	next()
	many(t, messages, width, b.parcel.Endpoint, b.ours)
	var ratios []float64
	for range rounds {
		ours, _ := many(t, messages, width, b.parcel.Endpoint, b.ours)
		if _, err := io.WriteString(in, "again\n"); err != nil {
			t.Fatal(err)
		}
		ratios = append(ratios, float64(ours.Microseconds())/next())
	}
	fmt.Printf("FIGURE push_cpu_to_node_web_push %.4g times\n", median(ratios))
}
