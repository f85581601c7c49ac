module lollipop

go 1.26

// goose asks for 1.78.0, which modernc.org/sqlite 1.60.1 was not released with.
exclude modernc.org/libc v1.78.0

ignore ./pwa/node_modules
