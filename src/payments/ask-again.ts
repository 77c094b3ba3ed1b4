import type { Act } from "../platform/act.ts";
import { clock } from "../platform/clock.ts";
import { addJob } from "../platform/jobs.ts";
import type { Payment } from "./payment.ts";

// Jobs run by the machine's clock, also where the calendar of a demonstration was moved.
const machine = clock();
const first = 20;
const longest = 3600;

/** Seconds until a payment is asked about again: 20, 40, 80 … at most an hour; there is no last time while it is not known. */
export function pause(polls: number): number {
  return Math.min(first * 2 ** Math.min(polls, 10), longest);
}

/** Has a payment under way asked about later; `asked` when this very question just brought no answer that settles it. */
export async function askAgain(act: Act, payment: Payment, asked: boolean): Promise<void> {
  const polls = payment.polls + (asked ? 1 : 0);
  if (asked) await act.tx.updateTable("payment").set({ polls }).where("id", "=", payment.id).execute();
  await addJob(act.tx, "poll-payment", { payment: payment.id }, { key: `poll:${payment.id}`, runAt: machine.now().add({ seconds: pause(polls) }) });
}
