// Peers is PocketBase as somebody would set it up for the same desk: three collections and rules that ask for a
// signed-in user. ./scripts/bench measures against it.
//
// What favours PocketBase: no policy is asked, no place in a bag is sought, no chain of digests is kept, and its token is
// signed, so that only the user's row is read for it. What does not: it waits for the disk at each commit, as ours does
// (its own default, synchronous NORMAL, may lose what it acknowledged; PEER_NORMAL=1 measures with that).
package main

import (
	"log"
	"os"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
	_ "modernc.org/sqlite"
)

// pragmas are PocketBase's own (core.DefaultDBConnect) without synchronous.
const pragmas = "?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=journal_size_limit(200000000)" +
	"&_pragma=foreign_keys(ON)&_pragma=temp_store(MEMORY)&_pragma=cache_size(-32000)&_pragma=synchronous"

func main() {
	mode := "(FULL)"
	if os.Getenv("PEER_NORMAL") != "" {
		mode = "(NORMAL)"
	}
	app := pocketbase.NewWithConfig(pocketbase.Config{HideStartBanner: true,
		DBConnect: func(path string) (*dbx.DB, error) { return dbx.Open("sqlite", path+pragmas+mode) }})
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.InstallerFunc = nil // opens a browser
		if os.Getenv("PEER_EMPTY") == "" {
			if err := furnish(e.App); err != nil {
				return err
			}
		}
		return e.Next()
	})
	if err := app.Start(); err != nil {
		log.Fatal(err)
	}
}

// furnish makes the collections and the one user, office@school.example.
func furnish(app core.App) error {
	if _, err := app.FindCollectionByNameOrId("devices"); err == nil {
		return nil
	}
	signedIn := types.Pointer(`@request.auth.id != ""`)
	text := func(name string) core.Field { return &core.TextField{Name: name, Required: true} }
	for name, fields := range map[string][]core.Field{
		"devices":    {text("school"), text("pupil"), text("kind"), text("state"), &core.NumberField{Name: "slot"}},
		"operations": {text("school"), text("op"), text("actor"), text("command"), text("hash")},
		"events":     {text("school"), text("kind"), text("subject"), text("actor"), &core.JSONField{Name: "body"}},
	} {
		c := core.NewBaseCollection(name)
		c.Fields.Add(fields...)
		c.CreateRule, c.ViewRule, c.ListRule = signedIn, signedIn, signedIn
		switch name {
		case "devices":
			c.AddIndex("devices_pupil", false, "school, pupil", "")
		case "operations":
			c.AddIndex("operations_op", true, "school, op", "")
		case "events":
			c.AddIndex("events_subject", false, "school, subject", "")
		}
		if err := app.Save(c); err != nil {
			return err
		}
	}
	users, err := app.FindCollectionByNameOrId("users")
	if err != nil {
		return err
	}
	office := core.NewRecord(users)
	office.SetEmail("office@school.example")
	office.SetPassword("lantern walnut gravel")
	if err := app.Save(office); err != nil {
		return err
	}
	settings := app.Settings()
	settings.Batch.Enabled, settings.Batch.MaxRequests, settings.Batch.Timeout = true, 50, 30
	return app.Save(settings)
}
