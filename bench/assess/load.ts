// The load generator of the assessment bench, a process of its own: a line of JSON says whom to ask for how long, a line says what came of
// it. Each question differs from all before it. The rate limits of the program stay on, so each connection comes from an address of its own
// and takes another before it has used one up.
import { createInterface } from "node:readline";
import { openWire } from "../setting/wire.ts";
import { bodyOf } from "./facts.ts";

export type Order = { origin: string; connections: number; seconds: number };
export type Outcome = { answers: number; seconds: number; bytes: number; p50: number; p99: number; fault: string | null };

const perAddress = 2_400;
let asked = 0;
let addresses = 0;
const freshAddress = () => `127.${1 + (++addresses >> 16)}.${(addresses >> 8) & 255}.${addresses & 255}`;

async function load({ origin, connections, seconds }: Order): Promise<Outcome> {
  const took: number[] = [];
  let bytes = 0;
  let fault: string | null = null;
  // Written before the clock runs: what costs the generator must not be taken for the server's.
  const bodies = Array.from({ length: 20_000 }, () => bodyOf(asked++));
  let at = 0;
  const begun = performance.now();
  const ends = begun + seconds * 1000;
  await Promise.all(Array.from({ length: connections }, async () => {
    let wire = openWire(origin, freshAddress());
    let used = 0;
    for (let now = performance.now(); now < ends && fault === null;) {
      if (++used > perAddress) {
        wire.close();
        wire = openWire(origin, freshAddress());
        used = 1;
      }
      const reply = await wire.ask("POST", "/api/v1/assessment", "content-type: application/json\r\naccept-language: en\r\n", bodies[at++] ?? bodyOf(asked++));
      const then = performance.now();
      took.push(then - now);
      now = then;
      bytes += reply.body.length;
      if (reply.status !== 200) fault ??= `${reply.status}: ${reply.body.toString("utf8").slice(0, 300)}`;
    }
    wire.close();
  }));
  const sorted = took.toSorted((one, other) => one - other);
  const share = (part: number) => sorted[Math.floor((sorted.length - 1) * part)] ?? Number.NaN;
  return { answers: took.length, seconds: (performance.now() - begun) / 1000, bytes: bytes / took.length, p50: share(0.5), p99: share(0.99), fault };
}

for await (const line of createInterface({ input: process.stdin })) {
  const outcome = await load(JSON.parse(line) as Order).catch((error: Error): Outcome => ({ answers: 0, seconds: 0, bytes: 0, p50: 0, p99: 0, fault: error.message }));
  console.log(JSON.stringify(outcome));
}
