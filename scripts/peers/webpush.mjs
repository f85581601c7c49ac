// Sends messages by web-push 3.6.7 and prints what processor time each took, in microseconds. Started by
// backend/push/figures_node_test.go, which says where to and from which keys: one JSON line on standard input.
import { Agent } from "node:https";
import { createInterface } from "node:readline";
import webpush from "web-push";

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const told = JSON.parse((await lines.next()).value);
const keys = webpush.generateVAPIDKeys();
const agent = new Agent({
  keepAlive: true,
  maxSockets: told.width,
  ca: told.pem,
  lookup: (_, options, found) => (options.all ? found(null, [{ address: told.host, family: 4 }]) : found(null, told.host, 4)),
});
const options = { vapidDetails: { subject: "mailto:office@hooklane.school.uk", ...keys }, TTL: 30, agent };

async function round() {
  const before = process.cpuUsage();
  let left = told.messages;
  await Promise.all(
    Array.from({ length: told.width }, async () => {
      while (left-- > 0) await webpush.sendNotification(told.subscription, told.payload, options);
    }),
  );
  const { user, system } = process.cpuUsage(before);
  console.log((user + system) / told.messages);
}

await round(); // connections, caches
while (!(await lines.next()).done) await round();
process.exit(0);
