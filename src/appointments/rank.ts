import { hash } from "node:crypto";
import { type Columns, columnsOf, rightOf } from "./columns.ts";
import type { Request } from "./draw.ts";

/** The ticket of a request in the lottery of a seed: lower comes first. Nobody can steer it without knowing the seed. */
export function ticketOf(seed: string, pseudonym: string): string {
  return hash("sha256", `${seed} ${pseudonym}`);
}

/**
 * The requests of an office in the order of rank: batches waited, class of need, lottery. A group stands where its highest member stands, by one
 * lot, and is given back with that one's right.
 */
export function ranked(seed: string, requests: readonly Request[]): Request[] {
  const columns = columnsOf(requests, () => 0);
  const { order } = rankByOffice(seed, columns, 1);
  return Array.from(order, (n) => (requests[n]!.together === null ? requests[n]! : { ...requests[n]!, ...rightOf(columns, columns.right[n]!) }));
}

// Which half of a 64-bit number comes first in memory.
const [LOW, HIGH] = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? [0, 1] as const : [1, 0] as const;

/**
 * The requests in the order of rank, office by office: those of office n stand in `order` from `from[n]` to `from[n + 1]`. A group has one lot,
 * so that many together have no more luck than one alone. Sorted as numbers: the first half of each is the beginning of the ticket, the second
 * the request. The whole tickets are looked at only where beginnings are equal.
 */
export function rankByOffice(seed: string, { requests, office, right, rights }: Columns, offices: number): { order: Int32Array; from: Int32Array } {
  const count = requests.length;
  const starts = new Int32Array(offices * rights + 1);
  for (let n = 0; n < count; n += 1) starts[office[n]! * rights + right[n]! + 1]! += 1;
  for (let at = 1; at < starts.length; at += 1) starts[at]! += starts[at - 1]!;
  const next = starts.slice();
  const keys = new BigUint64Array(count);
  const halves = new Uint32Array(keys.buffer);
  const beginning = beginningsOf(seed);
  for (let n = 0; n < count; n += 1) {
    const { together, pseudonym } = requests[n]!;
    const at = next[office[n]! * rights + right[n]!]!++;
    halves[2 * at + HIGH] = beginning(together ?? pseudonym);
    halves[2 * at + LOW] = n;
  }
  const order = new Int32Array(count);
  for (let group = 0; group + 1 < starts.length; group += 1) {
    const [begin, end] = [starts[group]!, starts[group + 1]!];
    keys.subarray(begin, end).sort();
    let equalFrom = begin;
    for (let at = begin; at < end; at += 1) {
      order[at] = halves[2 * at + LOW]!;
      if (at + 1 < end && halves[2 * at + 2 + HIGH] === halves[2 * at + HIGH]) continue;
      if (at > equalFrom) byWholeTicket(seed, requests, order.subarray(equalFrom, at + 1));
      equalFrom = at + 1;
    }
  }
  return { order, from: Int32Array.from({ length: offices + 1 }, (_, n) => starts[n * rights]!) };
}

function byWholeTicket(seed: string, requests: readonly Request[], order: Int32Array): void {
  const whole = Array.from(order, (n) => ({ n, pseudonym: requests[n]!.pseudonym, ticket: ticketOf(seed, requests[n]!.together ?? requests[n]!.pseudonym) }));
  whole.sort((one, other) => (one.ticket < other.ticket || (one.ticket === other.ticket && one.pseudonym < other.pseudonym) ? -1 : 1));
  order.set(whole.map(({ n }) => n));
}

/** The first 32 bits of tickets, without a text for each. */
function beginningsOf(seed: string): (name: string) => number {
  const prefix = `${seed} `;
  let bytes = Buffer.alloc(0);
  let written = bytes;
  const from = Buffer.byteLength(prefix);
  return (name) => {
    if (bytes.length < from + 3 * name.length) {
      bytes = Buffer.alloc(from + 3 * name.length);
      bytes.write(prefix);
      written = bytes;
    }
    const length = from + bytes.write(name, from);
    if (written.length !== length) written = bytes.subarray(0, length);
    const digest = hash("sha256", written, "binary");
    return ((digest.charCodeAt(0) << 24) | (digest.charCodeAt(1) << 16) | (digest.charCodeAt(2) << 8) | digest.charCodeAt(3)) >>> 0;
  };
}
