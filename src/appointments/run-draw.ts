import { sql } from "kysely";
import type { Selectable } from "kysely";
import { type Answers, findApplication } from "../applications/application.ts";
import { record as audit } from "../audit/record.ts";
import { askForPaper } from "../documents/storage.ts";
import { notify } from "../notifications/notify.ts";
import { type Act, type Actor, transact } from "../platform/act.ts";
import { type Clock, dateOf } from "../platform/clock.ts";
import { type Database, json } from "../platform/database.ts";
import { v7 } from "../platform/id.ts";
import type { DB } from "../platform/schema.ts";
import { recordAttempt } from "./attempt.ts";
import { avoidCodes } from "./adjust.ts";
import { deadlineDay, type OfficePlaces } from "./draw.ts";
import { drawnProvinces } from "./draw-switch.ts";
import { stepsOf, WORKING_DAYS_AHEAD } from "./hours.ts";
import { BATCH_MINUTES, lockedBatch, newGroup, newLine, openBatch } from "./join.ts";
import { leadDays } from "./limits.ts";
import { withLeadTime } from "./lead-time.ts";
import { hoursOn, listOfficeHours } from "./office-hours.ts";
import { findPlace, placeValues } from "./place.ts";
import { type DrawRecord, drawRecord, type Listed, listDigestOf, publishedDeadline, type PublicValue, sealDeadline } from "./record.ts";
import { isStepOf, workingDaysFrom } from "./slots.ts";

type DrawRow = Selectable<DB["draw"]>;
type List = { requests: Listed[] };

export type DrawSettings = {
  /** Minutes a batch stays open. */
  batchMinutes: number;
  /** A value that nobody knew when the list was closed; null while it is not known yet, and then the batch waits. */
  publicValue: (closedAt: Temporal.Instant) => Promise<PublicValue | null>;
};

/** Without an outside source the lottery rests on the secret and the closed list alone; the record says so. */
export const noPublicValue: DrawSettings["publicValue"] = async () => ({ source: "none", value: "" });
export const defaultSettings: DrawSettings = { batchMinutes: BATCH_MINUTES, publicValue: noPublicValue };

const system: Actor = { kind: "system", id: null, name: "draw" };

/**
 * The clock of the draw: opens a batch in each province that has an office which gives dates by draw, closes those that are due, draws those that
 * are closed. Each step is one transaction; stopped anywhere and run again it goes on where it was, and several workers do each step once.
 */
export async function runDraws(db: Database, clock: Clock, settings: DrawSettings = defaultSettings): Promise<{ closed: number; drawn: number }> {
  const present = await db.selectFrom("office").select("province").distinct().where("province", "in", await drawnProvinces(db)).execute();
  for (const { province } of present) await transact(db, clock, system, (act) => openBatch(act, province, settings.batchMinutes));
  let closed = 0;
  let drawn = 0;
  const due = await db.selectFrom("draw").select("id").where("closed_at", "is", null).where("closes_at", "<=", clock.now()).execute();
  for (const { id } of due) closed += Number(await transact(db, clock, system, (act) => closeBatch(act, id, settings)));
  const ready = await db.selectFrom("draw").select(["id", "closed_at"]).where("closed_at", "is not", null).where("drawn_at", "is", null).orderBy("id").execute();
  for (const { id, closed_at } of ready) {
    const value = await settings.publicValue(closed_at!);
    if (value !== null) drawn += Number(await transact(db, clock, system, (act) => drawBatch(act, id, value)));
  }
  return { closed, drawn };
}

/**
 * Closes the list of a batch and opens the next one; the list and its digest are final from here on. A batch nobody joined stays open for
 * another round; where no office of its province draws any more it ends, empty, and none is opened after it. false when there was nothing to close.
 */
