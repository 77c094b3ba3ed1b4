import { type Accrual, openAccrual } from "../src/payments/accrual.ts";
import type { Act, Actor } from "../src/platform/act.ts";
import { json } from "../src/platform/database.ts";
import { v7 } from "../src/platform/id.ts";
import type { FeeLine } from "../src/rules/fees.ts";

export const payer: Actor = { kind: "applicant", id: null, name: "DOE, Jane" };
export const fees: FeeLine[] = [
  { code: "card", amount: 96_400, currency: "TRY", amountTry: 96_400, ground: "Communiqué on valuable papers 2026", certain: true },
  { code: "permit", amount: 8_000, currency: "USD", amountTry: 336_000, rate: "42.0000", months: 12, ground: "Fees Law 492, tariff 6", certain: true },
];
export const total = 432_400;

let made = 0;

/** A created case and its accrual. */
export async function openCase(act: Act, lines = fees): Promise<{ application: string; accrual: Accrual }> {
  const { tx, now } = act;
  const [application, person] = [v7(now), v7(now)];
  const digits = String(++made).padStart(10, "0");
  await tx.insertInto("office").values({ code: "35-1", province: "35", name: "İzmir", counters: 3 }).onConflict((c) => c.doNothing()).execute();
  await tx.insertInto("person").values({
    id: person, nationality: "GBR", passport_number: digits, name_key: "DOE JANE", birth_date: Temporal.PlainDate.from("1990-02-03"), created_at: now,
  }).execute();
  await tx.insertInto("application").values({
    id: application, number: `N${digits}`, kind: "first", state: "created", language: "en", email: "jane@example.org", channel: "email",
    started_at: now, changed_at: now, person_id: person, office_code: "35-1", province: "35", registration_number: `2026-35-${digits.slice(-7)}`,
    created_at: now, frozen: json({ answers: { surname: "Doe", givenNames: "Jane" } }),
  }).execute();
  return { application, accrual: await openAccrual(act, { id: application, office_code: "35-1" }, lines) };
}
