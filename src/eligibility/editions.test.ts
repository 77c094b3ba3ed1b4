import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { inWords } from "../../test/law-faults.ts";
import { as, fixedClock } from "../../test/cases.ts";
import { testDatabase } from "../../test/database.ts";
import { setCounters, syncOffices } from "../identity/offices.ts";
import { dateOf } from "../platform/clock.ts";
import { json } from "../platform/database.ts";
import { v7 } from "../platform/id.ts";
import type { Drafted } from "../rules/drafting.ts";
import { withChanges } from "../rules/drafting.ts";
import { differences, digest, edition, type Fault, faults } from "../rules/edition.ts";
import { feesFor } from "../rules/fees.ts";
import { isWorkingDay } from "../rules/holidays.ts";
import { law, lawOf, putToUse, shipped } from "../rules/tables.ts";
import { assess } from "./assess.ts";
import { discardEdition, draftChange, draftEdition, dropChange, findEdition, followLaw, importRate, keepLaw, listEditions, publishEdition, readLaw, takeUpLaw } from "./editions.ts";
import { importFile } from "./import-rate.ts";

afterEach(() => putToUse(shipped));

const dearer: Drafted = { series: "cardPrice", value: 120_000, from: "2027-01-01", until: "2027-12-31", source: "Valuable Papers Law 210", confidence: "high" };
const date = (iso: string) => Temporal.PlainDate.from(iso);

/** A database with two administrators. */
async function scene() {
  const database = await testDatabase();
  const { db } = database;
  const clock = fixedClock();
  await db.transaction().execute((tx) => syncOffices(tx));
  const [ada, bo] = await Promise.all(["Ada", "Bo"].map(async (name) => {
    const id = v7(clock.now());
    await db.insertInto("officer").values({ id, email: `${name}@office.example`, name, role: "administrator", office_code: "35", created_at: clock.now() }).execute();
    return { kind: "officer" as const, id, name };
  }));
  const draft = async (...changes: Drafted[]) => {
    const id = await as(db, clock, ada!, (act) => draftEdition(act, "Amounts of 2027"));
    for (const change of changes) await as(db, clock, ada!, (act) => draftChange(act, id, change));
    return id;
  };
  const publish = async (id: string, changes: Drafted[], who = bo!) => as(db, clock, who, async (act) => publishEdition(act, id, digest(withChanges((await readLaw(act.tx)).tables, changes))));
  return { db, parts: database.parts, clock, ada: ada!, bo: bo!, draft, publish, [Symbol.asyncDispose]: () => database[Symbol.asyncDispose]() };
}

