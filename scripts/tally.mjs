// Counts what a test runner reports, for scripts/test: adds a line "passed failed" to a file. A report that is missing,
// unreadable or empty counts as one failure, and a test that was skipped as failed: what did not run did not pass.
//   go test -json ./... | node tally.mjs go COUNTS     also prints packages as they end, and the output of what failed
//   node tally.mjs vitest|playwright COUNTS REPORT
import { appendFileSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";

const [kind, counts, report] = process.argv.slice(2);
let passed = 0;
let failed = 0;

/** Go's events: top-level tests count, and a skip anywhere; a package that fails without a failed test (it did not build) counts as one. */
async function go() {
  const said = new Map(); // of each test and package, until it is known how it ended
  const broken = new Set(); // packages with a failed test
  for await (const line of createInterface({ input: process.stdin })) {
    let event;
    try {
      event = JSON.parse(line);
    } catch {
      console.log(line); // the go command itself
      continue;
    }
    const { Action, Package, ImportPath, Test, Output, Elapsed } = event;
    const at = `${Package ?? ImportPath} ${Test?.split("/")[0] ?? ""}`;
    if (Output !== undefined) said.set(at, (said.get(at) ?? "") + Output);
    if (Action === "build-fail") {
      console.log(said.get(at) ?? "");
      said.delete(at);
    }
    if (Test !== undefined) {
      if (Action !== "skip" && (Test.includes("/") || (Action !== "pass" && Action !== "fail"))) continue;
      if (Action === "pass") passed++;
      else {
        failed++;
        broken.add(Package);
        console.log(said.get(at));
      }
      said.delete(at);
    } else if (Action === "fail") {
      if (!broken.has(Package)) {
        failed++;
        for (const [name, text] of said) if (name.startsWith(`${Package} `)) console.log(text);
      }
      console.log(`FAIL  ${Package} ${Elapsed} s`);
    } else if (Action === "pass") console.log(`ok    ${Package} ${Elapsed} s`);
  }
}

if (kind === "go") await go();
else
  try {
    const read = JSON.parse(readFileSync(report, "utf8"));
    if (kind === "vitest") {
      passed = read.numPassedTests;
      failed = read.numFailedTests + read.numPendingTests + read.numTodoTests + read.testResults.filter((f) => f.status === "failed" && f.assertionResults.length === 0).length;
    } else {
      passed = read.stats.expected;
      failed = read.stats.unexpected + read.stats.flaky + read.stats.skipped + read.errors.length;
    }
  } catch (cause) {
    console.log(`${kind}: no report: ${cause.message}`);
    passed = 0;
  }
if (passed === 0 && failed === 0) failed = 1;
appendFileSync(counts, `${passed} ${failed}\n`);
