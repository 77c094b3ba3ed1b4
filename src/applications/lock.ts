import type { Act } from "../platform/act.ts";
import type { Application } from "./application.ts";

/**
 * Locks a case until the end of the act, so that what is checked now still holds when it moves. false when it was moved since it was read.
 */
export async function lock(act: Act, application: Application): Promise<boolean> {
  const row = await act.tx.selectFrom("application").select("state").where("id", "=", application.id).forUpdate().executeTakeFirst();
  return row?.state === application.state;
}
