package web

import (
	"crypto/sha256"
	"encoding/base64"

	"github.com/gofiber/fiber/v2"
)

// headers go with every answer, before anything else is known of it. A page may load what we serve and nothing else;
// its one inline style is named by its digest. Nothing is kept by a cache unless its handler says otherwise.
func headers(c *fiber.Ctx) error {
	secure(c)
	return c.Next()
}

func secure(c *fiber.Ctx) {
	c.Set("Cache-Control", "no-store")
	c.Set("Content-Security-Policy", apiPolicy)
	c.Set("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
	c.Set("X-Content-Type-Options", "nosniff")
	c.Set("X-Frame-Options", "DENY")
	c.Set("Referrer-Policy", "same-origin")
	c.Set("Cross-Origin-Opener-Policy", "same-origin")
	c.Set("Cross-Origin-Embedder-Policy", "require-corp")
	c.Set("Cross-Origin-Resource-Policy", "same-origin")
	c.Set("Permissions-Policy", "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "+
		"microphone=(), payment=(), usb=()")
}

const apiPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// workerPolicy is the service worker's: it fetches the help page, so that it opens without a network.
const workerPolicy = "default-src 'none'; connect-src 'self'; base-uri 'none'; form-action 'none'; " +
	"frame-ancestors 'none'"

// pagePolicy is the policy of a page whose inline style is that one.
func pagePolicy(style string) string {
	sum := sha256.Sum256([]byte(style))
	digest := base64.StdEncoding.EncodeToString(sum[:])
	return "default-src 'none'; script-src 'self'; style-src 'self' 'sha256-" + digest + "'; " +
		"img-src 'self' data:; connect-src 'self'; font-src 'self'; manifest-src 'self'; worker-src 'self'; " +
		"base-uri 'none'; form-action 'self'; frame-ancestors 'none'; " +
		"require-trusted-types-for 'script'; trusted-types lollipop"
}
