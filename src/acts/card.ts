import type { Application } from "../applications/application.ts";
import { findCard, writeCard, writeDelivery, writePosting, writeReturn } from "../applications/decision.ts";
import { lock } from "../applications/lock.ts";
import { move, type Moved } from "../applications/move.ts";
import type { Act } from "../platform/act.ts";
import { not, type Outcome } from "../platform/outcome.ts";
import { isTrackingCode } from "../rules/identifiers.ts";

/** The card is printed, or its number was typed wrongly and is put right before the post has it. `wrong-number`: not letters and digits as on a card; `number-taken`: another person's card bears it. */
export async function printCard(
  act: Act, application: Application, { series, number }: { series: string; number: string },
): Promise<Outcome<Moved, "wrong-number" | "number-taken" | "changed-meanwhile" | "not-allowed">> {
  if (!/^[A-Z]{1,3}$/.test(series) || !/^\d{3,12}$/.test(number)) return not("wrong-number");
  if (application.state !== "granted" && application.state !== "printing") return not("not-allowed");
  if (!(await lock(act, application))) return not("changed-meanwhile");
  if (!(await writeCard(act, application.id, series, number))) return not("number-taken");
  return move(act, application, "print", { facts: { series, number } });
}

/**
 * The card is handed to the post, or its code was typed wrongly and is put right while it is on its way. `wrong-code`: no tracking code of the
 * post; `code-taken`: another card goes under it; `same-code`: this card goes under it already.
 */
export async function postCard(
  act: Act, application: Application, typed: string,
): Promise<Outcome<Moved, "wrong-code" | "code-taken" | "same-code" | "changed-meanwhile" | "not-allowed">> {
  const tracking = typed.replace(/\s/g, "").toUpperCase();
  if (!isTrackingCode(tracking)) return not("wrong-code");
  if (application.state !== "printing" && application.state !== "posted") return not("not-allowed");
  if (!(await lock(act, application))) return not("changed-meanwhile");
  if ((await findCard(act.tx, application.id))?.tracking_code === tracking) return not("same-code");
  if (!(await writePosting(act, application.id, tracking))) return not("code-taken");
  return move(act, application, application.state === "printing" ? "post" : "correct-tracking", { facts: { tracking }, values: { tracking } });
}

/** The post says that the card was handed over. */
export async function deliverCard(act: Act, application: Application): Promise<Outcome<Moved, "changed-meanwhile" | "not-allowed">> {
  const moved = await move(act, application, "deliver");
  if (moved.ok) await writeDelivery(act, application.id);
  return moved;
}

/** The post brought the card back: it waits here, and the person is told. */
export async function cardCameBack(
  act: Act, application: Application, comment: string,
): Promise<Outcome<Moved, "comment-needed" | "changed-meanwhile" | "not-allowed">> {
  if (comment.trim() === "") return not("comment-needed");
  const moved = await move(act, application, "come-back", { comment });
  if (moved.ok) await writeReturn(act, application.id);
  return moved;
}