describe("an edition is drafted by one and published by another", () => {
  test("until then nothing changes; then every process takes it up, and open cases keep theirs", async () => {
    await using it = await scene();
    const id = await it.draft(dearer);
    const created = edition(date("2026-11-23")).id;
    const following = await followLaw(it.db, 0.05);
    expect(law()).toEqual(shipped);
    expect(await it.publish(id, [dearer], it.ada)).toEqual({ ok: false, why: "own-draft" });
    expect(await it.publish(id, [dearer])).toMatchObject({ ok: true });
    for (let tries = 0; tries < 100 && law().cardPrice.length === 2; tries += 1) await new Promise((resolve) => setTimeout(resolve, 20));
    following.stop();
    expect(feesFor({ on: date("2027-01-01"), kind: "first" })[0]).toMatchObject({ amount: 120_000, certain: true });
    expect(lawOf(created).cardPrice).toEqual(shipped.cardPrice);
    expect(lawOf(edition(date("2027-01-01")).id)).toBe(law());
    expect(await it.publish(id, [dearer])).toEqual({ ok: false, why: "not-draft" });
    const trail = await it.db.selectFrom("audit").select(["act", "actor_name"]).orderBy("id").execute();
    expect(trail.map(({ act, actor_name }) => `${actor_name} ${act}`)).toEqual(["Ada draft-edition", "Ada draft-change", "Bo publish-edition"]);
  });

  test("the database itself refuses that one officer drafts and publishes", async () => {
    await using it = await scene();
    const id = await it.draft(dearer);
    await expect(it.db.updateTable("rule_edition").set({ published_by: it.ada.id, published_at: it.clock.now(), digest: "x" }).where("id", "=", id).execute()).rejects.toThrow(/check/);
  });

  test("with a fault it is not published, and the fault is named", async () => {
    await using it = await scene();
    const faulty: [Drafted, RegExp][] = [
      [{ ...dearer, from: "2027-02-01" }, /cardPrice: A hole between 2026-12-31 and 2027-02-01/],
      [{ ...dearer, value: -1 }, /-1 is no amount/],
      [{ ...dearer, until: "2026-12-31" }, /ends before it begins/],
      [{ ...dearer, source: " " }, /names no source/],
      [{ series: "feeGroups", nationality: "YUG", group: "a", from: "2027-01-01", until: null, source: "x", confidence: "high" }, / a: YUG is no nationality/],
      [{ series: "closedAreas", province: "34", district: "Atlantis", neighbourhood: null, from: "2027-01-01", until: null, source: "x", confidence: "low" }, /no district Atlantis/],
      [{ series: "counters", office: "99", value: 3 }, /no office 99/],
      [{ series: "counters", office: "35", value: 0 }, /counters 35: 0 is not a possible number/],
      [{ series: "lateGraceDays", value: 900 }, /lateGraceDays .*: 900 is no number of days/],
      [{ series: "universities", code: "istinye", name: "İstinye", province: "34", district: "Atlantis", handInDays: 4, source: "x", confidence: "low" }, /istinye: There is no district Atlantis/],
      [{ series: "universities", code: "ege", name: "Ege", province: "35", district: null, handInDays: 0, source: "x", confidence: "low" }, /ege: 0 is no number of days/],
      [{ series: "insuranceMinimum", value: { ...shipped.insuranceMinimum[0]!.value, annex: -1, inPatientShare: 101 }, from: "2027-01-01", until: null, source: "x", confidence: "low" }, /-1 is no amount/],
    ];
    for (const [change, words] of faulty) {
      const id = await it.draft(change);
      const told = await it.publish(id, [change]);
      expect(told).toMatchObject({ ok: false, why: "faults" });
      expect(inWords((told as unknown as { faults: Fault[] }).faults)).toEqual(expect.arrayContaining([expect.stringMatching(words)]));
    }
    expect((await listEditions(it.db)).every((one) => one.published_at === null)).toBe(true);
  });

  test("what changed since it was looked at is looked at again", async () => {
    await using it = await scene();
    const id = await it.draft(dearer);
    expect(await as(it.db, it.clock, it.bo, (act) => publishEdition(act, id, digest()))).toEqual({ ok: false, why: "changed-meanwhile" });
    expect(await as(it.db, it.clock, it.bo, (act) => draftChange(act, id, dearer))).toEqual({ ok: false, why: "not-yours" });
    const empty = await it.draft();
    expect(await it.publish(empty, [])).toEqual({ ok: false, why: "nothing-changes" });
    await as(it.db, it.clock, it.ada, (act) => dropChange(act, id));
    expect((await findEdition(it.db, id))!.changes).toEqual([]);
    await as(it.db, it.clock, it.ada, (act) => discardEdition(act, id));
    expect(await findEdition(it.db, id)).toBeUndefined();
    expect(await findEdition(it.db, "no id")).toBeUndefined();
  });

  test("one stands on the other: counters, holidays, groups, areas and grace", async () => {
    await using it = await scene();
    const first: Drafted[] = [dearer, { series: "counters", office: "35", value: 9 }, { series: "holidays", date: "2027-05-20", half: false, source: "announcement of the Presidency of Migration Management", confidence: "high" }];
    expect(await it.publish(await it.draft(...first), first)).toMatchObject({ ok: true });
    const second: Drafted[] = [
      { series: "lateGraceDays", value: 10 },
      { series: "closedAreas", province: "34", district: "Fatih", neighbourhood: null, from: "2026-12-01", until: "2026-12-31", source: "announcement of the Presidency of Migration Management", confidence: "medium" },
      { series: "feeGroups", nationality: "GBR", group: "a", from: "2027-01-01", until: "2027-12-31", source: "Fees Law 492 art. 88 and the yearly list of amounts", confidence: "medium" },
      { series: "dollarTariffs", group: "a", value: { firstMonth: 2_000, furtherMonth: 400 }, from: "2027-01-01", until: "2027-12-31", source: "Fees Law 492 art. 88 and the yearly list of amounts", confidence: "medium" },
    ];
    expect(await it.publish(await it.draft(...second), second)).toMatchObject({ ok: true });
    await takeUpLaw(it.db);
    expect((await it.db.selectFrom("office").select("counters").where("code", "=", "35").executeTakeFirstOrThrow()).counters).toBe(9);
    expect([isWorkingDay(date("2027-05-20")), isWorkingDay(date("2027-05-21"))]).toEqual([false, true]);
    const late = assess({ kind: "extension", presentPermit: { validUntil: date("2026-11-20") } }, date("2026-11-23"));
    expect(late.findings.map(({ code }) => code)).toContain("late");
    const fatih = (on: string) => assess({ kind: "first", permitType: "short-term", purpose: "tourism", province: "34", district: "Fatih" }, date(on)).findings.map(({ code }) => code);
    expect(fatih("2026-12-31")).toContain("closed-area");
    expect(fatih("2027-01-01")).not.toContain("closed-area");
    const permit = feesFor({ on: date("2027-01-02"), kind: "first", permitType: "short-term", purpose: "tourism", nationality: "GBR", from: date("2027-02-01"), until: date("2027-03-31"), exchangeRate: "50" });
    expect(permit.find(({ code }) => code === "permit")).toMatchObject({ amount: 2_400, certain: true });
    expect(new Set(differences(shipped, law()).map(({ series }) => series))).toEqual(new Set(["cardPrice", "dollarTariffs", "feeGroups", "closedAreas", "holidays", "counters", "lateGraceDays"]));
    expect(faults(law())).toEqual([]);
  });
});

