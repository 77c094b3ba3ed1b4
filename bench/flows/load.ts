// The applicants and their mail, in a process of their own: orders come as messages, what came of them goes back as one.
import sharp from "sharp";
import { dateOf } from "../../src/platform/clock.ts";
import { applicant, homes } from "../setting/people.ts";
import { solve } from "./solve.ts";
import { openMailEnd } from "./mail.ts";
import { walk } from "./flow.ts";

export type Order =
  | { do: "solve"; origin: string; people: number }
  | { do: "walk"; people: number; at: number };
export type Walked = {
  /** Milliseconds of each flow that came through: of each step, and together. */
  took: number[][]; requests: number; seconds: number; faults: string[];
};
export type Report = { mail: string } | { solved: number } | Walked;

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
  let requests = 0;
  const from = walkers;
  walkers += people;
  const begun = performance.now();
  await together(people, at, async (n) => {
    const who = applicant(from + n, today, places[(from + n) % places.length]!);
    try {
      const done = await walk(who, { origin, address: addressOf(from + n), solution: solutions[from + n]!, photo, code: mail.code });
      took.push(done.took);
      requests += done.requests;
    } catch (error) {
      faults.push((error as Error).message);
    }
  });
  return { took, requests, seconds: (performance.now() - begun) / 1000, faults };
}

/** A drawn head and shoulders as a phone's browser sends it: the page has it cut on the device to what the office keeps. */
async function portrait(): Promise<Buffer> {
  const drawn = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 60 2400 3084" width="600" height="771"><rect width="2400" height="3200" fill="#fff"/>
    <ellipse cx="1200" cy="1300" rx="480" ry="640" fill="#c9a58b"/><path d="M300 3200c60-700 500-1000 900-1000s840 300 900 1000z" fill="#3b5068"/>
    <circle cx="1020" cy="1220" r="50" fill="#222"/><circle cx="1380" cy="1220" r="50" fill="#222"/></svg>`;
  return sharp(Buffer.from(drawn)).jpeg({ quality: 92 }).toBuffer();
}

const report = (what: Report) => process.send!(what);
process.on("message", (order: Order) => {
  if (order.do === "walk") return void walkAll(order.people, order.at).then(report);
  origin = order.origin;
  void together(order.people, 4, async (n) => {
    solutions[n] = await solve(origin, addressOf(n));
  }).then(() => report({ solved: order.people }));
});
process.on("disconnect", () => void mail.close().then(() => process.exit(0)));
report({ mail: mail.url });
