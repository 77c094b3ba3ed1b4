// The load generator of the page bench, a process of its own: a line of JSON says whom to ask for how long with how many connections, a line
// of JSON says what came of it. Every answer must be a page of the size that the first one had.
import { createInterface } from "node:readline";
import { openWire } from "../setting/wire.ts";

export type Order = { origin: string; path: string; cookie: string; connections: number; seconds: number; says: string };
export type Outcome = { answers: number; seconds: number; bytes: number; p50: number; p99: number; fault: string | null };

async function load({ origin, path, cookie, connections, seconds, says }: Order): Promise<Outcome> {
  const took: number[] = [];
  const head = `cookie: portal=${cookie}; portal-visitor=bench\r\naccept: text/html\r\n`;
  let bytes = 0;
  let fault: string | null = null;
  const begun = performance.now();
  const ends = begun + seconds * 1000;
  await Promise.all(Array.from({ length: connections }, async () => {
    const wire = openWire(origin);
    for (let now = performance.now(); now < ends && fault === null;) {
      const reply = await wire.ask("GET", path, head);
      const then = performance.now();
      took.push(then - now);
      now = then;
      if (reply.status !== 200 || Math.abs(reply.body.length - (bytes ||= reply.body.length)) > 200 || !reply.body.includes(says)) fault ??= `${reply.status}, ${reply.body.length} bytes`;
    }
    wire.close();
  }));
  const sorted = took.toSorted((one, other) => one - other);
  const share = (part: number) => sorted[Math.floor((sorted.length - 1) * part)] ?? Number.NaN;
  return { answers: took.length, seconds: (performance.now() - begun) / 1000, bytes, p50: share(0.5), p99: share(0.99), fault };
}

for await (const line of createInterface({ input: process.stdin })) {
  const outcome = await load(JSON.parse(line) as Order).catch((error: Error): Outcome => ({ answers: 0, seconds: 0, bytes: 0, p50: 0, p99: 0, fault: error.message }));
  console.log(JSON.stringify(outcome));
}
