import { askToReturn, comeBack } from "../../acts/return.ts";
import { draftOfCode } from "../../identity/code.ts";
import { allows } from "../../identity/limits.ts";
import { deviceOf } from "../../identity/session.ts";
import { type Answers, type FieldError, type Fields, parse } from "../../platform/form.ts";
import { isApplicationNumber, normaliseApplicationNumber } from "../../rules/identifiers.ts";
import { ErrorSummary, type FieldFault, Form } from "../../ui/form.tsx";
import { HiddenField } from "../../ui/fields.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Details, Page } from "../../ui/page.tsx";
import { again, type Answer, html, publicPage, redirect, type Visit } from "../page.ts";
import { faultsInWords, Questions } from "../question.tsx";
import { portal } from "../routes.ts";
import { passSecurity, Security, securityScript, type Wait, Waiting, waitingForm } from "../security.tsx";
import { CodeField, dead, NoCode, tooManyTries, tryCode } from "./start-code.tsx";

const fields: Fields = {
  number: {
    control: "text", attributes: { maxlength: 20, autocapitalize: "characters", spellcheck: "false", autocomplete: "off", dir: "ltr" },
    normalise: normaliseApplicationNumber,
    check: (value) => (isApplicationNumber(value) ? null : { key: "registration.number-wrong" }),
  },
  identity: { control: "text", attributes: { maxlength: 20, autocapitalize: "characters", spellcheck: "false", autocomplete: "off", dir: "ltr" } },
  represents: { control: "check", optional: true },
};

/** Where a person is led after the code: only to pages of their own case. */
function destination(visit: Visit): string {
  const wanted = String(visit.form._then ?? visit.query.then ?? "");
  return /^\/[a-z]{2}\/application[a-z/-]*$/.test(wanted) ? wanted : portal.tasks.href({ lang: visit.l.code });
}

/** Coming back without an account: application number, identity, a fresh code. The same on any device. */
export const resume = publicPage(portal.resume, {
  // Who is signed in here need not say again who they are; the page they are led to knows whether they still are.
  async get(visit) {
    if (visit.returning && !visit.query.ended) return redirect(destination(visit));
    const waiting = await waitingForm(visit);
    const draft = waiting?.typed ?? (visit.code ? await draftOfCode(visit.app.db, visit.code, "return", visit.now) : null);
    return draft?.number ? form(visit, draft, [], waiting?.wait) : form(visit, {}, []);
  },
  async post(visit) {
    const { l, app } = visit;
    const { answers, errors } = parse(fields, visit.form, visit.today);
    if (errors.length > 0) return form(visit, answers, faultsInWords(l, errors as FieldError[]));
    const security = await passSecurity(visit, answers);
    if (!security.ok) return security.fault ? form(visit, answers, [security.fault]) : redirect(portal.resume.href({ lang: l.code }, { then: destination(visit) }), security.kept);
    const id = await visit.act(async (act) => {
      if (!(await allows(act.tx, "code-address", visit.address, act.now))) return null;
      return askToReturn(act, app.secret, { number: answers.number!, identity: answers.identity!, other: false, represents: answers.represents === "yes" });
    });
    if (!id) return form(visit, answers, [{ field: "number", text: l.t("registration.too-many") }]);
    return redirect(portal.resumeCode.href({ lang: l.code }, { then: destination(visit) }), { code: id });
  },
});

function form(visit: Visit, answers: Answers, errors: FieldFault[], wait?: Wait): Answer {
  const { l } = visit;
  const title = l.t("registration.resume-title");
  const body = (
    <Page back={portal.home.href({ lang: l.code })} title={title} lead={l.t("registration.resume-lead")} before={<><ErrorSummary errors={errors} /><Waiting wait={wait} />{visit.query.ended ? <Notice title={l.t("faults.ended")}><p>{l.t("faults.ended-text")}</p></Notice> : null}</>}>
      <Form action={portal.resume.href({ lang: l.code })} csrf={visit.csrf} submit={l.t("registration.resume-submit")}>
        <HiddenField name="_then" value={destination(visit)} />
        <Questions fields={fields} today={visit.today} answers={answers} raw={errors.length > 0 ? visit.form : null} errors={errors} />
        <Security wait={wait} />
      </Form>
      <Details summary={l.t("registration.lost-number")}><p>{l.t("registration.lost-number-text")}</p></Details>
    </Page>
  );
  const scripts = securityScript();
  return errors.length > 0 ? again(title, body, 422, scripts) : html(title, body, 200, { scripts });
}

/** The code of a return. The page says "if these fit together": it never tells whether a number exists. */
export const resumeCode = publicPage(portal.resumeCode, {
  get: (visit) => (visit.code ? codeForm(visit, []) : dead(visit, portal.resume.href({ lang: visit.l.code }))),
  async post(visit) {
    const { l, app, code } = visit;
    const again = portal.resume.href({ lang: l.code });
    if (!code) return dead(visit, again);
    if (visit.form.resend) return resend(visit, code, visit.form.resend === "other");
    const outcome = await tryCode(visit, (act) => comeBack(act, app.secret, code, String(visit.form.code ?? ""), l.code, deviceOf(visit.header("user-agent"))));
    if (outcome.ok) return redirect(destination(visit), { session: outcome.session, code: null });
    if (outcome.why === "too-many") return tooManyTries(visit, portal.resumeCode.href({ lang: l.code }, { then: destination(visit) }));
    return outcome.why === "dead" ? dead(visit, again) : codeForm(visit, [{ field: "code", text: l.t("registration.code-wrong") }]);
  },
});

/** A new code, by the same way or the other one; what was asked for is remembered with the first code. */
async function resend(visit: Visit, code: string, other: boolean): Promise<Answer> {
  const { l, app } = visit;
  const { number, identity, represents } = (await draftOfCode(app.db, code, "return", visit.now)) ?? {};
  if (!number || !identity) return dead(visit, portal.resume.href({ lang: l.code }));
  const id = await visit.act(async (act) => {
    if (!(await allows(act.tx, "code-address", visit.address, act.now))) return null;
    return askToReturn(act, app.secret, { number, identity, other, represents: represents === "yes" });
  });
  if (!id) return codeForm(visit, [{ field: "code", text: l.t("registration.too-many") }]);
  return redirect(portal.resumeCode.href({ lang: l.code }, { then: destination(visit), sent: "again" }), { code: id });
}

function codeForm(visit: Visit, errors: FieldFault[]): Answer {
  const { l } = visit;
  const title = l.t("registration.code-title");
  const action = portal.resumeCode.href({ lang: l.code });
  const body = (
    <Page back={portal.resume.href({ lang: l.code })} title={title} lead={l.t(visit.query.sent ? "registration.code-sent-again" : "registration.return-code-lead")} before={<ErrorSummary errors={errors} />}>
      <Form action={action} csrf={visit.csrf} submit={l.t("registration.code-submit")}>
        <HiddenField name="_then" value={destination(visit)} />
        <CodeField l={l} error={errors[0]?.text} />
      </Form>
      <NoCode visit={visit} action={action} fields={{ _then: destination(visit) }} other />
    </Page>
  );
  return errors.length > 0 ? again(title, body) : html(title, body);
}
