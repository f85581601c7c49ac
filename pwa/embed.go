// Package pwa holds the built app, so that one binary serves everything.
package pwa

import "embed"

// Dist is the folder dist as `npm run build` left it: hashed files under assets/, .vite/manifest.json, sw.js, and a .br
// and a .gz copy beside each text file. Before the first build it holds only .gitkeep.
//
//go:embed all:dist
var Dist embed.FS