test("counters drafted for a day to come are set on that day, by the worker", async () => {
  await using it = await scene();
  const change: Drafted = { series: "counters", office: "35", value: 11, from: "2027-01-01", until: null, source: "practice of the directorates", confidence: "high" };
  expect(await it.publish(await it.draft(change), [change])).toMatchObject({ ok: true });
  await takeUpLaw(it.db);
  const counters = async () => (await it.db.selectFrom("office").select("counters").where("code", "=", "35").executeTakeFirstOrThrow()).counters;
  const before = await counters();
  expect(before).not.toBe(11);
  const set = (on: string) => it.parts.worker.transaction().execute((tx) => setCounters(tx, law().counters, date(on)));
  await set("2026-12-31");
  expect(await counters()).toBe(before);
  await set("2027-01-01");
  expect(await counters()).toBe(11);
});

test("a case created under an earlier release keeps its values and the name of its edition", async () => {
  await using it = await scene();
  await as(it.db, it.clock, { kind: "system", id: null, name: "migrate" }, keepLaw);
  expect((await it.db.selectFrom("law_kept").select("mark").execute()).map(({ mark }) => mark)).toEqual([digest().slice(0, 8)]);
  const { exchangeRates: _, ...once } = { ...shipped, cardPrice: [{ ...shipped.cardPrice[0]!, until: null, value: 77_700 }] };
  await it.db.insertInto("law_kept").values({ mark: "0123abcd", tables: json(once), kept_at: it.clock.now() }).execute();
  await takeUpLaw(it.db);
  const tables = lawOf("2025-01-01.0123abcd");
  expect(assess({ kind: "first" }, date("2026-11-23"), { tables })).toMatchObject({ fees: [{ amount: 77_700 }], edition: { id: expect.stringMatching(/\.0123abcd$/) } });
  expect(tables.exchangeRates).toEqual(shipped.exchangeRates);
  expect(assess({ kind: "first" }, date("2026-11-23")).fees[0]?.amount).toBe(96_400);
  expect(lawOf("2025-01-01.ffffffff")).toBe(law());
  await as(it.db, it.clock, { kind: "system", id: null, name: "migrate" }, keepLaw);
  expect(await it.db.selectFrom("law_kept").select("mark").execute()).toHaveLength(2);
  await expect(it.db.updateTable("law_kept").set({ mark: "89abcdef" }).execute()).rejects.toThrow();
});

test("an edition changes at midnight in Istanbul, not in Greenwich", async () => {
  await using it = await scene();
  expect(await it.publish(await it.draft(dearer), [dearer])).toMatchObject({ ok: true });
  await takeUpLaw(it.db);
  const at = (instant: string) => feesFor({ on: dateOf(Temporal.Instant.from(instant)), kind: "first" })[0]!.amount;
  expect(at("2026-12-31T20:59:59Z")).toBe(96_400);
  expect(at("2026-12-31T21:00:00Z")).toBe(120_000);
});

