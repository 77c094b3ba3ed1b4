// The applicants and their mail, in a process of their own: orders come as messages, what came of them goes back as one.
import sharp from "sharp";
import { dateOf } from "../../src/platform/clock.ts";
import { applicant, homes } from "../setting/people.ts";
import { solve } from "./solve.ts";
import { openMailEnd } from "./mail.ts";
import { openWire } from "../setting/wire.ts";
import type { Asked } from "./browser.ts";
import { walk } from "./flow.ts";

export type Order =
  | { do: "solve"; origin: string; people: number }
  | { do: "walk"; people: number; at: number }
  /** As many requests and forms as whole flows have, of the server that answers what is ready; each session is one person at a time. */
  | { do: "ask"; origin: string; path: string; sessions: string[]; flows: number; each: Asked };
export type Walked = {
  /** Milliseconds of each flow that came through: of each step, and together. */
  took: number[][]; seconds: number; faults: string[];
  /** What all of them asked together. */
  asked: Asked;
};
export type Answered = { answered: number; seconds: number };
export type Report = { mail: string } | { solved: number } | Walked | Answered;

const today = dateOf(Temporal.Now.instant());
const places = homes(today);
const mail = await openMailEnd();
const solutions: string[] = [];
let origin = "";
let walkers = 0;

// Everybody comes from an address of their own, as people do: so the limits of the office stay on and are never met.
const addressOf = (n: number) => `127.${1 + (n >> 16)}.${(n >> 8) & 255}.${1 + (n & 127)}`;

async function together(count: number, at: number, one: (n: number) => Promise<void>): Promise<void> {
  let next = 0;
  await Promise.all(Array.from({ length: at }, async () => {
    while (next < count) await one(next++);
  }));
}

async function walkAll(people: number, at: number): Promise<Walked> {
  const photo = await portrait();
  const took: number[][] = [];
  const faults: string[] = [];
  const asked: Asked = { requests: 0, forms: 0, bytes: 0 };
  const from = walkers;
  walkers += people;
  const begun = performance.now();
  await together(people, at, async (n) => {
    const who = applicant(from + n, today, places[(from + n) % places.length]!);
    try {
      const done = await walk(who, { origin, address: addressOf(from + n), solution: solutions[from + n]!, photo, code: mail.code });
      took.push(done.took);
      for (const what of ["requests", "forms", "bytes"] as const) asked[what] += done.asked[what];
    } catch (error) {
      faults.push((error as Error).message);
    }
  });
  return { took, asked, seconds: (performance.now() - begun) / 1000, faults };
}

/** A drawn head and shoulders as a phone's browser sends it: the page has it cut on the device to what the office keeps. */
async function portrait(): Promise<Buffer> {
  const drawn = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 60 2400 3084" width="600" height="771"><rect width="2400" height="3200" fill="#fff"/>
    <ellipse cx="1200" cy="1300" rx="480" ry="640" fill="#c9a58b"/><path d="M300 3200c60-700 500-1000 900-1000s840 300 900 1000z" fill="#3b5068"/>
    <circle cx="1020" cy="1220" r="50" fill="#222"/><circle cx="1380" cy="1220" r="50" fill="#222"/></svg>`;
  return sharp(Buffer.from(drawn)).jpeg({ quality: 92 }).toBuffer();
}

async function askReady({ origin, path, sessions, flows, each }: Extract<Order, { do: "ask" }>): Promise<Answered> {
  const begun = performance.now();
  let left = flows;
  await Promise.all(sessions.map(async (session) => {
    const wire = openWire(origin);
    const lines = `accept: text/html\r\nsec-fetch-site: same-origin\r\ncookie: portal=${session}; portal-visitor=bench\r\n`;
    for (; left > 0; left--) {
      for (let n = 0; n < each.requests; n++) {
        const form = n < each.forms;
        const { status } = form ? await wire.ask("POST", path, `${lines}content-type: application/x-www-form-urlencoded\r\n`, Buffer.from("answer=yes")) : await wire.ask("GET", path, lines);
        if (status !== (form ? 303 : 200)) throw new Error(`${status} from the server that answers what is ready`);
      }
    }
    wire.close();
  }));
  return { answered: flows, seconds: (performance.now() - begun) / 1000 };
}

const report = (what: Report) => process.send!(what);
process.on("message", (order: Order) => {
  if (order.do === "walk") return void walkAll(order.people, order.at).then(report);
  if (order.do === "ask") return void askReady(order).then(report);
  origin = order.origin;
  void together(order.people, 4, async (n) => {
    solutions[n] = await solve(origin, addressOf(n));
  }).then(() => report({ solved: order.people }));
});
process.on("disconnect", () => void mail.close());
report({ mail: mail.url });
