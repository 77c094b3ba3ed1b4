import { sql } from "kysely";
import { record } from "../audit/record.ts";
import { setAddress } from "../identity/offices.ts";
import type { Act } from "../platform/act.ts";

/**
 * Sets where an office is, and has the registration forms of everybody who is still to come there drawn anew, since the address stands on
 * them. Returns how many forms.
 */
export async function setOfficeAddress(act: Act, office: string, address: string): Promise<number> {
  await setAddress(act.tx, office, address);
  await record(act, "office-address-set", { office });
  const { rows } = await sql`
    select add_job('draw-paper', json_build_object('application', a.application_id, 'kind', 'registration-form'), null::timestamptz, null::int, 'registration-form:' || a.application_id)
    from appointment a join slot s on s.id = a.slot_id where s.office_code = ${office} and a.state = 'booked' and s.day >= ${act.today}`.execute(act.tx);
  return rows.length;
}
