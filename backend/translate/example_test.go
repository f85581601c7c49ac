package translate_test

import (
	"fmt"

	"lollipop/backend/phrase"
	"lollipop/backend/translate"
)

// A room says a key and a number; the reader's language decides the words. The bundle falls back to English for a
// language that is not there.
func Example() {
	translator, err := translate.New()
	if err != nil {
		fmt.Println(err)
		return
	}
	wait := phrase.Many("access.sign_in.slow_down", 2, nil)
	fmt.Println(translator.Say("en", wait))
	fmt.Println(translator.Say("xx", wait))
	// Output:
	// That was a lot of tries. Wait 2 seconds, then try again.
	// That was a lot of tries. Wait 2 seconds, then try again.
}
