import fc from "fast-check";
import { expect, test } from "vitest";
import { eventOf, moveOf, paymentStates, table, type PaymentState, type Source, type Standing, type Word } from "./states.ts";

const sources: Source[] = ["return", "notification", "poll", "applicant"];
const start: Standing = { state: "redirected", amount: 100, reference: "r", owed: true };

/** One payment heard of by a series of words, without a database. */
function hear(words: [Word, Source][], from = start): PaymentState {
  let standing = from;
  for (const [word, source] of words) {
    const event = eventOf(word, standing, source);
    if (event === null) continue;
    const { to } = moveOf(standing.state, event, source)!;
    standing = { ...standing, state: to, owed: standing.owed && to !== "paid" };
  }
  return standing.state;
}

const passing: Word[] = [{ state: "open", reference: "r" }, { state: "processing", reference: "r" }, { state: "no-answer" }, { state: "not-there" }];
const endings: [Word, PaymentState][] = [
  [{ state: "paid", reference: "r", amount: 100 }, "paid"], [{ state: "failed", reference: "r" }, "failed"], [{ state: "expired", reference: "r" }, "expired"],
  [{ state: "cancelled", reference: "r" }, "cancelled"],
];

test("in any order and any number of times a provider's truth has one result", () => {
  for (const [ending, result] of endings) {
    const word = fc.tuple(fc.constantFrom(...passing, ending), fc.constantFrom(...sources));
    fc.assert(fc.property(fc.array(word, { maxLength: 12 }), fc.constantFrom(...sources), (words, source) => {
      expect(hear([...words, [ending, source]])).toBe(result);
    }));
  }
});

test("once paid, no series of words takes it back", () => {
  const any = fc.tuple(fc.constantFrom(...passing, ...endings.map(([word]) => word)), fc.constantFrom(...sources));
  fc.assert(fc.property(fc.array(any, { maxLength: 12 }), (words) => {
    expect(hear([[endings[0]![0], "notification"], ...words])).toBe("paid");
  }));
});

test("the same word twice in a row means nothing the second time", () => {
  const any = fc.tuple(fc.constantFrom(...passing, ...endings.map(([word]) => word)), fc.constantFrom(...sources));
  fc.assert(fc.property(fc.constantFrom(...paymentStates), any, fc.boolean(), (state, word, owed) => {
    const once = hear([word], { ...start, state, owed });
    expect(hear([word, word], { ...start, state, owed })).toBe(once);
  }));
});

test("every state can be reached, and only a refunded payment is past everything", () => {
  const reached = new Set<string>(["created", ...Object.values(table).flatMap((moves) => Object.values(moves).map(({ to }) => to))]);
  expect([...reached].sort()).toEqual([...paymentStates].sort());
  expect(paymentStates.filter((state) => Object.keys(table[state]).length === 0)).toEqual(["refunded"]);
});
