import { expect, test } from "vitest";
import { as, fixedClock, system } from "../../test/cases.ts";
import { testDatabase } from "../../test/database.ts";
import { begin, sendStartCode } from "./begin.ts";

const secret = "only for this test".padEnd(40, ".");
const draft = { kind: "first", capacity: "self", channel: "email", email: "ada@example.org", phone: "+905320000000", givenNames: "Ada", passportNumber: "T1234567" };

/** The newest code that lies in the outbox, with the contact it goes to. */
async function newest(db: Awaited<ReturnType<typeof testDatabase>>["db"]) {
  const { values, recipient } = await db.selectFrom("message").select(["values", "recipient"]).where("notice", "=", "code").orderBy("queued_at", "desc").orderBy("id", "desc").executeTakeFirstOrThrow();
  return { typed: (values as { code: string }).code, recipient };
}

test("a code is sent again, or the other way; the contact it reached is the one that counts", async () => {
  await using it = await testDatabase();
  const clock = fixedClock();
  const first = await as(it.db, clock, system, (act) => sendStartCode(act, secret, draft, "en"));
  const old = await newest(it.db);
  expect(old.recipient).toBe("ada@example.org");
  clock.set(clock.now().add({ seconds: 30 }));
  const second = await as(it.db, clock, system, (act) => sendStartCode(act, secret, draft, "en", true));
  if (!first.ok || !second.ok) throw new Error("no code was sent");
  const { typed, recipient } = await newest(it.db);
  expect(recipient).toBe("+905320000000");

  const wrong = typed === "000000" ? "000001" : "000000";
  expect(await as(it.db, clock, system, (act) => begin(act, secret, second.code, wrong, "en"))).toEqual({ ok: false, why: "wrong" });
  const begun = await as(it.db, clock, system, (act) => begin(act, secret, second.code, typed, "en"));
  expect(begun).toMatchObject({ ok: true, application: { state: "draft", channel: "sms", phone: "+905320000000", email: "ada@example.org" } });
  expect(await as(it.db, clock, system, (act) => begin(act, secret, second.code, typed, "en"))).toEqual({ ok: false, why: "dead" });
});

test("a code ends after five wrong tries and after a quarter of an hour, and a contact gets five an hour", async () => {
  await using it = await testDatabase();
  const clock = fixedClock();
  const send = () => as(it.db, clock, system, (act) => sendStartCode(act, secret, draft, "en"));
  const sent = await send();
  if (!sent.ok) throw new Error("no code was sent");
  const { typed } = await newest(it.db);
  const wrong = typed === "000000" ? "000001" : "000000";
  const answers = [];
  for (let n = 0; n < 5; n++) answers.push((await as(it.db, clock, system, (act) => begin(act, secret, sent.code, wrong, "en"))) as { why: string });
  expect(answers.map(({ why }) => why)).toEqual(["wrong", "wrong", "wrong", "wrong", "dead"]);
  expect(await as(it.db, clock, system, (act) => begin(act, secret, sent.code, typed, "en"))).toEqual({ ok: false, why: "dead" });

  clock.set(clock.now().add({ seconds: 1 }));
  const later = await send();
  if (!later.ok) throw new Error("no code was sent");
  const good = await newest(it.db);
  clock.set(clock.now().add({ minutes: 10 }));
  expect(await as(it.db, clock, system, (act) => begin(act, secret, later.code, good.typed, "en"))).toEqual({ ok: false, why: "dead" });

  const outcomes = [];
  for (let n = 0; n < 4; n++) outcomes.push((await send()).ok);
  expect(outcomes).toEqual([true, true, true, false]);
});
