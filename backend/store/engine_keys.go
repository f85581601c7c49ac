package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// This file goes with engine.go: how whoever renews the record's key has the database alone. For SQLite a lock beside
// the file does that, which the commands hold.
//
// On PostgreSQL each connection of each program holds a lock of its session together with all others. Whoever holds it
// alone knows that nobody has a connection, and that none comes. A server whose connections were cut meanwhile, by a
// restart of PostgreSQL, comes back with the key that it began with: so each new connection asks which key seals, and a
// server with another one is refused until it is started anew.
const (
	holdTogether = "SELECT pg_try_advisory_lock_shared(hashtextextended('lollipop database', 0))"
	holdAlone    = "SELECT pg_try_advisory_lock(hashtextextended('lollipop database', 0))"
	letGo        = "SELECT pg_advisory_unlock(hashtextextended('lollipop database', 0))"
	whichKey     = "SELECT value FROM facts WHERE name = 'chain_key'"
)

// admitted is asked of each new connection to PostgreSQL. One that is refused is closed: nobody else would, and it holds
// the lock.
func (c Config) admitted(ctx context.Context, conn *pgx.Conn) error {
	if c.Alone {
		return nil // another connection of ours holds it
	}
	err := c.admits(ctx, conn)
	if err != nil {
		_ = conn.Close(context.WithoutCancel(ctx))
	}
	return err
}

func (c Config) admits(ctx context.Context, conn *pgx.Conn) error {
	if err := hold(ctx, conn, holdTogether, ErrAlone); err != nil {
		return err
	}
	if c.ChainKey == nil {
		return nil
	}
	var value string
	err := conn.QueryRow(ctx, whichKey, pgx.QueryExecModeSimpleProtocol).Scan(&value)
	var pg *pgconn.PgError
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return nil
	case errors.As(err, &pg) && (pg.Code == "42P01" || pg.Code == "42501"):
		return nil // before migrate has made the table, or given us the right to it
	case err != nil:
		return err
	}
	return readSealed(value).By(c.ChainKey.Newest())
}

// hold takes the lock (or lets go of it), or says that it cannot be had now.
func hold(ctx context.Context, conn *pgx.Conn, how string, otherwise error) error {
	var held bool
	err := conn.QueryRow(ctx, how, pgx.QueryExecModeSimpleProtocol).Scan(&held)
	if err == nil && !held {
		err = otherwise
	}
	return err
}

// sole keeps everybody else away from PostgreSQL's database until what it returns is called.
func (c Config) sole(ctx context.Context, e *engine) (release func(), err error) {
	if !c.Alone || !e.postgres {
		return func() {}, nil
	}
	conn, err := pgx.Connect(ctx, c.DSN)
	if err != nil {
		return nil, fmt.Errorf("PostgreSQL: %w", err)
	}
	release = func() {
		ctx := context.WithoutCancel(ctx)
		_ = hold(ctx, conn, letGo, nil) // closing it does that too, but a moment later
		_ = conn.Close(ctx)
	}
	if err := hold(ctx, conn, holdAlone, ErrOccupied); err != nil {
		release()
		return nil, err
	}
	return release, nil
}
