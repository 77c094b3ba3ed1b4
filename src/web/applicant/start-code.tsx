import type { ComponentChildren } from "preact";
import { begin, sendStartCode } from "../../acts/begin.ts";
import { codeUnderWay, draftOfCode } from "../../identity/code.ts";
import { allows, giveBack, minutesUntilNext } from "../../identity/limits.ts";
import { deviceOf } from "../../identity/session.ts";
import { codeMinutes } from "../../notifications/notices.ts";
import type { Act } from "../../platform/act.ts";
import { not, type Outcome } from "../../platform/outcome.ts";
import type { Kind } from "../../rules/permit-types.ts";
import { ButtonForm, ButtonLink, ErrorSummary, type FieldFault, Form } from "../../ui/form.tsx";
import { TextField } from "../../ui/fields.tsx";
import { Details, Page, Situation } from "../../ui/page.tsx";
import { type Answer, again, html, publicPage, redirect, type Visit } from "../page.ts";
import { masked } from "../masked.ts";
import { portal } from "../routes.ts";

/** The code by e-mail or SMS: when it is right the draft begins and the application number is given. */
export const startCode = publicPage(portal.startCode, {
  get: (visit) => (visit.code ? codeForm(visit, visit.code, []) : dead(visit)),
  async post(visit) {
    const { l, app, code } = visit;
    if (!code) return dead(visit);
    if (visit.form.resend) return resend(visit, code, visit.form.resend === "other");
    const typed = String(visit.form.code ?? "");
    const outcome = await tryCode(visit, (act) => begin(act, app.secret, code, typed, l.code, deviceOf(visit.header("user-agent"))));
    if (outcome.ok) return redirect(portal.tasks.href({ lang: l.code }, { new: "yes" }), { session: outcome.session, code: null });
    if (outcome.why === "too-many") return tooManyTries(visit, portal.startCode.href({ lang: l.code }));
    return outcome.why === "dead" ? gone(visit, code) : codeForm(visit, code, [{ field: "code", text: l.t("registration.code-wrong") }]);
  },
});

/** Tries a code that was typed, within what is allowed to one address: `too-many` wrong ones came from there lately, and this one was not looked at. */
export function tryCode<T extends object, Why extends string>(visit: Visit, attempt: (act: Act) => Promise<Outcome<T, Why>>): Promise<Outcome<T, Why | "too-many">> {
  return visit.act(async (act) => {
    if (!(await allows(act.tx, "code-try", visit.address, act.now))) return not("too-many");
    const outcome = await attempt(act);
    if (outcome.ok) await giveBack(act.tx, "code-try", visit.address, act.now);
    return outcome;
  });
}

/** Too many wrong codes were typed from this address: nothing is said of the one that was typed now, which may be right. */
export function tooManyTries(visit: Visit, to: string): Answer {
  const { l } = visit;
  const title = l.t("registration.code-tries");
  const minutes = minutesUntilNext("code-try", visit.now);
  return html(title, <Situation icon="clock" title={title} actions={<ButtonLink href={to}>{l.t("registration.code-tries-back")}</ButtonLink>}><p>{l.t("registration.code-tries-text", { minutes })}</p></Situation>, 429);
}

/** A new code for the same pre-registration, by the same way or the other one. */
async function resend(visit: Visit, code: string, other: boolean): Promise<Answer> {
  const { l, app } = visit;
  const draft = await draftOfCode(app.db, code, "start", visit.now);
  if (!draft) return dead(visit);
  const sent = await visit.act(async (act) => {
    const within = await allows(act.tx, "code-address", visit.address, act.now);
    return within ? sendStartCode(act, app.secret, draft, l.code, other) : not("too-many");
  });
  if (!sent.ok) return codeForm(visit, code, [{ field: "code", text: l.t("registration.too-many") }]);
  return redirect(portal.startCode.href({ lang: l.code }, { sent: "again" }), { code: sent.code });
}

/** Where the form stands as it was typed, for as long as its code is waited for. */
const typedForm = (visit: Visit, draft: Record<string, string>) => portal.start.href({ lang: visit.l.code, kind: draft.kind as Kind });

