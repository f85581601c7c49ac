import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

/** A telephone line to the server that a test can cut, hold and change: the browser knows the server by its address. */
export interface Line {
  url: string;
  /** Ends every connection and takes no new one, as a dead phone mast or a stopped server does. */
  cut(): Promise<void>;
  mend(): Promise<void>;
  /** Answers to these addresses wait until the returned function is called. */
  hold(path: RegExp): () => void;
  /** Changes the text of answers: what a newer server would say. */
  change(path: RegExp, how: (text: string) => string): void;
  /** Answers these addresses by this status alone. */
  break(path: RegExp, status: number): void;
  /** Brings what is asked at these addresses to the server, and loses its answers. */
  lose(path: RegExp): void;
  /** Undoes hold, change, break and lose. */
  plain(): void;
  /** What was asked for since the line was made, "GET /sw.js". */
  asked: string[];
  /** The operation ids of the changes that were asked for. */
  operations: string[];
  close(): Promise<void>;
}

/** Lays a line to the server at `to`. */
export async function lay(to: string): Promise<Line> {
  const there = new URL(to);
  const sockets = new Set<Socket>();
  const asked: string[] = [];
  const operations: string[] = [];
  let holds: { path: RegExp; until: Promise<void> }[] = [];
  let changes: { path: RegExp; how: (text: string) => string }[] = [];
  let lost: RegExp[] = [];
  let broken: { path: RegExp; status: number }[] = [];

  async function answer(from: IncomingMessage, out: ServerResponse): Promise<void> {
    const path = from.url ?? "/";
    asked.push(`${from.method} ${path}`);
    const operation = from.headers["operation-id"];
    if (typeof operation === "string") operations.push(operation);
    await Promise.all(holds.filter(one => one.path.test(path)).map(one => one.until));
    const status = broken.find(one => one.path.test(path))?.status;
    if (status) {
      out.writeHead(status).end();
      return;
    }
    const change = changes.filter(one => one.path.test(path));
    const headers = { ...from.headers, host: there.host };
    // The server knows its own address alone; to it, the page is its own.
    if (headers.origin) headers.origin = there.origin;
    if (change.length) {
      delete headers["accept-encoding"];
      delete headers["if-none-match"];
    }
    const up = request({ host: there.hostname, port: there.port, method: from.method, path, headers }, said => {
      if (lost.some(one => one.test(path))) {
        said.resume();
        said.on("end", () => out.destroy());
        return;
      }
      if (!change.length) {
        out.writeHead(said.statusCode ?? 502, said.headers);
        said.pipe(out);
        return;
      }
      const chunks: Buffer[] = [];
      said.on("data", (chunk: Buffer) => chunks.push(chunk));
      said.on("end", () => {
        const text = change.reduce((now, one) => one.how(now), Buffer.concat(chunks).toString("utf8"));
        const { "content-length": _, etag: __, ...rest } = said.headers;
        out.writeHead(said.statusCode ?? 502, rest).end(text);
      });
    });
    up.on("error", () => out.destroy());
    from.pipe(up);
  }

  const server = createServer((from, out) => void answer(from, out));
  server.on("connection", socket => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  const listen = (port: number) => new Promise<void>(done => server.listen(port, "127.0.0.1", done));
  const cut = () =>
    new Promise<void>(done => {
      server.close(() => done());
      for (const socket of sockets) socket.destroy();
    });
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    cut,
    mend: () => listen(port),
    hold(path) {
      let release = () => {};
      holds.push({
        path,
        until: new Promise(done => {
          release = done;
        }),
      });
      return release;
    },
    change: (path, how) => void changes.push({ path, how }),
    break: (path, status) => void broken.push({ path, status }),
    lose: path => void lost.push(path),
    plain() {
      lost = [];
      holds = [];
      changes = [];
      broken = [];
    },
    asked,
    operations,
    close: () => (server.listening ? cut() : Promise.resolve()),
  };
}
