import { signOf } from "../notifications/sign.ts";
import { everyOf } from "../platform/secret.ts";
import type { ApplicantVisit } from "./page.ts";

/** The sign that genuine messages about this application carry: each of them tells the person to compare it with this one, or with the one from before. */
export function Recognition({ visit: { l, app, application } }: { visit: ApplicantVisit }) {
  const signs = everyOf(app.secret).map((secret, n) => <>{n > 0 ? " / " : null}<strong><bdi class="numbers">{signOf(secret, application.id)}</bdi></strong></>);
  return <p>{l.rich("notices.sign", { sign: <>{signs}</> })}</p>;
}
