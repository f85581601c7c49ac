//go:build bench

// The PostgreSQL row of the speed table: hand-ins of 32 at a time, against GORM as it comes. ./scripts/bench runs it.
//
// Both are functions in this process, on one cluster that waits for the disk (fsync on). Ours is the office's whole verb
// (custody.Service.HandIn), which reads the child, the shelf and the bag, asks the policy, finds the operation new, and
// links the event into the school's chain. GORM's is a transaction of its default session with three Creates, into tables
// of the same columns, keys and indices without row-level security: it reads nothing, finds no place and keeps no order.
// That favours GORM. In each round 800 children of two schools come to each, in turns.
//
// hand_in_postgres_to_gorm_in_order is the same with what an event's place in its school's order takes of GORM: the
// chain's row is locked and moved on in the transaction.
//
// hand_in_postgres_processor_to_gorm is the processor time of a hand-in, here and in PostgreSQL, as a share of that of
// GORM's: what else the machine does hardly changes it.
package main

import (
	"database/sql"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"gorm.io/driver/postgres"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
	"gorm.io/gorm/logger"

	"lollipop/backend/custody"
	"lollipop/backend/id"
	"lollipop/backend/store/storetest"
)

type plainDevice struct {
	SchoolID, ID, Pupil, Kind, Label, Colour, State string
	Slot                                            int64
	Condition                                       string
	Since                                           time.Time
	ByPerson, Before                                string
	BeforeSlot                                      *int64
	Open                                            string
	Made                                            int64
}

func (plainDevice) TableName() string { return "plain_devices" }

type plainOperation struct {
	SchoolID, Op, Actor, Command string
	Hash                         []byte
	Made                         string
	At                           time.Time
}

func (plainOperation) TableName() string { return "plain_operations" }

type plainEvent struct {
	SchoolID, Chain string
	Position        int64
	ID, Kind        string
	At              time.Time
	Actor           string
	Op, Subject     string
	Body, Salt      []byte
	Vouches         string
	Digest, Link    []byte
}

func (plainEvent) TableName() string { return "plain_events" }

type plainChain struct {
	SchoolID string
	Position int64
}

func (plainChain) TableName() string { return "plain_chains" }

// plainHandIn keeps the three in a transaction; in order, if so asked.
func plainHandIn(db *gorm.DB, school id.School, pupil id.Pupil, n int64, ordered bool) error {
	op, now := id.New[string](), time.Now().UTC()
	return db.Transaction(func(tx *gorm.DB) error {
		if ordered {
			var chain plainChain
			err := tx.Clauses(clause.Locking{Strength: "UPDATE"}).Where("school_id = ?", string(school)).Take(&chain).Error
			if err != nil {
				return err
			}
			n = chain.Position + 1
			err = tx.Model(&chain).Where("school_id = ?", string(school)).Update("position", n).Error
			if err != nil {
				return err
			}
		}
		err := tx.Create(&plainDevice{SchoolID: string(school), ID: id.New[string](), Pupil: string(pupil), Kind: "smartphone",
			State: "handed_in", Slot: n, Since: now, ByPerson: op, Before: "with_child", Made: 1}).Error
		if err != nil {
			return err
		}
		err = tx.Create(&plainOperation{SchoolID: string(school), Op: op, Actor: op, Command: "custody.hand_in",
			Hash: make([]byte, 32), Made: string(pupil), At: now}).Error
		if err != nil {
			return err
		}
		return tx.Create(&plainEvent{SchoolID: string(school), Chain: "main", Position: n, ID: op, Kind: "custody.handed_in",
			At: now, Actor: op, Op: op, Subject: string(pupil), Body: []byte(`{"slot":12}`), Salt: make([]byte, 16),
			Vouches: `{"devices":{"` + op + `":"sixteen bytes ok"}}`, Digest: make([]byte, 32), Link: make([]byte, 32)}).Error
	})
}

