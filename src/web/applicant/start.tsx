import { sendStartCode } from "../../acts/begin.ts";
import { preRegistration } from "../../applications/pre-registration.ts";
import { draftOfCode } from "../../identity/code.ts";
import { allows } from "../../identity/limits.ts";
import { type Answers, parse, type RawForm } from "../../platform/form.ts";
import { not } from "../../platform/outcome.ts";
import type { Kind } from "../../rules/permit-types.ts";
import { CheckField, HiddenField } from "../../ui/fields.tsx";
import { ErrorSummary, type FieldFault, Form } from "../../ui/form.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Page, Steps } from "../../ui/page.tsx";
import { type Answer, again, answersForm, carrying, html, publicPage, redirect, type Visit } from "../page.ts";
import { faultsInWords, Questions, tellApart } from "../question.tsx";
import { portal } from "../routes.ts";
import { passSecurity, Security, securityScript, type Wait, Waiting, waitingForm } from "../security.tsx";
import { kindOf } from "./check.tsx";

/** Answers of the pre-check travel along in the form, so that nothing is typed twice and nothing personal stands in an address. */
const carriedFields = ["entryBasis", "entryDate", "stayEnds", "presentPermitType", "permitValidUntil", "reasonEndedOn"];

/** The pre-registration form with its security steps (captcha, then a code). */
export const start = publicPage(portal.start, {
  async get(visit) {
    const kind = kindOf(visit);
    // Who waits for a code may come back to what they typed, to correct the contact it went to; and before that, who is asked to wait.
    const waiting = await waitingForm(visit);
    const draft = waiting?.typed ?? (visit.code ? await draftOfCode(visit.app.db, visit.code, "start", visit.now) : null);
    return draft?.kind === kind ? form(visit, kind, draft, null, [], { wait: waiting?.wait }) : form(visit, kind, {}, null, []);
  },
  async post(visit) {
    const { l, app } = visit;
    const kind = kindOf(visit);
    if (visit.form._carried === "yes") return form(visit, kind, {}, null, []);
    const fields = preRegistration(kind);
    const { answers, errors } = parse(fields, visit.form, visit.today, { kind });
    if (visit.form._language) return form(visit, kind, answers, visit.form, []);
    const told = tellApart(fields, visit.form, errors);
    const faults = faultsInWords(l, told.faults);
    if (!visit.form.declaration) faults.push({ field: "declaration", text: l.t("fields.error.tick", { label: l.t("application.declaration-short") }) });
    if (faults.length + told.fresh.length > 0) return form(visit, kind, answers, visit.form, faults, { fresh: told.fresh });
    const draft: Answers = { kind, ...carried((name) => visit.form[`_${name}`]), ...answers };
    const security = await passSecurity(visit, draft);
    if (!security.ok) return security.fault ? form(visit, kind, answers, visit.form, [security.fault]) : redirect(portal.start.href({ lang: l.code, kind }), security.kept);
    const sent = await visit.act(async (act) => {
      const within = await allows(act.tx, "code-address", visit.address, act.now);
      return within ? sendStartCode(act, app.secret, draft, l.code) : not("too-many");
    });
    if (!sent.ok) return form(visit, kind, answers, visit.form, [{ field: "channel", text: l.t("registration.too-many") }]);
    return redirect(portal.startCode.href({ lang: l.code }), { code: sent.code });
  },
});

function carried(told: (name: string) => RawForm[string]): Answers {
  const answers: Answers = {};
  for (const name of carriedFields) {
    const value = told(name);
    if (typeof value === "string" && /^[a-z0-9-]{1,20}$/.test(value)) answers[name] = value;
  }
  return answers;
}

function form(visit: Visit, kind: Kind, answers: Answers, raw: RawForm | null, errors: FieldFault[], { wait, fresh }: { wait?: Wait; fresh?: string[] } = {}): Answer {
  const { l } = visit;
  const fields = preRegistration(kind);
  const title = l.t("registration.title");
  const declaration = errors.find((error) => error.field === "declaration")?.text;
  const body = (
    <Page
      back={portal.check.href({ lang: l.code, kind })} caption={l.t(`home.${kind}`)} title={title} lead={l.t(kind === "first" ? "registration.lead-first" : "registration.lead-holder")}
      before={<><ErrorSummary errors={errors} /><Waiting wait={wait} /></>}
      aside={<><h2>{l.t("registration.next-title")}</h2><Steps items={[l.t("registration.next-1"), l.t("registration.next-2"), l.t("registration.next-3")]} /><Notice>{l.t("registration.no-lock")}</Notice></>}
    >
      <Form id={answersForm} action={portal.start.href({ lang: l.code, kind })} csrf={visit.csrf} submit={l.t("registration.submit")} attributes={{ "data-kept": true }}>
        {Object.entries(carried((name) => visit.form[`_${name}`] ?? answers[name])).map(([name, value]) => <HiddenField name={`_${name}`} value={value} />)}
        <Questions fields={fields} today={visit.today} answers={{ kind, ...answers }} raw={raw} errors={errors} fresh={fresh} />
        <CheckField name="declaration" label={l.t("registration.declaration")} hint={<a href={portal.privacy.href({ lang: l.code })} target="_blank" rel="noopener">{l.t("registration.declaration-privacy")}</a>} checked={Boolean(raw ? raw.declaration : answers.channel)} error={declaration} />
        <Security wait={wait} />
      </Form>
    </Page>
  );
  const scripts = securityScript();
  return carrying(errors.length > 0 ? again(title, body, 422, scripts) : html(title, body, 200, { scripts }));
}
