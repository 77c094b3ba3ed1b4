import { askToProve, prove } from "../../acts/prove.ts";
import type { Application } from "../../applications/application.ts";
import { contactOf } from "../../applications/contact.ts";
import { codeUnderWay } from "../../identity/code.ts";
import { isProved } from "../../identity/session.ts";
import { codeMinutes } from "../../notifications/notices.ts";
import type { RawForm } from "../../platform/form.ts";
import { isId } from "../../platform/id.ts";
import { HiddenField } from "../../ui/fields.tsx";
import { ErrorSummary, type FieldFault, Form } from "../../ui/form.tsx";
import { Details, Page } from "../../ui/page.tsx";
import { again, type Answer, type ApplicantVisit, html } from "../page.ts";
import { masked } from "../masked.ts";
import { CodeField, NoCode, tooManyTries, tryCode } from "./start-code.tsx";

const own = new Set(["_csrf", "proof", "proof-code", "resend"]);

/**
 * The page that asks who is signed in to prove once more that it is they, or null where they have lately, or just did with this form: by a code to
 * the contact that is known. What was posted stays in the page's form and is sent again with the code, so nothing typed is lost.
 */
export async function proveFirst(visit: ApplicantVisit): Promise<Answer | null> {
  const { session, now, form, app, l } = visit;
  const application = reachedBy(visit);
  if (isProved(session, now)) return null;
  const code = isId(form.proof) ? form.proof : null;
  if (!code || form.resend) {
    const asked = await visit.act((act) => askToProve(act, app.secret, application, form.resend === "other", l.code));
    return asked.ok ? ask(visit, asked.code, []) : ask(visit, code, [{ field: "proof-code", text: l.t("registration.too-many") }]);
  }
  const tried = await tryCode(visit, (act) => prove(act, app.secret, application, session, code, String(form["proof-code"] ?? "")));
  if (tried.ok) return null;
  if (tried.why === "too-many") return tooManyTries(visit, visit.path);
  return ask(visit, code, [{ field: "proof-code", text: l.t(tried.why === "dead" ? "registration.code-dead-text" : "registration.code-wrong") }]);
}

/** The case with the contacts of who is signed in: those of the person, or of who acts for them. */
function reachedBy({ application, mandate, represents }: ApplicantVisit): Application {
  if (!mandate || !represents) return application;
  const { email, phone } = mandate;
  return { ...application, email, phone, channel: email ? "email" : "sms" };
}

async function ask(visit: ApplicantVisit, code: string | null, errors: FieldFault[]): Promise<Answer> {
  const { l, csrf, form, path, app } = visit;
  const application = reachedBy(visit);
  const title = l.t("sessions.prove");
  const posted = postedIn(form);
  const { channel } = (code ? await codeUnderWay(app.db, code, "return", visit.now) : null) ?? contactOf(application);
  const to = masked((channel === "sms" ? application.phone : application.email)!);
  const body = (
    <Page
      back={path} title={title} before={<ErrorSummary errors={errors} />}
      lead={<>{l.t("sessions.prove-lead")} {l.rich("registration.code-sent-to", { to: <bdi class="whole" dir="ltr">{to}</bdi> })} {l.t("registration.code-lead", { minutes: codeMinutes })}</>}
    >
      <Form action={path} csrf={csrf} submit={l.t("registration.code-submit")}>
        {Object.entries({ ...posted, ...(code ? { proof: code } : {}) }).map(([name, value]) => <HiddenField name={name} value={value} />)}
        <CodeField l={l} name="proof-code" error={errors[0]?.text} />
      </Form>
      <NoCode visit={visit} action={path} fields={posted} other={Boolean(application.email && application.phone)} />
      <Details summary={l.t("sessions.prove-lost")}><p>{l.rich("sessions.prove-lost-text", { phone: <bdi dir="ltr">{app.authority.phone}</bdi> })}</p></Details>
    </Page>
  );
  return errors.length > 0 ? again(title, body) : html(title, body);
}

function postedIn(form: RawForm): Record<string, string> {
  return Object.fromEntries(Object.entries(form).filter(([name, value]) => !own.has(name) && value !== undefined).map(([name, value]) => [name, String(value)]));
}
