import { sql } from "kysely";
import type { Database } from "../platform/database.ts";
import type { Appointment } from "./book.ts";
import type { Held } from "./hold.ts";
import { type Needs, needsOf } from "./needs.ts";
import type { Offer } from "./offer.ts";
import type { Wish } from "./wish.ts";

/** All that a case has of places, wants of them and needs there. */
export type Claim = { standing: Appointment | undefined; held: Held | undefined; offer: Offer | undefined; wish: Wish | undefined; needs: Needs };

type Part<Letter extends string, What> = { [Name in keyof What & string as `${Letter}_${Name}`]: What[Name] | null };
type Row = Part<"p", Appointment> & Part<"h", Held> & Part<"o", Offer> & Part<"w", Wish> & { needs: string[] | null; interpreter: string | null };

// A place of row `x`, its columns named by that letter.
const place = (x: string) => sql.raw(`${x}s.id as "${x}_slot", ${x}s.day as "${x}_day", ${x}s.starts as "${x}_starts", ${x}o.code as "${x}_office", ${x}o.name as "${x}_officeName", ${x}.steps as "${x}_steps"`);
const placeOf = (x: string) => sql.raw(`left join slot ${x}s on ${x}s.id = ${x}.slot_id left join office ${x}o on ${x}o.code = ${x}s.office_code`);

/**
 * The appointment of a case that stands, the hour it keeps, the offer it may answer, its turn on the waiting list and what it needs. One
 * statement, because every page about places begins with it; each alone is `findAppointment`, `findHold`, `findOffer`, `findWish`, `findNeeds`.
 */
export async function findClaim(db: Database, application: string, now: Temporal.Instant): Promise<Claim> {
  const { rows } = await sql<Row>`
    select p.id as p_id, p.source as p_source, p.sequence as p_sequence, p.moves as p_moves, p.booked_at as "p_bookedAt", po.address as "p_officeAddress", ${place("p")},
      h.expires_at as h_until, ${place("h")}, o.id as o_id, o.expires_at as o_expires, ${place("o")},
      w.asked_at as w_asked, w.from_day as "w_fromDay", n.needs, n.interpreter
    from (select ${application}::uuid as id) c
    left join appointment p on p.application_id = c.id and p.state = 'booked' ${placeOf("p")}
    left join hold h on h.application_id = c.id and h.expires_at > ${now} ${placeOf("h")}
    left join offer o on o.application_id = c.id and o.answered_at is null and o.expires_at > ${now} ${placeOf("o")}
    left join wish w on w.application_id = c.id and w.stopped_at is null
    left join need n on n.application_id = c.id`.execute(db);
  const row = rows[0]!;
  return {
    standing: partOf<Appointment>(row, "p", row.p_id), held: partOf<Held>(row, "h", row.h_until), offer: partOf<Offer>(row, "o", row.o_id), wish: partOf<Wish>(row, "w", row.w_asked),
    needs: needsOf(row),
  };
}

/** The columns of one letter as a value of their own; undefined where the row of that letter was not there. */
function partOf<What>(row: Row, letter: string, there: unknown): What | undefined {
  if (there === null) return undefined;
  return Object.fromEntries(Object.entries(row).flatMap(([name, value]) => (name.startsWith(`${letter}_`) ? [[name.slice(2), value]] : []))) as What;
}
