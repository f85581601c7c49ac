package web

import (
	"fmt"
	"net"
	"slices"
	"strings"
	"testing"
)

// What a proxy before us could read otherwise than we do is refused on every changing route: the request itself is not
// obeyed, nor one that hides behind it, and the connection ends.
func TestNoTrickOfFramingChangesAnything(t *testing.T) {
	h := newHouse(t)
	inner := head("POST", "/api/demo/clock", "") + "Content-Length: 29\r\n\r\n" + `{"at":"1999-01-01T00:00:00Z"}`
	h.onEveryChange(t, func(name string, r Route, good ask) {
		start, n := head(r.Method, good.path, good.session), len(good.body)
		length := fmt.Sprintf("Content-Length: %d\r\n", n)
		chunks := "Transfer-Encoding: chunked\r\n"
		as := func(of, to string) string { return strings.Replace(start, of, to, 1) }
		for what, row := range map[string]struct {
			sent string
			want []int // 0: it hangs up without a word
		}{
			"length and chunks": {start + length + chunks + "\r\n" + chunked(good.body), []int{400}},
			"chunks and length": {start + chunks + length + "\r\n" + chunked(good.body), []int{400}},
			"chunks, but its length": {start + "Content-Length: 0\r\n" + chunks + "\r\n" + chunked(good.body),
				[]int{400}},
			"a length twice":       {start + length + length + "\r\n" + good.body, []int{400}},
			"two lengths":          {start + length + "Content-Length: 0\r\n\r\n" + good.body, []int{400}},
			"two lengths in one":   {start + fmt.Sprintf("Content-Length: %d, %d\r\n\r\n", n, n) + good.body, []int{400, 0}},
			"a length in hex":      {start + fmt.Sprintf("Content-Length: 0x%x\r\n\r\n", n) + good.body, []int{400, 0}},
			"a length with a sign": {start + fmt.Sprintf("Content-Length: +%d\r\n\r\n", n) + good.body, []int{400, 0}},
			"a space before the colon": {start + fmt.Sprintf("Content-Length : %d\r\n\r\n", n) + good.body,
				[]int{400, 0}},
			"chunks in chunks":  {start + "Transfer-Encoding: chunked, chunked\r\n\r\n" + chunked(good.body), []int{400, 0}},
			"chunks as nothing": {start + "Transfer-Encoding: identity\r\n" + length + "\r\n" + good.body, []int{400}},
			"a folded header":   {start + "X: a\r\n b\r\n" + length + "\r\n" + good.body, []int{400}},
			"a folded origin":   {as("Origin: ", "Origin:\r\n ") + length + "\r\n" + good.body, []int{400}},
			"a folded length":   {start + fmt.Sprintf("Content-Length:\r\n %d\r\n\r\n", n) + good.body, []int{400, 0}},
			"a bare line feed":  {start + "X: a\n" + length + "\r\n" + good.body, []int{400}},
			"two hosts":         {start + "Host: evil.test\r\n" + length + "\r\n" + good.body, []int{400}},
			"another host":      {as("Host: lollipop.test", "Host: evil.test") + length + "\r\n" + good.body, []int{403}},
			"another host's address": {as(" /api", " http://evil.test/api") + length + "\r\n" + good.body,
				[]int{403}},
			"a method in small": {strings.ToLower(start[:len(r.Method)]) + start[len(r.Method):] + length + "\r\n" + good.body,
				[]int{404}},
		} {
			c := h.dial(t)
			if c.send(row.sent); row.want[0] == 400 { // behind the others it is a request of its own
				c.send(inner)
			}
			_ = c.conn.(*net.TCPConn).CloseWrite() // it may have hung up already
			status, _, body := c.next()
			if !slices.Contains(row.want, status) {
				t.Errorf("%s, %s: %d %.300s", name, what, status, body)
			}
			if status == 400 {
				if again, _, _ := c.next(); again != 0 {
					t.Errorf("%s, %s: a second answer: %d", name, what, again)
				}
			}
			c.conn.Close()
		}
	})
}