/** The code was mistyped too often: what was typed before it is still there. */
async function gone(visit: Visit, code: string): Promise<Answer> {
  const draft = await draftOfCode(visit.app.db, code, "start", visit.now);
  return draft ? dead(visit, typedForm(visit, draft)) : dead(visit);
}

async function codeForm(visit: Visit, code: string, errors: FieldFault[]): Promise<Answer> {
  const { l } = visit;
  const sent = await codeUnderWay(visit.app.db, code, "start", visit.now);
  if (!sent) return dead(visit);
  const { draft, channel } = sent;
  const form = typedForm(visit, draft);
  const to = masked((channel === "sms" ? draft.phone : draft.email)!);
  const title = l.t("registration.code-title");
  const body = (
    <Page
      back={form} title={title} before={<ErrorSummary errors={errors} />}
      lead={<>{l.rich("registration.code-sent-to", { to: <bdi class="nowrap" dir="ltr">{to}</bdi> })} {visit.query.sent ? l.t("registration.code-sent-again") : l.t("registration.code-lead", { minutes: codeMinutes })}</>}
    >
      <Form action={portal.startCode.href({ lang: l.code })} csrf={visit.csrf} submit={l.t("registration.code-submit")}>
        <CodeField l={visit.l} error={errors[0]?.text} />
      </Form>
      <NoCode visit={visit} action={portal.startCode.href({ lang: l.code })} fields={{}} other={Boolean(draft.email && draft.phone)}>
        <p>{l.t("registration.code-none-start")}</p>
        <p><a href={`${form}#${channel === "sms" ? "phone" : "email"}`}>{l.t("registration.code-correct")}</a></p>
      </NoCode>
    </Page>
  );
  return errors.length > 0 ? again(title, body) : html(title, body);
}

/** What to do when no code arrives: again, or by the `other` way where one may have been given. In the demonstration also where to read it. */
export function NoCode({ visit, action, fields, other, children }: { visit: Visit; action: string; fields: Record<string, string>; other: boolean; children?: ComponentChildren }) {
  const { l, csrf, query, app } = visit;
  return (
    <>
      <Details summary={l.t("registration.code-none")} open={query.sent !== undefined}>
        <p>{l.t(other ? "registration.code-none-text" : "registration.code-none-same")}</p>
        <div class="cluster">
          <ButtonForm action={action} csrf={csrf} fields={{ ...fields, resend: "same" }}>{l.t("registration.resend")}</ButtonForm>
          {other ? <ButtonForm action={action} csrf={csrf} fields={{ ...fields, resend: "other" }}>{l.t("registration.resend-other")}</ButtonForm> : null}
        </div>
        {children}
      </Details>
      {app.demonstration ? <p><a href={portal.mailbox.href({ lang: l.code })} target="_blank" rel="noopener">{l.t("registration.mailbox")}</a></p> : null}
    </>
  );
}

/** Six digits; phones offer the code from the message by themselves. */
export function CodeField({ l, name = "code", error }: { l: Visit["l"]; name?: string; error?: FieldFault["text"] }) {
  const attributes = { inputmode: "numeric", autocomplete: "one-time-code", maxlength: 10, dir: "ltr", spellcheck: "false" };
  return <TextField name={name} label={l.t("fields.code")} hint={l.t("registration.code-hint")} error={error} width={10} attributes={attributes} />;
}

/** The code has expired, was mistyped too often or was used: said plainly, with the way (`to`) to a new one; without one, what was typed is gone as well. */
export function dead(visit: Visit, to?: string): Answer {
  const { l } = visit;
  const title = l.t("registration.code-dead");
  const lang = { lang: l.code };
  const actions = to ? <ButtonLink href={to}>{l.t("registration.code-again")}</ButtonLink> : (
    <><ButtonLink href={portal.home.href(lang)}>{l.t("faults.home")}</ButtonLink><ButtonLink href={portal.resume.href(lang)} kind="secondary">{l.t("ui.continue")}</ButtonLink></>
  );
  return html(title, <Situation icon="clock" title={title} actions={actions}><p>{l.t(to ? "registration.code-dead-text" : "registration.code-dead-start")}</p></Situation>, 410);
}
