import { sql } from "kysely";
import type { Act } from "../platform/act.ts";
import { barcodeOf, registrationNumber } from "../rules/identifiers.ts";

/**
 * The next registration number with its barcode: `2026-NN-NNNNNNN`, NN the running number modulo 97, so that a mistyped digit is seen. It runs on
 * over the years and may leave a number out: a row that counts by the year is locked until its act commits, and of 50 people who create their
 * applications at once each then waited 91 ms for the others.
 */
export async function nextRegistration(act: Act): Promise<{ number: string; barcode: string }> {
  const { rows } = await sql<{ n: number }>`select nextval('registration_running') as n`.execute(act.tx);
  const number = registrationNumber(act.today.year, rows[0]!.n % 97, rows[0]!.n);
  return { number, barcode: barcodeOf(number) };
}
