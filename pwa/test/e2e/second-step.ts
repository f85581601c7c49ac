import { createHmac } from "node:crypto";
import { expect } from "@playwright/test";

// The second step of staff, as an authenticator app has it: for tests that read what only its owner reads.

interface App {
  secret: string;
  step: number;
  /** Recovery codes, each for once: for whoever comes in again and again within half a minute. */
  codes: string[];
}

/** Everybody's authenticator app, by school and name: a code works once, whoever of the tests shows it. */
const apps = new Map<string, App>();

/** What an app shows (RFC 6238), of the first step that no code was taken of; past the next one it is too early, and a code from paper. */
function shows(app: App): string {
  const now = Math.floor(Date.now() / 30_000);
  const code = app.step > now ? app.codes.pop() : undefined;
  if (code) return code;
  app.step = Math.max(app.step + 1, now);
  const bits = [...app.secret].map(c => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c).toString(2).padStart(5, "0"));
  const key = Buffer.from((bits.join("").match(/.{8}/g) ?? []).map(byte => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(app.step));
  const sum = createHmac("sha1", key).update(counter).digest();
  const at = (sum[19] ?? 0) & 15;
  return String((sum.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** Asks the server as somebody: POST where there is a body. */
type Ask = (address: string, body?: object) => Promise<{ status: number; said: unknown }>;

/** Proves whoever is signed in; who has no second step yet sets one up. Families and children have none. */
export async function prove(ask: Ask): Promise<void> {
  type Me = { kind?: string; person?: { name: string }; school: { slug: string } };
  const me = (await ask("/api/me")).said as Me;
  if (!me.person || me.kind === "family" || me.kind === "pupil") return;
  const name = `${me.school.slug} ${me.person.name}`;
  const had = apps.get(name);
  if (had) {
    if (((await ask("/api/factor")).said as { proved: boolean }).proved) return;
    expect((await ask("/api/factor/prove", { code: shows(had) })).status).toBe(200);
    return;
  }
  const { secret } = (await ask("/api/factor/app", {})).said as { secret: string };
  const app: App = { secret, step: 0, codes: [] };
  apps.set(name, app);
  const added = await ask("/api/factor/app/confirm", { code: shows(app) });
  expect(added.status).toBe(200);
  app.codes = (added.said as { codes?: string[] }).codes ?? [];
}
