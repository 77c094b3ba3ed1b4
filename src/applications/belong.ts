import type { Act } from "../platform/act.ts";
import type { Application } from "./application.ts";

/** A case goes to another office that serves its address: the one where its appointment is. That office sees it from now on. */
export async function belongTo(act: Act, application: Application, office: string): Promise<void> {
  await act.tx.updateTable("application").set({ office_code: office }).where("id", "=", application.id).execute();
}