// each does so many things, 32 at a time, and returns how many a second.
func each(t *testing.T, n int, do func(i int) error) float64 {
	t.Helper()
	var next atomic.Int64
	var all sync.WaitGroup
	begun := time.Now()
	for range figureClients {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < n && !t.Failed(); i = int(next.Add(1)) - 1 {
				if err := do(i); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	return float64(n) / time.Since(begun).Seconds()
}

// spentBy is the processor time of this process and of PostgreSQL for that role, in milliseconds.
func spentBy(t *testing.T, hand *sql.DB, role string) (ms float64) {
	t.Helper()
	var own syscall.Rusage
	must(t, syscall.Getrusage(syscall.RUSAGE_SELF, &own))
	ms = float64(own.Utime.Nano()+own.Stime.Nano()) / 1e6
	rows, err := hand.Query("SELECT pid FROM pg_stat_activity WHERE usename = $1 AND pid <> pg_backend_pid()", role)
	must(t, err)
	defer rows.Close()
	for rows.Next() {
		var pid, ran int64
		must(t, rows.Scan(&pid))
		raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/schedstat", pid))
		must(t, err)
		_, err = fmt.Sscan(string(raw), &ran)
		must(t, err)
		ms += float64(ran) / 1e6
	}
	must(t, rows.Err())
	return ms
}

// TestFiguresPostgres prints the row.
func TestFiguresPostgres(t *testing.T) {
	const a = 2 // schools in a round
	cluster := storetest.NewCluster(t)
	db := cluster.Config()
	config, err := readConfig(in(t.TempDir(), "LOLLIPOP_ORIGIN=https://lollipop.test"))
	must(t, err)
	p := morning(t, config, db)
	defer p.close()
	schools := furnishFigures(t, p, db, a*(figureRounds+1))
	hand := cluster.Hand(t, "lollipop")
	defer hand.Close()
	for _, table := range []string{"devices", "operations", "events"} {
		_, err := hand.Exec("CREATE TABLE plain_" + table + " (LIKE " + table + " INCLUDING DEFAULTS INCLUDING INDEXES)")
		must(t, err)
	}
	_, err = hand.Exec("CREATE TABLE plain_chains AS SELECT school_id, 1000000::bigint AS position FROM chains")
	must(t, err)
	_, err = hand.Exec("CREATE UNIQUE INDEX ON plain_chains (school_id)")
	must(t, err)
	pool, err := sql.Open("pgx", strings.Replace(db.OwnerDSN, "lollipop_owner@", "super@", 1))
	must(t, err)
	defer pool.Close()
	pool.SetMaxOpenConns(figureClients)
	pool.SetMaxIdleConns(figureClients)
	plain, err := gorm.Open(postgres.New(postgres.Config{Conn: pool}), &gorm.Config{Logger: logger.Discard})
	must(t, err)
	var bare, ordered, spent []float64
	for round := range figureRounds + 1 {
		of := func(i int) (figureSchool, id.Pupil) {
			at := schools[a*round+i/figureAdults]
			return at, at.pupils[i%figureAdults]
		}
		begun := spentBy(t, hand, "lollipop_app")
		ours := each(t, a*figureAdults, func(i int) error {
			at, pupil := of(i)
			_, err := p.custody.HandIn(t.Context(), at.office, at.act(p, at.office, "custody.hand_in"),
				custody.Arriving{Pupil: pupil})
			return err
		})
		here := spentBy(t, hand, "lollipop_app") - begun
		begun = spentBy(t, hand, "super")
		theirs := each(t, a*figureAdults, func(i int) error {
			at, pupil := of(i)
			return plainHandIn(plain, at.id, pupil, int64(i%figureAdults+1), false)
		})
		there := spentBy(t, hand, "super") - begun
		inOrder := each(t, a*figureAdults, func(i int) error {
			at, pupil := of(i)
			return plainHandIn(plain, at.id, pupil, 0, true)
		})
		fmt.Printf("round %d: hand-ins on PostgreSQL %.0f/s, GORM's three writes %.0f/s, in order %.0f/s\n", round, ours, theirs,
			inOrder)
		if round > 0 {
			bare, ordered, spent = append(bare, ours/theirs), append(ordered, ours/inOrder), append(spent, here/there)
		}
	}
	ratio("hand_in_postgres_to_gorm", bare, ">=", 8)
	slices.Sort(ordered)
	figure("hand_in_postgres_to_gorm_in_order", ordered[len(ordered)/2], "times")
	slices.Sort(spent)
	figure("hand_in_postgres_processor_to_gorm", spent[len(spent)/2], "times")
}
