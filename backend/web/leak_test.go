package web

import (
	"testing"

	"go.uber.org/goleak"
)

// Whatever was asked, nothing of it is left running. fasthttp keeps its clock, and each server's pool its sweeper for
// one more round.
func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("github.com/valyala/fasthttp.updateServerDate.func1"),
		goleak.IgnoreAnyFunction("github.com/valyala/fasthttp.(*workerPool).Start.func2"))
}