export async function closeBatch(act: Act, id: string, { batchMinutes }: Pick<DrawSettings, "batchMinutes"> = defaultSettings): Promise<boolean> {
  const batch = await act.tx.selectFrom("draw").selectAll().where("id", "=", id).where("closed_at", "is", null).forUpdate().executeTakeFirst();
  if (!batch || Temporal.Instant.compare(batch.closes_at, act.now) > 0) return false;
  const joined = await act.tx
    .selectFrom("draw_request")
    .innerJoin("application", "application.id", "draw_request.application_id")
    .select(["draw_request.pseudonym", "draw_request.salt", "draw_request.office_code", "draw_request.waited", "draw_request.need", "draw_request.avoid",
      "draw_request.together", "application.attend_by", "application.frozen"])
    .where("draw_request.draw_id", "=", id)
    .where("draw_request.placed_at", "is", null)
    .where("draw_request.withdrawn_at", "is", null)
    .where("application.protected", "=", false)
    .orderBy("draw_request.pseudonym")
    .execute();
  const goesOn = joined.length > 0 || (await drawnProvinces(act.tx)).includes(batch.province);
  if (joined.length === 0 && goesOn) {
    await act.tx.updateTable("draw").set({ closes_at: act.now.add({ minutes: batchMinutes }) }).where("id", "=", id).execute();
    return false;
  }
  const lines = Map.groupBy(await listOfficeHours(act.tx), (line) => line.office);
  const stepsIn = (office: string, frozen: unknown) => stepsOf((frozen as { answers: Answers } | null)?.answers.permitType, hoursOn(lines.get(office) ?? [], act.today).lengths);
  const requests = joined.map((row): Listed => ({
    pseudonym: row.pseudonym, office: row.office_code!, deadline: publishedDeadline(row.attend_by, act.today), waited: row.waited, need: row.need,
    avoid: avoidCodes.filter((code) => row.avoid.includes(code)), together: row.together, steps: stepsIn(row.office_code!, row.frozen), sealed: sealDeadline(row.salt, row.attend_by?.toString() ?? null),
  }));
  const digest = listDigestOf(requests);
  await act.tx.updateTable("draw").set({ closed_at: act.now, list: json({ requests }), list_digest: digest }).where("id", "=", id).execute();
  await sql`insert into draw_seal (draw_id, pseudonym, salt, deadline)
    select ${id}::uuid, pseudonym, salt, deadline from unnest(${joined.map((row) => row.pseudonym)}::text[], ${joined.map((row) => row.salt)}::text[],
      ${joined.map((row) => row.attend_by?.toString() ?? null)}::date[]) as s (pseudonym, salt, deadline)`.execute(act.tx);
  if (goesOn) await openBatch(act, batch.province, batchMinutes);
  await audit(act, "draw-closed", { facts: { draw: id, requests: requests.length, digest } });
  return true;
}

/**
 * Draws a closed batch in one transaction: appointments, lines, record and messages are there together or not at all, so a worker killed
 * in the middle leaves the list as it was and the next one draws the same. Who left after the closing is drawn with the others, so that
 * leaving changes nobody's date, but takes no place. false when the batch was drawn already.
 */
export async function drawBatch(act: Act, id: string, publicValue: PublicValue): Promise<boolean> {
  const batch = await act.tx.selectFrom("draw").selectAll().where("id", "=", id).where("closed_at", "is not", null).where("drawn_at", "is", null).forUpdate().executeTakeFirst();
  if (!batch) return false;
  const { requests } = batch.list as List;
  const people = await act.tx.selectFrom("draw_request").selectAll().where("draw_id", "=", id).orderBy("application_id").forUpdate().execute();
  const { offices, slotOf } = await lockPlaces(act, batch, requests);
  const record = drawRecord({
    draw: id, province: batch.province, openedAt: batch.opened_at.toString(), closedAt: batch.closed_at!.toString(), secret: batch.secret, publicValue, requests, offices,
  });
  const applications = new Map(people.map((person) => [person.pseudonym, person]));
  const officeOf = new Map(requests.map((request) => [request.pseudonym, request.office]));
  const listed = new Map(requests.map((request) => [request.pseudonym, request]));
  const lines: Line[] = record.results.flatMap(({ pseudonym, day, starts }) => {
    const person = applications.get(pseudonym);
    if (!person) throw new Error(`the closed list of ${id} names a request that is not there`);
    const left = person.withdrawn_at !== null;
    const slot = day === null || left ? null : slotOf(officeOf.get(pseudonym)!, day, starts!);
    const { deadline, steps } = listed.get(pseudonym)!;
    return [{ application: person.application_id, person: person.person_id, pseudonym, slot, day, steps, left, together: person.together, late: deadline !== null && (day === null || day > deadlineDay(deadline)) }];
  });
  await write(act, batch, record, lines);
  for (const line of lines) await tell(act, line);
  await audit(act, "drawn", { facts: { draw: id, requests: lines.length, placed: lines.filter((line) => line.slot !== null).length, digest: record.digest } });
  return true;
}

type Line = { application: string; person: string; pseudonym: string; slot: string | null; day: string | null; steps: number; left: boolean; late: boolean; together: string | null };

/** Another random name for a group, the same for all of its members. */
function renamed(known: Map<string, string>, group: string | null): string | null {
  if (group === null) return null;
  const name = known.get(group) ?? newGroup();
  known.set(group, name);
  return name;
}

/**
 * The free places of the offices over the horizon, locked in the order of their ids, and the way from an hour to its row. Those too near are left
 * out here and not in the draw itself, so that whoever computes a record again needs nothing but the places it names.
 */
