// Command lollipop serves a school's online safety, and keeps its database. Everything that whoever runs it decides
// stands in the environment (config.go); everything that a person at the school decides stands in the product.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"lollipop/pwa"
)

// commands are what the program can do; kong prints them.
type commands struct {
	Serve    serveCommand    `cmd:"" help:"Serve the product."`
	Migrate  migrateCommand  `cmd:"" help:"Make the database, or bring it to this program's schema."`
	Import   importCommand   `cmd:"" help:"Look at an export of the school's information system, and apply it."`
	Backup   backupCommand   `cmd:"" help:"Keep what is in the database, locked, to leave the machine."`
	Restore  restoreCommand  `cmd:"" help:"Restore a backup into an empty database, or look whether it could be."`
	Move     moveCommand     `cmd:"" help:"Copy everything into another, empty database: from SQLite to PostgreSQL, or back."`
	Audit    auditCommand    `cmd:"" help:"Examine the record of what happened."`
	Demo     demoCommand     `cmd:"" help:"Serve two furnished schools, on this machine only."`
	Doctor   doctorCommand   `cmd:"" help:"Look whether everything is as it should be, and say what to do."`
	Keys     keysCommand     `cmd:"" help:"Look after the keys of the record of what happened."`
	Concerns concernsCommand `cmd:"" help:"Look after the keys under which what is told to the school is sealed."`
	Factor   factorCommand   `cmd:"" help:"Let somebody in again who has lost their second factor."`
	Link     linkCommand     `cmd:"" help:"Print a link with which somebody chooses a passphrase, where nobody at the school may."`
	Push     pushCommand     `cmd:"" help:"Look after the keys under which push services know this server."`
	Openapi  openapiCommand  `cmd:"" help:"Print the description of the API." name:"openapi"`
}

// globals is what every command gets.
type globals struct {
	ctx    context.Context
	config Config
	// app holds the folder dist, the built app.
	app fs.FS
	out io.Writer
}

// compose opens the product under the key that its settings name.
func (g *globals) compose() (*product, error) {
	key, err := readChainKey(g.config)
	if err != nil {
		return nil, err
	}
	return compose(g.ctx, g.config, key)
}

// errSaid ends a command with 1 whose output has said already what is wrong.
var errSaid = errors.New("said")

func main() {
	os.Exit(run(untilTold(), os.Args[1:], os.Environ(), os.Stdout, os.Stderr))
}

// untilTold ends with the first signal to stop. The second one ends the program at once, as signals do by themselves.
func untilTold() context.Context {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	return ctx
}

// run is the program without its process: 0 when all went well, 1 when something did not, 2 when it was asked wrongly.
func run(ctx context.Context, args, environ []string, out, errs io.Writer) int {
	return runWith(ctx, pwa.Dist, args, environ, out, errs)
}

// runWith is run with another built app; dist is the folder above it.
func runWith(ctx context.Context, dist fs.FS, args, environ []string, out, errs io.Writer) int {
	exited := -1
	parser, err := kong.New(&commands{}, kong.Name("lollipop"),
		kong.Description("The front door of a primary school's online safety. Settings are read from the environment: "+
			"LOLLIPOP_LISTEN, LOLLIPOP_ORIGIN, LOLLIPOP_DATA, LOLLIPOP_DATABASE and others (README.md)."),
		kong.Writers(out, errs), kong.Exit(func(code int) { exited = code }))
	if err != nil {
		fmt.Fprintln(errs, err)
		return 1
	}
	asked, err := parser.Parse(args)
	if exited >= 0 {
		return exited // --help
	}
	if err != nil {
		fmt.Fprintf(errs, "lollipop: %v (lollipop --help lists what there is)\n", err)
		return 2
	}
	config, err := readConfig(environ)
	if err != nil {
		fmt.Fprintln(errs, err)
		return 2
	}
	switch err := asked.Run(&globals{ctx: ctx, config: config, app: dist, out: out}); {
	case errors.Is(err, errSaid):
		return 1
	case err != nil:
		fmt.Fprintf(errs, "lollipop: %s\n", said(err))
		return 1
	}
	return 0
}
