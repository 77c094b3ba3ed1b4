import { expect, test } from "vitest";
import { faults } from "../../../invariants/checks.ts";
import { desk } from "../../../test/applicant-server.ts";
import { as, makeCases, MONDAY, slotAt } from "../../../test/cases.ts";
import { hold } from "../../appointments/hold.ts";
import { verify } from "../../appointments/verify.ts";
import { drawRecord } from "../../appointments/record.ts";

test("a past hour, another office’s, one that vanished, a tampered hold, a stranger’s number: each has its own words, and nothing is taken", async () => {
  await using it = await desk({ offices: ["35", "16"], workingDays: 10 });
  const [who, other] = await makeCases(it.db, 2);
  const me = await it.visitor(who!);
  const at = async (starts: string, iso = "2026-11-25", code = "35") => (await slotAt(it.db, code, iso, starts)).id;
  const vanished = await at("09:10");
  await it.db.deleteFrom("slot").where("id", "=", vanished).execute();
  // Somebody else holds the last place: whoever writes its number into their own form has not got it by that.
  const theirs = await at("10:10");
  await it.db.updateTable("slot").set({ capacity: 1 }).where("id", "=", theirs).execute();
  await as(it.db, it.clock, other!, (act) => hold(act, other!, theirs));
  const own = await at("10:50");
  expect((await me.post("appointment/place", { do: "hold", slot: own })).status).toBe(303);
  const answers: [string, string][] = [
    [await at("08:30", "2026-11-23"), "That hour has already passed"], [await at("08:30", "2026-11-25", "16"), "does not serve your address"],
    [vanished, "That hour does not exist any more"], [theirs, "just been taken by somebody else"], [`${own}x`, "That hour does not exist any more"],
    [own.toUpperCase(), "That hour does not exist any more"], ["%00", "That hour does not exist any more"],
  ];
  for (const [slot, said] of answers) {
    const refused = await me.post("appointment/place", { do: "take", slot });
    expect([refused.status, refused.text.includes(said)], `${slot}: ${said}`).toEqual([409, true]);
    expect(refused.text).toContain("data-focus");
  }
  for (const stranger of [other!.id, other!.number, crypto.randomUUID(), "x"]) {
    const refused = await me.post("appointment/place", { do: "take", slot: own, with: stranger });
    expect([refused.status, refused.text.includes("Only applications with the same e-mail or phone")], stranger).toEqual([409, true]);
  }
  expect(await it.db.selectFrom("appointment").select("id").execute()).toEqual([]);
  expect((await slotAt(it.db, "35", "2026-11-25", "10:10")).taken).toBe(1);
  // A hold that ran out and whose place is gone is told as that; asking for it anew does not make it longer.
  await me.post("appointment/place", { do: "hold", slot: own });
  const until = (await it.db.selectFrom("hold").select("expires_at").where("application_id", "=", who!.id).executeTakeFirstOrThrow()).expires_at;
  it.clock.set(MONDAY.add({ minutes: 3 }));
  await me.post("appointment/place", { do: "hold", slot: own });
  expect((await it.db.selectFrom("hold").select("expires_at").where("application_id", "=", who!.id).executeTakeFirstOrThrow()).expires_at).toEqual(until);
  expect(await faults(it.db)).toEqual([]);
});

test("a record with one byte changed is refused by name, as is what is no record", () => {
  const record = drawRecord({
    draw: "a batch", province: "34", openedAt: "2026-11-23T06:00:00Z", closedAt: "2026-11-24T06:00:00Z", secret: "ab".repeat(32), publicValue: { source: "none", value: "" },
    requests: [{ pseudonym: "a".repeat(32), office: "34-fatih", deadline: null, waited: 0, need: 0, avoid: [], together: null, steps: 1, sealed: "c".repeat(64) }],
    offices: [{ office: "34-fatih", places: [{ day: "2026-12-08", starts: "08:30", free: 1 }] }],
  });
  const text = JSON.stringify(record);
  expect(verify(text).equal).toBe(true);
  for (const [from, to, said] of [
    ['"08:30"', '"08:50"', "Not equal"], ['"waited":0', '"waited":1', "The list of requests is not the one that was closed"], [`"secret":"ab`, `"secret":"bb`, "The secret is not the one"],
    ['"source":"none"', '"source":"nine"', "The seed of the lottery"], ["{", "[", "This is not the record of a draw"],
  ] as const) {
    const changed = verify(text.replace(from, to));
    expect([changed.equal, changed.sentence.includes(said)], said).toEqual([false, true]);
  }
});