async function lockPlaces(act: Act, batch: DrawRow, requests: readonly Listed[]): Promise<{ offices: OfficePlaces[]; slotOf(office: string, day: string, starts: string): string }> {
  const closedOn = dateOf(batch.closed_at!);
  const days = workingDaysFrom((Temporal.PlainDate.compare(closedOn, act.today) > 0 ? closedOn : act.today).add({ days: 1 }), WORKING_DAYS_AHEAD);
  const asking = Map.groupBy(requests, (request) => request.office);
  const codes = [...asking.keys()].sort();
  const rows = codes.length === 0 ? [] : await act.tx
    .selectFrom("slot")
    .select(["id", "office_code", "day", "starts", "capacity", "taken"])
    .where("office_code", "in", codes)
    .where("day", ">=", days[0]!)
    .where("day", "<=", days.at(-1)!)
    .where("closed_at", "is", null)
    .whereRef("taken", "<", "capacity")
    .orderBy("id")
    .forNoKeyUpdate()
    .execute();
  const ids = new Map<string, string>();
  const places = new Map(codes.map((code) => [code, [] as OfficePlaces["places"]]));
  for (const row of rows) {
    const [day, starts] = [row.day.toString(), row.starts.toString({ smallestUnit: "minute" })];
    ids.set(`${row.office_code} ${day} ${starts}`, row.id);
    places.get(row.office_code)!.push({ day, starts, free: row.capacity - row.taken });
  }
  const sorted = (list: OfficePlaces["places"]) => list.sort((one, other) => (`${one.day} ${one.starts}` < `${other.day} ${other.starts}` ? -1 : 1));
  return {
    offices: [...places].map(([office, list]) => ({ office, places: withLeadTime(sorted(list), asking.get(office)!, days[leadDays(act.today)]!.toString()) })),
    slotOf(office, day, starts) {
      const slot = ids.get(`${office} ${day} ${starts}`);
      if (!slot) throw new Error(`the draw gave an hour that ${office} does not have`);
      return slot;
    },
  };
}

async function write(act: Act, batch: DrawRow, record: DrawRecord, lines: Line[]): Promise<void> {
  const placed = lines.filter((line) => line.slot !== null);
  const groups = new Map<string, string>();
  const unplaced = lines.filter((line) => line.slot === null && !line.left).map((line) => ({ ...line, ...newLine(), together: renamed(groups, line.together) }));
  await sql`update slot s set taken = s.taken + t.n from (
      select c.id, count(*)::int as n from unnest(${placed.map((line) => line.slot)}::uuid[], ${placed.map((line) => line.steps)}::int[]) as p (slot, steps)
      join slot f on f.id = p.slot join slot c on c.office_code = f.office_code and c.day = f.day and ${isStepOf("c", "f", sql`p.steps`)} group by c.id) t
    where s.id = t.id`.execute(act.tx);
  await sql`insert into appointment (id, application_id, person_id, slot_id, steps, state, source, booked_at)
    select id, application, person, slot, steps, 'booked', 'draw', ${act.now} from unnest(${placed.map(() => v7(act.now))}::uuid[], ${placed.map((line) => line.application)}::uuid[],
      ${placed.map((line) => line.person)}::uuid[], ${placed.map((line) => line.slot)}::uuid[], ${placed.map((line) => line.steps)}::int[]) as p (id, application, person, slot, steps)`.execute(act.tx);
  await sql`insert into draw_line (draw_id, application_id, pseudonym, slot_id)
    select ${batch.id}::uuid, application, pseudonym, slot from unnest(${lines.map((line) => line.application)}::uuid[], ${lines.map((line) => line.pseudonym)}::text[],
      ${lines.map((line) => line.slot)}::uuid[]) as p (application, pseudonym, slot)`.execute(act.tx);
  await sql`update draw_request set placed_at = ${act.now} where application_id = any(${placed.map((line) => line.application)}::uuid[])`.execute(act.tx);
  // Who got no date stands first in the next batch, under another pseudonym, and a group under another name.
  if (unplaced.length > 0) await sql`update draw_request r set draw_id = ${(await lockedBatch(act, batch.province)).id}, waited = r.waited + 1, pseudonym = u.pseudonym, salt = u.salt, together = u.together
    from unnest(${unplaced.map((line) => line.application)}::uuid[], ${unplaced.map((line) => line.pseudonym)}::text[], ${unplaced.map((line) => line.salt)}::text[],
      ${unplaced.map((line) => line.together)}::text[]) as u (application, pseudonym, salt, together)
    where r.application_id = u.application`.execute(act.tx);
  await act.tx.updateTable("draw").set({ drawn_at: act.now, record: json(record) }).where("id", "=", batch.id).execute();
}

async function tell(act: Act, line: Line): Promise<void> {
  if (line.left || (line.slot === null && !line.late)) return;
  const application = await findApplication(act.tx, line.application);
  if (!application) throw new Error(`the application ${line.application} of the draw is gone`);
  if (line.slot !== null) await notify(act, application, "appointment-drawn", placeValues((await findPlace(act, line.slot))!));
  await askForPaper(act, application.id, "registration-form");
  // In the list a deadline may be rounded to an earlier day: who comes before their own is not late.
  const inTime = line.day !== null && application.attend_by !== null && line.day <= application.attend_by.toString();
  if (line.late && !inTime) await recordAttempt(act, application);
}
