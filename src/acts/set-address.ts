import { record } from "../audit/record.ts";
import { askForPapers } from "../documents/storage.ts";
import { setAddress } from "../identity/offices.ts";
import type { Act } from "../platform/act.ts";

/**
 * Sets where an office is, and has the registration forms of everybody who is still to come there drawn anew, since the address stands on
 * them. Returns how many forms.
 */
export async function setOfficeAddress(act: Act, office: string, address: string): Promise<number> {
  await setAddress(act.tx, office, address);
  await record(act, "office-address-set", { office });
  const coming = await act.tx
    .selectFrom("appointment")
    .innerJoin("slot", "slot.id", "appointment.slot_id")
    .select("appointment.application_id as id")
    .where("slot.office_code", "=", office)
    .where("appointment.state", "=", "booked")
    .where("slot.day", ">=", act.today)
    .execute();
  await askForPapers(act, coming.map(({ id }) => id), "registration-form");
  return coming.length;
}
