import type { Act } from "../platform/act.ts";
import { dateOf } from "../platform/clock.ts";
import { v7 } from "../platform/id.ts";
import { done, not, type Outcome } from "../platform/outcome.ts";
import type { Scope } from "./day.ts";
import { askProvider, isUnsent, lockRefund, note, officerOf, send } from "./refund.ts";
import type { OtherWay } from "./refund-rule.ts";

/** How a refund was paid, what it is called there, and on which day. */
export type Payout = { way: OtherWay; reference: string; on: Temporal.PlainDate };

/**
 * A finance officer notes that the office paid a card's refund itself, because its provider refuses to for good. From then on the provider is
 * asked no more. `day-out-of-range` before the refund was approved or in the future.
 */
export async function noteOtherWay(
  act: Act, scope: Scope, refundId: string, { way, reference, on }: Payout,
): Promise<Outcome<object, "not-found" | "changed-meanwhile" | "reference-needed" | "day-out-of-range">> {
  const locked = await lockRefund(act, scope, refundId);
  if (!locked) return not("not-found");
  const { refund, payment, application } = locked;
  if (!isUnsent({ ...refund, channel: payment.channel, way: null }, act.now)) return not("changed-meanwhile");
  if (Temporal.PlainDate.compare(on, dateOf(refund.decided_at!)) < 0 || Temporal.PlainDate.compare(on, act.today) > 0) return not("day-out-of-range");
  const named = reference.trim().slice(0, 80);
  if (named === "") return not("reference-needed");
  const kept = await act.tx.insertInto("refund_other_way")
    .values({ id: v7(act.now), refund_id: refund.id, way, reference: named, paid_on: on, noted_at: act.now, noted_by: officerOf(act) })
    .onConflict((it) => it.column("refund_id").where("dismissed_because", "is", null).doNothing()).returning("id").executeTakeFirst();
  if (!kept) return not("changed-meanwhile");
  await note(act, "refund-other-way-noted", scope, application, { payment: payment.id, amount: refund.amount, way, paidOn: on.toString(), reference: named });
  return done();
}

/** Another finance officer approves what was noted, and the refund is paid; or dismisses it with a reason, and the provider is asked again. */
export async function decideOtherWay(
  act: Act, scope: Scope, refundId: string, verdict: "approve" | { dismiss: string },
): Promise<Outcome<object, "not-found" | "own-note" | "changed-meanwhile" | "because-needed">> {
  const locked = await lockRefund(act, scope, refundId);
  if (!locked) return not("not-found");
  const noted = await act.tx.selectFrom("refund_other_way").selectAll().where("refund_id", "=", refundId).where("decided_at", "is", null).executeTakeFirst();
  if (!noted || locked.refund.state !== "approved") return not("changed-meanwhile");
  if (noted.noted_by === officerOf(act)) return not("own-note");
  const because = verdict === "approve" ? null : verdict.dismiss.trim();
  if (because === "") return not("because-needed");
  await act.tx.updateTable("refund_other_way").set({ decided_at: act.now, decided_by: officerOf(act), dismissed_because: because }).where("id", "=", noted.id).execute();
  const way = noted.way as OtherWay;
  if (because === null) {
    await send(act, locked, { reference: noted.reference, from: way === "transfer" ? "treasury" : "cash-desk", otherwise: { way, on: noted.paid_on } });
    return done();
  }
  await note(act, "refund-other-way-dismissed", scope, locked.application, { payment: locked.payment.id, amount: locked.refund.amount, way, reason: because });
  await askProvider(act, refundId);
  return done();
}
