import fc from "fast-check";
import { expect, test } from "vitest";
import type { Request } from "./draw.ts";
import { ranked, ticketOf } from "./rank.ts";

const SEED = "5eed".repeat(16);
const request = (pseudonym: string, more: Partial<Request> = {}): Request =>
  ({ pseudonym, office: "x", deadline: null, waited: 0, need: 0, avoid: [], together: null, steps: 1, ...more });

/** The order of rank as it is said in words, by comparing everything of two requests with one another. */
function asSaid(requests: readonly Request[]): string[] {
  const highest = (one: Request) => requests.filter((other) => other === one || (one.together !== null && other.together === one.together))
    .map(({ waited, need }) => ({ waited, need })).sort((a, b) => b.waited - a.waited || b.need - a.need)[0]!;
  const lot = (one: Request) => ticketOf(SEED, one.together ?? one.pseudonym);
  return [...requests].sort((one, other) => {
    const [a, b] = [highest(one), highest(other)];
    return b.waited - a.waited || b.need - a.need || (lot(one) < lot(other) || (lot(one) === lot(other) && one.pseudonym < other.pseudonym) ? -1 : 1);
  }).map(({ pseudonym }) => pseudonym);
}

test("whoever waited longer, then is in greater need, then has the lower ticket; a group by its highest member and one lot", () => {
  const person = fc.record({ waited: fc.constantFrom(0, 1, 2, 7, 1000), need: fc.integer({ min: 0, max: 2 }), together: fc.constantFrom(null, null, "g1", "g2") });
  fc.assert(fc.property(fc.array(person, { maxLength: 30 }), (people) => {
    const requests = people.map((one, n) => request(`p${n}`, one));
    expect(ranked(SEED, requests).map(({ pseudonym }) => pseudonym)).toEqual(asSaid(requests));
  }), { seed: 11, numRuns: 300 });
});

test("tickets that begin alike are told apart by the whole of them, and names of any length and script are read whole", () => {
  const beginnings = new Map<string, string>();
  const alike: string[] = [];
  for (let n = 0; alike.length < 4; n += 1) {
    const beginning = ticketOf(SEED, `p${n}`).slice(0, 8);
    const other = beginnings.get(beginning);
    if (other !== undefined) alike.push(`p${n}`, other);
    beginnings.set(beginning, `p${n}`);
  }
  const requests = [...alike, "ğüş", "محمد", "a", "a much longer name than all the others"].map((name) => request(name));
  expect(ranked(SEED, requests).map(({ pseudonym }) => pseudonym)).toEqual(asSaid(requests));
  expect(ranked(SEED, requests.toReversed())).toEqual(ranked(SEED, requests));
});
