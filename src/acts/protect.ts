import type { Application } from "../applications/application.ts";
import { lock } from "../applications/lock.ts";
import { isFinal, type State } from "../applications/states.ts";
import { setProtected } from "../applications/protection.ts";
import { findTurn, leaveDraw } from "../appointments/join.ts";
import type { Act } from "../platform/act.ts";
import { not, type Outcome } from "../platform/outcome.ts";

/**
 * An officer protects a case: a turn it has in a draw ends at once, so that no list names it, and from now on officers give its
 * appointments. An appointment that stands is kept. A list that is closed already cannot be changed by anybody, or no record could be
 * trusted: there the nameless line stays, and is given no place.
 */
export async function protect(act: Act, application: Application): Promise<Outcome<{ application: Application }, "changed-meanwhile" | "not-allowed">> {
  if (application.state === "draft" || isFinal(application.state as State)) return not("not-allowed");
  if (!(await lock(act, application))) return not("changed-meanwhile");
  if (!(await findTurn(act.tx, application.id))) return setProtected(act, application, true);
  const left = await leaveDraw(act, application);
  return left.ok ? setProtected(act, left.application, true) : not("changed-meanwhile");
}

/** A supervisor lifts the protection: the case goes the way of the others again. */
export async function liftProtection(act: Act, application: Application): Promise<Outcome<{ application: Application }, "changed-meanwhile">> {
  return setProtected(act, application, false);
}
