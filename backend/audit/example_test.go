package audit_test

import (
	"fmt"

	"lollipop/backend/audit"
)

func ExampleHead_Code() {
	head := audit.Head{Position: 118, Link: []byte{0x9f, 0x3a, 0x11, 0x20, 0x5b, 0xc4, 0xd0, 0x77, 0x01, 0xfe, 0x99}}
	fmt.Println(head.Code())
	// Output: 118:9f3a-1120-5bc4-d077-01fe
}
