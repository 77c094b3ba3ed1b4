import { expect, test } from "vitest";
import type { Listed } from "./record.ts";
import { commitmentOf, drawRecord, faultOf, listDigestOf, publishedDeadline, sealDeadline } from "./record.ts";
import { verify } from "./verify.ts";

const date = (iso: string) => Temporal.PlainDate.from(iso);

const requests: Listed[] = Array.from({ length: 12 }, (_, n) => ({
  pseudonym: n.toString(16).padStart(32, "0"), office: n % 3 ? "34-fatih" : "34-pendik", deadline: n % 4 ? `2026-W${50 + (n % 3)}` : null, waited: n % 5 === 0 ? 1 : 0,
  need: n % 2, avoid: n % 4 === 1 ? ["am"] : [], together: n === 3 || n === 6 ? "aa" : null, steps: n % 7 === 5 ? 2 : 1, sealed: sealDeadline(`salt ${n}`, n % 4 ? "2026-12-16" : null),
}));
const made = drawRecord({
  draw: "a batch", province: "34", openedAt: "2026-11-23T06:00:00Z", closedAt: "2026-11-24T06:00:00Z", secret: "ab".repeat(32),
  publicValue: { source: "a rate", value: "41.3562" }, requests,
  offices: ["34-fatih", "34-pendik"].map((office) => ({ office, places: [{ day: "2026-12-08", starts: "08:30", free: 2 }, { day: "2026-12-08", starts: "08:50", free: 1 }, { day: "2026-12-15", starts: "08:30", free: 2 }] })),
});

test("a record drawn again is equal, also as it comes back from the database", () => {
  expect(faultOf(made)).toBeNull();
  const shuffled = Object.fromEntries(Object.entries(JSON.parse(JSON.stringify(made)) as Record<string, unknown>).reverse());
  expect(faultOf(shuffled)).toBeNull();
  expect(verify(JSON.stringify(made))).toEqual({ equal: true, sentence: "Equal: drawing again gives exactly these dates." });
});

test("what was changed is named", () => {
  const changed = (patch: object) => faultOf({ ...made, ...patch });
  expect(changed({ secret: "cd".repeat(32) })).toBe("commitment");
  expect(changed({ secret: "cd".repeat(32), commitment: commitmentOf("cd".repeat(32)) })).toBe("seed");
  expect(changed({ publicValue: { source: "a rate", value: "41.3563" } })).toBe("seed");
  const more = [...requests, { ...requests[0]!, pseudonym: "f".repeat(32) }];
  expect(changed({ requests: more })).toBe("list");
  expect(changed({ requests: more, listDigest: listDigestOf(more) })).toBe("seed");
  const [one, two] = made.results.filter((result) => result.day !== null);
  const swapped = made.results.map((result) =>
    result === one ? { ...result, day: two!.day, starts: two!.starts } : result === two ? { ...result, day: one!.day, starts: one!.starts } : result);
  if (one!.day !== two!.day) expect(changed({ results: swapped })).toBe("result");
  expect(changed({ results: made.results.slice(1) })).toBe("result");
  expect(changed({ closedAt: "2026-11-24T06:00:01Z" })).toBe("digest");
  expect(changed({ note: "hello" })).toBe("not-a-record");
  expect(verify("{")).toMatchObject({ equal: false });
});

test("no byte of a record can be changed without it showing", () => {
  const text = JSON.stringify(made);
  for (let at = 0; at < text.length; at += 7) {
    const other = text[at] === "1" ? "2" : "1";
    if (verify(text.slice(0, at) + other + text.slice(at + 1)).equal) throw new Error(`byte ${at} may be changed: ${text.slice(Math.max(0, at - 20), at + 20)}`);
  }
});

test("a near deadline is published as its day, a later one as the last week that ends before it", () => {
  const closed = date("2026-11-23");
  expect(publishedDeadline(date("2026-12-07"), closed)).toBe("2026-12-07");
  expect(publishedDeadline(date("2026-12-08"), closed)).toBe("2026-W49");
  expect(publishedDeadline(date("2026-12-11"), closed)).toBe("2026-W50");
  expect(publishedDeadline(date("2026-12-13"), closed)).toBe("2026-W50");
  expect(publishedDeadline(date("2027-01-01"), closed)).toBe("2026-W53");
  expect(publishedDeadline(null, closed)).toBeNull();
});
