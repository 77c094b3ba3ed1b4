import { sql } from "kysely";
import { record } from "../audit/record.ts";
import { setCounters } from "../identity/offices.ts";
import type { Act } from "../platform/act.ts";
import { type Database, json, type Transaction } from "../platform/database.ts";
import { isId, v7 } from "../platform/id.ts";
import { done, not, type Outcome } from "../platform/outcome.ts";
import { day, type Dated } from "../rules/dated.ts";
import type { Drafted } from "../rules/drafting.ts";
import { withChanges } from "../rules/drafting.ts";
import { digest, type Fault, faults, goesBy } from "../rules/edition.ts";
import { parseCentralBankRates } from "../rules/exchange-rates.ts";
import { readKept } from "../rules/kept.ts";
import { putToUse, shipped, type Tables } from "../rules/tables.ts";

type Reader = Database | Transaction;

/** A draft, or an edition as it was published. */
export type RuleEdition = {
  id: string; title: string; changes: Drafted[]; drafted_by: string; drafter: string; drafted_at: Temporal.Instant; published_at: Temporal.Instant | null;
  publisher: string | null; digest: string | null;
};

/** The law as the database has it: the tables in use, and those of all editions by the mark that stands in the edition of a case. */
export type Law = { tables: Tables; editions: Map<string, Tables> };

const mark = (whole: string) => whole.slice(0, 8);
/** A rate is of its day; the one of a Friday holds over the weekend, and over a feast. */
const rateHolds = 4;
const bank = "Central Bank of the Republic of Türkiye";

/** Reads the law: what was shipped, with the changes of all published editions in their order, and the rates imported. */
export async function readLaw(db: Reader): Promise<Law> {
  const published = await db.selectFrom("rule_edition").select(["changes"]).where("published_at", "is not", null).orderBy("published_at").orderBy("id").execute();
  const exchangeRates = await readRates(db);
  let tables: Tables = exchangeRates.length === 0 ? shipped : { ...shipped, exchangeRates };
  const editions = new Map([[mark(digest(tables)), tables]]);
  for (const { changes } of published) {
    tables = withChanges(tables, changes as unknown as Drafted[]);
    editions.set(mark(digest(tables)), tables);
  }
  // What no release of today makes any more, a case created under an earlier one may still stand on.
  for (const kept of await db.selectFrom("law_kept").select(["mark", "tables"]).orderBy("kept_at").execute()) {
    if (!editions.has(kept.mark)) editions.set(kept.mark, goesBy({ ...tables, ...readKept(kept.tables) }, kept.mark));
  }
  return { tables, editions };
}

/** Keeps the values of the law as they stand now, by their mark, for the cases created under them. What is kept already stays. */
export async function keepLaw(act: Act): Promise<void> {
  for (const [known, tables] of (await readLaw(act.tx)).editions) await keep(act, known, tables);
}

async function keep(act: Act, known: string, all: Tables): Promise<void> {
  const { exchangeRates: _, ...tables } = all;
  await act.tx.insertInto("law_kept").values({ mark: known, tables: json(tables), kept_at: act.now }).onConflict((conflict) => conflict.column("mark").doNothing()).execute();
}

async function readRates(db: Reader): Promise<Dated<string>[]> {
  const rows = await db.selectFrom("exchange_rate").select(["day", "rate", "source"]).orderBy("day").execute();
  return rows.map(({ day: from, rate, source }, place) => {
    const next = rows[place + 1];
    return { from: from.toString(), until: (next ? next.day.subtract({ days: 1 }) : from.add({ days: rateHolds })).toString(), value: rate, source, confidence: "high" };
  });
}

/** Reads the law anew and puts it to use in this process. */
export async function takeUpLaw(db: Reader): Promise<void> {
  const { tables, editions } = await readLaw(db);
  putToUse(tables, editions);
}

/** What tells that the law has changed since it was read. */
async function state(db: Database): Promise<string> {
  const { rows } = await sql<{ state: string }>`
    select concat((select count(*) || ':' || max(published_at) from rule_edition where published_at is not null), '/', (select count(*) || ':' || max(imported_at) from exchange_rate)) as state`.execute(db);
  return rows[0]!.state;
}

/** Puts the law to use now, and again soon after an edition was published or a rate imported by any process. */
export async function followLaw(db: Database, everySeconds = 5): Promise<{ stop(): void }> {
  let known = await state(db);
  await takeUpLaw(db);
  const look = setInterval(() => {
    void state(db).then(async (now) => {
      if (now === known) return;
      await takeUpLaw(db);
      known = now;
    }).catch(() => undefined); // The database may be away for a moment; the law last read stays in use.
  }, everySeconds * 1000);
  look.unref();
  return { stop: () => clearInterval(look) };
}

function editions(db: Reader) {
  return db.selectFrom("rule_edition").innerJoin("officer as drafter", "drafter.id", "rule_edition.drafted_by").leftJoin("officer as publisher", "publisher.id", "rule_edition.published_by")
    .select(["rule_edition.id", "title", "changes", "drafted_by", "drafter.name as drafter", "drafted_at", "published_at", "publisher.name as publisher", "digest"])
    .where("discarded_at", "is", null);
}

