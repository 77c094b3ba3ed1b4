import { interpreterLanguages, needCodes, type Needs, setNeeds } from "../../appointments/needs.ts";
import type { Language } from "../../platform/i18n.ts";
import { ChecksField, HiddenField, SelectField } from "../../ui/fields.tsx";
import { Form } from "../../ui/form.tsx";
import { Details } from "../../ui/page.tsx";
import { type ApplicantVisit, applicantPage, redirect } from "../page.ts";
import { portal } from "../routes.ts";

/** What somebody needs on the day, told from the page of the appointment or of the draw, and led back there. */
export const needs = applicantPage(portal.needs, {
  get: (visit) => redirect(portal.appointment.href({ lang: visit.l.code })),
  async post(visit) {
    const { form, application, l } = visit;
    const interpreter = typeof form.interpreter === "string" ? form.interpreter : null;
    await visit.act((act) => setNeeds(act, application, { needs: [form.needs ?? []].flat(), interpreter }));
    return redirect((form.from === "draw" ? portal.draw : portal.appointment).href({ lang: l.code }, { new: "needs" }));
  },
});

// Sorted and drawn once a language: made anew they were the dearest part of the appointment's page.
const interpreters = new Map<string, { value: string; label: string }[]>();

function interpretersIn(l: Language) {
  const known = interpreters.get(l.code);
  if (known) return known;
  const made = interpreterLanguages.map((code) => ({ value: code, label: l.languageName(code) })).sort((one, other) => l.compare(one.label, other.label));
  interpreters.set(l.code, made);
  return made;
}

/** The question what somebody needs, with what is known of it. */
export function NeedsPart({ visit: { l, csrf }, known, from }: { visit: ApplicantVisit; known: Needs; from: "appointment" | "draw" }) {
  const said = [...known.needs.map((code) => l.t(`appointments.need-${code}`)), ...(known.interpreter ? [l.t("appointments.need-interpreter-in", { language: l.languageName(known.interpreter) })] : [])];
  return (
    <>
      <h2>{l.t("appointments.needs-title")}</h2>
      <p>{said.length === 0 ? l.t("appointments.needs-none") : l.list(said)}</p>
      <Details summary={l.t(said.length === 0 ? "appointments.needs-tell" : "appointments.needs-change")}>
        <Form action={portal.needs.href({ lang: l.code })} csrf={csrf} submit={l.t("appointments.needs-save")} submitKind="secondary">
          <HiddenField name="from" value={from} />
          <ChecksField name="needs" label={l.t("appointments.needs-label")} hint={l.t("appointments.needs-hint")} values={known.needs} options={needCodes.map((code) => ({ value: code, label: l.t(`appointments.need-${code}`) }))} />
          <SelectField name="interpreter" label={l.t("appointments.need-interpreter")} hint={l.t("appointments.need-interpreter-hint")} value={known.interpreter ?? undefined} empty={l.t("appointments.need-interpreter-no")} options={interpretersIn(l)} />
        </Form>
      </Details>
    </>
  );
}
