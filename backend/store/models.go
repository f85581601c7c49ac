package store

// model is a row struct: one table of the schema, column for column. A test compares them on both engines.
type model interface{ TableName() string }

// models are all of them.
var models = []model{
	schoolRow{}, operationRow{}, chainRow{}, eventRow{},
}