/** Drafts first, then the published ones, newest first. */
export async function listEditions(db: Reader): Promise<RuleEdition[]> {
  return (await editions(db).orderBy(sql`published_at desc nulls first`).orderBy("drafted_at", "desc").execute()) as unknown as RuleEdition[];
}

export async function findEdition(db: Reader, id: string): Promise<RuleEdition | undefined> {
  if (!isId(id)) return undefined;
  return (await editions(db).where("rule_edition.id", "=", id).executeTakeFirst()) as unknown as RuleEdition | undefined;
}

/** Begins a draft; returns its id. */
export async function draftEdition(act: Act, title: string): Promise<string> {
  const id = v7(act.now);
  await act.tx.insertInto("rule_edition").values({ id, title, changes: json([]), drafted_by: act.actor.id!, drafted_at: act.now }).execute();
  await record(act, "draft-edition", { facts: { edition: id } });
  return id;
}

/** Adds a change to one's own draft. `not-yours` for another's, `not-draft` when it was published or discarded. */
export async function draftChange(act: Act, id: string, change: Drafted): Promise<Outcome<object, "not-draft" | "not-yours">> {
  const draft = await openDraft(act, id);
  if (!draft) return not("not-draft");
  if (draft.drafted_by !== act.actor.id) return not("not-yours");
  await act.tx.updateTable("rule_edition").set({ changes: json([...draft.changes, change]) }).where("id", "=", id).execute();
  await record(act, "draft-change", { facts: { edition: id, series: change.series } });
  return done();
}

/** Takes the last change of one's own draft back. */
export async function dropChange(act: Act, id: string): Promise<Outcome<object, "not-draft" | "not-yours">> {
  const draft = await openDraft(act, id);
  if (!draft) return not("not-draft");
  if (draft.drafted_by !== act.actor.id) return not("not-yours");
  await act.tx.updateTable("rule_edition").set({ changes: json(draft.changes.slice(0, -1)) }).where("id", "=", id).execute();
  await record(act, "drop-change", { facts: { edition: id } });
  return done();
}

/** Puts a draft away. */
export async function discardEdition(act: Act, id: string): Promise<Outcome<object, "not-draft">> {
  if (!(await openDraft(act, id))) return not("not-draft");
  await act.tx.updateTable("rule_edition").set({ discarded_at: act.now }).where("id", "=", id).execute();
  await record(act, "discard-edition", { facts: { edition: id } });
  return done();
}

/**
 * Publishes a draft: by another administrator than its drafter, as the one saw it (`seen` is the digest of all data with the draft's
 * changes), and only without a fault. The processes take it up within seconds; its values hold from their own days.
 */
export async function publishEdition(
  act: Act, id: string, seen: string,
): Promise<Outcome<object, "not-draft" | "own-draft" | "changed-meanwhile" | "nothing-changes"> | { ok: false; why: "faults"; faults: Fault[] }> {
  // One at a time: each edition stands on the one before it.
  await sql`select pg_advisory_xact_lock(hashtext('rule_edition'))`.execute(act.tx);
  const draft = await openDraft(act, id);
  if (!draft) return not("not-draft");
  if (draft.drafted_by === act.actor.id) return not("own-draft");
  const { tables } = await readLaw(act.tx);
  const young = withChanges(tables, draft.changes);
  const whole = digest(young);
  if (whole !== seen) return not("changed-meanwhile");
  if (whole === digest(tables)) return not("nothing-changes");
  const found = faults(young);
  if (found.length > 0) return { ok: false, why: "faults", faults: found };
  await act.tx.updateTable("rule_edition").set({ published_by: act.actor.id, published_at: act.now, digest: whole }).where("id", "=", id).execute();
  await keep(act, mark(whole), young);
  await setCounters(act.tx, young.counters, act.today);
  await record(act, "publish-edition", { facts: { edition: id, digest: mark(whole) } });
  return done();
}

async function openDraft(act: Act, id: string): Promise<{ drafted_by: string; changes: Drafted[] } | undefined> {
  const draft = await act.tx.selectFrom("rule_edition").select(["drafted_by", "changes"]).where("id", "=", id).where("published_at", "is", null).where("discarded_at", "is", null)
    .forUpdate().executeTakeFirst();
  return draft as { drafted_by: string; changes: Drafted[] } | undefined;
}

/** Stores the rate of a daily file of the central bank with the file itself. `not-understood` when it has another shape: nothing is guessed. */
export async function importRate(act: Act, xml: string): Promise<Outcome<{ date: Temporal.PlainDate; rate: string }, "not-understood" | "in-future">> {
  const read = parseCentralBankRates(xml);
  if (read === null) return not("not-understood");
  if (Temporal.PlainDate.compare(read.date, act.today) > 0) return not("in-future");
  await act.tx.insertInto("exchange_rate").values({ day: day(read.date.toString()), rate: read.rate, source: bank, original: xml, imported_at: act.now })
    .onConflict((conflict) => conflict.column("day").doUpdateSet({ rate: read.rate, original: xml, imported_at: act.now })).execute();
  await record(act, "import-rate", { facts: { day: read.date.toString(), rate: read.rate } });
  return done(read);
}
