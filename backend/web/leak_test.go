package web

import (
	"testing"

	"go.uber.org/goleak"
)

// Whatever was asked, nothing of it is left running. fasthttp keeps its clock, those who pack answers, and each server's
// pool its sweeper for one more round.
func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("github.com/valyala/fasthttp.updateServerDate.func1"),
		goleak.IgnoreAnyFunction("github.com/valyala/fasthttp.(*workerPool).Start.func2"),
		goleak.IgnoreAnyFunction("github.com/valyala/fasthttp/stackless.funcWorker"))
}