describe("the central bank’s daily file", () => {
  const file = (date: string, rate: string, unit = "1") => `<?xml version="1.0" encoding="UTF-8"?>
<Tarih_Date Tarih="${date}" Date="11/20/2026" Bulten_No="2026/221">
  <Currency CrossOrder="0" Kod="USD" CurrencyCode="USD"><Unit>${unit}</Unit><Isim>ABD DOLARI</Isim><CurrencyName>US DOLLAR</CurrencyName>
    <ForexBuying>42.4001</ForexBuying><ForexSelling>42.4765</ForexSelling><BanknoteBuying>42.3704</BanknoteBuying><BanknoteSelling>${rate}</BanknoteSelling></Currency>
  <Currency CrossOrder="9" Kod="EUR" CurrencyCode="EUR"><Unit>1</Unit><BanknoteSelling>49.1000</BanknoteSelling></Currency>
</Tarih_Date>`;
  test("gives the rate of its day, kept with the file; the last one holds over a weekend and then continues unconfirmed", async () => {
    await using it = await scene();
    const take = (xml: string) => as(it.db, it.clock, { kind: "system", id: null, name: "rates" }, (act) => importRate(act, xml));
    expect(await take(file("19.11.2026", "42.5100"))).toMatchObject({ ok: true, rate: "42.5100" });
    expect(await take(file("20.11.2026", "42.5402"))).toMatchObject({ ok: true });
    expect(await take(file("20.11.2026", "42.5403"))).toMatchObject({ ok: true });
    await takeUpLaw(it.db);
    const fee = (on: string) => feesFor({ on: date(on), kind: "first", permitType: "short-term", purpose: "tourism", nationality: "GBR", from: date("2026-12-01"), until: date("2026-12-31") })[1];
    expect(fee("2026-11-19")).toMatchObject({ rate: "42.5100", amountTry: 106_275 });
    expect(fee("2026-11-23")).toMatchObject({ rate: "42.5403", certain: true });
    const tourist = { kind: "first", permitType: "short-term", purpose: "tourism", nationality: "GBR", requestedFrom: date("2026-12-01"), requestedUntil: date("2026-12-31") } as const;
    expect(assess(tourist, date("2026-11-23")).findings.map(({ code }) => code)).not.toContain("demonstration-rate");
    expect(assess(tourist, date("2026-11-23"), { tables: shipped }).findings.map(({ code }) => code)).toContain("demonstration-rate");
    expect(fee("2026-12-20")).toMatchObject({ rate: "42.5403", certain: false });
    expect(digest(law())).toBe(digest());
    expect((await it.db.selectFrom("exchange_rate").select("original").execute())[0]!.original).toContain("Bulten_No");
  });
  test("is stored by the command, which says what it found", async () => {
    await using it = await testDatabase();
    const folder = mkdtempSync(join(tmpdir(), "rate-"));
    writeFileSync(join(folder, "day.xml"), file("20.11.2025", "42.5402"));
    writeFileSync(join(folder, "page.html"), "<html></html>");
    expect(await importFile(it.url, join(folder, "day.xml"))).toEqual({ stored: true, sentence: "2025-11-20: 42.5402 lira for a dollar." });
    for (const [address, name] of [[it.url, "page.html"], [it.url, "missing.xml"], ["", "day.xml"]] as const) expect((await importFile(address, join(folder, name))).stored).toBe(false);
    expect(await it.db.selectFrom("exchange_rate").select("rate").execute()).toEqual([{ rate: "42.5402" }]);
    rmSync(folder, { recursive: true });
  });
  test("in another shape, with another unit or of a day to come it is not taken", async () => {
    await using it = await scene();
    const take = (xml: string) => as(it.db, it.clock, { kind: "system", id: null, name: "rates" }, (act) => importRate(act, xml));
    for (const xml of ["", "<html></html>", file("31.02.2026", "42.5"), file("20.11.2026", "42,5"), file("20.11.2026", "0"), file("20.11.2026", "42.5", "100")]) {
      expect(await take(xml)).toEqual({ ok: false, why: "not-understood" });
    }
    expect(await take(file("24.11.2026", "42.5"))).toEqual({ ok: false, why: "in-future" });
  });
});
