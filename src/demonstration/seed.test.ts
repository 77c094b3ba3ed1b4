import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { faults } from "../../invariants/checks.ts";
import { type TestDatabase, testDatabase } from "../../test/database.ts";
import { answersOf } from "../applications/application.ts";
import { fieldsOf, journey } from "../applications/sections.ts";
import { states } from "../applications/states.ts";
import { syncOffices } from "../identity/offices.ts";
import { dateOf } from "../platform/clock.ts";
import type { Database } from "../platform/database.ts";
import { parse } from "../platform/form.ts";
import { isForeignerNumber } from "../rules/identifiers.ts";
import { isWorkingDay } from "../rules/holidays.ts";
import { people } from "./people.ts";
import { seed, tryOut } from "./seed.ts";
import { stories } from "./stories.ts";

const at = (instant: string) => ({ now: () => Temporal.Instant.from(instant) });

async function seeded(db: Database, instant: string): Promise<void> {
  await db.transaction().execute((tx) => syncOffices(tx));
  await seed(db, at(instant));
}

async function standing(db: Database): Promise<Record<string, number>> {
  const rows = await db.selectFrom("application").select(["state", (it) => it.fn.countAll<number>().as("n")]).groupBy("state").execute();
  return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
}

describe("a demonstration made on a Monday at one", () => {
  const midday = "2026-11-23T10:00:00Z";
  let made: TestDatabase;
  beforeAll(async () => {
    made = await testDatabase();
    await seeded(made.db, midday);
  }, 120_000);
  afterAll(() => made[Symbol.asyncDispose]());

  test("plays a case in every state, most of them in İzmir; every invariant holds; a second call changes nothing", async () => {
    const found = await standing(made.db);
    expect(states.filter((state) => !found[state])).toEqual([]);
    expect(await faults(made.db)).toEqual([]);
    const offices = await made.db.selectFrom("application").select(["office_code", (it) => it.fn.countAll<number>().as("n")]).where("office_code", "is not", null).groupBy("office_code").execute();
    expect(Object.fromEntries(offices.map(({ office_code, n }) => [office_code, n]))).toMatchObject({ "06": expect.any(Number), "34-fatih": expect.any(Number), 35: expect.toSatisfy((n: number) => n > 20) });

    const count = async () => (await sql<{ n: number }>`select (select count(*) from application) + (select count(*) from audit) + (select count(*) from officer) + (select count(*) from slot) as n`.execute(made.db)).rows[0]!.n;
    const before = await count();
    await seed(made.db, at("2026-11-25T10:00:00Z"));
    expect(await count()).toBe(before);
  });

  test("has the cases that people want to see", async () => {
    const today = Temporal.PlainDate.from("2026-11-23");
    const expected = await made.db.selectFrom("appointment").innerJoin("slot", "slot.id", "appointment.slot_id").select(["slot.day", "slot.office_code"]).where("appointment.state", "=", "booked").execute();
    expect(expected.filter(({ day, office_code }) => day.equals(today) && office_code === "35").length).toBeGreaterThanOrEqual(3);
    expect(expected.some(({ day }) => Temporal.PlainDate.compare(day, today) > 0)).toBe(true);
    // The one that the start names to be moved and cancelled is still days away.
    const lena = await made.db.selectFrom("appointment").innerJoin("slot", "slot.id", "appointment.slot_id").innerJoin("application", "application.id", "appointment.application_id").select("slot.day")
      .where("appointment.state", "=", "booked").where("application.email", "=", people.get("lena")!.email).executeTakeFirstOrThrow();
    expect(today.until(lena.day).total("days")).toBeGreaterThanOrEqual(5);
    const waiting = await made.db.selectFrom("draw_request").select("application_id").where("placed_at", "is", null).where("withdrawn_at", "is", null).execute();
    expect(waiting).toHaveLength(2);
    const clocks = await made.db.selectFrom("application").select("decide_by").where("state", "=", "in-review").execute();
    const left = clocks.map(({ decide_by }) => today.until(decide_by!).total("days"));
    expect(left.some((days) => days < 0) && left.some((days) => days >= 0 && days < 7) && left.some((days) => days > 45)).toBe(true);
    for (const table of ["clash", "correction", "proposed_refusal", "note"] as const) expect((await made.db.selectFrom(table).select(sql`1`.as("one")).execute()).length).toBeGreaterThan(0);
    const payments = await made.db.selectFrom("payment").select("state").distinct().execute();
    expect(payments.map(({ state }) => state).sort()).toEqual(["disputed", "failed", "paid", "unknown"]);
    const refunds = await made.db.selectFrom("refund").select(["state", "proposed_by", "decided_by"]).orderBy("state").execute();
    expect(refunds.map(({ state }) => state)).toEqual(["proposed", "sent"]);
    expect(await made.db.selectFrom("payment").select("channel").distinct().orderBy("channel").execute()).toEqual([{ channel: "bank" }, { channel: "card" }]);
    const mandates = await made.db.selectFrom("mandate").select("capacity").execute();
    expect(mandates.map(({ capacity }) => capacity).sort()).toEqual(["lawyer", "parent"]);
    const shapes = await made.db.selectFrom("application").select(["language", "kind"]).execute();
    expect(new Set(shapes.map(({ language }) => language))).toEqual(new Set(["ar", "en", "ru", "tr"]));
    expect(new Set(shapes.map(({ kind }) => kind))).toEqual(new Set(["first", "extension", "transfer"]));
  });

  test("nobody in it could be a real person, and every answer is one that the form takes", async () => {
    expect(people.size).toBe(stories.length);
    for (const { email, phone, passportNumber, foreignerNumber } of people.values()) {
      expect([email, phone, passportNumber]).toEqual([expect.stringMatching(/@example\.org$/), expect.stringMatching(/^\+905000000\d{3}$/), expect.stringMatching(/^T\d{7}$/)]);
      expect(isForeignerNumber(foreignerNumber)).toBe(true);
    }
    for (const application of await made.db.selectFrom("application").selectAll().where("state", "<>", "expired").execute()) {
      const answers = answersOf(application);
      const on = dateOf(application.created_at ?? application.started_at);
      for (const section of journey(answers)) {
        const fields = Object.fromEntries(Object.entries(fieldsOf[section]).filter(([name]) => application.state !== "draft" || answers[name] !== undefined));
        const { answers: read, errors } = parse(fields, typedOf(answers), on, answers);
        expect(errors, answers.givenNames).toEqual([]);
        for (const [name, value] of Object.entries(read)) expect(value, `${name} of ${answers.givenNames}`).toBe(answers[name]);
      }
    }
  });

  test("nothing happens in the future, officers work on working days, and old messages stay out of the mailbox", async () => {
    const now = Temporal.Instant.from(midday);
    const history = await made.db.selectFrom("application_history").select(["at", "actor_kind"]).execute();
    expect(history.filter(({ at }) => Temporal.Instant.compare(at, now) > 0)).toEqual([]);
    expect(history.filter(({ at, actor_kind }) => actor_kind === "officer" && !isWorkingDay(dateOf(at)))).toEqual([]);
    const order = await made.db.selectFrom("audit").select("at").orderBy("id").execute();
    for (const [n, { at }] of order.entries()) if (n > 0) expect(Temporal.Instant.compare(order[n - 1]!.at, at)).toBeLessThanOrEqual(0);
    const queued = await made.db.selectFrom("message").select(["queued_at", "notice"]).where("next_at", "is not", null).execute();
    expect(queued.length).toBeGreaterThan(8);
    expect(queued.length).toBeLessThan(40);
    expect(queued.filter(({ queued_at, notice }) => notice === "code" || Temporal.Instant.compare(queued_at, Temporal.Instant.from("2026-11-19T21:00:00Z")) < 0)).toEqual([]);
    const { rows: jobs } = await sql<{ task: string; n: number }>`select task_identifier as task, count(*)::int as n from graphile_worker.jobs group by 1`.execute(made.db);
    expect(jobs.find(({ task }) => task === "draw-paper")?.n).toBeGreaterThan(40);
  });

  test("names applications to try out", async () => {
    const lines = await tryOut(made.db);
    expect(lines).toHaveLength(6);
    for (const line of lines) expect(line).toMatch(/^ {2}[A-Z347]{3}-[A-Z347]{3}-[A-Z347]{4}  T\d{7}  (\S+@example\.org|\+90500\d{7}) +\S/);
  });
});

function typedOf(answers: Record<string, string>): Record<string, string> {
  const dates = Object.entries(answers).filter(([, value]) => /^\d{4}-\d{2}-\d{2}$/.test(value));
  return { ...answers, ...Object.fromEntries(dates.flatMap(([name, value]) => value.split("-").map((part, n) => [`${name}-${["year", "month", "day"][n]}`, part]))) };
}

// Half an hour after midnight, the first morning after New Year, the middle of a feast.
test.each(["2026-12-01T21:30:00Z", "2027-01-04T06:00:00Z", "2027-05-20T13:00:00Z"])(
  "can be made at %s", async (instant) => {
    await using it = await testDatabase();
    await seeded(it.db, instant);
    const found = await standing(it.db);
    expect(states.filter((state) => !found[state])).toEqual([]);
    expect(await faults(it.db)).toEqual([]);
  }, 120_000,
);
