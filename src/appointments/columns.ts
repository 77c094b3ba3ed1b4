import type { Request } from "./draw.ts";

/**
 * The requests of a batch in columns of numbers: what a draw asks of each of them again and again. A million requests do not fit into the
 * caches of a processor, their columns nearly do; read from the requests themselves each time, a draw of a million took six times as long.
 */
export type Columns = {
  requests: readonly Request[];
  /** The office of each, by number. */
  office: Int32Array;
  /** Each one's class by right, lottery aside: 0 for those who waited through most batches and are in greatest need. */
  right: Int32Array;
  rights: number;
  /** How many batches were waited through, the most first. */
  waits: number[];
  /** The deadline of each, by its number among the `deadlines`. */
  deadline: Int32Array;
  deadlines: (string | null)[];
  /** Which bundle each is part of, by number, -1 for one alone; null where there are no bundles. */
  bundle: Int32Array | null;
  bundles: number;
};

/** Classes of need, 0 to 2. */
const NEEDS = 3;

/** Reads the requests once. `officeOf` gives the number of an office. */
export function columnsOf(requests: readonly Request[], officeOf: (office: string) => number): Columns {
  const count = requests.length;
  const [office, waited, right, deadline] = [new Int32Array(count), new Int32Array(count), new Int32Array(count), new Int32Array(count)];
  const [turns, deadlines, bundled] = [new Map<number, number>(), new Map<string | null, number>(), [] as number[]];
  for (let n = 0; n < count; n += 1) {
    const request = requests[n]!;
    office[n] = officeOf(request.office);
    waited[n] = numberOf(turns, request.waited);
    right[n] = NEEDS - 1 - request.need;
    deadline[n] = numberOf(deadlines, request.deadline);
    if (request.together !== null || request.steps > 1) bundled.push(n);
  }
  const waits = [...turns.keys()].sort((one, other) => other - one);
  const turn = new Int32Array(waits.length);
  for (const [place, batches] of waits.entries()) turn[turns.get(batches)!] = NEEDS * place;
  for (let n = 0; n < count; n += 1) right[n]! += turn[waited[n]!]!;
  const columns = { requests, office, right, rights: NEEDS * waits.length, waits, deadline, deadlines: [...deadlines.keys()], bundle: null, bundles: 0 };
  return bundled.length === 0 ? columns : { ...columns, ...bundlesOf(columns, bundled) };
}

/** What a class of right stands for. */
export function rightOf({ waits }: Columns, right: number): { waited: number; need: number } {
  return { waited: waits[Math.floor(right / NEEDS)]!, need: NEEDS - 1 - (right % NEEDS) };
}

/** The number of a key, in the order in which keys come. */
export function numberOf<Key>(known: Map<Key, number>, key: Key): number {
  let number = known.get(key);
  if (number === undefined) known.set(key, (number = known.size));
  return number;
}

/**
 * The bundle of a request is its group, else itself where its service takes several steps. The members of a group are brought to the class of
 * its highest one: they come together, so the child brings its parents along.
 */
function bundlesOf({ requests, office, right }: Columns, bundled: readonly number[]): { bundle: Int32Array; bundles: number } {
  const bundle = new Int32Array(requests.length).fill(-1);
  const names = new Map<string, number>();
  const highest = new Map<number, number>();
  for (const n of bundled) {
    const { together, pseudonym } = requests[n]!;
    bundle[n] = numberOf(names, `${office[n]} ${together ?? pseudonym}`);
    if (together !== null) highest.set(bundle[n], Math.min(highest.get(bundle[n]) ?? right[n]!, right[n]!));
  }
  for (const n of bundled) if (requests[n]!.together !== null) right[n] = highest.get(bundle[n]!)!;
  return { bundle, bundles: names.size };
}

/** The places that are asked for, in the order of rank: of which request each is, and of which bundle (-1 for one alone). */
export type Units = { of: Int32Array; bundle: Int32Array | null };

/** The places that requests ask for, in their order, of the bundles that are in (-1 for one alone): a longer service asks for as many as it has steps. */
export function unitsOf({ requests, bundle }: Columns, order: Int32Array, isIn: (bundle: number) => boolean): Units {
  if (bundle === null) return { of: order, bundle };
  const of: number[] = [];
  for (const n of order) {
    if (!isIn(bundle[n]!)) continue;
    for (let step = 0; step < requests[n]!.steps; step += 1) of.push(n);
  }
  return { of: Int32Array.from(of), bundle: Int32Array.from(of, (n) => bundle[n]!) };
}
