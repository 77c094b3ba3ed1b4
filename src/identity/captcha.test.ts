import { type Challenge, solveChallenge } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/pbkdf2";
import { expect, test } from "vitest";
import { testDatabase } from "../../test/database.ts";
import { challengeMinutes, checkSolution, checkWait, contentOf, makeChallenge, stillToWait, sweepCaptchas, waitMinutes, waitSeconds, waitToken } from "./captcha.ts";

const secret = "the secret of this test, long enough";
// Far from the machine's own clock: only the clock that is passed in counts.
const now = Temporal.Instant.from("2031-05-05T09:00:00Z");

async function solved(challenge: Challenge): Promise<string> {
  const solution = await solveChallenge({ challenge, deriveKey });
  return packed({ challenge, solution });
}
const packed = (payload: unknown) => Buffer.from(JSON.stringify(payload)).toString("base64");

test("a solution is good once, even for two who send it at the same moment", async () => {
  await using it = await testDatabase();
  const payload = await solved(await makeChallenge(secret, now));
  const both = await Promise.all([checkSolution(it.db, secret, payload, now), checkSolution(it.db, secret, payload, now)]);
  expect(both.map((outcome) => (outcome.ok ? "done" : outcome.why)).sort()).toEqual(["done", "spent"]);
});

test("a solution that was tampered with, is somebody else’s or is none, is wrong", async () => {
  await using it = await testDatabase();
  const challenge = await makeChallenge(secret, now);
  const solution = (await solveChallenge({ challenge, deriveKey }))!;
  const easier = { ...challenge, parameters: { ...challenge.parameters, cost: 1, keyPrefix: "00" } };
  const longer = { ...challenge, parameters: { ...challenge.parameters, data: { until: now.add({ hours: 24 * 365 }).epochMilliseconds } } };
  const forged = { ...solution, derivedKey: solution.derivedKey.slice(0, -2) + (solution.derivedKey.endsWith("00") ? "01" : "00") };
  const wrong = [
    packed({ challenge: easier, solution }), packed({ challenge: longer, solution }), packed({ challenge, solution: forged }),
    packed({ challenge: { parameters: challenge.parameters }, solution }), packed({ challenge, solution: null }), packed(null), "not base64 at all",
    packed({ challenge: { parameters: {}, signature: "x" }, solution: {} }), "A".repeat(10_000),
  ];
  for (const payload of wrong) expect(await checkSolution(it.db, secret, payload, now)).toEqual({ ok: false, why: "wrong" });
  expect(await checkSolution(it.db, "another secret", packed({ challenge, solution }), now)).toEqual({ ok: false, why: "wrong" });
  for (const payload of [undefined, "", ["a", "b"]]) expect(await checkSolution(it.db, secret, payload, now)).toEqual({ ok: false, why: "missing" });
  expect(await checkSolution(it.db, secret, packed({ challenge, solution }), now)).toEqual({ ok: true });
});

test("a solution that comes after its time is expired, and what is past is forgotten", async () => {
  await using it = await testDatabase();
  const payload = await solved(await makeChallenge(secret, now));
  const late = now.add({ minutes: challengeMinutes });
  expect(await checkSolution(it.db, secret, payload, late)).toEqual({ ok: false, why: "expired" });
  expect(await checkSolution(it.db, secret, payload, late.subtract({ seconds: 1 }))).toEqual({ ok: true });
  await sweepCaptchas(it.db, late);
  expect(await it.db.selectFrom("captcha_spent").selectAll().execute()).toHaveLength(1);
  await sweepCaptchas(it.db, late.add({ minutes: 2 }));
  expect(await it.db.selectFrom("captcha_spent").selectAll().execute()).toHaveLength(0);
});

test("who has no JavaScript waits twelve seconds, and the token is good once for what was typed", async () => {
  await using it = await testDatabase();
  const content = contentOf({ surname: "Haddad", _csrf: "one", altcha: "" });
  const given = waitToken(secret, now, "start", content, "one");
  const after = (seconds: number) => now.add({ seconds });
  expect(await checkWait(it.db, secret, given, after(waitSeconds - 1), "start", content)).toEqual({ ok: false, why: "early" });
  expect(stillToWait(given, after(4))).toBe(8);
  // Same words, other machinery around them: still the same content.
  expect(contentOf({ altcha: "x", _wait: given, surname: "Haddad" })).toBe(content);
  const other = contentOf({ surname: "Haddad2" });
  expect(await checkWait(it.db, secret, given, after(20), "start", other)).toEqual({ ok: false, why: "wrong" });
  expect(await checkWait(it.db, secret, given, after(20), "return", content)).toEqual({ ok: false, why: "wrong" });
  expect(await checkWait(it.db, secret, given.replace(/^\d+/, String(now.epochMilliseconds - 60_000)), after(1), "start", content)).toEqual({ ok: false, why: "wrong" });
  expect(await checkWait(it.db, secret, given, after(waitMinutes * 60 + 1), "start", content)).toEqual({ ok: false, why: "expired" });
  expect(await checkWait(it.db, secret, given, after(20), "start", content)).toEqual({ ok: true });
  expect(await checkWait(it.db, secret, given, after(21), "start", content)).toEqual({ ok: false, why: "spent" });
  for (const missing of [undefined, "", ["a"]]) expect(await checkWait(it.db, secret, missing, now, "start", content)).toEqual({ ok: false, why: "missing" });
});
