import { answersOf, nameOf } from "../../applications/application.ts";
import type { ApplicantVisit } from "../page.ts";

/** Whom the questions mean where a parent, a guardian or a lawyer answers them: every page says “you” to the person. */
export function OnBehalf({ visit: { l, application, represents } }: { visit: ApplicantVisit }) {
  return represents ? <p>{l.rich("application.on-behalf", { person: <strong><bdi>{nameOf(answersOf(application))}</bdi></strong> })}</p> : null;
}
