import { expect, test } from "vitest";
import { as, fixedClock, makeCases, makeOffices, system } from "../../test/cases.ts";
import { testDatabase } from "../../test/database.ts";
import { json } from "../platform/database.ts";
import { v7 } from "../platform/id.ts";
import { findApplication } from "./application.ts";
import { lastRefusal } from "./decision.ts";

test("an officer learns of the last refusal of the same permit, and of no other person's or permit's", async () => {
  await using it = await testDatabase();
  const clock = fixedClock();
  await makeOffices(it.db);
  const [refused, stranger] = await makeCases(it.db, 2);
  const officer = v7(clock.now());
  await it.db.insertInto("officer").values({ id: officer, email: "a@b.example", name: "A", role: "case-officer", office_code: "35", created_at: clock.now() }).execute();
  const second = v7(clock.now());
  await it.db.insertInto("officer").values({ id: second, email: "c@b.example", name: "C", role: "supervisor", office_code: "35", created_at: clock.now() }).execute();
  const asked = (purpose: string) => json({ answers: { permitType: "short-term", purpose } });
  await as(it.db, clock, system, async (act) => {
    await act.tx.updateTable("application").set({ state: "refused", frozen: asked("tourism") }).where("id", "=", refused!.id).execute();
    await act.tx.insertInto("decision").values({
      application_id: refused!.id, outcome: "refused", reasons: ["passport"], comment: "x", decided_at: act.now, decided_by: second, proposed_by: officer,
    }).execute();
  });
  clock.set(clock.now().add({ hours: 24 }));
  const again = v7(clock.now());
  const { id: _, number: __, registration_number: ___, barcode: ____, protected: _____, ...same } = (await findApplication(it.db, refused!.id))!;
  await it.db.insertInto("application").values({
    ...same, id: again, number: "AGAIN", registration_number: "2026-01-9999999", barcode: "GCGM03-92026019999999", state: "created", created_at: clock.now(),
    answers: json({}), frozen: asked("tourism"),
  }).execute();

  expect(await lastRefusal(it.db, (await findApplication(it.db, again))!)).toEqual(Temporal.PlainDate.from("2026-11-23"));
  await it.db.updateTable("application").set({ frozen: asked("research") }).where("id", "=", again).execute();
  expect(await lastRefusal(it.db, (await findApplication(it.db, again))!)).toBeUndefined();
  expect(await lastRefusal(it.db, stranger!)).toBeUndefined();
});
