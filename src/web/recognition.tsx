import { signOf } from "../notifications/sign.ts";
import type { ApplicantVisit } from "./page.ts";

/** The sign that genuine messages about this application carry: each of them tells the person to compare it with this one. */
export function Recognition({ visit: { l, app, application } }: { visit: ApplicantVisit }) {
  return <p>{l.rich("notices.sign", { sign: <strong><bdi class="numbers">{signOf(app.secret, application.id)}</bdi></strong> })}</p>;
}
