package house

import "embed"

// Data holds two schools' exports, every person of them invented: hook-lane-pupils.csv, hook-lane-staff.csv,
// beaver-road-pupils.csv and beaver-road-staff.csv under data/, as a SIMS-style report writes them (UTF-8 with a byte
// order mark, CR LF, dd/mm/yyyy; one row per pupil and contact).
//
//go:embed data/*.csv
var Data embed.FS
