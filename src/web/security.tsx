import { challengeMinutes, checkSolution, checkWait, contentOf, keptBy, makeChallenge, stillToWait, waitMinutes, waitToken } from "../identity/captcha.ts";
import { findKeptForm, keepForm } from "../identity/code.ts";
import { allows } from "../identity/limits.ts";
import type { Answers } from "../platform/form.ts";
import { log } from "../platform/log.ts";
import { Captcha, captchaScript, patience, Patience } from "../ui/captcha.tsx";
import type { FieldFault } from "../ui/form.tsx";
import { Notice } from "../ui/notice.tsx";
import { useLanguage } from "../ui/language.ts";
import { answerJson, publicPage, type Visit } from "./page.ts";
import { portal } from "./routes.ts";

/** What the security step asks to go on with: seconds to wait and the token of the first try. */
export type Wait = { token: string; seconds: number };
/** `kept`: the cookie by which the form's own page finds what was typed, and asks to wait. */
type Passed = { ok: true } | { ok: false; fault: FieldFault } | { ok: false; fault?: never; kept: { code: string } };

/** A proof-of-work challenge for one form. */
export const captcha = publicPage(portal.captcha, {
  async get(visit) {
    if (!(await allows(visit.app.db, "captcha", visit.address, visit.now))) return answerJson({ why: "too-many" }, 429);
    return answerJson(await makeChallenge(visit.app.secret, visit.now));
  },
});

/** The script that solves the challenge while the form is being filled in. */
export function securityScript(): string[] {
  return [captchaScript()];
}

/**
 * The security step of a form that is otherwise sound: a solved challenge, or (without JavaScript) the patience of waiting some seconds
 * and pressing again. Called last: a solution is good once. Who is to wait is redirected to the form's own page, which is no answer to a
 * POST: what comes after it has a way back that sends nothing.
 */
export async function passSecurity(visit: Visit, answers: Answers): Promise<Passed> {
  const { app, l, now, form } = visit;
  const solved = await checkSolution(app.db, app.secret, form.altcha, now);
  if (solved.ok) return { ok: true };
  if (solved.why !== "missing") log.info({ why: solved.why }, "a captcha was refused");
  const given = String(form._wait ?? "");
  const waited = await checkWait(app.db, app.secret, given, now, purposeOf(visit), contentOf(answers));
  if (waited.ok) return { ok: true };
  if (waited.why === "early") return { ok: false, kept: { code: keptBy(given) } };
  if (!(await allows(app.db, "captcha-wait", visit.address, now))) return { ok: false, fault: { field: "", text: l.t("registration.captcha-too-many") } };
  return { ok: false, kept: { code: await visit.act((act) => keepForm(act, answers, waitMinutes)) } };
}

const purposeOf = (visit: Visit) => visit.path.split("?")[0]!;

/** What was typed into a form that asks this visitor to wait, with the wait; null where none does. Whether it is the form of this page, what was typed tells. */
export async function waitingForm(visit: Visit): Promise<{ typed: Answers; wait: Wait } | null> {
  const { app, now, code } = visit;
  const kept = code ? await findKeptForm(app.db, code, now) : undefined;
  if (!kept) return null;
  const token = waitToken(app.secret, kept.since, purposeOf(visit), contentOf(kept.draft), code!);
  return { typed: kept.draft, wait: { token, seconds: stillToWait(token, now) } };
}

/** The security step on the page. */
export function Security({ wait }: { wait?: Wait }) {
  return (
    <>
      {wait ? <Patience token={wait.token} seconds={wait.seconds} /> : null}
      <Captcha challengeUrl={portal.captcha.href()} minutes={challengeMinutes} />
    </>
  );
}

/** What stands on top of a form that asks to wait: on a phone the button is some screens below, so it leads there. */
export function Waiting({ wait }: { wait?: Wait }) {
  const l = useLanguage();
  if (!wait) return null;
  return <Notice title={<a href={`#${patience}`}>{l.t("registration.captcha-wait-title")}</a>} live />;
}
