package calls_test

import (
	"fmt"

	"lollipop/backend/calls"
)

// A mother asks twice and is on the list once; she stays on it until somebody has spoken to her.
func Example() {
	waits := calls.Join(calls.Entry{About: calls.Question, Language: "ur", Words: "Who looks?"},
		calls.Entry{About: calls.Question, Language: "ur", Words: "And when?"})
	fmt.Printf("%q\n", waits.Words)
	for _, outcome := range []calls.Outcome{calls.NoAnswer, calls.Reached} {
		done, _ := calls.Settle(waits, outcome)
		fmt.Println(outcome, "ends it:", done)
	}
	// Output:
	// "Who looks?\nAnd when?"
	// no_answer ends it: false
	// reached ends it: true
}
