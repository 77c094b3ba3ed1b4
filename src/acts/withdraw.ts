import { move } from "../applications/move.ts";
import type { Application } from "../applications/application.ts";
import { giveUpClaims } from "../appointments/cancel.ts";
import { closeAccrual } from "../payments/accrual.ts";
import type { Act } from "../platform/act.ts";
import type { Outcome } from "../platform/outcome.ts";

/** Withdraws an application: its place is freed, its turn in the draw ends, its accrual is closed. */
export async function withdraw(act: Act, application: Application): Promise<Outcome<{ application: Application }, "changed-meanwhile" | "not-allowed">> {
  const moved = await move(act, application, "withdraw");
  if (!moved.ok) return moved;
  await giveUpClaims(act, application.id);
  await closeAccrual(act, application.id, "withdrawn");
  return moved;
}
