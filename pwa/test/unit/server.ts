import { vi } from "vitest";

export interface Sent {
  method: string;
  path: string;
  operation: string | null;
  type: string | null;
  /** Who of a family acts. */
  as: string | null;
  body: unknown;
}

type Answer = object | { status: number; body?: unknown; retryAfter?: string } | "offline" | undefined;

/** Answers with a problem of that status and kind. */
export const refuse = (status: number, kind: string, title: string, more: object = {}) => ({
  status,
  body: { status, kind, title, ...more },
});

/**
 * Stands in for the server: `answer` gets each request and says what comes back: a body, a status with one, or no network
 * at all. Returns what was sent, in order.
 */
export function serve(answer: (sent: Sent, nth: number) => Answer): Sent[] {
  const all: Sent[] = [];
  vi.stubGlobal("fetch", async (asked: Request | string, init?: RequestInit) => {
    const request = typeof asked === "string" ? new Request(new URL(asked, location.origin), init) : asked;
    const text = await request.text();
    const sent: Sent = {
      method: request.method,
      path: request.url.replace(/^.*?\/api/, ""),
      operation: request.headers.get("Operation-Id"),
      type: request.headers.get("Content-Type"),
      as: request.headers.get("As"),
      body: text.startsWith("{") ? JSON.parse(text) : text,
    };
    all.push(sent);
    const said = answer(sent, all.length);
    if (said === "offline") throw new TypeError("no network");
    const status = said && "status" in said && typeof said.status === "number" ? said.status : 200;
    const body = said && "status" in said && typeof said.status === "number" ? (said as { body?: unknown }).body : said;
    const { retryAfter } = (said ?? {}) as { retryAfter?: string };
    return new Response(status === 204 ? null : JSON.stringify(body ?? {}), {
      status,
      headers: {
        "Content-Type": status >= 400 ? "application/problem+json" : "application/json",
        ...(retryAfter !== undefined && { "Retry-After": retryAfter }),
      },
    });
  });
  return all;
}
