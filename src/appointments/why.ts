import type { Database } from "../platform/database.ts";
import { suits } from "./adjust.ts";
import { deadlineDay, type Unplaced } from "./draw.ts";
import { ranked } from "./rank.ts";
import type { DrawRecord } from "./record.ts";

/** What one person is told of their draw: their line, and the numbers that explain it. */
export type Why = {
  draw: string;
  pseudonym: string;
  record: DrawRecord;
  /** Requests for the same office, and its free places in the horizon. */
  people: number;
  places: number;
  /** The last day to which the deadline counts as it was published, which may be earlier than the deadline itself; null when there is none. */
  deadline: string | null;
  waited: number;
  need: number;
  /** The place in the order of rank (batches waited, need, lottery), the first being 1. */
  rank: number;
  /** How many come before in that order by waiting or need, and by the lottery alone. */
  beforeByRight: number;
  beforeByLottery: number;
  /** How many come after in that order and yet were given an earlier date, because their deadline needed it. */
  passedByDeadline: number;
  day: string | null;
  starts: string | null;
  /** Whether the date suits what the person said of when they cannot come, and how many come together with them that day; null where nothing was said. */
  suits: boolean | null;
  together: number | null;
  /** Why there is no date, where there is none. */
  unplaced: Unplaced | null;
  /** Whether the request was drawn as part of a group, and how many steps its service takes. */
  group: boolean;
  steps: number;
};

/** The last drawn batch of a case, explained; undefined while there is none. */
export async function whyThisDate(db: Database, application: string): Promise<Why | undefined> {
  const line = await db
    .selectFrom("draw_line")
    .innerJoin("draw", "draw.id", "draw_line.draw_id")
    .select(["draw.id", "draw.record", "draw_line.pseudonym"])
    .where("draw_line.application_id", "=", application)
    .orderBy("draw.drawn_at", "desc")
    .executeTakeFirst();
  return line ? { draw: line.id, ...explain(line.record as DrawRecord, line.pseudonym) } : undefined;
}

/** Explains one line of a record by the others. Pure. */
export function explain(record: DrawRecord, pseudonym: string): Omit<Why, "draw"> {
  const own = record.requests.find((request) => request.pseudonym === pseudonym);
  const result = record.results.find((each) => each.pseudonym === pseudonym);
  if (!own || !result) throw new Error("the record has no such line");
  const order = ranked(record.seed, record.requests.filter((request) => request.office === own.office));
  const at = order.findIndex((request) => request.pseudonym === pseudonym);
  const [before, lifted] = [order.slice(0, at), order[at]!];
  const byLottery = before.filter((request) => request.waited === lifted.waited && request.need === lifted.need).length;
  const when = new Map(record.results.map((each) => [each.pseudonym, each.day === null ? null : `${each.day} ${each.starts}`]));
  const mine = when.get(pseudonym) ?? null;
  const earlier = order.slice(at + 1).filter((request) => {
    const theirs = when.get(request.pseudonym) ?? null;
    return theirs !== null && (mine === null || theirs < mine);
  });
  const deadline = own.deadline === null ? null : deadlineDay(own.deadline);
  return {
    pseudonym, record, people: order.length,
    places: record.offices.find((office) => office.office === own.office)?.places.reduce((sum, place) => sum + place.free, 0) ?? 0,
    deadline, waited: own.waited, need: own.need, rank: at + 1,
    unplaced: result.unplaced, group: own.together !== null, steps: own.steps,
    beforeByRight: before.length - byLottery, beforeByLottery: byLottery, passedByDeadline: earlier.length, day: result.day, starts: result.starts,
    suits: own.avoid.length === 0 || result.day === null ? null : suits(own.avoid, { day: result.day, starts: result.starts! }),
    together: own.together === null || result.day === null ? null
      : record.requests.filter((one) => one.together === own.together && one !== own && when.get(one.pseudonym)?.slice(0, 10) === result.day).length,
  };
}
