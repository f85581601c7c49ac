import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { corpus, NUL, textsOf } from "./corpus";
import { Asker } from "./script-ask";
import type { Filled } from "./script-words";

// The corpus as the name of a school, and of whoever founds it.

/** The first page of an empty installation, and the school that comes of it; `stop` ends it. */
export interface Founded {
  origin: string;
  admin: { school: string; email: string; passphrase: string };
  stop(): Promise<void>;
}

/** Founds a school whose name is a line of the corpus, and its administrator's too. */
export async function found(of: Filled, port: number): Promise<Founded> {
  const folder = mkdtempSync(join(tmpdir(), "lollipop-script-"));
  const origin = `http://127.0.0.1:${port}`;
  const env = { LOLLIPOP_DATA: folder, LOLLIPOP_LISTEN: `127.0.0.1:${port}`, LOLLIPOP_ORIGIN: origin };
  const made = spawnSync("../bin/lollipop", ["migrate"], { env, encoding: "utf8" });
  expect(made.status, made.stderr).toBe(0);
  const server = spawn("../bin/lollipop", ["serve"], { env, stdio: ["ignore", "pipe", "pipe"] });
  const token = await new Promise<string>((tell, failed) => {
    let said = "";
    const hear = (piece: Buffer) => {
      said += piece.toString();
      const printed = /\/first-run\/(\S+)/.exec(said);
      if (printed) tell(printed[1] ?? "");
    };
    server.stdout.on("data", hear);
    server.stderr.on("data", hear);
    server.on("exit", () => failed(new Error(`the server stopped: ${said}`)));
  });
  const stop = async () => {
    server.removeAllListeners("exit");
    const gone = new Promise(over => server.once("exit", over));
    server.kill("SIGTERM");
    await gone;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const asker = new Asker(origin);
    const line = corpus[2] ?? "";
    const first = { token, phone: "01632 960147", preset: "anthony-roper", email: "okafor@st-marys.sch.example" };
    const whole = { ...first, slug: "st-marys", passphrase: "four lamps walk home", name: line, school_name: line };
    for (const field of ["name", "school_name"]) {
      const one = { kept: [] as string[], refused: [] as string[] };
      for (const line of corpus) {
        // The link founds one school: a passphrase that is too short says what else is wrong, and keeps the link.
        const answer = await asker.ask("/api/first-run", { ...whole, passphrase: "short", [field]: line });
        const parts = ((answer.said as { parts?: { field: string }[] }).parts ?? []).map(part => part.field);
        expect(answer.status, `${field} ${line}`).toBe(422);
        if (line !== NUL) expect(parts, `${field} ${line}`).toContain("passphrase");
        (parts.length === 1 ? one.kept : one.refused).push(line);
      }
      of[`post /api/first-run ${field}`] = { kept: one.kept.sort(), refused: one.refused.sort() };
    }
    const me = await asker.get("/api/first-run", whole);
    expect(textsOf(me).filter(text => text === line).length, "both names are kept").toBeGreaterThan(0);
    return { origin, admin: { school: whole.slug, email: whole.email, passphrase: whole.passphrase }, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
