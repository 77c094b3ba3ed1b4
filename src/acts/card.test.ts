import { sql } from "kysely";
import { expect, test } from "vitest";
import { as, makeCase, officer, stoppedClock } from "../../test/office-cases.ts";
import { testDatabase } from "../../test/database.ts";
import type { Application } from "../applications/application.ts";
import type { Act } from "../platform/act.ts";
import type { Outcome } from "../platform/outcome.ts";
import { postCard, printCard } from "./card.ts";

// The second officer presses while the first one’s act is under way, and is answered only once that has ended.
test("of two officers who note the same number or code on two cards in the same instant, one is told that it is another card’s", async () => {
  await using it = await testDatabase();
  const clock = stoppedClock();
  const one = await officer(it.db, clock, "case-officer");
  const two = await officer(it.db, clock, "case-officer", "35", "other officer");
  const waiting = async () => (await sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(it.db)).rows.length;
  type Noted = Outcome<{ application: Application }, string>;
  async function race(cases: Application[], note: (act: Act, made: Application) => Promise<Noted>) {
    const second = Promise.withResolvers<Noted>();
    const first = await as(it.db, clock, one, async (act) => {
      const noted = await note(act, cases[0]!);
      void as(it.db, clock, two, (other) => note(other, cases[1]!)).then(second.resolve, second.reject);
      await expect.poll(waiting, { timeout: 10_000 }).toBe(1);
      return noted;
    });
    return [first, await second.promise];
  }
  const done = (outcomes: readonly Noted[]) => outcomes.map((outcome) => (outcome.ok ? outcome.application : outcome.why));

  const cases = [await makeCase(it.db, clock, { state: "granted" }), await makeCase(it.db, clock, { state: "granted" })];
  const print = (number: string) => (act: Act, made: Application) => printCard(act, made, { series: "A", number });
  const [printed, late] = done(await race(cases, print("111")));
  expect([printed, late]).toMatchObject([{ state: "printing" }, "number-taken"]);
  const other = await as(it.db, clock, two, (act) => print("222")(act, cases[1]!));
  if (!other.ok) throw new Error(other.why);
  const both = [printed as Application, other.application];
  expect(done(await race(both, print("333"))), "both put theirs right").toMatchObject([{ state: "printing" }, "number-taken"]);
  expect(done(await race(both, (act, made) => postCard(act, made, "RR473124829TR")))).toMatchObject([{ state: "posted" }, "code-taken"]);
  expect(await it.db.selectFrom("card").select(["number", "tracking_code"]).orderBy("number").execute()).toEqual([{ number: "222", tracking_code: null }, { number: "333", tracking_code: "RR473124829TR" }]);
});
