import { sql } from "kysely";
import type { Act } from "../platform/act.ts";
import { barcodeOf, registrationNumber } from "../rules/identifiers.ts";

/**
 * The next registration number of the year with its barcode: `2026-NN-NNNNNNN`, NN the running number modulo 97, so that a mistyped
 * digit is seen. The year's row is locked until the act commits: taken as late as possible.
 */
export async function nextRegistration(act: Act): Promise<{ number: string; barcode: string }> {
  const { rows } = await sql<{ last: number }>`
    insert into running_number (name, year, last) values ('registration', ${act.today.year}, 1)
    on conflict (name, year) do update set last = running_number.last + 1
    returning last`.execute(act.tx);
  const running = rows[0]!.last;
  const number = registrationNumber(act.today.year, running % 97, running);
  return { number, barcode: barcodeOf(number) };
}
