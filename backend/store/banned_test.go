package store_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"strings"
	"testing"
)

// Some ways of asking GORM cannot be guarded, so the source may not contain them: Save (which upserts past every
// condition), conflicts that update everything, conditions made of a struct (a zero value drops them in silence) and
// conditions written into First and its kin (where a person's text would be SQL).
func TestBannedWaysOfAsking(t *testing.T) {
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	files := 0
	for _, entry := range entries {
		if name := entry.Name(); strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") {
			files++
			for _, found := range banned(t, name, nil) {
				t.Error(found)
			}
		}
	}
	if files < 10 {
		t.Errorf("only %d files were read", files)
	}
	for _, bad := range []string{"db.Save(&r)", "db.Clauses(clause.OnConflict{UpdateAll: true})", "db.Where(&row{A: 1})",
		"db.Where(row{A: 1})", "db.Or(map[string]any{})", "db.Not(row{})", "db.First(&r, x)", "db.Find(&r, \"a = ?\", 1)",
		"db.Take(&r, 1)", "db.Last(&r, 1)", "db.Delete(&r, 1)", "db.AutoMigrate(&r)", "db.Preload(\"X\")",
		"db.Where(fmt.Sprintf(\"a = %s\", x))", "db.Raw(\"SELECT \" + x)", "db.Exec(fmt.Sprint(x))"} {
		if len(banned(t, "bad.go", "package p\nfunc f() { "+bad+" }")) == 0 {
			t.Errorf("%s is not found", bad)
		}
	}
}

func banned(t *testing.T, name string, source any) (found []string) {
	t.Helper()
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, name, source, 0)
	if err != nil {
		t.Fatal(err)
	}
	say := func(n ast.Node, what string) { found = append(found, set.Position(n.Pos()).String()+": "+what) }
	ast.Inspect(file, func(n ast.Node) bool {
		if pair, ok := n.(*ast.KeyValueExpr); ok {
			if key, ok := pair.Key.(*ast.Ident); ok && key.Name == "UpdateAll" {
				say(n, "a conflict that updates everything")
			}
		}
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		method, ok := call.Fun.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if of, ok := method.X.(*ast.Ident); ok && of.Name == "cmp" {
			return true // the standard library's
		}
		switch method.Sel.Name {
		case "Save", "AutoMigrate", "Preload", "Association", "FirstOrCreate", "FirstOrInit":
			say(n, method.Sel.Name)
		case "First", "Take", "Last", "Find", "Delete":
			if len(call.Args) > 1 {
				say(n, "a condition inside "+method.Sel.Name)
			}
		case "Where", "Or", "Not", "Having":
			if len(call.Args) > 0 && !textual(call.Args[0]) {
				say(n, "a condition that is not text")
			}
		case "Raw", "Exec":
			if len(call.Args) > 0 && !constant(call.Args[0]) {
				say(n, "SQL that is not constant")
			}
		}
		return true
	})
	return found
}

// textual is a condition as text: a literal, a name, or some of those joined. Not a struct, a map or a call.
func textual(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.BasicLit:
		return e.Kind == token.STRING
	case *ast.Ident:
		return true
	case *ast.BinaryExpr:
		return textual(e.X) && textual(e.Y)
	}
	return false
}

// constant is SQL that no person's text can be in: a literal, or a field of a list of literals.
func constant(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.BasicLit, *ast.FuncLit: // database/sql's Conn.Raw takes a function
		return true
	case *ast.SelectorExpr:
		return e.Sel.Name == "sql"
	}
	return false
}
